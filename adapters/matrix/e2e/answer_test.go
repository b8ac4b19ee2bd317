package e2e

import (
	"strings"
	"testing"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// ping is the shortest command, in words that reach the bot in every room.
const ping = "!ambassador ping"

// ask says something and returns the bot's answer to it.
func (m *member) ask(room id.RoomID, words string) *event.Event {
	m.t.Helper()
	return m.answer(m.say(room, words))
}

// fence waits until the bot has dealt with everything said in a room so far: it answers a room's commands in their
// order, so what has no answer by now will have none.
func (m *member) fence(room id.RoomID) {
	m.t.Helper()
	m.ask(room, ping)
}

// unanswered holds that something said has got no answer. A fence has to stand before it.
func (m *member) unanswered(t *testing.T, what string, asked id.EventID) {
	t.Helper()
	if m.answers(asked) > 0 {
		t.Errorf("%s is answered: %q", what, m.answer(asked).Content.AsMessage().Body)
	}
}

// once holds that everything said has got one answer.
func (m *member) once(t *testing.T, asked []id.EventID) {
	t.Helper()
	if lost, doubled := m.tally(asked); lost > 0 || doubled > 0 {
		t.Errorf("of %d commands %d have no answer and %d have several", len(asked), lost, doubled)
	}
}

// tally counts what has no answer, and what has several.
func (m *member) tally(asked []id.EventID) (lost, doubled int) {
	for _, a := range asked {
		switch n := m.answers(a); {
		case n == 0:
			lost++
		case n > 1:
			doubled++
		}
	}
	return lost, doubled
}

// mannered holds that an answer is what answers are: a notice that pings nobody.
func mannered(t *testing.T, e *event.Event) {
	t.Helper()
	if kind := e.Content.AsMessage().MsgType; kind != event.MsgNotice {
		t.Errorf("%q is an %s", e.Content.AsMessage().Body, kind)
	}
	mentions, given := e.Content.Raw["m.mentions"].(map[string]any)
	if !given {
		t.Errorf("%q leaves it to the clients whom to ping: m.mentions is missing", e.Content.AsMessage().Body)
	}
	if users, _ := mentions["user_ids"].([]any); len(users) > 0 || mentions["room"] != nil {
		t.Errorf("%q pings %v", e.Content.AsMessage().Body, mentions)
	}
}

// contains holds that a message has some words in it.
func contains(t *testing.T, e *event.Event, words string) {
	t.Helper()
	if body := e.Content.AsMessage().Body; !strings.Contains(body, words) {
		t.Errorf("%q does not say %q", body, words)
	}
}

// secret holds that of all that somebody did in a room nothing can be read by the homeserver, but what Matrix never
// encrypts.
func (m *member) secret(t *testing.T, room id.RoomID, who id.UserID) {
	t.Helper()
	seen := 0
	for _, e := range m.raw(room) {
		if e.Sender != who {
			continue
		}
		switch e.Type.Type {
		case "m.room.encrypted":
			seen++
		case "m.room.member", "m.reaction", "m.room.redaction":
		default:
			t.Errorf("in a room with encryption the bot sent this for all to read: %s %v", e.Type.Type, e.Content.Raw)
		}
	}
	if seen == 0 {
		t.Error("the bot sent nothing at all")
	}
}
