package ticket

import (
	"fmt"
	"slices"
	"time"

	"ambassador/store"
)

// mostPast is how many tickets that are over a count of what was done looks at: it stands above a form, for which
// nobody waits long.
const mostPast = 1000

// Answered counts the requests that somebody, by id, has answered from one instant to another: of those that
// they have still, and those that are over. What was said in confidence does not count.
func (e *Engine) Answered(tx store.Tx, id string, from, to time.Time) (n int, err error) {
	in := func(d Deed) bool {
		return d.What == "answered" && d.By.ID == id && !d.At.Before(from) && !d.At.After(to)
	}
	err = e.past(tx, store.K(ofOwner, id), from, func(t Ticket) {
		if !t.Secret && slices.ContainsFunc(t.Deeds, in) {
			n++
		}
	})
	return n, err
}

// Raised counts the requests of a kind that were opened from one instant to another by somebody of whom by
// says so, by id; whatever has become of them. What was said in confidence does not count.
func (e *Engine) Raised(tx store.Tx, kind string, from, to time.Time, by func(id string) bool) (n int, err error) {
	err = e.past(tx, store.K(ofKind, kind), from, func(t Ticket) {
		if t.Kind == kind && !t.Secret && !t.Opened.Before(from) && !t.Opened.After(to) && t.Asker.ID != "" && by(t.Asker.ID) {
			n++
		}
	})
	return n, err
}

// past hands over the tickets of a list, and those that have come to an end since an instant, which are in no list.
func (e *Engine) past(tx store.Tx, list store.Key, since time.Time, do func(Ticket)) error {
	open, err := e.numbers(tx, list, mostPast)
	if err != nil {
		return err
	}
	var over []uint64
	for key := range e.closed.Keys(tx, store.K(since), nil) {
		parts, err := key.Parts()
		if err != nil || len(parts) != 2 {
			return fmt.Errorf("closed %s: %w", key, store.ErrDamaged)
		}
		number, _ := parts[1].(uint64)
		if over = append(over, number); len(over) == mostPast {
			break
		}
	}
	for _, number := range slices.Concat(open, over) {
		t, there, err := e.tickets.Get(tx, store.K(number))
		if err != nil {
			return err
		}
		if there {
			do(t)
		}
	}
	return nil
}
