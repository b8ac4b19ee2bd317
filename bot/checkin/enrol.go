package checkin

import (
	"context"
	"fmt"
	"time"

	"ambassador/bot/checkin/period"
	"ambassador/store"
)

// schedule is how far a kind has been looked at.
type schedule struct {
	Spec    string    `json:"spec"`           // as it was when it was looked at
	Unit    string    `json:"unit"`           // in which its rounds are labelled
	Since   time.Time `json:"since"`          // rounds that began before are none: nobody had been told of them
	Looked  time.Time `json:"looked"`         // when everybody was looked at last
	Next    time.Time `json:"next"`           // when the next round begins for anybody
	Edition string    `json:"edition"`        // of the directory then
	Begin   time.Time `json:"begin,omitzero"` // when a coordinator wanted the present round begun; until that is done
}

// spec is all of a kind on which it depends when its rounds begin, and for whom.
func (k Kind) spec() string { return fmt.Sprint(k.Schedule, k.Once, k.Silence, k.Of) }

// unit is in what the rounds of a kind are labelled.
func (k Kind) unit() string {
	switch {
	case k.Once != "":
		return "once, " + k.Once
	case len(k.Silence) > 0:
		return "silence"
	}
	return k.Schedule.Unit().String()
}

// enrol begins the rounds that have begun for somebody. A kind is looked at when its next round begins anywhere, and
// when the directory or the kind has changed.
func (w watch) enrol(ctx context.Context, at time.Time) error {
	var kinds []Kind
	err := w.db.View(ctx, w.space, func(tx store.Tx) (err error) {
		kinds, err = w.Kinds(tx)
		return err
	})
	for i := 0; i < len(kinds) && err == nil; i++ {
		err = w.enrolIn(ctx, kinds[i], at)
	}
	if err != nil {
		return fmt.Errorf("check-ins: %w", err)
	}
	return nil
}

// enrolIn begins the rounds of one kind.
func (w watch) enrolIn(ctx context.Context, k Kind, at time.Time) error {
	var s schedule
	var fresh []Ask
	looked := false
	err := w.db.View(ctx, w.space, func(tx store.Tx) (err error) {
		c, err := w.count(tx)
		if err != nil {
			return err
		}
		if s, _, err = w.schedules.Get(tx, store.K(k.Name)); err != nil || s.settled(k, c.edition, at) {
			return err
		}
		looked = true
		behind := s.behind(k, c.edition)
		s = s.renewed(k, c.edition, at)
		fresh, err = w.fresh(tx, k, &s, c, behind, at)
		return err
	})
	if err != nil || !looked {
		return err
	}
	for len(fresh) > 0 {
		n := min(len(fresh), batch)
		err := w.db.Update(ctx, w.space, func(tx store.Tx) error { return w.begin(tx, k, fresh[:n], at) })
		w.out.Wake()
		if err != nil {
			return err
		}
		fresh = fresh[n:]
	}
	return w.db.Update(ctx, w.space, func(tx store.Tx) error { return w.noteLooked(tx, k, s, at) })
}

// noteLooked keeps how far a kind has been looked at. What a coordinator wanted begun meanwhile is still to be done.
func (e *Engine) noteLooked(tx store.Tx, k Kind, s schedule, at time.Time) error {
	now, _, err := e.schedules.Get(tx, store.K(k.Name))
	if err != nil {
		return err
	}
	if s.Looked = at; now.Begin.Equal(s.Begin) {
		now.Begin = time.Time{}
	}
	s.Begin = now.Begin
	return e.schedules.Put(tx, store.K(k.Name), s)
}

// settled says that there is nothing to look at.
func (s schedule) settled(k Kind, edition string, at time.Time) bool {
	return s.Begin.IsZero() && s.Spec == k.spec() && s.Edition == edition && (s.Next.IsZero() || at.Before(s.Next)) && !at.Before(s.Looked)
}

// behind is the instant up to which everybody has been looked at: where nothing has changed since, rounds that began
// before need no second look.
func (s schedule) behind(k Kind, edition string) time.Time {
	if s.Spec != k.spec() || s.Edition != edition || !s.Begin.IsZero() || len(k.Silence) > 0 {
		return time.Time{}
	}
	return s.Looked
}

// renewed is the schedule as it is for the kind now. Where its rounds are called otherwise than before, those that have
// begun already are none; where only the hour has changed, a round that was begun is not begun again, since its label is kept.
func (s schedule) renewed(k Kind, edition string, at time.Time) schedule {
	if s.Since.IsZero() || s.Unit != k.unit() {
		s.Since = at
		if k.Once != "" {
			s.Since = time.Time{} // whoever starts it wants it
		}
		s.Unit = k.unit()
	}
	s.Spec, s.Edition = k.spec(), edition
	return s
}

