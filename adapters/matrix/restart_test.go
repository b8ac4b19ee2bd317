package matrix_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// forget has the homeserver know no transaction again: from now on each has another id, every time.
func (o *office) forget() {
	var n atomic.Int64
	o.front.change(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/send/") {
				r.URL.Path, r.URL.RawPath, r.RequestURI = fmt.Sprint(r.URL.Path, "-", n.Add(1)), "", ""
			}
			next.ServeHTTP(w, r)
		})
	})
}

// kills are moments at which a program can end, and what the homeserver then remembers.
var kills = []struct {
	name   string
	kill   bool // else it ends when told
	forget bool
	away   time.Duration
}{
	{"killed", true, false, 0}, {"killed for long", true, true, 2 * time.Minute}, {"ended", false, false, 0}, {"ended for long", false, true, 2 * time.Minute},
}

// TestKilledBeforeHandling: what was heard and not dealt with when the program ended is dealt with by the next run.
func TestKilledBeforeHandling(t *testing.T) {
	for _, c := range kills {
		t.Run(c.name, func(t *testing.T) {
			in(t, func(t *testing.T, o *office) {
				hall, dm := o.hall(), o.alone("anna")
				o.slow.Store(int64(5 * time.Second))
				o.says("anna", dm, "slow one") // begins, and has not ended
				o.says("anna", dm, "echo two")
				o.says("anna", hall, "!ambassador submit three")
				o.kill()
				o.slow.Store(0)
				if c.forget {
					o.forget()
				}
				time.Sleep(c.away)
				o.open()
				time.Sleep(time.Minute)
				late := ""
				if c.away > 0 {
					late = "You wrote this 2 minutes ago; I could not listen then.\n\n"
				}
				o.heard(dm, late+"At last: one", late+"You said: two")
				o.heard(hall, "Got it: three, number 1")
			})
		})
	}
}

// TestKilledAfterAnswering: what was answered, and not yet noted when the program ended, is not answered again: for the
// transaction is known, or because the answer is seen in the room.
func TestKilledAfterAnswering(t *testing.T) {
	const menu = "Which one?\n\n1️⃣ First\n2️⃣ Second\n3️⃣ Third"
	for _, c := range kills {
		for text, want := range map[string]string{"!ambassador echo two": "You said: two", "!ambassador submit two": "Got it: two, number 1", "press": "You said: one"} {
			t.Run(c.name+", "+text, func(t *testing.T) {
				in(t, func(t *testing.T, o *office) {
					hall := o.hall()
					o.says("anna", hall, "!ambassador menu")
					time.Sleep(65 * time.Second)
					o.Fail("sync", matrixfake.Fault{Slow: time.Hour, Times: -1}) // the one under way comes, and nothing is noted after it
					if text == "press" {
						o.reacts("anna", hall, o.last(hall).ID, "1️⃣")
					} else {
						o.says("anna", hall, text)
					}
					o.heard(hall, menu, want)
					o.says("anna", hall, "!ambassador echo unheard")
					if c.kill {
						o.kill()
					} else {
						_ = o.close()
					}
					o.Heal()
					if c.forget {
						o.forget()
					}
					time.Sleep(c.away)
					o.open()
					time.Sleep(time.Minute)
					if got := o.bodies(hall); len(got) != 3 || got[1] != want || !strings.HasSuffix(got[2], "You said: unheard") {
						t.Errorf("said %q", got)
					}
				})
			})
		}
	}
}

// TestKilledWhileSending: a post that arrived, and whose answer was lost with the program, is found and not repeated.
func TestKilledWhileSending(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.says("anna", dm, "echo here I am")
		o.Fail("send", matrixfake.Fault{LoseAnswer: true, Slow: 10 * time.Second})
		o.must(o.outbox.Post(t.Context(), bot.Envelope{Key: "nudge/1", To: matrixfake.Account("anna"), Reply: bot.Say("How are you?")}))
		time.Sleep(5 * time.Second)
		o.db.ice.Store(true) // the post goes through, and nobody writes that down
		time.Sleep(10 * time.Second)
		o.kill()
		o.forget()
		time.Sleep(2 * time.Minute)
		o.open()
		time.Sleep(2 * time.Minute)
		o.heard(dm, "You said: here I am", "How are you?")
	})
}

// TestDoubt: a post in doubt is found by its deed, also where the homeserver has forgotten the transaction; one that did
// not arrive is sent.
func TestDoubt(t *testing.T) {
	for name, f := range map[string]matrixfake.Fault{
		"arrived, cut": {LoseAnswer: true}, "did not arrive, cut": {Cut: true}, "bad gateway": {Status: 502}, "a page instead": {Status: 500, Garbage: true},
		"too slow": {Slow: time.Minute, LoseAnswer: true},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(t *testing.T, o *office) {
				hall, dm := o.hall(), o.alone("anna")
				o.forget()
				for n, room := range []string{hall, dm} {
					o.Fail("send", f)
					o.says("anna", room, "!ambassador echo once")
					time.Sleep(5 * time.Minute)
					o.heard(room, "You said: once")
					if calls := o.Calls("send"); len(calls) < n+1 {
						t.Errorf("%d calls", len(calls))
					}
				}
			})
		})
	}
}

// TestOtherDevice: a bot that comes as a new device reads nothing old, and still deals with what it had heard.
func TestOtherDevice(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.slow.Store(int64(5 * time.Second))
		o.says("anna", hall, "!ambassador slow one")
		o.kill()
		o.slow.Store(0)
		o.says("anna", hall, "!ambassador echo unheard")
		o.options.AccessToken, o.options.DeviceID = o.Token("bot", "OTHER"), "OTHER"
		o.open()
		time.Sleep(time.Minute)
		o.heard(hall, "At last: one")
		o.says("anna", hall, "!ambassador echo heard")
		o.heard(hall, "At last: one", "You said: heard")
	})
}

// TestStoreFails: while nothing can be kept the sync does not go on, and nothing is lost.
func TestStoreFails(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		time.Sleep(time.Minute)
		o.db.ice.Store(true)
		o.says("anna", dm, "echo one")
		o.heard(dm)
		if o.adapter.Ready() == nil {
			t.Error("ready while nothing can be kept")
		}
		time.Sleep(time.Minute)
		o.db.ice.Store(false)
		time.Sleep(time.Minute)
		o.heard(dm, "You wrote this a minute ago; I could not listen then.\n\nYou said: one")
		if err := o.adapter.Ready(); err != nil {
			t.Errorf("not ready: %v", err)
		}
	})
}
