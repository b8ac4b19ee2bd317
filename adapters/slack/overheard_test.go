package slack_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/slack"
	"ambassador/bot"
	"ambassador/store"
)

// ear is the part of an office that takes plain words. It knows no answer to "lunch?".
type ear struct {
	deaf  bool         // the app does not hear channels
	asked atomic.Int64 // how often it was asked
}

// command answers plain words.
func (e *ear) command() bot.Command {
	return bot.Command{
		Name: "ask", Summary: "ask anything", Needs: bot.Member, Reads: true, Words: "words",
		Fields: []bot.Field{{Name: "words", Label: "What?"}},
		Handle: func(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
			e.asked.Add(1)
			time.Sleep(time.Second)
			if req.Values["words"] == "lunch?" {
				return bot.Reply{}, nil
			}
			return bot.Say(fmt.Sprintf("About %s (overheard %v)", req.Values["words"], req.Message.Overheard)), nil
		},
	}
}

// hears says that every channel but one wants to be overheard.
func (e *ear) hears(_ store.Tx, room bot.Address) (bool, error) { return room.Room != "Cquiet", nil }

// listening runs a test with an app that hears channels, over both transports.
func listening(t *testing.T, test func(t *testing.T, o *office)) {
	both(t, func(t *testing.T, o *office) {
		o.close()
		o.ear = new(ear)
		o.open()
		test(t, o)
	})
}

// texts are those of the messages in a channel.
func (o *office) texts(channel string) (all []string) {
	synctest.Wait()
	for _, m := range o.Posted(channel) {
		all = append(all, m.Text)
	}
	return all
}

// TestOverheard: what people say to each other is answered below their words, where the channel wants it and there is
// something to say. Nothing else is asked of Slack.
func TestOverheard(t *testing.T) {
	listening(t, func(t *testing.T, o *office) {
		began := len(o.Calls("")) // those of the start
		for _, channel := range []string{"Cgeneral", "Cquiet"} {
			for _, words := range []string{"groups", "lunch?"} {
				if a := o.Deliver("events_api", o.InRoom("anna", channel, words)); !a.OK {
					t.Errorf("%s in %s is not acknowledged", words, channel)
				}
			}
		}
		posted := o.Posted("Cgeneral")
		if len(posted) != 1 || posted[0].Text != "About groups (overheard true)" || posted[0].Thread == "" || len(o.Posted("Cquiet")) > 0 {
			t.Errorf("posted %+v", posted)
		}
		if n := len(o.Calls("")) - began; n != 1 {
			t.Errorf("%d calls for one answer", n)
		}
		if n := o.ear.asked.Load(); n != 2 {
			t.Errorf("asked %d times", n)
		}
	})
}

// TestMentionTwice: a mention comes as such and as words of the channel. Whichever comes first, it calls the bot once.
func TestMentionTwice(t *testing.T) {
	listening(t, func(t *testing.T, o *office) {
		var want []string
		for n, words := range []string{"groups", "regions", "fees", "lunch?"} {
			mention := o.InRoom(fmt.Sprint("user", n), "Cgeneral", "!ambassador "+words)
			both := []map[string]any{mention, o.Beside(mention)}
			if n%2 > 0 {
				slices.Reverse(both)
			}
			var at sync.WaitGroup
			for _, payload := range both {
				at.Go(func() {
					if a := o.Deliver("events_api", payload); !a.OK {
						t.Errorf("%s is not acknowledged", words)
					}
				})
				synctest.Wait() // the second comes while the first is looked at
			}
			at.Wait()
			if words != "lunch?" {
				want = append(want, "About "+words+" (overheard false)")
			}
		}
		if got := o.texts("Cgeneral"); !slices.Equal(got, want) {
			t.Errorf("answered %q, want %q", got, want)
		}
	})
}

// TestOverheardAgain: Slack brings words again that were answered, also to the next run of the program.
func TestOverheardAgain(t *testing.T) {
	listening(t, func(t *testing.T, o *office) {
		event := o.InRoom("anna", "Cgeneral", "groups")
		o.Deliver("events_api", event)
		o.Again("events_api", event)
		o.close()
		o.open()
		o.Again("events_api", event)
		if got := o.texts("Cgeneral"); len(got) != 1 {
			t.Errorf("answered %q", got)
		}
		old := o.InRoom("bert", "Cgeneral", "regions")
		time.Sleep(5 * time.Minute)
		o.Again("events_api", old)
		if got := o.texts("Cgeneral"); len(got) != 1 {
			t.Errorf("words of a while ago are answered: %q", got)
		}
	})
}

// TestNotListening: an app that is not to hear channels, and is brought their words all the same, hears only answers to its
// questions.
func TestNotListening(t *testing.T) {
	in(t, slack.HTTP, func(t *testing.T, o *office) {
		o.close()
		o.ear = &ear{deaf: true}
		o.open()
		o.Deliver("events_api", o.InRoom("anna", "Cgeneral", "groups"))
		o.Deliver("events_api", o.InRoom("anna", "Cgeneral", "!ambassador submit"))
		o.Deliver("events_api", o.InRoom("anna", "Cgeneral", "Cloud day"))
		o.Deliver("events_api", o.InRoom("bert", "Cgeneral", "groups"))
		if got := o.texts("Cgeneral"); len(got) != 2 || got[0][:6] != "Title?" || got[1][:5] != "Text?" {
			t.Errorf("posted %q", got)
		}
	})
}

// TestOverheardAnswer: below a question of the bot the words of whoever it asked are the answer, also for an app that listens.
func TestOverheardAnswer(t *testing.T) {
	listening(t, func(t *testing.T, o *office) {
		o.Deliver("events_api", o.InRoom("anna", "Cgeneral", "!ambassador submit"))
		o.Deliver("events_api", o.InRoom("anna", "Cgeneral", "Cloud day"))
		if got := o.texts("Cgeneral"); len(got) != 2 || got[1][:5] != "Text?" || o.ear.asked.Load() > 0 {
			t.Errorf("posted %q", got)
		}
	})
}
