package ticket

import (
	"fmt"

	"ambassador/store"
)

// Check walks all tickets and says at which one something is there by half: a list that
// lacks it, or has what is not there. It returns how many tickets there are.
func (e *Engine) Check(tx store.Tx) (tickets int, err error) {
	lines, looks, closed := 0, 0, 0
	for row, err := range e.tickets.All(tx, nil) {
		if err != nil {
			return tickets, err
		}
		tickets++
		t := row.Value
		for _, key := range e.keys(t) {
			lines++
			if err := e.has(tx, e.lines.Has, key, t, "a list"); err != nil {
				return tickets, err
			}
		}
		if !t.Look.IsZero() {
			looks++
			if err := e.has(tx, e.looks.Has, store.K(t.Look, t.Number), t, "what to look at"); err != nil {
				return tickets, err
			}
		}
		if t.State == Closed {
			closed++
			if err := e.has(tx, e.closed.Has, store.K(t.Changed, t.Number), t, "what is over"); err != nil {
				return tickets, err
			}
		}
	}
	for _, index := range []struct {
		name   string
		want   int
		counts int
	}{
		{"the lists", lines, counted(e.lines, tx)}, {"what to look at", looks, counted(e.looks, tx)}, {"what is over", closed, counted(e.closed, tx)},
	} {
		if index.counts != index.want {
			return tickets, fmt.Errorf("tickets: %s has %d entries, and the tickets want %d", index.name, index.counts, index.want)
		}
	}
	return tickets, nil
}

// has says what is missing in an index.
func (e *Engine) has(tx store.Tx, has func(store.Tx, store.Key) (bool, error), key store.Key, t Ticket, index string) error {
	there, err := has(tx, key)
	if err == nil && !there {
		err = fmt.Errorf("tickets: %s is not in %s, at %s", e.Ref(t.Number), index, key)
	}
	return err
}

// counted counts the records of a bucket.
func counted[T any](b store.Bucket[T], tx store.Tx) (n int) {
	for range b.Keys(tx, nil, nil) {
		n++
	}
	return n
}
