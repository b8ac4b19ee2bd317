package directory

import (
	"fmt"
	"slices"
	"time"

	"ambassador/store"
)

// Move is what goes from one person to another when somebody hands over, rests or steps down.
type Move struct {
	From, To string   // ids; To is empty where nobody takes it: then it goes to whoever is there for it
	Regions  []string // ids: what belongs to these alone; nil for all
	Why      string   // “on hold”, “handed over”, “stepped down”
	At       time.Time
}

// Pass gives the regions of a move, and the groups that are mentored in them, to somebody else; with To empty to nobody.
func (d *Directory) Pass(tx store.Tx, m Move) error {
	from, there, err := d.people.Get(tx, store.K(m.From))
	if err != nil || !there {
		return err
	}
	mentored, err := d.Mentored(tx, m)
	if err != nil {
		return err
	}
	for _, g := range mentored {
		g.Mentor = m.To
		if err := d.putGroup(tx, g); err != nil {
			return err
		}
	}
	moved := func(region string) bool { return m.Regions == nil || slices.Contains(m.Regions, region) }
	if to, there, err := d.people.Get(tx, store.K(m.To)); err != nil || m.To != "" && !there {
		return fmt.Errorf("pass to %s: %w", m.To, err)
	} else if there {
		for _, region := range from.Regions {
			if moved(region) && !slices.Contains(to.Regions, region) {
				to.Regions = append(slices.Clip(to.Regions), region)
			}
		}
		if err := d.putPerson(tx, to); err != nil {
			return err
		}
	}
	from.Regions = slices.DeleteFunc(slices.Clone(from.Regions), moved)
	return d.putPerson(tx, from)
}

// Mentored lists the groups that somebody mentors within the regions of a move.
func (d *Directory) Mentored(tx store.Tx, m Move) (all []Group, err error) {
	for g, err := range d.Groups(tx) {
		if err != nil {
			return nil, err
		}
		if g.Mentor != m.From {
			continue
		}
		within, err := d.Covering(tx, g.Spot.Ref)
		if err != nil {
			return nil, err
		}
		if m.Regions == nil || slices.ContainsFunc(m.Regions, func(id string) bool { return slices.Contains(within, id) }) {
			all = append(all, g)
		}
	}
	return all, nil
}

// PutOnHold keeps somebody out of answers until a day, 2006-01-02; with none until they are back.
func (d *Directory) PutOnHold(tx store.Tx, id, until string) error {
	return d.alter(tx, id, func(p *Person) { p.Status, p.Until = Hold, until })
}

// StepDown makes somebody emeritus, on a day. The record stays, with thanks.
func (d *Directory) StepDown(tx store.Tx, id string, at time.Time) error {
	return d.alter(tx, id, func(p *Person) { p.Status, p.Until, p.Since = Emeritus, "", at.UTC().Format(time.DateOnly) })
}

// alter changes a person's record.
func (d *Directory) alter(tx store.Tx, id string, change func(*Person)) error {
	p, there, err := d.people.Get(tx, store.K(id))
	if err != nil || !there {
		return err
	}
	change(&p)
	return d.putPerson(tx, p)
}

// Title says whether somebody is an ambassador, or looks after regions as a coordinator, on a day; there or away.
func (p Person) Title() bool { return p.isAmbassador() && p.Status != Emeritus }

// Verdict says who holds the title, as everybody is told.
func (p Person) Verdict(at time.Time) string { return p.verdict(p.Shown(), at) }
