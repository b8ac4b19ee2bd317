package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/adaptertest/stub"
	"ambassador/adapters/webhook"
)

// TestPost: a real request arrives as promised, and whoever has the secret can tell that it is the bot's.
func TestPost(t *testing.T) {
	var calls atomic.Int32
	s := server(t, func(_ http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		body, err := io.ReadAll(r.Body)
		if err != nil || string(body) != document.Reply.Text || r.Method != http.MethodPost {
			t.Errorf("%s with %q, %v; want POST with %q", r.Method, body, err, document.Reply.Text)
		}
		if !r.Close {
			t.Error("the connection is kept, and the next delivery would not check the address")
		}
		if want := "/" + hiddenPath + "?token=" + hiddenQuery; r.URL.String() != want {
			t.Errorf("posted to %s, want %s", r.URL, want)
		}
		for name, want := range map[string]string{"Content-Type": "application/json", "User-Agent": "Ambassador", "Webhook-Id": "news/7"} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(r.Header.Get("Webhook-Id") + "." + r.Header.Get("Webhook-Timestamp") + "." + string(body)))
		if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); r.Header.Get("Webhook-Signature") != want {
			t.Errorf("signed with %q, want %q", r.Header.Get("Webhook-Signature"), want)
		}
	})
	id, err := to(t, s.URL, nil).Send(t.Context(), document)
	if id != "news/7" || err != nil || calls.Load() != 1 {
		t.Errorf("sent as %q with %v in %d calls, want news/7 in one", id, err, calls.Load())
	}
}

// TestSignatureOfTheSpecification: what is sent at the moment of the example in the specification's libraries
// (libraries/go/webhook_test.go, TestWebhookSign) carries the signature of that example.
func TestSignatureOfTheSpecification(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Unix(1614265330, 0)))
		e := document
		e.Key = "msg_p5jXN8AQM9LWM0D4loKWxJek"
		var got http.Header
		_, err := to(t, "https://hook.example", over(stub.Network(func(r *http.Request) (*http.Response, error) {
			got = r.Header
			return stub.Says(204, "")(r)
		}))).Send(t.Context(), e)
		const want = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
		if err != nil || got.Get("Webhook-Signature") != want || got.Get("Webhook-Timestamp") != "1614265330" {
			t.Errorf("sent with %v, %v; want the signature %s", got, err, want)
		}
	})
}

// TestNotSent: what cannot be sent dies at once, and reaches nobody.
func TestNotSent(t *testing.T) {
	for _, c := range []struct {
		name, text string
		hook       webhook.Hook
		words      string
	}{
		{"no text", "", webhook.Hook{}, "not a JSON document"},
		{"no JSON", "Hello", webhook.Hook{}, "not a JSON document"},
		{"two documents", "{} {}", webhook.Hook{}, "not a JSON document"},
		{"no UTF-8", "\"\xff\"", webhook.Hook{}, "not a JSON document"},
		{"no secret", "{}", webhook.Hook{URL: "https://hook.example"}, "no secret"},
		{"a private address", "{}", webhook.Hook{URL: "https://10.0.0.1", Secret: secret}, "10.0.0.1, which is not on the public internet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := to(t, "https://hook.example", func(o *webhook.Options) {
				if c.hook != (webhook.Hook{}) {
					o.Hooks["news"] = c.hook
				}
				o.Transport = stub.Network(func(r *http.Request) (*http.Response, error) {
					t.Error("it was sent")
					return stub.Says(200, "")(r)
				})
			})
			e := document
			e.Reply.Text = c.text
			_, err := a.Send(t.Context(), e)
			ends(t, err, dead, c.words)
		})
	}
	e := document
	e.To.Room = "old"
	if _, err := to(t, "https://hook.example", nil).Send(t.Context(), e); !strings.Contains(err.Error(), `webhook "old": the configuration has no hook`) {
		t.Errorf("an unknown hook says %v", err)
	}
}
