package slack

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
)

const secret = "canary-signing-secret"

// signed is a request as Slack signs it.
func signed(contentType, body string, at time.Time) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/slack/events", strings.NewReader(body))
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return r
}

// listening is an adapter in mode HTTP that serves one workspace, and what it heard.
func listening(t *testing.T) (*Adapter, chan bot.Message) {
	t.Helper()
	a := New(Options{Mode: HTTP, SigningSecret: secret, Name: "Ambassador"})
	a.teams.add(&team{id: "T1", bot: "UBOT", api: a.open("")}, 1)
	said := make(chan bot.Message, 10)
	close(a.started)
	a.handle, a.running = func(ctx context.Context, m bot.Message, answer bot.Answer) error {
		said <- m
		return answer(ctx, bot.Envelope{Key: "reply/x/0", To: m.From, Reply: bot.Say("pong")})
	}, t.Context()
	return a, said
}

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
	ping     = "team_id=T1&channel_id=C9&user_id=U7&command=%2Fambassador&text=ping&trigger_id=13.37&response_url="
)

func TestHTTPAnswersInTheAcknowledgement(t *testing.T) {
	a, said := listening(t)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, signed(formType, ping, time.Now()))
	if m := <-said; m.Text != "ping" || !m.Addressed || !m.Private {
		t.Errorf("heard %+v", m)
	}
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"text":"pong"`) || !strings.Contains(w.Body.String(), "ephemeral") {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
}

// TestForged: no forged request is heard, and none learns why.
func TestForged(t *testing.T) {
	a, said := listening(t)
	good := signed(formType, ping, time.Now())
	huge := signed(formType, "text="+strings.Repeat("x", 10<<20), time.Now())
	chunked := signed(formType, "text="+strings.Repeat("x", 2<<20), time.Now())
	chunked.ContentLength = -1
	for name, r := range map[string]*http.Request{
		"other body": func() *http.Request {
			r := signed(formType, ping, time.Now())
			r.Body = http.NoBody
			return r
		}(),
		"no signature": func() *http.Request {
			r := signed(formType, ping, time.Now())
			r.Header.Del("X-Slack-Signature")
			return r
		}(),
		"half a signature": func() *http.Request {
			r := signed(formType, ping, time.Now())
			r.Header.Set("X-Slack-Signature", good.Header.Get("X-Slack-Signature")[:20])
			return r
		}(),
		"other version": func() *http.Request {
			r := signed(formType, ping, time.Now())
			r.Header.Set("X-Slack-Signature", strings.Replace(r.Header.Get("X-Slack-Signature"), "v0", "v1", 1))
			return r
		}(),
		"stale":  signed(formType, ping, time.Now().Add(-6*time.Minute)),
		"future": signed(formType, ping, time.Now().Add(6*time.Minute)),
		"no time": func() *http.Request {
			r := signed(formType, ping, time.Now())
			r.Header.Set("X-Slack-Request-Timestamp", "now")
			return r
		}(),
		"10 MB":   huge,
		"chunked": chunked,
	} {
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		if w.Code != http.StatusUnauthorized || w.Body.Len() > 0 {
			t.Errorf("%s: answered %d %q", name, w.Code, w.Body)
		}
	}
	if len(said) > 0 {
		t.Errorf("heard %+v", <-said)
	}
	if n := a.Counts()["slack_forged"]; n != 9 {
		t.Errorf("counted %d forged requests, want 9", n)
	}
}

// TestReplayed: the very same request once more is the same message, whoever sends it.
func TestReplayed(t *testing.T) {
	a, said := listening(t)
	at := time.Now()
	for range 2 {
		a.ServeHTTP(httptest.NewRecorder(), signed(formType, ping, at))
	}
	first, second := <-said, <-said
	if first.ID == "" || first.ID != second.ID {
		t.Errorf("ids %q and %q: the router cannot know them as one", first.ID, second.ID)
	}
}

func TestURLVerification(t *testing.T) {
	a, said := listening(t)
	for body, want := range map[string]string{
		`{"type":"url_verification","token":"z","challenge":"3eZbrw1a"}`: `{"challenge":"3eZbrw1a"}`,
		`{"type":"app_rate_limited","minute_rate_limited":1518467820}`:   "",
		`{"type":"event_callback","team_id":"T1"}`:                       "",
		`nonsense`: "",
	} {
		w := httptest.NewRecorder()
		a.ServeHTTP(w, signed(jsonType, body, time.Now()))
		if w.Code != http.StatusOK || w.Body.String() != want {
			t.Errorf("%s: answered %d %q, want %q", body, w.Code, w.Body, want)
		}
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, signed(formType, "ssl_check=1&token=z", time.Now()))
	if w.Code != http.StatusOK || w.Body.Len() > 0 {
		t.Errorf("ssl_check: answered %d %q", w.Code, w.Body)
	}
	for body, want := range map[string]int{"ssl_check=1&token=z": http.StatusOK, "ssl_check=1&" + ping: http.StatusUnauthorized} {
		r := signed(formType, body, time.Now())
		r.Header.Del("X-Slack-Signature")
		w = httptest.NewRecorder()
		if a.ServeHTTP(w, r); w.Code != want || w.Body.Len() > 0 {
			t.Errorf("unsigned %s: answered %d %q", body, w.Code, w.Body)
		}
	}
	w = httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/slack/events", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: answered %d", w.Code)
	}
	if len(said) > 0 {
		t.Errorf("heard %+v", <-said)
	}
}

// TestForeignWorkspace: a workspace that is not configured is answered in words, and not served.
func TestForeignWorkspace(t *testing.T) {
	a, said := listening(t)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, signed(formType, strings.Replace(ping, "T1", "T666", 1), time.Now()))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "do not serve") || len(said) > 0 {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
}

// TestBeforeRun: what comes before the bot listens is sent back, or told.
func TestBeforeRun(t *testing.T) {
	a := New(Options{Mode: HTTP, SigningSecret: secret})
	w := httptest.NewRecorder()
	a.ServeHTTP(w, signed(formType, ping, time.Now()))
	if !strings.Contains(w.Body.String(), "once more") {
		t.Errorf("a slash command: answered %d %s", w.Code, w.Body)
	}
	w = httptest.NewRecorder()
	a.ServeHTTP(w, signed(jsonType, string(bytes.TrimSpace(file(t, "testdata/in/dm.txtar", "events_api"))), time.Now()))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("an event: answered %d, want 503 so that it comes again", w.Code)
	}
}
