package matrix

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"ambassador/adapters/adaptertest/stub"
	"ambassador/bot"
	"ambassador/store/mem"
)

// sending is an adapter that is let in, and whose calls go to that network.
func sending(network http.RoundTripper) *Adapter {
	a := New(Options{Homeserver: "http://matrix.test", UserID: "@bot:talk.test"})
	a.client.Client.Transport, a.client.AccessToken = &hints{network}, "canary-token"
	a.Keep(mem.New(), "test")
	furnish(&a.rooms, hall, people("@bot:talk.test", "@anna:talk.test", "@bert:talk.test"))
	close(a.inside)
	return a
}

// word is an envelope to a room.
var word = bot.Envelope{Key: "own/1", To: bot.Address{Platform: Platform, Room: string(hall)}, Reply: bot.Say("News")}

// TestFailureClasses holds what an error means for the outbox.
func TestFailureClasses(t *testing.T) {
	const dead, doubt, again = -1, -2, -3
	for _, c := range []struct {
		name    string
		network stub.Network
		want    time.Duration // how long to wait; or one of the above
	}{
		{"fine", stub.Says(200, `{"event_id":"$1"}`), 0},
		{"429", stub.Says(429, ``, "Retry-After", "30"), 30 * time.Second},
		{"429 in parts of a second", stub.Says(429, ``, "Retry-After", "2.5"), 2500 * time.Millisecond},
		{"429 in the body", stub.Says(429, `{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":30000}`), 30 * time.Second},
		{"429 in both: the header", stub.Says(429, `{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":1000}`, "Retry-After", "30"), 30 * time.Second},
		{"429 without a time", stub.Says(429, `{"errcode":"M_LIMIT_EXCEEDED"}`), unknownWait},
		{"429 of a proxy", stub.Says(429, `<html>`), unknownWait},
		{"429 with rubbish", stub.Says(429, `{"retry_after_ms":"soon"}`, "Retry-After", "soon"), unknownWait},
		{"429 and no time at all", stub.Says(429, ``, "Retry-After", "0"), time.Second},
		{"429 for ever", stub.Says(429, ``, "Retry-After", "999999999"), time.Hour},
		{"429 in the past", stub.Says(429, ``, "Retry-After", "-5"), unknownWait},
		{"429 with a date gone by", stub.Says(429, ``, "Retry-After", "Sat, 01 Jan 2000 00:00:00 GMT"), time.Second},
		{"429 with infinity", stub.Says(429, ``, "Retry-After", "NaN"), unknownWait},
		{"the limit under another status", stub.Says(400, `{"errcode":"M_LIMIT_EXCEEDED"}`), time.Second},
		{"500", stub.Says(500, `{"errcode":"M_UNKNOWN"}`), doubt},
		{"502", stub.Says(502, `<html>`), doubt},
		{"503", stub.Says(503, ``), doubt},
		{"504", stub.Says(504, ``), doubt},
		{"408", stub.Says(408, ``), doubt},
		{"rubbish", stub.Says(200, `<html>`), doubt},
		{"403", stub.Says(403, `{"errcode":"M_FORBIDDEN","error":"no"}`), dead},
		{"404", stub.Says(404, `{"errcode":"M_NOT_FOUND"}`), dead},
		{"413", stub.Says(413, `{"errcode":"M_TOO_LARGE"}`), dead},
		{"400", stub.Says(400, `{"errcode":"M_BAD_JSON"}`), dead},
		{"deactivated", stub.Says(403, `{"errcode":"M_USER_DEACTIVATED"}`), dead},
		{"a page", stub.Says(404, `<html>`), doubt},
		{"unknown token", stub.Says(401, `{"errcode":"M_UNKNOWN_TOKEN"}`), again},
		{"missing token", stub.Says(401, `{"errcode":"M_MISSING_TOKEN"}`), again},
		{"reset", stub.Fails(&net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}), doubt},
		{"EOF", stub.Fails(io.ErrUnexpectedEOF), doubt},
		{"time-out", stub.Fails(context.DeadlineExceeded), doubt},
		{"refused", stub.Fails(&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}), again},
		{"no such name", stub.Fails(&net.DNSError{Err: "no such host"}), again},
		{"unreachable", stub.Fails(&net.OpError{Op: "dial", Err: errors.New("no route to host")}), again},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := sending(c.network).Send(t.Context(), word)
			var w bot.Wait
			var i bot.InDoubt
			got := time.Duration(again)
			switch {
			case err == nil:
				got = 0
			case errors.As(err, &w):
				if got = w.For; !w.All {
					t.Error("others need not wait")
				}
			case errors.As(err, new(bot.Dead)):
				got = dead
			case errors.As(err, &i):
				got = doubt
			}
			if got != c.want {
				t.Errorf("%v: %d, want %d", err, got, c.want)
			}
			if err != nil && (strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "matrix.test")) {
				t.Errorf("%q tells too much", err)
			}
		})
	}
}

// TestFailureReasons: what coordinators read about a dead letter are words, with the code behind them.
func TestFailureReasons(t *testing.T) {
	for body, want := range map[string]string{
		`{"errcode":"M_FORBIDDEN"}`: "not in that room any more", `{"errcode":"M_NOT_FOUND"}`: "not there", `{"errcode":"M_TOO_LARGE"}`: "too long",
		`{"errcode":"M_USER_DEACTIVATED"}`: "deactivated", `{"errcode":"M_NEW"}`: "(M_NEW)",
	} {
		_, err := sending(stub.Says(403, body)).Send(t.Context(), word)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", body, err, want)
		}
	}
}

// TestPlain: what an error says can be logged.
func TestPlain(t *testing.T) {
	a := sending(stub.Fails(io.ErrUnexpectedEOF))
	_, err := a.client.Whoami(t.Context())
	if got := plain(err).Error(); got != io.ErrUnexpectedEOF.Error() {
		t.Errorf("%q", got)
	}
	long := sending(stub.Says(403, `{"errcode":"M_FORBIDDEN","error":"`+strings.Repeat("long ", 1000)+`"}`))
	_, err = long.client.Whoami(t.Context())
	if got := plain(err).Error(); len(got) > 400 || !strings.Contains(got, "M_FORBIDDEN") {
		t.Errorf("%d bytes: %.100q", len(got), got)
	}
}

// TestPatience: the time between two attempts grows, and has bounds.
func TestPatience(t *testing.T) {
	for attempt := range 100 {
		least, most := time.Second/2, 30*time.Second
		if attempt > 5 {
			least = 15 * time.Second
		}
		if attempt == 0 {
			most = time.Second
		}
		for range 50 {
			if d := patience(attempt); d < least || d > most {
				t.Fatalf("attempt %d: %s, want %s to %s", attempt, d, least, most)
			}
		}
	}
}