// fresh lists the asks of rounds that have begun and are not kept yet, and notes when the next one begins.
func (w watch) fresh(tx store.Tx, k Kind, s *schedule, c *census, behind, at time.Time) (all []Ask, err error) {
	type moment struct {
		now, next  period.Period
		has, comes bool
	}
	zones := make(map[string]moment) // people of a zone are asked at the same time
	s.Next = time.Time{}
	if started, _, err := w.started.Get(tx, store.K(k.Name)); err != nil || !started.Ended.IsZero() {
		return nil, err
	}
	for i := range c.all {
		m := c.all[i]
		if !k.Of.has(m, at) {
			continue
		}
		z, there := zones[m.zone]
		if !there || len(k.Silence) > 0 {
			heard, err := w.heard(tx, k, m, s.Since)
			if err != nil {
				return nil, err
			}
			z.now, z.has = k.latest(m, at, heard)
			if !s.Begin.IsZero() {
				z.now, z.has = k.present(m, at)
			}
			z.next, z.comes = k.upcoming(m, at, heard)
			zones[m.zone] = z
		}
		if z.comes && (s.Next.IsZero() || z.next.At.Before(s.Next)) {
			s.Next = z.next.At
		}
		if !z.now.At.After(behind) {
			continue
		}
		if !z.has || z.now.At.Before(s.Since) && s.Begin.IsZero() {
			continue
		}
		kept, err := w.asks.Has(tx, askKey(k.Name, z.now.Label, m.person.ID))
		if err != nil || kept {
			if err != nil {
				return nil, err
			}
			continue
		}
		if a, ok := k.beginning(m, z.now, *s, at); ok {
			all = append(all, a)
		}
	}
	return all, nil
}

// beginning is what somebody owes in a round that began a while ago; ok is false for whoever has come since.
func (k Kind) beginning(m member, p period.Period, s schedule, at time.Time) (a Ask, ok bool) {
	switch {
	case p.At.Before(s.Begin):
		p.At, p.Ends = s.Begin, s.Begin.AddDate(0, 0, k.Window+1)
	case p.At.After(at): // the coming one, begun before its day
		p.At = s.Begin
	}
	a, limit := k.ask(m, p), p.At.Add(catchUp(p))
	if at.After(limit) {
		if !s.Looked.IsZero() && !s.Looked.Before(limit) {
			return a, false // it was begun in time for those who were there
		}
		a.State, a.Reason = Skipped, missed
		return a, true
	}
	a.Look = k.next(a, m).at
	return a, true
}

// missed is the reason of a round that nobody was asked in, because the program was not running.
const missed = "missed: I was not running when it began"

// begin keeps asks, and their rounds with them. Whom it is time to ask is asked at once: to keep an ask and take it up
// again is half of the work of a large round.
func (w watch) begin(tx store.Tx, k Kind, fresh []Ask, at time.Time) error {
	c, err := w.count(tx)
	if err != nil {
		return err
	}
	rounds := make(map[string]Round)
	for _, a := range fresh {
		kept, err := w.asks.Has(tx, askKey(a.Kind, a.Label, a.Person))
		if err != nil {
			return err
		}
		if kept {
			continue // somebody was faster
		}
		r, there := rounds[a.Label]
		if !there {
			if r, err = w.round(tx, a.Kind, a.Label); err != nil {
				return err
			}
		}
		rounds[a.Label] = r.with(a)
		if !a.Look.IsZero() && !a.Look.After(at) {
			if err := w.look(tx, c, k, true, &a, at); err != nil {
				return err
			}
		}
		if err := w.put(tx, a); err != nil {
			return err
		}
	}
	for _, r := range rounds {
		if err := w.putRound(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// round returns a round, or a new one.
func (e *Engine) round(tx store.Tx, kind, label string) (Round, error) {
	r, there, err := e.rounds.Get(tx, store.K(kind, label))
	if !there {
		r = Round{Kind: kind, Label: label}
	}
	return r, err
}

// with is the round with one more ask in it.
func (r Round) with(a Ask) Round {
	if r.Began.IsZero() || a.Due.Before(r.Began) {
		r.Began = a.Due
	}
	r.LateAt, r.Closes = later(r.LateAt, a.LateAt), later(r.Closes, a.Closes)
	return r.looked()
}

// looked sets when to look at the round next: when answers are late, then when it closes.
func (r Round) looked() Round {
	switch {
	case r.Closed:
		r.Look = time.Time{}
	case !r.Escalated && r.LateAt.Before(r.Closes):
		r.Look = r.LateAt
	default:
		r.Look = r.Closes
	}
	return r
}
