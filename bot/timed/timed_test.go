package timed_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"ambassador/bot/timed"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestSweep: what is due is looked at, in its order and in batches; what fails keeps no other waiting, and comes again.
func TestSweep(t *testing.T) {
	looks, db := store.NewBucket[struct{}]("looks"), mem.New()
	at := time.Date(2028, 1, 1, 9, 0, 0, 0, time.UTC)
	err := db.Update(t.Context(), "x", func(tx store.Tx) error {
		for i := range 10 {
			if err := looks.Put(tx, store.K(at.Add(time.Duration(i-7)*time.Minute), uint64(i)), struct{}{}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var seen []uint64
	bad, woken, largest := errors.New("bad"), 0, 0
	s := timed.Sweeper{DB: db, Space: "x", Looks: looks, Batch: 3, After: func() { woken++ }, Look: func(tx store.Tx, due []store.Key, _ time.Time) error {
		largest = max(largest, len(due))
		var mine []uint64
		for _, key := range due {
			parts, err := key.Parts()
			if err != nil {
				return err
			}
			n := parts[1].(uint64)
			if n == 4 {
				return bad
			}
			if err := looks.Delete(tx, key); err != nil {
				return err
			}
			mine = append(mine, n)
		}
		seen = append(seen, mine...)
		return nil
	}}
	if err := s.Sweep(t.Context(), at); !errors.Is(err, bad) {
		t.Errorf("sweep: %v, want what went wrong", err)
	}
	if want := []uint64{0, 1, 2, 3, 5}; !slices.Equal(seen, want) || woken != 2 || largest != 3 {
		t.Errorf("seen %v in batches of up to %d, woken %d times; want %v", seen, largest, woken, want)
	}
	seen = nil
	if err := s.Sweep(t.Context(), at); !errors.Is(err, bad) {
		t.Errorf("again: %v", err)
	}
	if want := []uint64{6, 7}; !slices.Equal(seen, want) {
		t.Errorf("again %v, want %v: what is not due yet waits", seen, want)
	}
}
