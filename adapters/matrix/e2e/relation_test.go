package e2e

import (
	"testing"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// TestThread holds that what is asked in a thread is answered there.
func TestThread(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	alice.inBoth(func(t *testing.T, secret bool) {
		room := alice.room(secret, bot.UserID)
		root := alice.say(room, "Let us talk of something else")
		answer := alice.answer(alice.thread(room, root, ping))
		contains(t, answer, "pong")
		if below := answer.Content.AsMessage().RelatesTo.GetThreadParent(); below != root {
			t.Errorf("the answer is in thread %q, not %q", below, root)
		}
		if below := alice.ask(room, ping).Content.AsMessage().RelatesTo.GetThreadParent(); below != "" {
			t.Errorf("what was asked outside is answered in thread %q", below)
		}
	})
}

// TestEdit holds that who corrects a command gets the answer corrected, and no second one; and that chatter does not
// become a command.
func TestEdit(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	alice.inBoth(func(t *testing.T, secret bool) {
		room := alice.room(secret, bot.UserID)
		asked := alice.say(room, ping)
		answer := alice.answer(asked)
		edit := alice.edit(room, asked, "!ambassador about")
		edited := alice.wait("a corrected answer", func(e *event.Event) bool {
			return e.Type == event.EventMessage && e.Sender == bot.UserID && e.Content.AsMessage().RelatesTo.GetReplaceID() == answer.ID
		})
		content := edited.Content.AsMessage()
		if content.NewContent == nil || content.NewContent.Body == "pong" {
			t.Errorf("the correction is %v", content.NewContent)
		}

		chatter := alice.say(room, "What a day")
		late := alice.edit(room, chatter, ping)
		alice.fence(room)
		alice.unanswered(t, "the correction itself", edit)
		alice.unanswered(t, "chatter", chatter)
		alice.unanswered(t, "corrected chatter", late)
		if n := alice.answers(asked); n != 1 {
			t.Errorf("the command has %d answers", n)
		}
	})
}

// button is one of the reactions with which a question of the bot can be answered.
type button struct{ Key, Label, Line string }

// buttons are what a message offers, and to whom.
func buttons(e *event.Event) (offered []button, to id.UserID) {
	raw, _ := e.Content.Raw["ambassador.buttons"].(map[string]any)
	list, _ := raw["list"].([]any)
	for _, one := range list {
		b, _ := one.(map[string]any)
		key, _ := b["key"].(string)
		label, _ := b["label"].(string)
		line, _ := b["line"].(string)
		offered = append(offered, button{key, label, line})
	}
	who, _ := raw["for"].(string)
	return offered, id.UserID(who)
}

// TestReaction answers a question by a reaction. Nobody else can.
func TestReaction(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice, bob := newMember(t, "alice"), newMember(t, "bob")
	alice.inBoth(func(t *testing.T, secret bool) {
		room := alice.room(secret, bot.UserID)
		alice.invite(room, bob.UserID)
		bob.join(room)
		alice.wait("bob", becomes(bob.UserID, room, event.MembershipJoin))

		asked := alice.say(room, "!ambassador find Springfield")
		question := alice.wait("a choice", func(e *event.Event) bool {
			offered, _ := buttons(e)
			return answering(asked)(e) && len(offered) > 1
		})
		offered, to := buttons(question)
		if to != alice.UserID {
			t.Errorf("the choice is for %s", to)
		}
		contains(t, question, offered[1].Key)
		contains(t, question, offered[1].Label)

		others := bob.react(room, question.ID, offered[0].Key)
		bob.fence(room)
		alice.unanswered(t, "somebody else's reaction", others)
		early := alice.all(saying(bot.UserID, "near "+offered[0].Label))
		if len(early) > 0 {
			t.Errorf("somebody else's reaction is answered: %q", early[0].Content.AsMessage().Body)
		}

		alice.react(room, question.ID, offered[1].Key)
		alice.wait("the answer to the choice", saying(bot.UserID, offered[1].Label))
		if secret {
			alice.secret(t, room, bot.UserID)
		}
	})
}

// TestTakenUp replies to what somebody has said with a command that takes it up. Who came later has it taken up only where
// the room shows it to them.
func TestTakenUp(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice, bob := newMember(t, "alice"), newMember(t, "bob")
	alice.inBoth(func(t *testing.T, secret bool) {
		room := alice.room(secret, bot.UserID)
		words := alice.say(room, "The upgrade guide skips a step")
		contains(t, alice.answer(alice.reply(room, words, "!ambassador feedback")), "Where was it said?")

		alice.invite(room, bob.UserID)
		bob.join(room)
		want := "Where was it said?"
		if secret {
			want = "What did you hear?"
		}
		contains(t, bob.answer(bob.reply(room, words, "!ambassador feedback")), want)
		later := alice.say(room, "And the next one, too")
		bob.wait("what is said later", func(e *event.Event) bool { return e.ID == later })
		contains(t, bob.answer(bob.reply(room, later, "!ambassador feedback")), "Where was it said?")
	})
}

// reply says something in reply to an event.
func (m *member) reply(room id.RoomID, to id.EventID, words string) id.EventID {
	m.t.Helper()
	content := said(words)
	content.RelatesTo = (&event.RelatesTo{}).SetReplyTo(to)
	return m.send(room, event.EventMessage, content)
}
