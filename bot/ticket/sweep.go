package ticket

import (
	"context"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/bot/timed"
	"ambassador/store"
)

// reminder is how the names of words begin that nobody has asked for.
const reminder = "reminder"

// mostNudges is how often an owner is reminded of one ticket in all. After that it stands
// in the lists of what is overdue.
const mostNudges = 6

// askerSilence and closingSilence are how many working days a question to the asker waits
// until they are reminded, once, and until the ticket ends.
const (
	askerSilence   = 3
	closingSilence = 10
)

// Jobs are what the engine looks at on a schedule. What is due it finds in the store, so
// that late, twice or after a crash comes to the same.
func (e *Engine) Jobs(db store.DB, space string, out *bot.Outbox) []bot.Job {
	w := watch{e, db, space, out}
	return []bot.Job{
		{Name: "tickets", Spec: "@every 20s", Run: w.sweep},
		{Name: "tickets without owner", Spec: "@every 5m", Run: w.relieve},
		{Name: "tickets to delete", Spec: "41 3 * * *", Run: w.retire},
		{Name: "digests", Spec: "@every 10m", Run: w.digest},
	}
}

// watch is the engine with what it needs to work without being asked.
type watch struct {
	*Engine
	db    store.DB
	space string
	out   *bot.Outbox
}

// batch is how many tickets one transaction looks at, so that no writer waits long.
const batch = 100

// sweep looks at every ticket whose time to be looked at has come.
func (w watch) sweep(ctx context.Context, at time.Time) error {
	s := timed.Sweeper{DB: w.db, Space: w.space, Looks: w.looks, Batch: batch, Look: w.lookAt, After: w.out.Wake}
	if err := s.Sweep(ctx, at); err != nil {
		return fmt.Errorf("tickets: %w", err)
	}
	return nil
}

// lookAt looks at the tickets of these keys.
func (w watch) lookAt(tx store.Tx, due []store.Key, at time.Time) error {
	for _, key := range due {
		parts, err := key.Parts()
		if err != nil || len(parts) != 2 {
			return fmt.Errorf("look %s: %w", key, store.ErrDamaged)
		}
		number, _ := parts[1].(uint64)
		t, ok, err := w.load(tx, number)
		if err != nil {
			return err
		}
		if !ok || t.Look.IsZero() || t.Look.After(at) { // an old key: somebody was faster
			if err := w.looks.Delete(tx, key); err != nil {
				return err
			}
			continue
		}
		if err := w.look(tx, &t, at); err != nil {
			return fmt.Errorf("%s: %w", w.Ref(number), err)
		}
		if !t.Look.IsZero() && !t.Look.After(at) {
			t.Look = at.Add(time.Hour) // whatever it was, it must not turn in a circle
		}
		if err := w.put(tx, t); err != nil {
			return err
		}
	}
	return nil
}

// look does what is due for one ticket.
func (w watch) look(tx store.Tx, t *Ticket, at time.Time) error {
	switch t.State {
	case Open, Taken:
		return w.remind(tx, t, at)
	case Asked:
		return w.remindAsker(tx, t, at)
	case Answered:
		return w.settle(tx, t, at)
	}
	t.Look = time.Time{}
	return nil
}

// nextLook is when a ticket that somebody should answer is looked at next: half-way, on
// the morning of its last day, at its deadline, and then once a week.
func (e *Engine) nextLook(t Ticket, at time.Time, zone string) time.Time {
	if t.Late {
		if t.Nudges >= mostNudges {
			return time.Time{}
		}
		return e.hours.Start(at, 5, zone)
	}
	days := e.kindOf(t).Days
	for _, look := range []time.Time{e.hours.Start(t.Due, -days/2, zone), e.hours.Start(t.Due, 0, zone)} {
		if look.After(at) && look.Before(t.Due) { // not so where the owner's zone has changed
			return look
		}
	}
	return t.Due
}
