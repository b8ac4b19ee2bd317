package matrix_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
)

// hint stands below a question in a room.
const hint = "\n\n↩️ Reply to this message to answer."

// These are the first words of what clip says: with the message taken up, without it, and with words about that.
const (
	taken  = "Title?"
	asks   = "Which words?"
	unread = "I could not read the message that you replied to, so please tell me yourself.\n\n" + asks
	long   = "The message that you replied to is too long to take up: at most 4000 characters fit.\n\n" + asks
)

// clipping is the command that takes up messages, as it is typed in a room.
const clipping = "!ambassador clip"

// reply is a message in reply to another.
func reply(to, text string) object {
	return object{"msgtype": "m.text", "body": text, "m.mentions": object{}, "m.relates_to": object{"m.in_reply_to": object{"event_id": to}}}
}

// answers has somebody reply to an event, and returns what the bot says then, without the hint.
func (o *office) answers(who, room, to, text string) (said string) {
	o.t.Helper()
	before := len(o.bodies(room))
	o.sends(who, room, reply(to, text))
	for _, body := range o.bodies(room)[before:] {
		said += strings.TrimSuffix(body, hint)
	}
	return said
}

// clips has somebody take a message up, and returns the words that were.
func (o *office) clips(who, room, to, command string) string {
	o.t.Helper()
	if said := o.answers(who, room, to, command); said != taken {
		o.t.Errorf("to %q the bot says %q", command, said)
		return ""
	}
	return strings.TrimPrefix(o.answers(who, room, o.last(room).ID, "T"), "Kept as T: ")
}

// TestTakenUp: the words of the message that a command replies to are its value, however the bot is called and whoever said
// them; the rest is asked for.
func TestTakenUp(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		said := o.says("bert", hall, "Cloud day\nis on 3 May")
		old := reply(said, "> <@bert:talk.test> Cloud day\n\nMore of it")
		pill := object{"msgtype": "m.text", "body": "ask Bert", "format": "org.matrix.custom.html"}
		pill["formatted_body"] = `ask <a href="https://matrix.to/#/@bert:talk.test">Bert</a>`
		for _, c := range []struct{ who, room, of, command, want string }{
			{"anna", hall, said, clipping, "Cloud day\nis on 3 May"},
			{"bert", hall, said, "/ambassador clip", "Cloud day\nis on 3 May"},
			{"anna", hall, said, "> <@bert:talk.test> Cloud day\n\nAmbassador: CLIP", "Cloud day\nis on 3 May"},
			{"anna", hall, said, "@bot:talk.test clip", "Cloud day\nis on 3 May"},
			{"anna", hall, o.sends("bert", hall, old), clipping, "More of it"},
			{"anna", hall, o.sends("bert", hall, pill), clipping, "ask @bert"}, // as the bot writes @matrix:@bert:talk.test
			{"anna", hall, o.sends("bert", hall, object{"msgtype": "m.notice", "body": "news"}), clipping, "news"},
			{"anna", hall, o.sends("bert", hall, object{"msgtype": "m.emote", "body": "waves"}), clipping, "waves"},
			{"anna", hall, o.says("bert", hall, strings.Repeat("ü", 4000)), clipping, strings.Repeat("ü", 4000)},
			{"anna", dm, o.says("anna", dm, "mine"), "clip", "mine"},
			{"anna", dm, o.says("anna", dm, "mine, too"), "!clip", "mine, too"},
		} {
			if got := o.clips(c.who, c.room, c.of, c.command); !strings.HasPrefix(got, c.want) {
				t.Errorf("%q takes up %.50q, want %.50q", c.command, got, c.want)
			}
		}
		if n := len(o.Calls("event")); n > 0 {
			t.Errorf("%d events asked for by their ids", n)
		}
	})
}

// TestTakenUpInThread: in a thread a reply is one only if its writer chose the message; else it just stands below it.
func TestTakenUpInThread(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		root := o.says("bert", hall, "the root")
		for back, want := range map[bool]string{true: asks, false: taken} {
			content := reply(root, clipping)
			relates := content["m.relates_to"].(object)
			relates["rel_type"], relates["event_id"], relates["is_falling_back"] = "m.thread", root, back
			o.sends("anna", hall, content)
			e := o.last(hall)
			if e.Content["body"] != want+hint || field(e.Content, "m.relates_to", "event_id") != root {
				t.Errorf("falling back %t: said %v", back, e.Content)
			}
		}
	})
}

