package checkin

import (
	"context"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/bot/timed"
	"ambassador/store"
)

// Jobs are what the engine looks at on a schedule. What is due it finds in the store, so that late, twice or after a
// crash comes to the same.
func (e *Engine) Jobs(db store.DB, space string, out *bot.Outbox) []bot.Job {
	w := watch{e, db, space, out}
	return []bot.Job{
		{Name: "check-ins", Spec: "@every 20s", Run: w.sweep},
		{Name: "who was heard of", Spec: "@every 1h", Run: w.listen},
		{Name: "check-ins to delete", Spec: "53 3 * * *", Run: w.forgetOld},
	}
}

// watch is the engine with what it needs to work without being asked.
type watch struct {
	*Engine
	db    store.DB
	space string
	out   *bot.Outbox
}

// batch is how many asks one transaction looks at, so that no writer waits long.
const batch = 200

// sweep does what has come due.
func (w watch) sweep(ctx context.Context, at time.Time) error {
	believed, err := w.believe(ctx, at)
	if err != nil || !believed {
		return err
	}
	if err := w.heed(ctx, at); err != nil {
		return err
	}
	if err := w.enrol(ctx, at); err != nil {
		return err
	}
	s := timed.Sweeper{DB: w.db, Space: w.space, Looks: w.looks, Batch: batch, Look: w.lookAt, After: w.out.Wake}
	if err := s.Sweep(ctx, at); err != nil {
		return fmt.Errorf("check-ins: %w", err)
	}
	return nil
}

// lookAt looks at the asks and rounds of these keys.
func (w watch) lookAt(tx store.Tx, due []store.Key, at time.Time) error {
	c, err := w.count(tx)
	if err != nil {
		return err
	}
	for _, key := range due {
		parts, err := key.Parts()
		if err != nil || len(parts) != 4 {
			return fmt.Errorf("look %s: %w", key, store.ErrDamaged)
		}
		if parts[3] == "" {
			err = w.lookAtRound(tx, c, key, at)
		} else {
			err = w.lookAtAsk(tx, c, key, at)
		}
		if err != nil {
			return fmt.Errorf("%v %v %v: %w", parts[1], parts[2], parts[3], err)
		}
	}
	return nil
}

// lookAtAsk looks at one ask.
func (w watch) lookAtAsk(tx store.Tx, c *census, key store.Key, at time.Time) error {
	parts, _ := key.Parts()
	a, there, err := w.asks.Get(tx, store.K(parts[1:]...))
	if err != nil {
		return err
	}
	if !there || a.Look.IsZero() || a.Look.After(at) { // an old key: somebody was faster
		return w.looks.Delete(tx, key)
	}
	k, known, err := w.Kind(tx, a.Kind)
	if err != nil {
		return err
	}
	if err := w.look(tx, c, k, known, &a, at); err != nil {
		return err
	}
	if !a.Look.IsZero() && !a.Look.After(at) {
		a.Look = at.Add(time.Hour) // whatever it was, it must not turn in a circle
	}
	return w.put(tx, a)
}

// look does what is due for one ask.
func (w watch) look(tx store.Tx, c *census, k Kind, known bool, a *Ask, at time.Time) error {
	m, there := c.member(a.Person)
	switch {
	case !a.Open():
		a.Look = time.Time{}
		return nil
	case !known:
		a.end(Closed, "it is not asked any more")
		return w.takeBack(tx, *a)
	case !there || !k.Of.has(m, at):
		a.end(Closed, "not among those who are asked any more")
		return w.takeBack(tx, *a)
	}
	to, _ := c.answerer(*a)
	if to.person.ID != a.Who() { // whom it was passed on to has left
		if err := w.takeBack(tx, *a); err != nil {
			return err
		}
		a.pass(k, to, at)
	}
	for range 4 { // a step or two may have come due together
		s := k.next(*a, to)
		if s.at.After(at) {
			a.Look = s.at
			return nil
		}
		if err := w.do(tx, k, a, to, s, at); err != nil || !a.Open() {
			return err
		}
	}
	a.Look = at.Add(time.Hour)
	return nil
}

// do does one step.
func (w watch) do(tx store.Tx, k Kind, a *Ask, to member, s step, at time.Time) error {
	switch s.what {
	case lates:
		a.State = Late
	case closes:
		a.end(Closed, a.whyClosed(to, at))
		return w.takeBack(tx, *a)
	default:
		if open := to.hours.Next(at, to.zone); open.After(at) { // we are late, and they are not at work now
			a.Later = later(a.Later, open)
			return nil
		}
		return w.nudge(tx, k, a, to, s, at)
	}
	return nil
}

// end ends an ask without an answer.
func (a *Ask) end(s State, why string) {
	a.State, a.Reason, a.Look = s, why, time.Time{}
}

// whyClosed says why nobody has answered, where that is known.
func (a Ask) whyClosed(m member, at time.Time) string {
	if back, ok := m.back(at); !ok || !back.IsZero() {
		return away
	}
	if len(a.Sent) == 0 {
		return "could not be reached"
	}
	return ""
}
