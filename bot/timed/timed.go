// Package timed looks at what has come due, a batch after the other, so that no writer waits long, and one thing that
// cannot be looked at keeps no other waiting.
package timed

import (
	"context"
	"errors"
	"time"

	"ambassador/store"
)

// Sweeper looks at what an index says has come due.
type Sweeper struct {
	DB    store.DB
	Space string
	Looks store.Bucket[struct{}] // the first part of a key is the instant at which to look
	Batch int                    // how many keys one transaction looks at

	// Look looks at what is due at an instant, and takes each of the keys away or puts it further on. It may run twice.
	Look func(tx store.Tx, due []store.Key, at time.Time) error

	// After is called after each transaction, such as Outbox.Wake.
	After func()
}

// Sweep looks at all that is due at an instant. After an error of a batch each of its keys is tried by itself, and the
// errors of those that fail are returned.
func (s Sweeper) Sweep(ctx context.Context, at time.Time) error {
	for more := true; more; {
		due, err := s.due(ctx, at)
		if err != nil || len(due) == 0 {
			return err
		}
		more = len(due) == s.Batch
		err = s.look(ctx, due, at)
		if err != nil && ctx.Err() == nil {
			more, err = false, s.oneByOne(ctx, due, at)
		}
		s.After()
		if err != nil {
			return err
		}
	}
	return nil
}

// look looks at some keys in one transaction.
func (s Sweeper) look(ctx context.Context, due []store.Key, at time.Time) error {
	return s.DB.Update(ctx, s.Space, func(tx store.Tx) error { return s.Look(tx, due, at) })
}

// oneByOne looks at keys of which one cannot be looked at: the others must not wait for it.
func (s Sweeper) oneByOne(ctx context.Context, due []store.Key, at time.Time) (err error) {
	for i := range due {
		err = errors.Join(err, s.look(ctx, due[i:i+1], at))
	}
	return err
}

// due lists the keys that have come due, a batch of them. It reads only: most often there are none.
func (s Sweeper) due(ctx context.Context, at time.Time) (due []store.Key, err error) {
	err = s.DB.View(ctx, s.Space, func(tx store.Tx) error {
		due = due[:0]
		for key := range s.Looks.Keys(tx, nil, store.K(at.Add(1))) {
			if due = append(due, key.Clone()); len(due) == s.Batch {
				break
			}
		}
		return nil
	})
	return due, err
}
