package matrix_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// TestSyncFails: whatever becomes of a sync, the bot waits longer each time, says that it is not ready, and recovers.
func TestSyncFails(t *testing.T) {
	for name, f := range map[string]matrixfake.Fault{
		"502": {Status: 502}, "a page": {Status: 503, Garbage: true}, "cut": {Cut: true}, "lost": {LoseAnswer: true}, "rubbish": {Status: 200, Garbage: true},
		"too slow": {Slow: 10 * time.Minute, Cut: true}, "403": {Status: 403}, "404": {Status: 404},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(t *testing.T, o *office) {
				dm := o.alone("anna")
				time.Sleep(time.Minute)
				before := len(o.Calls("sync"))
				f.Times = -1
				o.Fail("sync", f)
				time.Sleep(10 * time.Minute)
				if o.adapter.Ready() == nil {
					t.Error("ready, while nothing is heard")
				}
				if n := len(o.Calls("sync")) - before; n < 5 || n > 40 {
					t.Errorf("%d attempts in ten minutes", n)
				}
				o.says("anna", dm, "echo x")
				o.Heal()
				time.Sleep(11 * time.Minute)
				if err := o.adapter.Ready(); err != nil {
					t.Errorf("not ready again: %v", err)
				}
				if got := o.bodies(dm); len(got) != 1 || !strings.HasSuffix(got[0], "You said: x") { // late or not
					t.Errorf("answered %q", got)
				}
			})
		})
	}
}

// TestSyncHeldBack: a homeserver that asks for patience gets it, whether it asks in the header or in the body.
func TestSyncHeldBack(t *testing.T) {
	for name, f := range map[string]matrixfake.Fault{
		"header": {Status: 429, RetryAfter: 90}, "body": {Status: 429, RetryAfterMS: 90_000}, "both": {Status: 429, RetryAfter: 90, RetryAfterMS: 10},
		"unavailable": {Status: 503, RetryAfter: 90},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(t *testing.T, o *office) {
				f.Times = 3
				o.Fail("sync", f)
				before := len(o.Calls("sync"))
				time.Sleep(89 * time.Second)
				if n := len(o.Calls("sync")) - before; n > 1 {
					t.Errorf("%d calls before the time", n)
				}
				time.Sleep(10 * time.Minute)
				if o.Early() > 0 || o.adapter.Ready() != nil {
					t.Errorf("%d calls too early, ready %v", o.Early(), o.adapter.Ready())
				}
			})
		})
	}
}

// TestSilentHomeserver: a homeserver that takes a sync and never answers is noticed.
func TestSilentHomeserver(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		o.Fail("sync", matrixfake.Fault{Slow: 24 * time.Hour, Times: -1})
		time.Sleep(2 * time.Minute)
		if o.adapter.Ready() == nil {
			t.Error("ready, while the homeserver says nothing")
		}
	})
}

// TestReadyBefore: the bot is not ready before the first sync, and ready after it.
func TestReadyBefore(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		o.Fail("sync", matrixfake.Fault{Slow: 10 * time.Second})
		o.open()
		defer o.close()
		if o.adapter.Ready() == nil {
			t.Error("ready before anything was heard")
		}
		time.Sleep(11 * time.Second)
		if err := o.adapter.Ready(); err != nil {
			t.Errorf("not ready: %v", err)
		}
	})
}

// TestSendHeldBack: what has to wait waits, and all of it arrives.
func TestSendHeldBack(t *testing.T) {
	for name, f := range map[string]matrixfake.Fault{"header": {Status: 429, RetryAfter: 60}, "body": {Status: 429, RetryAfterMS: 60_000}} {
		t.Run(name, func(t *testing.T) {
			in(t, func(t *testing.T, o *office) {
				hall, dm := o.hall(), o.alone("anna")
				o.Fail("send", f)
				o.says("anna", dm, "echo one")
				o.says("anna", dm, "echo two")
				o.says("anna", hall, "!ambassador echo three")
				time.Sleep(5 * time.Minute)
				got := o.bodies(dm)
				slices.Sort(got)
				same(t, got, []string{"You said: one", "You said: two"})
				o.heard(hall, "You said: three")
				if o.adapter.Counts()["matrix_held"] == 0 {
					t.Error("nothing counted as held back")
				}
			})
		})
	}
}

// TestSendBeforeRun: nothing goes out before the bot is let in; it waits.
func TestSendBeforeRun(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		o.Fail("whoami", matrixfake.Fault{Slow: time.Minute})
		o.open()
		defer o.close()
		o.must(o.outbox.Post(t.Context(), bot.Envelope{Key: "nudge/1", To: matrixfake.Account("anna"), Reply: bot.Say("How are you?")}))
		if len(o.Calls("createRoom", "send")) > 0 {
			t.Error("something was sent before the bot was let in")
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if n := len(o.Calls("send")); n != 1 {
			t.Errorf("sent %d times", n)
		}
	})
}

// TestEndWhileBusy: when told to end, the bot finishes what is in hand and begins nothing more.
func TestEndWhileBusy(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.slow.Store(int64(5 * time.Second))
		o.says("anna", dm, "slow one")
		o.says("anna", dm, "slow two")
		before := time.Now()
		if err := o.close(); err != nil || time.Since(before) > 8*time.Second {
			t.Errorf("ended with %v after %s", err, time.Since(before))
		}
		o.heard(dm, "At last: one")
	})
}
