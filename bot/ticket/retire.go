package ticket

import (
	"context"
	"fmt"
	"time"

	"ambassador/store"
)

// retire deletes tickets that have been over for as long as their kind is kept, in small
// batches.
func (w watch) retire(ctx context.Context, at time.Time) error {
	var from store.Key
	for {
		err := w.db.Update(ctx, w.space, func(tx store.Tx) (err error) {
			from, err = w.retireSome(tx, from, at)
			return err
		})
		if err != nil {
			return fmt.Errorf("tickets to delete: %w", err)
		}
		if from == nil {
			return nil
		}
	}
}

// retireSome looks at a batch of closed tickets from a key on, the longest closed first,
// and returns where to go on.
func (w watch) retireSome(tx store.Tx, from store.Key, at time.Time) (next store.Key, err error) {
	var numbers []uint64
	for key := range w.closed.Keys(tx, from, store.K(at.Add(-w.leastKept()))) {
		if len(numbers) == batch {
			next = key.Clone()
			break
		}
		parts, err := key.Parts()
		if err != nil || len(parts) != 2 {
			return nil, fmt.Errorf("closed %s: %w", key, store.ErrDamaged)
		}
		number, _ := parts[1].(uint64)
		numbers = append(numbers, number)
	}
	for _, number := range numbers {
		t, ok, err := w.tickets.Get(tx, store.K(number))
		if err != nil {
			return nil, err
		}
		if ok && at.Sub(t.Changed) > time.Duration(w.kindOf(t).Keep)*24*time.Hour {
			if err := w.remove(tx, t); err != nil {
				return nil, err
			}
		}
	}
	return next, nil
}

// leastKept is how long at least a closed ticket is kept: what is over for less need not be
// looked at. Of a kind that has left the configuration it is as long as by default.
func (w watch) leastKept() time.Duration {
	days := Kind{}.filled().Keep
	for _, k := range w.kinds {
		days = min(days, k.Keep)
	}
	return time.Duration(days) * 24 * time.Hour
}
