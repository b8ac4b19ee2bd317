package matrix_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
	"ambassador/store"
)

// ear is the part of an office that takes plain words. It knows no answer to "lunch?".
type ear struct{ asked atomic.Int64 }

// command answers plain words.
func (e *ear) command() bot.Command {
	return bot.Command{
		Name: "ask", Summary: "ask anything", Needs: bot.Member, Reads: true, Words: "words", Fields: []bot.Field{words},
		Handle: func(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
			e.asked.Add(1)
			if req.Values["words"] == "lunch?" {
				return bot.Reply{}, nil
			}
			return bot.Say(fmt.Sprintf("About %s (overheard %v)", req.Values["words"], req.Message.Overheard)), nil
		},
	}
}

// hears says that every room but one wants to be overheard.
func (e *ear) hears(_ store.Tx, room bot.Address) (bool, error) {
	return !strings.HasPrefix(room.Room, "!quiet:"), nil
}

// listening runs a test in an office that answers plain words.
func listening(t *testing.T, test func(t *testing.T, o *office)) {
	with(t, nil, func(t *testing.T, o *office) {
		o.ear = new(ear)
		o.open()
		defer o.close()
		test(t, o)
	})
}

// TestOverheard: what people say to each other is answered in a thread at their words, where the room wants it. A room that
// chats costs the homeserver nothing.
func TestOverheard(t *testing.T) {
	listening(t, func(t *testing.T, o *office) {
		hall, quiet := o.hall(), o.Room("quiet")
		o.must(o.Move("anna", quiet, "anna", "join"))
		o.says("anna", hall, "lunch?")
		o.says("anna", quiet, "lunch?") // from here on the rooms are known
		others := func() int { return len(o.Calls()) - len(o.Calls("sync")) }
		before := others()
		for range 50 {
			o.says("anna", hall, "lunch?")
			o.says("anna", quiet, "groups")
		}
		if n := others() - before; n > 0 {
			t.Errorf("%d calls for a hundred lines of chatter", n)
		}
		asked := o.says("bert", hall, "groups")
		o.heard(hall, "About groups (overheard true)")
		e := o.last(hall)
		if field(e.Content, "m.relates_to", "rel_type") != "m.thread" || field(e.Content, "m.relates_to", "event_id") != asked ||
			field(e.Content, "m.relates_to", "m.in_reply_to", "event_id") != asked || e.Content["msgtype"] != "m.notice" {
			t.Errorf("answered with %v", e.Content)
		}
		o.heard(quiet)
		if n := o.ear.asked.Load(); n != 52 {
			t.Errorf("asked %d times", n)
		}
		if reactions := o.Said(hall, "m.reaction"); len(reactions) > 0 {
			t.Errorf("reactions %v", reactions)
		}
	})
}

// TestOverheardInAThread: below an answer the words of others are overheard, too; a reply to the bot is not, and answers
// nothing where it has not asked.
func TestOverheardInAThread(t *testing.T) {
	listening(t, func(t *testing.T, o *office) {
		hall := o.hall()
		root := o.says("anna", hall, "groups")
		answer := o.last(hall).ID
		for _, who := range []string{"anna", "bert"} {
			o.sends(who, hall, object{"msgtype": "m.text", "body": "regions", "m.relates_to": object{
				"rel_type": "m.thread", "event_id": root, "is_falling_back": true, "m.in_reply_to": object{"event_id": answer}}})
			if e := o.last(hall); e.Content["body"] != "About regions (overheard true)" || field(e.Content, "m.relates_to", "event_id") != root {
				t.Errorf("in the thread %s is answered %v", who, e.Content)
			}
		}
		before := len(o.bodies(hall))
		o.sends("bert", hall, object{"msgtype": "m.text", "body": "regions", "m.relates_to": object{"m.in_reply_to": object{"event_id": answer}}})
		if got := o.bodies(hall)[before:]; len(got) > 0 {
			t.Errorf("a reply to the bot is answered %q", got)
		}
		o.says("bert", hall, "!ambassador regions")
		if got := o.bodies(hall); got[len(got)-1] != "About regions (overheard false)" {
			t.Errorf("called, the bot says %q", got)
		}
	})
}

// TestNotOverheard: notices, edits, what was said a while ago, and lines for other bots.
func TestNotOverheard(t *testing.T) {
	listening(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.sends("anna", hall, object{"msgtype": "m.notice", "body": "groups"})
		o.sends("anna", hall, object{"msgtype": "m.emote", "body": "groups"})
		o.says("anna", hall, "!groups")
		chat := o.says("anna", hall, "lunch?")
		o.edits("anna", hall, chat, "groups")
		_ = o.close()
		o.says("anna", hall, "groups")
		time.Sleep(10 * time.Minute)
		o.open()
		time.Sleep(time.Minute)
		o.heard(hall)
		if n := o.ear.asked.Load(); n != 1 {
			t.Errorf("asked %d times", n)
		}
	})
}

// TestOverheardAndKilled: what was overheard and answered is not answered again by the next run of the program.
func TestOverheardAndKilled(t *testing.T) {
	for _, c := range kills {
		t.Run(c.name, func(t *testing.T) {
			listening(t, func(t *testing.T, o *office) {
				hall := o.hall()
				o.says("anna", hall, "!ambassador echo one")
				time.Sleep(65 * time.Second)
				o.Fail("sync", matrixfake.Fault{Slow: time.Hour, Times: -1}) // nothing is noted after the one under way
				o.says("anna", hall, "groups")
				o.heard(hall, "You said: one", "About groups (overheard true)")
				if c.kill {
					o.kill()
				} else {
					_ = o.close()
				}
				o.Heal()
				if c.forget {
					o.forget()
				}
				o.open()
				time.Sleep(time.Minute)
				synctest.Wait()
				o.heard(hall, "You said: one", "About groups (overheard true)")
			})
		})
	}
}

// TestChatterIsForgotten: what people say to each other is neither logged nor kept.
func TestChatterIsForgotten(t *testing.T) {
	listening(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "lunch?")
		time.Sleep(2 * time.Hour) // what was dealt with is deleted with the next mark
		err := o.db.View(t.Context(), "office", func(tx store.Tx) error {
			for k, v := range tx.Scan(nil, nil) {
				if strings.Contains(string(k)+string(v), "lunch") {
					t.Errorf("kept: %q", v)
				}
			}
			return nil
		})
		if err != nil || strings.Contains(o.log.String(), "lunch") {
			t.Errorf("in the log, or %v", err)
		}
	})
}
