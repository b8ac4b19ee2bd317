package matrix

import (
	"encoding/json"
	"testing"
	"time"

	"ambassador/bot"
)

// hearing is what a message's content becomes in the hall; empty where it is not heard.
func hearing(t *testing.T, content string) (bot.Message, bool) {
	t.Helper()
	l := listening(t)
	l.hears(t, hall, json.RawMessage(`{"type":"m.room.message","event_id":"$1","sender":"@anna:talk.test","content":`+content+`}`))
	if len(l.messages) == 0 {
		return bot.Message{}, false
	}
	return l.messages[0], true
}

func TestMatrixURI(t *testing.T) {
	m, _ := hearing(t, `{"msgtype":"m.text","body":"Bot 🤖 find","format":"org.matrix.custom.html","formatted_body":"<a href=\"matrix:u/bot:talk.test\">Bot 🤖</a> find"}`)
	if m.Text != "find" || !m.Addressed {
		t.Errorf("heard %+v", m)
	}
}

func TestPillBeforeAFullStop(t *testing.T) {
	m, _ := hearing(t, `{"msgtype":"m.text","body":"find Berlin, Ambassador.","format":"org.matrix.custom.html","formatted_body":"find Berlin, <a href=\"https://matrix.to/#/@bot:talk.test\">Ambassador</a>."}`)
	if !m.Addressed {
		t.Errorf("heard %+v", m)
	}
}

func TestScriptIsText(t *testing.T) {
	m, _ := hearing(t, `{"msgtype":"m.text","body":"!ambassador about Carl","format":"org.matrix.custom.html","formatted_body":"!ambassador about <a href=\"https://matrix.to/#/@carl:talk.test\">Carl</a><script>alert(1)</script>"}`)
	if m.Text != "about @matrix:@carl:talk.test" {
		t.Errorf("heard %q", m.Text)
	}
}

func TestEditWithoutNewContent(t *testing.T) {
	for _, content := range []string{
		`{"msgtype":"m.text","body":"!ambassador find","m.relates_to":{"rel_type":"m.replace","event_id":"$asked"}}`,
		`{"msgtype":"m.text","body":"!ambassador find","m.new_content":null,"m.relates_to":{"rel_type":"m.replace","event_id":"$asked"}}`,
	} {
		if m, heard := hearing(t, content); heard {
			t.Errorf("heard %+v", m)
		}
	}
}

func TestLongLines(t *testing.T) {
	var actions []bot.Action
	for range mostKeys {
		actions = append(actions, bot.Action{Label: "x", Line: string(make([]byte, 5000))})
	}
	done := make(chan int, 1)
	a := New(Options{})
	go func() { done <- size(a.render(bot.Envelope{Key: "k", Reply: bot.Say("Which?", actions...)}, letter{})) }()
	select {
	case n := <-done:
		if n > mostBytes {
			t.Errorf("%d bytes", n)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("no end")
	}
}

func TestDataWithoutComma(t *testing.T) {
	if kind, data, err := drawn("data:image/png;base64"); err == nil {
		t.Errorf("%q, %d bytes", kind, len(data))
	}
}

func TestQueryOfALink(t *testing.T) {
	out := markup(bot.Compose(bot.Block{Section: &bot.Section{Title: "x", Link: "https://example.org/?q=\u202e\u0085"}}), nil)
	for _, r := range out {
		if r == '\u202e' || r == '\u0085' {
			t.Errorf("%q", out)
		}
	}
}

func TestLoadedTwice(t *testing.T) {
	a := listening(t)
	const room = "!new:talk.test"
	a.rooms.expect(room)
	a.rooms.note(room, people("@bert:talk.test")[0])
	if f := a.rooms.load(room, people("@bot:talk.test", "@anna:talk.test"), false); f.people != 3 {
		t.Errorf("%d people: what is private may be said in front of the third", f.people)
	}
}
