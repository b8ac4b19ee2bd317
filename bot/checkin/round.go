package checkin

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// lookAtRound looks at one round: it tells once who is late, and at its end what has come of it.
func (w watch) lookAtRound(tx store.Tx, c *census, key store.Key, at time.Time) error {
	parts, _ := key.Parts()
	r, there, err := w.rounds.Get(tx, store.K(parts[1], parts[2]))
	if err != nil {
		return err
	}
	if !there || r.Look.IsZero() || r.Look.After(at) {
		return w.looks.Delete(tx, key)
	}
	k, known, err := w.Kind(tx, r.Kind)
	if err != nil {
		return err
	}
	switch {
	case !known:
		r.Closed = true
	case !at.Before(r.Closes):
		if err := w.rollUp(tx, c, k, r, at); err != nil {
			return err
		}
		r.Closed = true
	case !r.Escalated && !at.Before(r.LateAt):
		if err := w.escalate(tx, k, r); err != nil {
			return err
		}
		r.Escalated = true
	}
	r = r.looked()
	if !r.Look.IsZero() && !r.Look.After(at) {
		r.Look = at.Add(time.Hour)
	}
	return w.putRound(tx, r)
}

// escalate tells the coordinators once who has not answered in time. Nobody is blamed: it is they who know whether a
// call would help.
func (w watch) escalate(tx store.Tx, k Kind, r Round) error {
	all, err := w.Asks(tx, r.Kind, r.Label)
	if err != nil {
		return err
	}
	var missing []string
	answered := 0
	for _, a := range all {
		switch {
		case a.Open():
			name, err := w.name(tx, a.Person)
			if err != nil {
				return err
			}
			missing = append(missing, name)
		case a.State == Answered:
			answered++
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	text := fmt.Sprintf("%s: %d of %d have answered. Not yet: %s. There is time until %s; a word from you may help.",
		bot.Capital(k.called(r.Label)), answered, len(all), some(missing, 12), day(r.Closes.Add(-1), w.zone))
	key := fmt.Sprintf("checkin/late/%s/%s/%d", r.Kind, r.Label, r.Times)
	return w.tellCoordinators(tx, key, bot.Say(text, bot.Action{Label: "Show", Line: "checkin status " + k.Ref(r.Label)}), r.Closes)
}

// some lists names, and how many more there are.
func some(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
