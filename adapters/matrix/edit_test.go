package matrix_test

import (
	"strings"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
)

// edits has somebody edit a message of theirs.
func (o *office) edits(who, room, event, text string) {
	o.t.Helper()
	_, err := o.Edit(who, room, event, text)
	o.must(err)
}

// TestEditedQuestion: the answer to a question that was edited is edited; also after a restart, and only where there is one.
func TestEditedQuestion(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		for _, room := range []string{hall, dm} {
			asked := o.says("anna", room, "!ambassador echo one")
			first := o.last(room).ID
			for n, text := range []string{"two", "three"} {
				o.edits("anna", room, asked, "!ambassador echo "+text)
				e := o.last(room)
				if field(e.Content, "m.relates_to", "event_id") != first || field(e.Content, "m.relates_to", "rel_type") != "m.replace" ||
					field(e.Content, "m.new_content", "body") != "You said: "+text || len(o.Said(room, "m.room.message")) != n+2 {
					t.Errorf("edited to %q: %v", text, e.Content)
				}
				_ = o.close()
				o.open()
			}
		}
		chat := o.says("anna", hall, "some chat")
		before := len(o.bodies(hall))
		o.edits("anna", hall, chat, "!ambassador echo an edit is no new question")
		if got := o.bodies(hall)[before:]; len(got) != 0 {
			t.Errorf("said %q", got)
		}
	})
}

// TestEditedDeed: what was recorded stays, and that is explained once for each edit.
func TestEditedDeed(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		asked := o.says("anna", dm, "submit one")
		o.edits("anna", dm, asked, "submit two")
		got := o.bodies(dm)
		if len(got) != 2 || got[0] != "Got it: one, number 1" || !strings.Contains(got[1], "stays as it was") {
			t.Errorf("said %q", got)
		}
		if got := o.asks("anna", dm, "submit three"); len(got) != 1 || got[0] != "Got it: three, number 2" {
			t.Errorf("said %q", got)
		}
	})
}

// TestEditLooksUpFails: an edit whose answer cannot be looked for at this moment counts later.
func TestEditLooksUpFails(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		asked := o.says("anna", hall, "!ambassador echo one")
		_ = o.close()
		o.open()
		o.Fail("messages", matrixfake.Fault{Status: 502})
		o.edits("anna", hall, asked, "!ambassador echo two")
		time.Sleep(time.Minute)
		o.heard(hall, "You said: one", "* You said: two")
	})
}
