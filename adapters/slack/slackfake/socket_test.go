package slackfake_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/slack/slackfake"
)

func TestSocketGreetsAndPings(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		a, b := connect(t, s), connect(t, s)
		if len(a.frames("hello")) != 1 || len(b.frames("hello")) != 1 || s.Sockets() != 2 {
			t.Errorf("%d sockets", s.Sockets())
		}
		for range 4 {
			s.Deliver("events_api", s.DM("anna", "hello"))
		}
		if len(a.frames("events_api")) != 2 || len(b.frames("events_api")) != 2 {
			t.Error("sockets do not take turns")
		}
		time.Sleep(35 * time.Second)
		synctest.Wait()
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.pings != 3 {
			t.Errorf("%d pings in 35 s", a.pings)
		}
	})
}

// TestTicket: the address of a socket is good for one.
func TestTicket(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		if _, err := dial(s, connect(t, s).url); err == nil {
			t.Error("a ticket was taken twice")
		}
		s.RefuseConnections("missing_scope")
		if _, _, err := client(s, "").StartSocketModeContext(t.Context()); err == nil || err.Error() != "missing_scope" {
			t.Errorf("opened: %v", err)
		}
	})
}

// TestAcknowledgements: what Slack would not take is noticed, and everything else is taken.
func TestAcknowledgements(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		a := connect(t, s)
		big := map[string]any{"text": strings.Repeat("x", 20_000)}
		for name, c := range map[string]struct {
			back func(frame) []string
			ok   bool
			want string
		}{
			"twice":    {func(f frame) []string { return []string{acknowledge(f, nil), acknowledge(f, nil)} }, true, "acknowledged twice"},
			"unknown":  {func(f frame) []string { return []string{acknowledge(frame{ID: "x"}, nil), acknowledge(f, nil)} }, true, "nobody waits for"},
			"too long": {func(f frame) []string { return []string{acknowledge(f, big)} }, false, "which Slack drops"},
			"nonsense": {func(f frame) []string { return []string{"{", acknowledge(f, nil)} }, true, "no acknowledgement"},
		} {
			a.says(c.back)
			if got := s.Deliver("slash_commands", map[string]any{}); got.OK != c.ok {
				t.Errorf("%s: acknowledged %t", name, got.OK)
			}
			synctest.Wait()
			wrong(t, s, c.want)
		}
		a.says(func(f frame) []string {
			time.Sleep(3100 * time.Millisecond)
			return []string{acknowledge(f, nil)}
		})
		if got := s.Deliver("slash_commands", map[string]any{}); got.OK || got.Took != 3*time.Second {
			t.Errorf("too late: %+v", got)
		}
		time.Sleep(time.Second)
		a.says(func(f frame) []string { return []string{acknowledge(f, map[string]any{"text": "hello"})} })
		if got := s.Deliver("slash_commands", map[string]any{}); !got.OK || got.Payload["text"] != "hello" {
			t.Errorf("in time: %+v", got)
		}
		s.LoseAcks(1)
		if s.Deliver("slash_commands", map[string]any{}).OK || !s.Deliver("slash_commands", map[string]any{}).OK {
			t.Error("one acknowledgement was to be lost")
		}
	})
}

// TestRedelivery: an event comes again at once, after a minute and after five, and then no more.
func TestRedelivery(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		a := connect(t, s)
		var at []time.Duration
		began := time.Now()
		s.Insist()
		a.says(func(frame) []string { at = append(at, time.Since(began).Round(time.Second)); return nil })
		s.Deliver("events_api", s.DM("anna", "hello"))
		time.Sleep(time.Hour)
		came := a.frames("events_api")
		if want := []time.Duration{0, 3 * time.Second, 66 * time.Second, 369 * time.Second}; !slices.Equal(at, want) {
			t.Errorf("delivered at %v, want %v", at, want)
		}
		for n, f := range came {
			if f.Attempt != n || f.Payload["event_id"] != came[0].Payload["event_id"] || n > 0 && f.ID == came[n-1].ID {
				t.Errorf("delivery %d: attempt %d of %v in %s", n, f.Attempt, f.Payload["event_id"], f.ID)
			}
		}
		if s.Lost() != 1 {
			t.Errorf("%d events are given up", s.Lost())
		}
	})
}

// TestRedeliverByHand: without Insist the test says when, and an end in between leaves nothing running.
func TestRedeliverByHand(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		a := connect(t, s)
		a.says(silence)
		s.Deliver("events_api", s.DM("anna", "hello"))
		time.Sleep(time.Hour)
		for n, want := range []int{1, 1, 1, 0} {
			if got := s.Redeliver(); got != want {
				t.Errorf("time %d: %d events come again", n, got)
			}
		}
		if s.Deliver("slash_commands", map[string]any{}); s.Redeliver() != 0 {
			t.Error("a slash command comes again")
		}
		s.Insist()
		s.Deliver("events_api", s.DM("anna", "hello"))
		synctest.Wait() // until it is on its way once more, while the test ends
	})
}

func TestSocketFaults(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		a := connect(t, s)
		s.Refresh("refresh_requested", 10*time.Second)
		if goodbye := a.frames("disconnect"); len(goodbye) != 1 || goodbye[0].Reason != "refresh_requested" || s.Sockets() != 0 {
			t.Errorf("told %v, %d sockets", goodbye, s.Sockets())
		}
		if s.Deliver("events_api", s.DM("anna", "hello")).OK {
			t.Error("delivered on a socket that is leaving")
		}
		b := connect(t, s)
		time.Sleep(15 * time.Second)
		synctest.Wait()
		if s.Sockets() != 1 {
			t.Errorf("%d sockets after the old one was closed", s.Sockets())
		}
		s.Frame(`{"type":"novelty"}`)
		if len(b.frames("novelty")) != 1 {
			t.Error("an odd frame did not arrive")
		}
		before := b.pings
		s.HalfOpen()
		time.Sleep(time.Minute)
		synctest.Wait()
		if b.mu.Lock(); b.pings != before {
			t.Error("a half-open socket pings")
		}
		b.mu.Unlock()
		s.CloseSockets()
		synctest.Wait()
		if err := b.conn.WriteMessage(1, []byte("x")); err == nil {
			t.Error("a closed socket takes words")
		}
	})
}
