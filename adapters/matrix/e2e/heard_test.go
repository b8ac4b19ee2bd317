package e2e

import (
	"fmt"
	"strings"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// all are the events heard so far that satisfy a condition.
func (m *member) all(so func(*event.Event) bool) []*event.Event {
	found, _, _ := m.after(0, so)
	return found
}

// after are those that satisfy a condition among the events heard so far but for the first few; how many were heard so
// far; and a channel that is closed when there are more.
func (m *member) after(first int, so func(*event.Event) bool) (found []*event.Event, heard int, news <-chan struct{}) {
	m.mu.Lock()
	events, news := m.heard, m.news
	m.mu.Unlock()
	for _, e := range events[first:] {
		if so(e) {
			found = append(found, e)
		}
	}
	return found, len(events), news
}

// wait returns the first event that satisfies a condition, whether it was heard already or is still to come.
func (m *member) wait(what string, so func(*event.Event) bool) *event.Event {
	m.t.Helper()
	late := time.After(patience)
	for seen := 0; ; {
		found, heard, news := m.after(seen, so)
		if len(found) > 0 {
			return found[0]
		}
		seen = heard
		select {
		case <-news:
		case <-late:
			m.t.Fatalf("%s has not heard within %s: %s", m.UserID, patience, what)
		}
	}
}

// message says whether the event is a readable message of somebody, and no edit of an earlier one; a file is none, for the
// words before it name it.
func message(e *event.Event) bool {
	content := e.Content.AsMessage()
	return e.Type == event.EventMessage && content.MsgType != event.MsgFile && content.RelatesTo.GetReplaceID() == ""
}

// answering is the condition of being a message that replies to an event.
func answering(asked id.EventID) func(*event.Event) bool {
	return func(e *event.Event) bool {
		return message(e) && e.Content.AsMessage().RelatesTo.GetReplyTo() == asked
	}
}

// answer waits for the reply to something said.
func (m *member) answer(asked id.EventID) *event.Event {
	m.t.Helper()
	return m.wait("an answer to "+string(asked), answering(asked))
}

// answers counts the replies to something said that were heard so far. An event that came twice over the wire, as it
// may when a client starts again, is one.
func (m *member) answers(asked id.EventID) int {
	found := m.all(answering(asked))
	different := make(map[id.EventID]bool)
	for _, e := range found {
		different[e.ID] = true
	}
	return len(different)
}

// from is the condition of being a message of somebody in a room.
func from(who id.UserID, room id.RoomID) func(*event.Event) bool {
	return func(e *event.Event) bool { return message(e) && e.Sender == who && e.RoomID == room }
}

// saying is the condition of being a message, or a corrected one, of somebody that has some words in it but no buttons:
// what comes of a choice, and not the choice.
func saying(who id.UserID, words string) func(*event.Event) bool {
	return func(e *event.Event) bool {
		offered, _ := buttons(e)
		return e.Type == event.EventMessage && e.Sender == who && len(offered) < 2 && strings.Contains(e.Content.AsMessage().Body, words)
	}
}

// becomes is the condition of being somebody's change of membership in a room.
func becomes(who id.UserID, room id.RoomID, what event.Membership) func(*event.Event) bool {
	return func(e *event.Event) bool {
		return e.Type == event.StateMember && e.RoomID == room && e.GetStateKey() == who.String() &&
			e.Content.AsMember().Membership == what
	}
}

// story is what the member heard, for whoever reads why a test failed.
func (m *member) story() string {
	found := m.all(func(*event.Event) bool { return true })
	var lines []string
	for _, e := range found {
		what := e.Content.AsMessage().Body
		if e.Type == event.StateMember {
			what = e.GetStateKey() + " " + string(e.Content.AsMember().Membership)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s %q reply to %s", e.RoomID, e.ID, e.Sender, e.Type.Type, what,
			e.Content.AsMessage().RelatesTo.GetReplyTo()))
	}
	return strings.Join(lines[max(0, len(lines)-60):], "\n")
}
