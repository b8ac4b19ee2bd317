package matrix_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// directs are the rooms other than that one in which the bot and somebody are.
func (o *office) directs(who, hall string) (all []string) {
	for _, room := range o.Rooms() {
		if room != hall && o.Membership(who, room) == "join" && o.Membership(matrixfake.Bot, room) == "join" {
			all = append(all, room)
		}
	}
	return all
}

// TestPrivateAnswer: what is for the asker alone goes into a direct conversation, which is begun once and found again after
// a restart; the room sees no more than a sign.
func TestPrivateAnswer(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		asked := o.says("anna", hall, "!ambassador secret")
		o.heard(hall)
		r := o.Said(hall, "m.reaction")
		if len(r) != 1 || field(r[0].Content, "m.relates_to", "key") != "✉️" || field(r[0].Content, "m.relates_to", "event_id") != asked {
			t.Errorf("reactions %v", r)
		}
		dms := o.directs("anna", hall)
		if len(dms) != 1 {
			t.Fatalf("direct conversations %v", dms)
		}
		o.heard(dms[0], "Between us.")
		if o.last(dms[0]).Content["m.relates_to"] != nil {
			t.Error("the private answer tells where it was asked")
		}
		for range 2 {
			o.says("anna", hall, "!ambassador secret")
			_ = o.close()
			o.open()
		}
		o.heard(hall)
		o.heard(dms[0], "Between us.", "Between us.", "Between us.")
		if n := len(o.Calls("createRoom")); n != 1 {
			t.Errorf("%d rooms were made", n)
		}
	})
}

// TestPrivateAnswerWhereTheyTalk: who talks with the bot alone already gets it there.
func TestPrivateAnswerWhereTheyTalk(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		o.says("anna", dm, "echo hello")
		o.says("anna", hall, "!ambassador secret")
		o.heard(dm, "You said: hello", "Between us.")
	})
}

// TestThirdPerson: where a third person comes in, nothing is private any more: plain words are not for the bot, and private
// words go elsewhere.
func TestThirdPerson(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		o.says("anna", dm, "echo hello")
		o.must(o.Move("anna", dm, "bert", "invite"))
		o.says("anna", hall, "!ambassador secret")
		o.says("anna", dm, "echo not for you")
		o.must(o.Move("bert", dm, "bert", "join"))
		o.says("anna", hall, "!ambassador secret")
		o.says("anna", dm, "secret")
		o.heard(dm, "You said: hello")
		dms := slices.DeleteFunc(o.directs("anna", hall), func(room string) bool { return room == dm })
		if len(dms) != 1 {
			t.Fatalf("direct conversations %v", dms)
		}
		o.heard(dms[0], "Between us.", "Between us.")
	})
}

// TestThirdPersonWhileAway: the same where the third person came while the bot was not there.
func TestThirdPersonWhileAway(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "!ambassador secret")
		dm := o.directs("anna", hall)[0]
		_ = o.close()
		o.must(o.Move("anna", dm, "bert", "invite"))
		o.must(o.Move("bert", dm, "bert", "join"))
		o.open()
		o.says("anna", hall, "!ambassador secret")
		o.heard(dm, "Between us.")
		if n := len(o.directs("anna", hall)); n != 2 {
			t.Errorf("%d direct conversations", n)
		}
	})
}

// TestTheyLeft: somebody who has left the direct conversation is asked back into it when they ask something, and left in
// peace when the bot has something to say of its own accord.
func TestTheyLeft(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "!ambassador secret")
		dm := o.directs("anna", hall)[0]
		o.must(o.Move("anna", dm, "anna", "leave"))
		o.says("anna", hall, "!ambassador secret")
		o.heard(dm, "Between us.", "Between us.")
		if dms := o.directs("anna", hall); len(dms) != 1 || dms[0] != dm {
			t.Errorf("direct conversations %v", dms)
		}
		o.must(o.Move("anna", dm, "anna", "leave"))
		var dead bot.Dead
		nudge := bot.Envelope{Key: "nudge/1", To: matrixfake.Account("anna"), Reply: bot.Say("How is your region?")}
		if _, err := o.adapter.Send(t.Context(), nudge); !errors.As(err, &dead) {
			t.Errorf("a nudge: %v", err)
		}
	})
}

// TestOneDirectForMany: many words to one person at once begin one direct conversation.
func TestOneDirectForMany(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, other := o.hall(), o.Room("other")
		o.must(o.Move("anna", other, "anna", "join"))
		for n := range 5 {
			o.must(o.outbox.Post(t.Context(), bot.Envelope{Key: "nudge/" + string(rune('a'+n)), To: matrixfake.Account("anna"), Reply: bot.Say("How are you?")}))
		}
		o.says("anna", hall, "!ambassador secret")
		o.says("anna", other, "!ambassador secret")
		time.Sleep(time.Minute)
		if n := len(o.Calls("createRoom")); n != 1 {
			t.Errorf("%d rooms were made", n)
		}
	})
}

// TestNudge: a question of the bot's own accord notifies exactly the person.
func TestNudge(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.says("anna", dm, "echo hello")
		o.must(o.outbox.Post(t.Context(), bot.Envelope{Key: "nudge/1", To: matrixfake.Account("anna"), Class: bot.Nudging, Reply: bot.Say("How are you?")}))
		time.Sleep(time.Minute)
		e := o.last(dm)
		if users, _ := field(e.Content, "m.mentions", "user_ids").([]any); e.Content["msgtype"] != "m.text" || len(users) != 1 || users[0] != "@anna:talk.test" {
			t.Errorf("asked with %v", e.Content)
		}
	})
}

// TestNoAccount: a word to somebody who is no Matrix account is given up.
func TestNoAccount(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		for _, user := range []string{"anna", "@anna", "@a b:talk.test", "!room:talk.test", "@anna:talk.test/x", ""} {
			if _, err := o.adapter.Send(t.Context(), bot.Envelope{Key: "k", To: bot.Address{Platform: "matrix", User: user}, Reply: bot.Say("x")}); !isDead(err) {
				t.Errorf("to %q: %v", user, err)
			}
		}
		if n := len(o.Calls("createRoom")); n != 0 {
			t.Errorf("%d rooms were made", n)
		}
	})
}
