package ticket

import (
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// Words that somebody writes to the bot alone, right after it has passed something on to
// them, are most often meant for the other side.

// strayTime is how long after the last word they are.
const strayTime = 3 * 24 * time.Hour

// mostStray is how many tickets are offered, and mostTried how many are looked at.
const (
	mostStray = 3
	mostTried = 30
)

// Stray offers to pass words on: to whoever answered the speaker or asked them something,
// or to whose request the speaker has; what is in confidence last. A reference alone is
// shown.
func (e *Engine) Stray(tx store.Tx, who bot.Person, m bot.Message) (actions []bot.Action, err error) {
	if ref, ok := e.onlyRef(m.Text); ok {
		return []bot.Action{{Label: "Show " + ref, Line: "status " + ref}}, nil
	}
	p := Party{ID: who.ID, Account: m.From.Account()}
	var quiet []bot.Action
	for _, list := range []string{ofAsker, ofOwner} {
		waiting, err := e.expected(tx, list, p, m.At)
		if err != nil {
			return nil, err
		}
		for _, t := range waiting {
			offer := bot.Action{Label: "Send it: " + e.called(t), Line: e.sending(t, m.Text)}
			if e.kindOf(t).Secret {
				quiet = append(quiet, offer)
				continue
			}
			actions = append(actions, offer)
		}
	}
	actions = append(actions, quiet...)
	return actions[:min(len(actions), mostStray)], nil
}

// expected lists the tickets of a list in which a word from somebody would come as no surprise. What is over is passed
// by without being read.
func (e *Engine) expected(tx store.Tx, list string, p Party, at time.Time) (all []Ticket, err error) {
	tried := 0
	for row, err := range e.lines.All(tx, store.K(list, p.key())) {
		if tried++; err != nil || tried > mostTried {
			return all, err
		}
		if row.Value.State == Closed {
			continue
		}
		t, ok, err := e.load(tx, row.Value.Number)
		if err != nil {
			return nil, err
		}
		if ok && t.expects(p, at) {
			all = append(all, t)
		}
	}
	return all, nil
}

// sending is the line that passes words on; without them where they are too many for a button.
func (e *Engine) sending(t Ticket, words string) string {
	line := replyCommand(e).Line(map[string]string{"ref": e.Ref(t.Number), "text": words})
	if len(line) > longestLine {
		return "ticket reply " + e.Ref(t.Number)
	}
	return line
}

// onlyRef is the reference that words are and nothing else, however it is spelled:
// “AMB-1011”, “amb 1011”.
func (e *Engine) onlyRef(words string) (ref string, ok bool) {
	ref, ok = bot.ParseReference(strings.Trim(words, "!?"))
	return ref, ok && strings.HasPrefix(ref, strings.ToUpper(e.prefix)+"-")
}

// longestLine is how long the line of a button may be.
const longestLine = 450

// expects says whether a word from somebody would come as no surprise: the other side has
// spoken lately.
func (t Ticket) expects(p Party, at time.Time) bool {
	if t.State == Closed || !fresh(t.Changed, at, strayTime) {
		return false
	}
	if p.is(t.Asker) {
		return t.State == Asked || t.State == Answered
	}
	return t.running()
}
