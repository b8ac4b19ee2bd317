package matrix_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// TestRules sends every envelope of testdata/out to a homeserver that holds what the bot sends against the rules, which
// fails the test: in reply, and as a word of its own.
func TestRules(t *testing.T) {
	files, err := filepath.Glob("testdata/out/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var e bot.Envelope
			if err := json.Unmarshal(a.Files[0].Data, &e); err != nil {
				t.Fatal(err)
			}
			if e.Reply.Text == "" {
				e.Reply.Text = bot.Compose(e.Reply.Blocks...).Text
			}
			sendsAndAnswers(t, e)
		})
	}
}

// sendsAndAnswers has a reply go into a room, into a thread there, and to somebody alone.
func sendsAndAnswers(t *testing.T, e bot.Envelope) {
	t.Helper()
	with(t, nil, func(t *testing.T, o *office) {
		d := o.desk(func(bot.Message) (bot.Reply, error) { return e.Reply, nil })
		defer d.close()
		hall, dm := o.hall(), o.alone("anna")
		asked := o.says("anna", hall, "!ambassador go")
		o.sends("anna", hall, object{"msgtype": "m.text", "body": "!ambassador go", "m.relates_to": object{"rel_type": "m.thread", "event_id": asked}})
		o.says("anna", dm, "go")
		for n, to := range []bot.Address{matrixfake.Account("anna"), {Platform: "matrix", Room: hall}, {Platform: "matrix", Room: hall, User: "@anna:talk.test"}} {
			own := e
			own.Key, own.To = "own/"+string(rune('0'+n)), to
			if _, err := o.adapter.Send(t.Context(), own); err != nil {
				t.Errorf("to %+v: %v", to, err)
			}
		}
		if n := len(o.Said(hall, "m.room.message")); n < 4 {
			t.Errorf("%d messages in the room", n)
		}
		if n := len(o.Said(dm, "m.room.message")); n < 2 {
			t.Errorf("%d messages alone", n)
		}
	})
}
