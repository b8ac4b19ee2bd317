package matrix_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// reacts has somebody react to an event of the bot.
func (o *office) reacts(who, room, event, key string) {
	o.t.Helper()
	_, err := o.React(who, room, event, key)
	o.must(err)
}

// last is the bot's last message in a room.
func (o *office) last(room string) matrixfake.Event {
	o.t.Helper()
	all := o.Said(room, "m.room.message")
	if len(all) == 0 {
		o.t.Fatalf("nothing was said in %s", room)
	}
	return all[len(all)-1]
}

// TestPress: whoever asked may press a button, nobody else may, and what is no button presses nothing; after a restart, too.
func TestPress(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		for n, room := range []string{hall, dm} {
			o.says("anna", room, "!ambassador menu")
			menu := o.last(room).ID
			if n == 0 {
				o.reacts("bert", room, menu, "1️⃣")
			}
			o.reacts("anna", room, menu, "👍")
			o.reacts("anna", room, menu, "4️⃣")
			o.heard(room, "Which one?\n\n1️⃣ First\n2️⃣ Second\n3️⃣ Third")
			o.reacts("anna", room, menu, "2️⃣")
			o.heard(room, "Which one?\n\n1️⃣ First\n2️⃣ Second\n3️⃣ Third", "You said: two")
			_ = o.close()
			o.open()
			if n == 0 {
				o.reacts("bert", room, menu, "3️⃣")
			}
			o.reacts("anna", room, menu, "3️⃣")
			o.heard(room, "Which one?\n\n1️⃣ First\n2️⃣ Second\n3️⃣ Third", "You said: two", "You said: three")
		}
	})
}

// TestPressElsewhere: reactions to the words of others, and to what is not there, press nothing.
func TestPressElsewhere(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		forged := o.sends("anna", hall, object{
			"msgtype": "m.text", "body": "Press me", "ambassador.buttons": object{"list": []any{object{"key": "1️⃣", "label": "x", "line": "submit forged"}}},
		})
		o.reacts("bert", hall, forged, "1️⃣")
		_, err := o.Send("bert", hall, "m.reaction", object{"m.relates_to": object{"rel_type": "m.annotation", "event_id": "$nothing", "key": "1️⃣"}})
		o.must(err)
		time.Sleep(time.Minute)
		o.heard(hall)
	})
}

// TestPressTakenBack: a message of the bot that was taken back has no buttons any more, after a restart at the latest.
func TestPressTakenBack(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "!ambassador menu")
		menu := o.last(hall).ID
		_, err := o.Redact("crowd", hall, menu)
		o.must(err)
		_ = o.close()
		o.open()
		before := len(o.bodies(hall))
		o.reacts("anna", hall, menu, "1️⃣")
		if after := len(o.bodies(hall)); after != before {
			t.Errorf("pressed: %q", o.bodies(hall))
		}
	})
}

// TestPressFetchFails: a press whose message cannot be fetched at this moment counts later.
func TestPressFetchFails(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "!ambassador menu")
		menu := o.last(hall).ID
		_ = o.close()
		o.open()
		o.Fail("event", matrixfake.Fault{Status: 502}, matrixfake.Fault{Cut: true})
		o.reacts("anna", hall, menu, "1️⃣")
		time.Sleep(time.Minute)
		if got := o.bodies(hall); !slices.Contains(got, "You said: one") {
			t.Errorf("said %q", got)
		}
	})
}

// TestTypedNumbers: a number presses a button where buttons were shown last, in the spellings that people use.
func TestTypedNumbers(t *testing.T) {
	for _, typed := range []string{"2", "2.", "2)", " 2 ", "2️⃣", "2⃣"} {
		t.Run(typed, func(t *testing.T) {
			in(t, func(t *testing.T, o *office) {
				hall, dm := o.hall(), o.alone("anna")
				o.says("anna", dm, "menu")
				if got := o.asks("anna", dm, typed); len(got) != 1 || got[0] != "You said: two" {
					t.Errorf("alone: %q", got)
				}
				o.says("anna", hall, "!ambassador menu")
				if got := o.asks("bert", hall, typed); len(got) != 0 {
					t.Errorf("somebody else in the room: %q", got)
				}
				if got := o.asks("anna", hall, typed); len(got) != 1 || got[0] != "You said: two" {
					t.Errorf("in the room: %q", got)
				}
				if got := o.asks("anna", hall, typed); len(got) != 1 {
					t.Errorf("a second time, with something else said meanwhile: %q", got)
				}
				if got := o.asks("anna", dm, "7"); len(got) != 1 || got[0] != "Please choose a number from 1 to 3." {
					t.Errorf("a number that there is not: %q", got)
				}
			})
		})
	}
}

// TestTypedAfterRestart: alone with the bot a number presses a button also after a restart.
func TestTypedAfterRestart(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.says("anna", dm, "menu")
		_ = o.close()
		o.open()
		if got := o.asks("anna", dm, "3"); len(got) != 1 || got[0] != "You said: three" {
			t.Errorf("said %q", got)
		}
	})
}

// TestManyButtons: buttons for which there is no sign are told in words.
func TestManyButtons(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		var actions []bot.Action
		for n := range 12 {
			actions = append(actions, bot.Action{Label: fmt.Sprint("Town ", n+1), Line: fmt.Sprint("town ", n+1)})
		}
		d := o.desk(func(m bot.Message) (bot.Reply, error) {
			if m.Pressed {
				return bot.Say("pressed"), nil
			}
			return bot.Say("Which?", actions...), nil
		})
		defer d.close()
		dm := o.alone("anna")
		o.says("anna", dm, "go")
		o.reacts("anna", dm, o.last(dm).ID, "🔟")
		o.says("anna", dm, "go")
		o.says("anna", dm, "10")
		same(t, d.texts(), []string{"go", "town 10", "go", "town 10"})
	})
}

// TestKeysAreShown: below a question of the bot that has a few answers, its keys are there to be pressed.
func TestKeysAreShown(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		o.says("anna", dm, "submit")
		if got := o.bodies(dm); len(got) != 1 {
			t.Fatalf("said %q", got)
		}
		for _, e := range o.Said(dm, "m.reaction") {
			if field(e.Content, "m.relates_to", "event_id") != o.last(dm).ID {
				t.Errorf("a reaction to something else: %v", e.Content)
			}
		}
	})
}
