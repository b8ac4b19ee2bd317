package checkin

import (
	"fmt"
	"slices"
	"time"

	"ambassador/store"
)

// Nudge is something that will happen if nobody answers before.
type Nudge struct {
	Kind, Label, Ref string
	Person, Name     string // of whoever it comes to
	What             string // ask, reminder, late, close
	At               time.Time
	Zone             string // in which it was reckoned
}

// mostRounds bounds how many rounds of one person are planned ahead.
const mostRounds = 500

// Plan lists what will happen from one instant on until before another, the soonest first: of what is open, and of the
// rounds to come. It is reckoned as the sweep reckons, step by step, as if nobody answered.
func (e *Engine) Plan(tx store.Tx, from, to time.Time) ([]Nudge, error) {
	c, err := e.count(tx)
	if err != nil {
		return nil, err
	}
	kinds, err := e.Kinds(tx)
	if err != nil {
		return nil, err
	}
	p := plan{Engine: e, c: c, from: from, to: to}
	for _, k := range kinds {
		if err := p.open(tx, k); err != nil {
			return nil, err
		}
		if err := p.ahead(tx, k); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(p.all, func(a, b Nudge) int {
		if by := a.At.Compare(b.At); by != 0 {
			return by
		}
		return slices.Compare([]string{a.Ref, a.Person}, []string{b.Ref, b.Person})
	})
	return p.all, nil
}

// plan is a plan being made.
type plan struct {
	*Engine
	c        *census
	from, to time.Time
	all      []Nudge
}

// open plans what is left of the rounds that have begun.
func (p *plan) open(tx store.Tx, k Kind) error {
	rounds, err := p.Rounds(tx, k.Name)
	if err != nil {
		return err
	}
	for _, r := range rounds {
		if r.Closed {
			continue
		}
		all, err := p.Asks(tx, r.Kind, r.Label)
		if err != nil {
			return err
		}
		for _, a := range all {
			m, there := p.c.member(a.Person)
			if !a.Open() || !there || !k.Of.has(m, p.from) {
				continue
			}
			if m, _ = p.c.answerer(a); m.person.ID != a.Who() {
				a.pass(k, m, p.from)
			}
			p.play(k, a, m)
		}
	}
	return nil
}

// ahead plans the rounds that have not begun.
func (p *plan) ahead(tx store.Tx, k Kind) error {
	s, _, err := p.schedules.Get(tx, store.K(k.Name))
	if err != nil {
		return err
	}
	s = s.renewed(k, p.c.edition, p.from)
	for _, m := range p.c.of(k.Of, p.from) {
		heard, err := p.heard(tx, k, m, s.Since)
		if err != nil {
			return err
		}
		next, comes := k.latest(m, p.from, heard)
		if !comes || next.At.Before(s.Since) || p.from.After(next.At.Add(catchUp(next))) {
			next, comes = k.upcoming(m, p.from, heard)
		}
		for range mostRounds {
			if !comes || !next.At.Before(p.to) {
				break
			}
			kept, err := p.asks.Has(tx, askKey(k.Name, next.Label, m.person.ID))
			if err != nil {
				return fmt.Errorf("plan: %w", err)
			}
			if !kept {
				p.play(k, k.ask(m, next), m)
			}
			next, comes = k.upcoming(m, next.At, heard)
		}
	}
	return nil
}

// play plays an ask to its end, and notes what happens within the time.
func (p *plan) play(k Kind, a Ask, m member) {
	for range 2*MostReminders + 4 {
		s := k.next(a, m)
		if s.what == nothing || !s.at.Before(p.to) {
			return
		}
		if s.at.Before(p.from) {
			s.at = p.from // late: it happens at once
			if s.what == asks || s.what == reminds {
				s = m.open(s)
			}
		}
		n := Nudge{Kind: k.Name, Label: a.Label, Ref: k.Ref(a.Label), Person: m.person.ID, Name: m.person.Name, What: string(s.what), At: s.at.In(m.loc), Zone: m.zone}
		if s.what == reminds {
			n.What = fmt.Sprintf("%s %d", reminds, len(a.Sent))
		}
		p.all = append(p.all, n)
		switch s.what {
		case lates:
			a.State = Late
		case closes:
			return
		default:
			a.Sent = append(a.Sent, s.at)
			if a.State == Due {
				a.State = Asked
			}
		}
	}
}
