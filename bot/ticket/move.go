package ticket

import (
	"fmt"
	"slices"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// Held says how many open requests somebody has, within the regions of a move. What was said in confidence does not count.
func (e *Engine) Held(tx store.Tx, m directory.Move) (string, error) {
	all, err := e.held(tx, m)
	switch len(all) {
	case 0:
		return "", err
	case 1:
		return "1 open request, " + e.Ref(all[0].Number), nil
	}
	return fmt.Sprintf("%d open requests", len(all)), nil
}

// HandOver gives the requests that somebody has to another, or to whoever is there for each of them. What was said in
// confidence stays where it is: it was not for the region's sake that they have it.
func (e *Engine) HandOver(tx store.Tx, out *bot.Outbox, m directory.Move) error {
	all, err := e.held(tx, m)
	if err != nil {
		return err
	}
	from, err := e.name(tx, Party{ID: m.From})
	if err != nil {
		return err
	}
	for _, t := range all {
		left := t.Owner
		t.note(m.At, Party{}, passed, from+" has "+m.Why)
		t.Deeds[len(t.Deeds)-1].From = left
		to := Party{ID: m.To}
		concerned := false
		if m.To != "" {
			if concerned, err = e.concerns(tx, t, to); err != nil {
				return err
			}
		}
		if m.To == "" || concerned || to.is(t.Asker) {
			if to, err = e.route(tx, out, t, m.At, ""); err != nil {
				return err
			}
		}
		if to.nobody() {
			if err := e.staff(tx, out, &t, m.At); err != nil {
				return err
			}
		}
		if err := e.give(tx, out, &t, to, left, m.At); err != nil {
			return fmt.Errorf("move %s: %w", e.Ref(t.Number), err)
		}
		if err := e.put(tx, t); err != nil {
			return err
		}
	}
	return nil
}

// held lists the open requests that somebody has, within the regions of a move.
func (e *Engine) held(tx store.Tx, m directory.Move) (all []Ticket, err error) {
	numbers, err := e.numbers(tx, store.K(ofOwner, Party{ID: m.From}.key()), -1)
	if err != nil {
		return nil, err
	}
	for _, number := range numbers {
		t, there, err := e.load(tx, number)
		if err != nil {
			return nil, err
		}
		within := m.Regions == nil || slices.ContainsFunc(m.Regions, func(id string) bool { return slices.Contains(t.Regions, id) })
		if there && t.State != Closed && !e.kindOf(t).Secret && within {
			all = append(all, t)
		}
	}
	return all, nil
}
