package slack

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/adaptertest/stub"
	"ambassador/bot"
)

// sending is an adapter whose calls go to that network.
func sending(network http.RoundTripper) *Adapter {
	a := New(Options{Mode: HTTP, SigningSecret: secret, Name: "Ambassador"})
	a.client.Transport = network
	a.teams.add(&team{id: "T1", bot: "UBOT", api: a.open("xoxb-canary")}, 1)
	return a
}

// nudge is an envelope to one person.
var nudge = bot.Envelope{Key: "nudge/1", To: bot.Address{Platform: Platform, Space: "T1", User: "U7"}, Reply: bot.Say("How is your region?")}

func TestFailureClasses(t *testing.T) {
	const wait, dead, doubt, again, fine = "wait", "dead", "doubt", "again", "fine"
	for _, c := range []struct {
		name    string
		network stub.Network
		want    string
	}{
		{"fine", stub.Says(200, `{"ok":true,"channel":"D7","ts":"1.000001"}`), fine},
		{"429", stub.Says(429, ``, "Retry-After", "30"), wait},
		{"429 without a time", stub.Says(429, ``), wait},
		{"ratelimited", stub.Says(200, `{"ok":false,"error":"ratelimited"}`), wait},
		{"500", stub.Says(500, `<html>`), doubt},
		{"503", stub.Says(503, ``), doubt},
		{"garbage", stub.Says(200, `<html>`), doubt},
		{"an empty error", stub.Says(200, `{"ok":false}`), doubt},
		{"no timestamp", stub.Says(200, `{"ok":true}`), doubt},
		{"internal_error", stub.Says(200, `{"ok":false,"error":"internal_error"}`), again},
		{"channel_not_found", stub.Says(200, `{"ok":false,"error":"channel_not_found"}`), dead},
		{"is_archived", stub.Says(200, `{"ok":false,"error":"is_archived"}`), dead},
		{"account_inactive", stub.Says(200, `{"ok":false,"error":"account_inactive"}`), dead},
		{"missing_scope", stub.Says(200, `{"ok":false,"error":"missing_scope"}`), dead},
		{"something new", stub.Says(200, `{"ok":false,"error":"invalid_blocks"}`), dead},
		{"reset", stub.Fails(&net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}), doubt},
		{"EOF", stub.Fails(io.ErrUnexpectedEOF), doubt},
		{"time-out", stub.Fails(context.DeadlineExceeded), doubt},
		{"refused", stub.Fails(&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}), again},
		{"no such name", stub.Fails(&net.DNSError{Err: "no such host"}), again},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := sending(c.network).Send(t.Context(), nudge)
			var w bot.Wait
			var d bot.Dead
			var i bot.InDoubt
			got := again
			switch {
			case err == nil:
				got = fine
			case errors.As(err, &w):
				got = wait
			case errors.As(err, &d):
				got = dead
			case errors.As(err, &i):
				got = doubt
			}
			if got != c.want {
				t.Errorf("%v is %s, want %s", err, got, c.want)
			}
		})
	}
}

// TestHold: after a 429 no call of that method goes out before its time, whoever asks, and other methods go on.
func TestHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := map[string]int{}
		limited := true
		a := sending(stub.Network(func(r *http.Request) (*http.Response, error) {
			calls[r.URL.Path]++
			if limited && strings.HasSuffix(r.URL.Path, "chat.postMessage") {
				return stub.Says(429, ``, "Retry-After", "30")(r)
			}
			return stub.Says(200, `{"ok":true,"channel":"D7","ts":"1.000001","user":{"id":"U7","tz":"Asia/Tokyo"}}`)(r)
		}))
		_, err := a.Send(t.Context(), nudge)
		limited = false
		time.Sleep(10 * time.Second)
		_, inside := a.Send(t.Context(), nudge)
		var first, second bot.Wait
		if !errors.As(err, &first) || first.For != 30*time.Second || !errors.As(inside, &second) || second.For != 20*time.Second || !second.All {
			t.Errorf("told to wait %v, then %v", err, inside)
		}
		if calls["/api/chat.postMessage"] != 1 {
			t.Errorf("%d calls inside the time", calls["/api/chat.postMessage"]-1)
		}
		if found, err := a.ask(t.Context(), a.teams.each()[0], "U7"); err != nil || found.zone != "Asia/Tokyo" {
			t.Errorf("another method: %+v, %v", found, err)
		}
		time.Sleep(20 * time.Second)
		if _, err := a.Send(t.Context(), nudge); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

// TestNoSecretsInErrors: what an error says can be logged.
func TestNoSecretsInErrors(t *testing.T) {
	const address = "https://hooks.slack.com/commands/T1/canary"
	for _, err := range []error{
		&url.Error{Op: "Post", URL: address, Err: io.EOF},
		errors.New("dial " + address + ": refused"),
		errors.New("wss://wss-primary.slack.com/link/?ticket=canary went away"),
	} {
		if got := plain(err).Error(); strings.Contains(got, "canary") {
			t.Errorf("%q tells a secret", got)
		}
	}
}

// TestLeft: nothing more is sent to a workspace that the app was removed from.
func TestLeft(t *testing.T) {
	a := sending(stub.Fails(errors.New("nobody should call")))
	a.log = slog.New(slog.DiscardHandler)
	d := &delivery{kind: eventsAPI, payload: []byte(`{"type":"event_callback","team_id":"T1","event":{"type":"app_uninstalled"}}`), ack: quiet()}
	a.receive(d, func(_ *exchange, work func()) { work() })
	var dead bot.Dead
	if _, err := a.Send(t.Context(), nudge); !errors.As(err, &dead) {
		t.Errorf("sent after the app was removed: %v", err)
	}
	if a.Ready() == nil {
		t.Error("ready without a workspace")
	}
}

// TestResponseAddress: an address is used five times at most, and half an hour long.
func TestResponseAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		posted := 0
		a := sending(stub.Network(func(r *http.Request) (*http.Response, error) { posted++; return stub.Says(200, "ok")(r) }))
		a.late.put("k", &exchange{response: "https://hooks.example.org/1", d: &delivery{came: time.Now()}})
		a.late.put("old", &exchange{response: "https://hooks.example.org/2", d: &delivery{came: time.Now()}})
		for n := range 7 {
			if err := a.respond(t.Context(), "k", answer{Text: "x"}); (err == nil) != (n < 5) {
				t.Errorf("use %d: %v", n+1, err)
			}
		}
		time.Sleep(30 * time.Minute)
		if err := a.respond(t.Context(), "old", answer{Text: "x"}); !errors.Is(err, errNoAddress) || posted != 5 {
			t.Errorf("after half an hour: %v, %d posts", err, posted)
		}
	})
}
