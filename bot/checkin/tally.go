package checkin

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// tally is how a round stands.
type tally struct {
	k       Kind
	r       Round
	asks    []Ask
	by      map[State]int
	away    int // of those that are closed
	regions []region
}

// region is how a round stands in one region. People without one stand under “no region”.
type region struct {
	name     string
	answered int
	all      int
	missing  []string // names
}

// tallyOf counts a round.
func (e *Engine) tallyOf(tx store.Tx, k Kind, r Round) (t tally, err error) {
	t = tally{k: k, r: r, by: make(map[State]int)}
	if t.asks, err = e.Asks(tx, r.Kind, r.Label); err != nil {
		return t, err
	}
	by := make(map[string]*region)
	for _, a := range t.asks {
		if r.Closed && a.Open() { // it closes in this very moment
			a.State = Closed
		}
		t.by[a.State]++
		if a.Reason == away && a.State == Closed {
			t.away++
		}
		names, err := e.regionsOf(tx, a)
		if err != nil {
			return t, err
		}
		if len(names) == 0 {
			names = []string{noRegion}
		}
		who, err := e.name(tx, a.Person)
		if err != nil {
			return t, err
		}
		for _, name := range names {
			if by[name] == nil {
				by[name] = &region{name: name}
			}
			by[name].add(a, bot.Capital(who))
		}
	}
	for _, r := range by {
		slices.Sort(r.missing)
		t.regions = append(t.regions, *r)
	}
	slices.SortFunc(t.regions, func(a, b region) int { return strings.Compare(a.name, b.name) })
	return t, nil
}

// noRegion is where people stand who look after none; it sorts behind all names.
const noRegion = "without a region"

// away is the reason of an ask that nobody answered because they were away.
const away = "away"

// add counts one ask.
func (r *region) add(a Ask, who string) {
	r.all++
	switch {
	case a.State == Answered:
		r.answered++
	case a.State == Skipped:
	default:
		r.missing = append(r.missing, who)
	}
}

// line says how the round stands.
func (t tally) line(zone string) string {
	words := []string{fmt.Sprintf("%d of %d answered", t.by[Answered], len(t.asks))}
	add := func(n int, what string) {
		if n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, what))
		}
	}
	add(t.by[Draft], "begun")
	add(t.by[Delegated], "passed on")
	add(t.by[Late], "late")
	add(t.by[Skipped], "left out")
	add(t.by[Closed]-t.away, "missing")
	add(t.away, "away")
	end := "closes on " + day(t.r.Closes.Add(-time.Second), zone)
	if t.r.Closed {
		end = "closed on " + day(t.r.Closes.Add(-time.Second), zone)
	}
	return strings.Join(append(words, end), ", ") + "."
}

// choices counts the answers to a question with choices, with who gave them; empty for other questions.
func (e *Engine) choices(tx store.Tx, t tally) (lines []string, err error) {
	f := t.k.Fields[0]
	if f.Kind != bot.Choice {
		return nil, nil
	}
	for _, choice := range f.Choices {
		var names []string
		for _, a := range t.asks {
			if a.State != Answered || a.Values[f.Name] != choice {
				continue
			}
			name, err := e.name(tx, a.Person)
			if err != nil {
				return nil, err
			}
			names = append(names, bot.Capital(name))
		}
		line := fmt.Sprintf("%s: %d", bot.Capital(choice), len(names))
		if len(names) > 0 {
			line += " (" + some(names, 10) + ")"
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// trend says how the rounds before went: “the time before 10 of 14”.
func (e *Engine) trend(tx store.Tx, k Kind, r Round) (string, error) {
	rounds, err := e.Rounds(tx, k.Name)
	if err != nil {
		return "", err
	}
	var words []string
	for _, before := range slices.Backward(rounds) {
		if !before.Began.Before(r.Began) || before.Label == r.Label {
			continue
		}
		answered, all, err := e.counted(tx, before)
		if err != nil {
			return "", err
		}
		words = append(words, fmt.Sprintf("%d of %d in %s", answered, all, before.Label))
		if len(words) == 4 {
			break
		}
	}
	if len(words) == 0 {
		return "", nil
	}
	return "Before: " + strings.Join(words, ", ") + ".", nil
}

// counted says how many of a round have answered.
func (e *Engine) counted(tx store.Tx, r Round) (answered, all int, err error) {
	for row, err := range e.asks.All(tx, store.K(r.Kind, r.Label)) {
		if err != nil {
			return 0, 0, err
		}
		if all++; row.Value.State == Answered {
			answered++
		}
	}
	return answered, all, nil
}

// nobodyIn lists the names of regions that nobody is asked for: those without an ambassador who is there.
func (e *Engine) nobodyIn(tx store.Tx, c *census, at time.Time) (names []string, err error) {
	tended, parents := make(map[string]bool), make(map[string]bool)
	for _, m := range c.all {
		if m.person.Role == bot.Ambassador && m.person.At(at) == "active" {
			for _, id := range m.person.Regions {
				tended[id] = true
			}
		}
	}
	type entry struct{ id, name string }
	var all []entry
	for r, err := range e.people.Regions(tx) {
		if err != nil {
			return nil, err
		}
		parents[r.Parent] = true
		all = append(all, entry{r.ID, r.Name})
	}
	for _, r := range all {
		if !tended[r.id] && !parents[r.id] { // a roof over other regions needs nobody of its own
			names = append(names, r.name)
		}
	}
	return names, nil
}
