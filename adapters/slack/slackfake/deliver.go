package slackfake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"ambassador/adapters/slack"
)

// delivery is something that Slack brings to the app, again until it is acknowledged.
type delivery struct {
	kind    string // slash_commands, interactive or events_api
	payload map[string]any
	attempt int
}

// Ack is what became of a delivery.
type Ack struct {
	OK      bool           // acknowledged within three seconds
	Payload map[string]any // what came with it
	Took    time.Duration
}

// Deliver brings something to the app and waits for its acknowledgement. An event that is not acknowledged waits for
// Redeliver.
func (s *Slack) Deliver(kind string, payload map[string]any) Ack {
	return s.deliver(delivery{kind: kind, payload: payload})
}

func (s *Slack) deliver(d delivery) (a Ack) {
	began := time.Now()
	var got ack
	if s.mode == slack.HTTP {
		got = s.request(d)
	} else {
		got = s.envelope(d)
	}
	a.Took = time.Since(began)
	a.OK = got.ok && a.Took <= 3*time.Second
	_ = json.Unmarshal(got.payload, &a.Payload)
	if !a.OK && d.kind == "events_api" {
		s.again(d)
	}
	return a
}

// Again brings a delivery that was acknowledged once more, as Slack does when it missed that.
func (s *Slack) Again(kind string, payload map[string]any) Ack {
	return s.deliver(delivery{kind: kind, payload: payload, attempt: 1})
}

// envelope delivers over a socket.
func (s *Slack) envelope(d delivery) ack {
	k := s.pick()
	if k == nil {
		return ack{}
	}
	s.mu.Lock()
	id := fmt.Sprintf("envelope-%d", s.next())
	waits := make(chan ack, 1)
	s.waiting[id] = &envelope{come: waits}
	s.mu.Unlock()
	frame := map[string]any{"type": d.kind, "envelope_id": id, "payload": d.payload, "accepts_response_payload": d.kind != "events_api"}
	if d.attempt > 0 {
		frame["retry_attempt"], frame["retry_reason"] = d.attempt, "timeout"
	}
	if k.send(frame) != nil {
		return ack{}
	}
	timer := time.NewTimer(3 * time.Second)
	defer timer.Stop()
	select {
	case a := <-waits:
		return a
	case <-timer.C:
	case <-s.over:
	}
	return ack{}
}

// request delivers as a signed request.
func (s *Slack) request(d delivery) ack {
	var contentType, body string
	switch d.kind {
	case "events_api":
		contentType, body = "application/json", text(d.payload)
	case "interactive":
		contentType, body = "application/x-www-form-urlencoded", url.Values{"payload": {text(d.payload)}}.Encode()
	default:
		form := url.Values{}
		for k, v := range d.payload {
			form.Set(k, fmt.Sprint(v))
		}
		contentType, body = "application/x-www-form-urlencoded", form.Encode()
	}
	r := Signed(contentType, body, time.Now())
	if d.attempt > 0 {
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(d.attempt))
	}
	s.mu.Lock()
	adapter := s.adapter
	s.mu.Unlock()
	w := &answer{done: make(chan struct{}), header: http.Header{}}
	go func() { adapter.ServeHTTP(w, r); w.Flush() }()
	timer := time.NewTimer(3 * time.Second)
	defer timer.Stop()
	select {
	case <-w.done:
		return ack{w.body, w.code == http.StatusOK}
	case <-timer.C:
	case <-s.over:
	}
	return ack{}
}

// answer is an HTTP answer. Slack has it once it is flushed, and does not wait for the end of the work behind it.
type answer struct {
	once   sync.Once
	done   chan struct{}
	header http.Header
	code   int
	body   []byte
}

// Header implements http.ResponseWriter.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(code int) { a.code = code }

// Write implements http.ResponseWriter.
func (a *answer) Write(p []byte) (int, error) {
	if a.code == 0 {
		a.code = http.StatusOK
	}
	a.body = append(a.body, p...)
	return len(p), nil
}

// Flush implements http.Flusher.
func (a *answer) Flush() { a.once.Do(func() { close(a.done) }) }

// Signed is a request as Slack signs it.
func Signed(contentType, body string, at time.Time) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://bot.test/slack/events", strings.NewReader(body))
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(Secret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return r
}

// text is a payload as JSON.
func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of text: cannot fail
	}
	return string(data)
}