// TestTakenUpEdited: an edit by the author counts, the newest one, whoever else may have sent one; none of what was taken
// back.
func TestTakenUpEdited(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		said := o.says("bert", hall, "one")
		for _, text := range []string{"two", "three"} {
			o.edits("bert", hall, said, text)
		}
		last := o.says("bert", hall, "four")
		o.edits("anna", hall, said, "bert is a fool")
		if got := o.clips("anna", hall, said, clipping); got != "three" {
			t.Errorf("took up %q", got)
		}
		edited := o.says("bert", hall, "five")
		o.edits("bert", hall, edited, "six")
		_, err := o.Redact("bert", hall, edited)
		o.must(err)
		for _, of := range []string{edited, last} {
			if got := o.answers("anna", hall, of, clipping); (got == unread) != (of == edited) {
				t.Errorf("said %q", got)
			}
		}
	})
}

// TestNotTakenUp: what cannot be read is not taken up, and the command asks for it, with words about that.
func TestNotTakenUp(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, other := o.hall(), o.Room("other")
		gone := o.says("bert", hall, "taken back")
		_, err := o.Redact("bert", hall, gone)
		o.must(err)
		o.must(o.Move("eve", hall, "eve", "join"))
		ignored := o.says("eve", hall, "buy this")
		o.ignore("eve")
		state, err := o.SetState("bert", hall, "m.room.message", "x", object{"msgtype": "m.text", "body": "state"})
		o.must(err)
		sealed, err := o.Send("bert", hall, "m.room.encrypted", object{"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "session_id": "y"})
		o.must(err)
		for name, c := range map[string]struct{ of, want string }{
			"taken back":       {gone, unread},
			"in another room":  {o.says("crowd", other, "not here"), unread},
			"nowhere":          {"$nowhere", unread},
			"no id":            {"../../state", unread},
			"ignored":          {ignored, unread},
			"state":            {state, unread},
			"sealed":           {sealed, unread},
			"a picture":        {o.sends("bert", hall, object{"msgtype": "m.image", "body": "cat.png", "url": "mxc://talk.test/x"}), unread},
			"without a type":   {o.sends("bert", hall, object{"body": "x"}), unread},
			"blank":            {o.says("bert", hall, " \n "), unread},
			"too long":         {o.says("bert", hall, strings.Repeat("ü", 4001)), long},
			"as long as it is": {o.says("bert", hall, strings.Repeat("x", 60<<10)), long},
		} {
			if got := o.answers("anna", hall, c.of, clipping); got != c.want {
				t.Errorf("%s: said %q", name, got)
			}
			o.says("anna", hall, "!ambassador cancel")
		}
		if got := o.answers("anna", hall, gone, "!ambassador seize"); got != "" {
			t.Errorf("to what is not for her: %q", got) // that is said to her alone
		}
		time.Sleep(time.Minute)
		if got := o.bodies(o.DM("anna")); len(got) != 1 || got[0] != "That is for coordinators only." {
			t.Errorf("alone, to what is not for her: %q", got)
		}
	})
}

// TestRepliesThatAreNone: where a command takes nothing up, says it itself, or answers the bot, a reply changes nothing.
func TestRepliesThatAreNone(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		said := o.says("bert", hall, "Cloud day")
		before := len(o.Calls("messages"))
		for text, want := range map[string]string{
			"!ambassador submit": taken,
			"!ambassador echo x": "You said: x",
			"clip":               "",
		} {
			if got := o.answers("anna", hall, said, text); got != want {
				t.Errorf("to %q the bot says %q", text, got)
			}
		}
		mention := reply(said, "clip")
		mention["m.mentions"] = object{"user_ids": []any{matrixfake.Bot}}
		o.says("anna", hall, "!ambassador cancel")
		answered := len(o.bodies(hall))
		o.sends("anna", hall, mention)
		if got := o.bodies(hall)[answered:]; len(got) > 0 {
			t.Errorf("to a mention without a call the bot says %q", got)
		}
		o.says("anna", dm, "submit")
		if got := o.answers("anna", dm, o.last(dm).ID, "clip"); strings.Contains(got, asks) {
			t.Errorf("in answer to a question: %q", got)
		}
		if n := len(o.Calls("messages")) - before; n > 0 {
			t.Errorf("history was read %d times", n)
		}
		for _, text := range []string{clipping + " mine", clipping + ` words=mine`} { // what a line says itself goes before
			if got := o.clips("anna", hall, said, text); got != "mine" {
				t.Errorf("%q takes up %q", text, got)
			}
		}
		own := o.last(hall).ID
		_ = o.close()
		o.open() // which does not remember what it said
		if got := o.answers("anna", hall, own, clipping); got != asks {
			t.Errorf("below its own words the bot says %q", got)
		}
	})
}

