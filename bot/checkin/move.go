package checkin

import (
	"fmt"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// Held says what somebody is still to answer. It goes with the whole of their office, not with one region of several.
func (e *Engine) Held(tx store.Tx, m directory.Move) (string, error) {
	all, err := e.held(tx, m)
	switch len(all) {
	case 0:
		return "", err
	case 1:
		return "1 check-in, " + all[0].k.Ref(all[0].Label), nil
	}
	return fmt.Sprintf("%d check-ins", len(all)), nil
}

// HandOver has somebody else answer what a person is still to answer. Where nobody takes it, what was passed on to them goes
// back to whose it is, and the rest is left out, and says why.
func (e *Engine) HandOver(tx store.Tx, out *bot.Outbox, m directory.Move) error {
	all, err := e.held(tx, m)
	if err != nil {
		return err
	}
	c, err := e.count(tx)
	if err != nil {
		return err
	}
	for _, o := range all {
		to, there := c.member(m.To)
		if !there && o.Person != m.From && m.Why != OnHold { // it goes back to whose it is
			to, there = c.member(o.Person)
		}
		if there {
			if _, err := e.give(tx, out, o.k, o.Ask, to, m.At); err != nil {
				return err
			}
			continue
		}
		a := o.Ask
		if err := e.takeBackFrom(tx, out, a); err != nil {
			return err
		}
		if m.Why == OnHold { // they may be back in time
			if who, there := c.member(a.Who()); there {
				a.Look = o.k.next(a, who).at
			}
		} else {
			a.end(Skipped, m.Why)
		}
		if err := e.put(tx, a); err != nil {
			return err
		}
	}
	return nil
}

// OnHold is why something moves whose owner comes back.
const OnHold = "gone on hold"

// held lists what somebody is still to answer, where all that they look after goes.
func (e *Engine) held(tx store.Tx, m directory.Move) (open []owing, err error) {
	p, _, err := e.people.Record(tx, m.From)
	if err != nil || m.Regions != nil && len(m.Regions) < len(p.Regions) {
		return nil, err
	}
	all, err := e.owes(tx, m.From)
	for _, o := range all {
		if o.Open() {
			open = append(open, o)
		}
	}
	return open, err
}
