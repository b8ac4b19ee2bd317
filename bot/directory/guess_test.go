package directory

import (
	"fmt"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestGuesses: five wrong codes within an hour make an account wait for an hour, five in a
// longer time do not, others are not touched, and nothing is kept for longer than it serves.
func TestGuesses(t *testing.T) {
	d, start := New(Options{}), time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	eve, other := bot.Address{Platform: "console", User: "eve"}, bot.Address{Platform: "elsewhere", User: "eve"}
	for _, c := range []struct {
		minutes []int // of the wrong codes
		at      int   // when the account comes again
		waits   int   // until when it has to wait; 0: it need not
	}{
		{[]int{0, 0, 0, 0}, 0, 0},
		{[]int{0, 0, 0, 0, 0}, 0, 60},
		{[]int{0, 10, 20, 30, 59}, 59, 119},
		{[]int{0, 10, 20, 30, 59}, 118, 119},
		{[]int{0, 10, 20, 30, 59}, 119, 0},
		{[]int{0, 10, 20, 30, 60}, 60, 0},
		{[]int{0, 10, 20, 30, 60, 65}, 65, 125},
		{[]int{0, 0, 0, 0, 0, 60, 60, 60, 60}, 60, 0},
	} {
		err := mem.New().Update(t.Context(), "guess", func(tx store.Tx) error {
			at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
			for _, minutes := range c.minutes {
				if err := d.guessed(tx, eve, at(minutes)); err != nil {
					return err
				}
			}
			until, err := d.waits(tx, eve, at(c.at))
			if want := at(c.waits); err != nil || until.IsZero() != (c.waits == 0) || c.waits > 0 && !until.Equal(want) {
				t.Errorf("wrong at %v, at %d: waits until %v, %v; want %d", c.minutes, c.at, until, err, c.waits)
			}
			if until, err := d.waits(tx, other, at(c.at)); !until.IsZero() || err != nil {
				t.Errorf("somebody else waits until %v, %v", until, err)
			}
			return d.Forget(tx, at(c.at))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestGuessesAreForgotten: what nothing follows from is dropped, a part at a time, and what counts is not.
func TestGuessesAreForgotten(t *testing.T) {
	d, start := New(Options{}), time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	left := func(tx store.Tx) (n int) {
		for range d.guesses.Keys(tx, nil, nil) {
			n++
		}
		return n
	}
	err := mem.New().Update(t.Context(), "guess", func(tx store.Tx) error {
		for n := range guessesSwept + 50 {
			if err := d.guessed(tx, bot.Address{Platform: "console", User: fmt.Sprint(n)}, start); err != nil {
				return err
			}
		}
		if err := d.Forget(tx, start.Add(59*time.Minute)); err != nil || left(tx) != guessesSwept+50 {
			t.Errorf("before the hour is over %d are left, %v", left(tx), err)
		}
		for _, want := range []int{50, 0} {
			if err := d.Forget(tx, start.Add(time.Hour)); err != nil || left(tx) != want {
				t.Errorf("after an hour %d are left, want %d; %v", left(tx), want, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