// TestOthersSecrets: nobody gets read out by the bot what was said before they came, unless the room shows it to them.
func TestOthersSecrets(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		comes := func(room, who string) {
			o.must(o.Move("crowd", room, who, "invite"))
			o.must(o.Move(who, room, who, "join"))
		}
		for visibility, want := range map[string]string{"shared": taken, "world_readable": taken, "invited": unread, "joined": unread, "": unread} {
			room := o.Room("room-" + visibility)
			comes(room, "bert")
			if visibility == "" { // it was hidden when it was said
				_, err := o.SetState("crowd", room, "m.room.history_visibility", "", object{"history_visibility": "joined"})
				o.must(err)
				said := o.says("bert", room, "a secret")
				_, err = o.SetState("crowd", room, "m.room.history_visibility", "", object{"history_visibility": "shared"})
				o.must(err)
				comes(room, "anna")
				if got := o.answers("anna", room, said, clipping); got != want {
					t.Errorf("after the room was opened: %q", got)
				}
				continue
			}
			_, err := o.SetState("crowd", room, "m.room.history_visibility", "", object{"history_visibility": visibility})
			o.must(err)
			said := o.says("bert", room, "a secret")
			comes(room, "anna")
			for _, who := range []string{"@anna:talk.test", "@bert:talk.test"} { // a new name is no coming
				_, err = o.SetState(who, room, "m.room.member", who, object{"membership": "join", "displayname": "Somebody"})
				o.must(err)
			}
			if got := o.answers("anna", room, said, clipping); got != want {
				t.Errorf("%s: said %q", visibility, got)
			}
			if got := o.answers("bert", room, said, clipping); got != taken {
				t.Errorf("%s: to who was there, said %q", visibility, got)
			}
		}
	})
}

// TestFarBack: a message is looked for some pages back, and no further.
func TestFarBack(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		said := o.says("bert", hall, "Cloud day")
		chat := func(n int) {
			for i := range n {
				_, err := o.Send("bert", hall, "m.room.message", object{"msgtype": "m.text", "body": fmt.Sprint(i)})
				o.must(err)
			}
		}
		chat(490)
		if got := o.answers("anna", hall, said, clipping); got != taken {
			t.Errorf("said %q", got)
		}
		o.Fail("messages", matrixfake.Fault{Slow: 9 * time.Second, Times: -1})
		o.sends("anna", hall, reply(said, clipping))
		time.Sleep(5 * time.Minute)
		if got := o.last(hall).Content["body"]; got != unread+hint {
			t.Errorf("when every page takes long: %q", got)
		}
		o.Heal()
		chat(100)
		before := len(o.Calls("messages"))
		if got := o.answers("anna", hall, said, clipping); got != unread {
			t.Errorf("said %q", got)
		}
		if n := len(o.Calls("messages")) - before; n != 5 {
			t.Errorf("%d pages were read", n)
		}
	})
}

// TestTakingUpFails: while history cannot be read, the command waits a little, and then does without; it is never lost, nor
// answered twice, also when the program dies meanwhile.
func TestTakingUpFails(t *testing.T) {
	busy, gone, never := matrixfake.Fault{Status: 429, RetryAfter: 30}, matrixfake.Fault{Status: 502, Garbage: true}, matrixfake.Fault{Status: 403}
	for name, c := range map[string]struct {
		faults []matrixfake.Fault
		want   string
	}{
		"once":    {[]matrixfake.Fault{gone}, taken},
		"twice":   {[]matrixfake.Fault{busy, gone}, taken},
		"thrice":  {[]matrixfake.Fault{gone, gone, gone}, unread},
		"hangs":   {[]matrixfake.Fault{{Slow: time.Hour}, {Slow: time.Hour}, {Slow: time.Hour}}, unread},
		"refused": {[]matrixfake.Fault{never}, unread},
	} {
		for _, dies := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, dies %t", name, dies), func(t *testing.T) {
				in(t, func(t *testing.T, o *office) {
					hall := o.hall()
					said := o.says("bert", hall, "Cloud day")
					o.Fail("messages", c.faults...)
					o.sends("anna", hall, reply(said, clipping))
					want := c.want
					if dies && name != "refused" {
						o.kill()
						o.Heal()
						o.open()
						want = taken
					}
					time.Sleep(5 * time.Minute)
					o.heard(hall, want+hint)
					if !dies && o.Early() > 0 {
						t.Errorf("%d calls inside the time to wait", o.Early())
					}
				})
			})
		}
	}
}

// TestRegretSurvives: the words about a message that was not read come with the question also where the outbox sends it later.
func TestRegretSurvives(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.Fail("send", matrixfake.Fault{Status: 429, RetryAfter: 20}, matrixfake.Fault{Cut: true})
		o.sends("anna", hall, reply("$nowhere", clipping))
		o.heard(hall)
		time.Sleep(5 * time.Minute)
		o.heard(hall, unread+hint)
	})
}
