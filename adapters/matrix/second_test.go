package matrix_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// TestGapOfOneRoom: a room whose history the homeserver cannot read keeps no other from being heard for long.
func TestGapOfOneRoom(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		o.says("anna", dm, "echo one")
		_ = o.close()
		for n := range 150 {
			o.says("anna", hall, fmt.Sprint(n))
		}
		o.says("anna", dm, "echo two")
		o.Fail("messages", matrixfake.Fault{Status: 500, Times: -1})
		o.open()
		time.Sleep(5 * time.Minute)
		if got := o.bodies(dm); len(got) != 2 || o.adapter.Ready() != nil || o.adapter.Counts()["matrix_gap_lost"] != 1 {
			t.Errorf("answered %q, ready: %v, %v", got, o.adapter.Ready(), o.adapter.Counts())
		}
	})
}

// TestRoomOfASpace: where the members of a space come in by themselves, nobody is alone with the bot.
func TestRoomOfASpace(t *testing.T) {
	for _, rule := range []string{"restricted", "knock_restricted", "public", "something new"} {
		in(t, func(t *testing.T, o *office) {
			dm := o.alone("anna")
			_, err := o.SetState("anna", dm, "m.room.join_rules", "", object{"join_rule": rule})
			o.must(err)
			o.says("anna", dm, "!ambassador secret")
			o.heard(dm)
			if n := len(o.Calls("createRoom")); n != 1 {
				t.Errorf("%s: %d conversations begun", rule, n)
			}
		})
	}
}

// TestPutOut: who has put the bot out of their conversation, whoever is left there, gets what is private in a new one.
func TestPutOut(t *testing.T) {
	for _, third := range []bool{false, true} {
		in(t, func(t *testing.T, o *office) {
			hall := o.hall()
			dm, err := o.NewRoom("anna", object{"preset": "private_chat", "is_direct": true, "invite": []any{matrixfake.Bot}})
			o.must(err)
			o.says("anna", dm, "echo one")
			if third {
				o.must(o.Move("anna", dm, "bert", "invite"))
				o.must(o.Move("bert", dm, "bert", "join"))
			}
			o.must(o.Move("anna", dm, matrixfake.Bot, "leave"))
			for range 2 {
				o.says("anna", hall, "!ambassador secret")
				time.Sleep(time.Minute)
			}
			if n := len(o.Calls("createRoom")); n != 1 {
				t.Errorf("%d conversations begun", n)
			}
			if _, err := o.adapter.Send(t.Context(), bot.Envelope{Key: "nudge/1", To: matrixfake.Account("anna"), Reply: bot.Say("How are you?")}); err != nil {
				t.Errorf("a nudge: %v", err)
			}
		})
	}
}

// TestFollowLooksAgain: a room that was entered and could not be looked at is looked at at the next try.
func TestFollowLooksAgain(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		next := o.moves("crowd", "", "public_chat") // continues nothing
		asked := 0
		o.front.change(func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, next+"/state") {
					if asked++; asked == 1 {
						w.WriteHeader(http.StatusBadGateway)
						return
					}
				}
				h.ServeHTTP(w, r)
			})
		})
		o.points("crowd", hall, next)
		time.Sleep(5 * time.Minute)
		if got := o.Membership(matrixfake.Bot, next); got != "leave" || asked < 2 {
			t.Errorf("the bot is %q in a room that continues nothing, looked at %d times", got, asked)
		}
	})
}

// TestEditToPrivate: a mended question whose answer is private is answered in private, and replaces nothing there.
func TestEditToPrivate(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		o.says("anna", dm, "echo hello")
		asked := o.says("anna", hall, "!ambassador echo one")
		o.edits("anna", hall, asked, "!ambassador secret")
		time.Sleep(time.Minute)
		if e := o.last(dm); e.Content["m.relates_to"] != nil || e.Content["body"] != "Between us." {
			t.Errorf("said %v", e.Content)
		}
	})
}
