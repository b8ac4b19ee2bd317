package ticket

import (
	"strconv"
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
		numbers, err := e.numbers(tx, store.K(list, p.key()), mostTried)
		if err != nil {
			return nil, err
		}
		for _, number := range numbers {
			t, _, err := e.load(tx, number)
			if err != nil {
				return nil, err
			}
			if !t.expects(p, m.At) {
				continue
			}
			line := replyCommand(e).Line(map[string]string{"ref": e.Ref(number), "text": m.Text})
			if len(line) > longestLine {
				line = "ticket reply " + e.Ref(number)
			}
			offer := bot.Action{Label: "Send it: " + e.called(t), Line: line}
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

// onlyRef is the reference that words are and nothing else, however it is spelled:
// “AMB-1011”, “amb 1011”.
func (e *Engine) onlyRef(words string) (ref string, ok bool) {
	words = strings.ToUpper(strings.Trim(words, " .,!?#"))
	digits, ok := strings.CutPrefix(words, strings.ToUpper(e.prefix))
	if !ok || !strings.ContainsAny(digits[:min(len(digits), 1)], "- ") {
		return "", false
	}
	number, err := strconv.ParseUint(strings.TrimLeft(digits, "- "), 10, 64)
	return e.Ref(number), err == nil
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
