package matrixfake_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
	"ambassador/bot/bottest"
)

type object = map[string]any

// last is the content of the newest event of a room.
func last(s *matrixfake.Server, room string) object {
	all := s.Events(room)
	return all[len(all)-1].Content
}

// speak has somebody say or press something.
func speak(t *testing.T, s *matrixfake.Server, l bottest.Line) {
	t.Helper()
	if err := s.Say(l); err != nil {
		t.Fatal(err)
	}
}

// come has the bot accept all invitations.
func come(c *mautrix.Client) {
	for room := range next(c, "").Rooms.Invite {
		must(c.JoinRoomByID(context.Background(), room))
	}
}

// TestButtons holds that buttons are shown, and pressed by reacting.
func TestButtons(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		speak(t, s, bottest.Line{Who: "member", Text: "find"})
		come(c)
		room := s.DM("member")
		asked := say(c, room, with(object{"body": "Which one?\n\n1️⃣ The first\n2️⃣ The second", "ambassador.buttons": object{"for": "@member:talk.test", "list": []any{
			object{"key": "1️⃣", "label": "The first", "line": "find one"}, object{"key": "2️⃣", "label": "The second", "line": "find two"},
		}}}))
		want := []bottest.Word{{To: "member", Text: "Which one?", Actions: []bot.Action{{Label: "The first", Line: "find one"}, {Label: "The second", Line: "find two"}}}}
		if got := s.Heard(); !reflect.DeepEqual(got, want) {
			t.Errorf("heard %+v, want %+v", got, want)
		}
		for range 2 {
			speak(t, s, bottest.Line{Who: "member", Press: "The second"})
			to := last(s, room)["m.relates_to"].(object)
			if to["event_id"] != string(asked) || to["key"] != "2️⃣" || to["rel_type"] != "m.annotation" {
				t.Errorf("pressed: %v", to)
			}
		}
		if err := s.Say(bottest.Line{Who: "editor", Press: "The second"}); err == nil {
			t.Error("somebody presses what they do not see")
		}
		must(c.RedactEvent(t.Context(), id.RoomID(room), asked))
		if err := s.Say(bottest.Line{Who: "member", Press: "The second"}); err == nil {
			t.Error("somebody presses what was taken back")
		}
	})
}

// TestManyButtons holds that buttons for which there are no keys are shown, too, and their lines typed.
func TestManyButtons(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		say(c, s.Room("general"), with(object{"body": "Which?\n\n1️⃣ One\n• Two: say “find two”\n• Three: say “find three”", "ambassador.buttons": object{
			"list": []any{object{"key": "1️⃣", "label": "One", "line": "find one"}},
		}}))
		if got := s.Heard(); len(got) != 1 || got[0].Text != "Which?" || len(got[0].Actions) != 3 || got[0].Actions[2].Line != "find three" {
			t.Errorf("heard %+v", got)
		}
		speak(t, s, bottest.Line{Who: "crowd", Room: "general", Press: "Two"})
		if got := last(s, s.Room("general"))["body"]; got != "!ambassador find two" {
			t.Errorf("said %q", got)
		}
	})
}

// TestPeople holds that people are called as talks call them, in both directions.
func TestPeople(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		s.Set("editor", func(p *matrixfake.Person) { p.Display = "The <Editor>" })
		speak(t, s, bottest.Line{Who: "member", Text: "ask @console:editor. And console:leader?"})
		come(c)
		room := s.DM("member")
		var said object
		for _, e := range s.Events(room) {
			if e.Type == "m.room.message" {
				said = e.Content
			}
		}
		if got := said["body"]; got != "ask The <Editor>. And matrix:@leader:talk.test?" {
			t.Errorf("body %q", got)
		}
		if got := said["formatted_body"]; got != `ask <a href="https://matrix.to/#/@editor:talk.test">The &lt;Editor&gt;</a>. And matrix:@leader:talk.test?` {
			t.Errorf("formatted %q", got)
		}
		say(c, room, with(object{
			"body": "The <Editor> and matrix:@leader:talk.test and @crowd:talk.test.", "format": "org.matrix.custom.html",
			"formatted_body": said["formatted_body"], "m.mentions": said["m.mentions"],
		}))
		if got := s.Heard(); len(got) != 1 || got[0].Text != "@console:editor and console:leader and @console:crowd." {
			t.Errorf("heard %+v", got)
		}
		if got := string(matrixfake.Fixture([]byte(`["console:leader"]`))); got != `["matrix:@leader:talk.test"]` {
			t.Errorf("fixture %s", got)
		}
		if got := matrixfake.Account("leader").String(); got != "matrix:@leader:talk.test" {
			t.Errorf("account %s", got)
		}
	})
}

// TestAside holds that what is private in a room of a talk is said to the bot alone.
func TestAside(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		s.Room("general")
		speak(t, s, bottest.Line{Who: "member", Room: "general", Text: "/ambassador privacy"})
		come(c)
		say(c, s.DM("member"), notice("Here"))
		speak(t, s, bottest.Line{Who: "member", Text: "privacy"})
		say(c, s.DM("member"), notice("There"))
		got := s.Heard()
		if len(got) != 2 || got[0].Text != "Here" || got[0].Room != "general" || got[1].Room != "" {
			t.Errorf("heard %+v", got)
		}
	})
}

// TestAnswers holds that people answer where they were asked, and that the bot's words go to whom it answers.
func TestAnswers(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := s.Room("general")
		speak(t, s, bottest.Line{Who: "member", Room: "general", Text: "!ambassador join"})
		all := s.Events(room)
		root := all[len(all)-1].ID
		speak(t, s, bottest.Line{Who: "editor", Room: "general", Text: "by the way"})
		asked := say(c, room, relates(object{"rel_type": "m.thread", "event_id": root, "m.in_reply_to": object{"event_id": root}}))
		if got := s.Heard(); len(got) != 1 || got[0].To != "member" || got[0].Room != "general" {
			t.Errorf("heard %+v", got)
		}
		speak(t, s, bottest.Line{Who: "member", Room: "general", Text: "yes"})
		to := last(s, room)["m.relates_to"].(object)
		if to["event_id"] != root || to["rel_type"] != "m.thread" || to["m.in_reply_to"].(object)["event_id"] != string(asked) {
			t.Errorf("answered: %v", to)
		}
		speak(t, s, bottest.Line{Who: "member", Room: "general", Text: "!ambassador again"})
		if to := last(s, room)["m.relates_to"]; to != nil {
			t.Errorf("called: %v", to)
		}
	})
}

// TestParts holds that a word of several events is shown once it is whole.
func TestParts(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := s.Room("general")
		for n := 1; n <= 3; n++ {
			if got := s.Heard(); len(got) != 0 {
				t.Errorf("before part %d: %+v", n, got)
			}
			say(c, room, with(object{"body": strings.Repeat("x", n), "ambassador.part": object{"n": n, "of": 3}}))
		}
		if got := s.Heard(); len(got) != 1 || got[0].Text != "x\nxx\nxxx" {
			t.Errorf("heard %+v", got)
		}
	})
}

// TestHugeLine holds that people send what fits.
func TestHugeLine(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, _ *mautrix.Client) {
		for _, text := range []string{strings.Repeat("x", 100_000), strings.Repeat("\x00", 100_000), strings.Repeat("ü", 100_000), "\xff\xfe"} {
			speak(t, s, bottest.Line{Who: "member", Room: "general", Text: text})
		}
	})
}
