package ticket

import (
	"context"
	"fmt"
	"time"

	"ambassador/store"
)

// relieve finds another owner for the tickets of everybody who has left, or is away.
func (w watch) relieve(ctx context.Context, at time.Time) error {
	var from store.Key
	for {
		gone, next, err := w.gone(ctx, from, at)
		if err != nil {
			return fmt.Errorf("tickets without owner: %w", err)
		}
		if len(gone) > 0 {
			err = w.db.Update(ctx, w.space, func(tx store.Tx) error { return w.reroute(tx, gone, at) })
			if err != nil {
				return fmt.Errorf("tickets without owner: %w", err)
			}
			w.out.Wake()
		}
		if next == nil {
			return nil
		}
		from = next
	}
}

// gone lists tickets of the first owner from a key on who is not there any more, a batch
// of them, and where to go on; nil at the end.
func (w watch) gone(ctx context.Context, from store.Key, at time.Time) (numbers []uint64, next store.Key, err error) {
	err = w.db.View(ctx, w.space, func(tx store.Tx) error {
		numbers, next = nil, nil
		if from == nil {
			from = store.K(ofOwner)
		}
		for row, err := range w.lines.From(tx, from, store.PrefixEnd(store.K(ofOwner))) {
			if err != nil {
				return err
			}
			owner, err := whose(row.Key)
			if err != nil {
				return err
			}
			next = store.PrefixEnd(store.K(ofOwner, owner))
			t, _, err := w.tickets.Get(tx, store.K(row.Value.Number))
			if err != nil {
				return err
			}
			there, err := w.there(tx, w.out, t.Owner, at)
			if err != nil || there {
				return err
			}
			numbers, err = w.numbers(tx, store.K(ofOwner, owner), batch)
			if len(numbers) == batch {
				next = row.Key.Clone() // there may be more of the same
			}
			return err
		}
		return nil
	})
	return numbers, next, err
}

// reroute gives tickets to somebody else, and tells whom it concerns.
func (w watch) reroute(tx store.Tx, numbers []uint64, at time.Time) error {
	for _, number := range numbers {
		t, ok, err := w.tickets.Get(tx, store.K(number))
		if err != nil || !ok || t.Owner.nobody() || t.State == Closed {
			return err
		}
		if there, err := w.there(tx, w.out, t.Owner, at); err != nil || there {
			return err
		}
		t.note(at, t.Owner, passed, "not there any more")
		to, err := w.route(tx, w.out, t, at, "")
		if err != nil {
			return err
		}
		if err := w.give(tx, w.out, &t, to, at); err != nil {
			return err
		}
		if err := w.put(tx, t); err != nil {
			return err
		}
	}
	return nil
}
