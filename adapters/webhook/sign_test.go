package webhook

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestSign(t *testing.T) {
	// The example of the specification's libraries: libraries/go/webhook_test.go, TestWebhookSign.
	key, err := Hook{Secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}.key()
	got := sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want || err != nil {
		t.Errorf("signed %q, %v; want %q", got, err, want)
	}
	// Without the prefix the secret is its bytes: printf '%s' 'a.1.{}' | openssl dgst -sha256 -hmac SECRET -binary | base64
	key, err = Hook{Secret: "four and twenty blackbirds"}.key()
	if want := "v1,COtki4D9PUiJ69Jb0EHx/fsEr3hwctJYUi+2YAnHgxo="; sign(key, "a", "1", []byte("{}")) != want || err != nil {
		t.Errorf("signed %q, %v; want %q", sign(key, "a", "1", []byte("{}")), err, want)
	}
}

func TestIdentify(t *testing.T) {
	for key, want := range map[string]string{
		"news/2026-04/7":     "news/2026-04/7",
		"reply/a:b_c/0":      "reply/a:b_c/0",
		"Köln":               "K%C3%B6ln",
		"a.b":                "a%2Eb",
		"100% a\r\nX: evil ": "100%25%20a%0D%0AX:%20evil%20",
	} {
		if got := identify(key); got != want {
			t.Errorf("%q becomes %q, want %q", key, got, want)
		}
	}
}

// FuzzIdentify: an id fits into a header and into what is signed, and tells keys apart, for it can be read back.
func FuzzIdentify(f *testing.F) {
	f.Add("news/1")
	f.Add("%41.\xff\n")
	f.Fuzz(func(t *testing.T, key string) {
		id := identify(key)
		if strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '.' }) {
			t.Errorf("%q becomes %q", key, id)
		}
		if back, err := url.PathUnescape(id); back != key || err != nil {
			t.Errorf("%q becomes %q, and that %q, %v", key, id, back, err)
		}
	})
}

// FuzzAsked: whatever a receiver writes there, the outbox waits neither backwards nor for ever.
func FuzzAsked(f *testing.F) {
	f.Add("30")
	f.Add("Sat, 01 Jan 2000 00:02:00 GMT")
	f.Fuzz(func(t *testing.T, after string) {
		if wait, ok := asked(after); wait < 0 || wait > time.Hour || !ok && wait != 0 {
			t.Errorf("%q has the outbox wait %s, %t", after, wait, ok)
		}
	})
}
