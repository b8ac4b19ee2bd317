package matrix_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
)

// browser is a homeserver's login with a code, and somebody who types it after a while.
type browser struct {
	o *office

	mu      sync.Mutex
	typed   time.Time // when
	denied  bool
	device  string
	polls   int
	renewed int
}

// answers answers what logging in with a code asks; it is false for anything else.
func (b *browser) answers(w http.ResponseWriter, r *http.Request) bool {
	_ = r.ParseForm()
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case strings.HasSuffix(r.URL.Path, "/auth_metadata"):
		fmt.Fprintf(w, `{"issuer":%[1]q,"token_endpoint":%[2]q,"registration_endpoint":%[3]q,"device_authorization_endpoint":%[4]q}`,
			matrixfake.URL, matrixfake.URL+"/oauth/token", matrixfake.URL+"/oauth/register", matrixfake.URL+"/oauth/device")
	case r.URL.Path == "/oauth/register":
		fmt.Fprint(w, `{"client_id":"client-1"}`)
	case r.URL.Path == "/oauth/device":
		_, b.device, _ = strings.Cut(r.Form.Get("scope"), "urn:matrix:client:device:")
		fmt.Fprintf(w, `{"device_code":"canary-device-code","user_code":"ABCD-EFGH","verification_uri":%q,"expires_in":1200,"interval":5}`, matrixfake.URL+"/link")
	case r.URL.Path == "/oauth/token":
		b.token(w, r)
	default:
		return false
	}
	return true
}

// says changes what the homeserver answers.
func (b *browser) says(change func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change()
}

// token answers a question for a token.
func (b *browser) token(w http.ResponseWriter, r *http.Request) {
	refuse := func(word string) {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(object{"error": word})
	}
	if r.Form.Get("grant_type") == "refresh_token" {
		b.renewed++
		if b.denied {
			refuse("invalid_grant")
			return
		}
	} else if b.polls++; b.denied {
		refuse("access_denied")
		return
	} else if time.Now().Before(b.typed) {
		refuse("authorization_pending")
		return
	}
	_ = json.NewEncoder(w).Encode(object{"access_token": b.o.Token("bot", b.device), "token_type": "Bearer", "expires_in": 300, "refresh_token": fmt.Sprint("canary-refresh-", b.renewed)})
}

// code are options with which the bot has neither a token nor a password.
func code(t *testing.T) func(*matrix.Options) {
	folder := t.TempDir()
	return func(p *matrix.Options) { p.AccessToken, p.DeviceID, p.Folder = "", "", folder }
}

// linking has the homeserver let people log in with a code.
func linking(o *office) *browser {
	b := &browser{o: o}
	o.front.change(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !b.answers(w, r) {
				next.ServeHTTP(w, r)
			}
		})
	})
	return b
}

// The tests below run in the bubble of [with]: what they sleep is its time, in which tokens end and are renewed.

// TestCode: the bot shows a code, waits until it is typed, keeps the session, and renews it before it ends, at this start
// and the next.
func TestCode(t *testing.T) {
	with(t, code(t), func(t *testing.T, o *office) {
		b := linking(o)
		b.says(func() { b.typed = time.Now().Add(time.Minute) })
		o.open()
		defer func() { _ = o.close() }()
		time.Sleep(30 * time.Second)
		if log := o.log.String(); !strings.Contains(log, "ABCD-EFGH") || !strings.Contains(log, matrixfake.URL+"/link") || o.adapter.Ready() == nil {
			t.Errorf("ready, or no code is shown: %s", log)
		}
		time.Sleep(time.Minute)
		dm := o.alone("anna")
		if got := o.asks("anna", dm, "echo one"); len(got) != 1 {
			t.Errorf("answered %q", got)
		}
		time.Sleep(time.Hour) // a token is for five minutes
		_ = o.close()
		o.open()
		time.Sleep(time.Minute)
		if got := o.asks("anna", dm, "echo two"); len(got) != 1 {
			t.Errorf("answered %q", got)
		}
		b.says(func() {
			if b.renewed < 12 || b.polls > 20 {
				t.Errorf("renewed %d times, asked %d times", b.renewed, b.polls)
			}
		})
	})
}

// TestCodeDenied: who refuses in the browser, or ends the session, ends the bot, in words.
func TestCodeDenied(t *testing.T) {
	with(t, code(t), func(t *testing.T, o *office) {
		b := linking(o)
		b.says(func() { b.denied = true })
		o.open()
		time.Sleep(time.Minute)
		refused(t, o, "refused in the browser")
	})
	with(t, code(t), func(t *testing.T, o *office) {
		b := linking(o)
		o.open()
		time.Sleep(time.Minute)
		b.says(func() { b.denied = true })
		time.Sleep(time.Hour)
		refused(t, o, "does not renew", "matrix-session.json")
	})
}
