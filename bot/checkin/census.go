package checkin

import (
	"fmt"
	"slices"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/worktime"
	"ambassador/store"
)

// census is everybody as far as asking goes. It is made of the whole directory once after each change of it: to read
// ten thousand records takes longer than to look whether any of them is due.
type census struct {
	edition string
	all     []member          // by id
	by      map[string]int    // place in all, by id
	above   map[string]string // of a region the one that it is part of
	named   map[string]string // regions by id
}

// member is one of them. It never changes.
type member struct {
	person  directory.Person // for its status on a day; only what asking needs is kept
	name    string           // as others see it
	zone    string
	loc     *time.Location
	hours   *worktime.Calendar
	leads   []ledGroup // the groups they lead
	regions []string   // that they look after, or lead a group in, with those above them
	own     []string   // that they look after; of whoever looks after none the smallest in which they lead a group
	mark    string     // all on which it depends when they are asked
}

// ledGroup is a group that somebody leads, as far as asking goes.
type ledGroup struct {
	standing directory.Standing
	since    string // 2006-01-02; empty where nobody knows
}

// count returns the census of the directory as the transaction sees it.
func (e *Engine) count(tx store.Tx) (*census, error) {
	edition, err := e.people.Edition(tx)
	if err != nil {
		return nil, fmt.Errorf("check-ins: %w", err)
	}
	if now := e.known.Load(); now != nil && now.edition == edition {
		return now, nil
	}
	c, err := e.countAnew(tx, edition)
	if err != nil {
		return nil, fmt.Errorf("check-ins: census: %w", err)
	}
	e.known.Store(c)
	return c, nil
}

// countAnew reads the directory.
func (e *Engine) countAnew(tx store.Tx, edition string) (*census, error) {
	c := &census{edition: edition, by: make(map[string]int), above: make(map[string]string), named: make(map[string]string)}
	for r, err := range e.people.Regions(tx) {
		if err != nil {
			return nil, err
		}
		c.above[r.ID], c.named[r.ID] = r.Parent, r.Name
	}
	zones := make(map[string]*time.Location) // to look one up takes longer than all the rest of a person
	for p, err := range e.people.People(tx) {
		if err != nil {
			return nil, err
		}
		m := member{name: p.Shown(), own: p.Regions, zone: e.people.Zone(p), hours: p.Hours(e.hours)}
		for _, id := range p.Regions {
			m.regions = append(m.regions, c.within(id)...)
		}
		if m.zone == "" {
			m.zone = e.zone
		}
		if zones[m.zone] == nil {
			zones[m.zone] = location(m.zone)
		}
		m.loc = zones[m.zone]
		m.person = directory.Person{ID: p.ID, Name: p.Name, Role: p.Role, Regions: p.Regions, Languages: p.Languages, Status: p.Status, Until: p.Until, Since: p.Since, Gone: p.Gone}
		m.mark = fmt.Sprint(m.zone, p.Time, p.Days, p.Status, p.Until, p.Gone)
		c.by[p.ID] = len(c.all)
		c.all = append(c.all, m)
	}
	return c, e.countGroups(tx, c)
}

// countGroups adds what people are for the groups that they lead.
func (e *Engine) countGroups(tx store.Tx, c *census) error {
	for g, err := range e.people.Groups(tx) {
		if err != nil {
			return err
		}
		if len(g.Leaders) == 0 {
			continue
		}
		within, err := e.people.Covering(tx, g.Spot.Ref)
		if err != nil {
			return err
		}
		for _, id := range g.Leaders {
			if at, there := c.by[id]; there {
				m := &c.all[at]
				m.leads = append(m.leads, ledGroup{g.Standing, g.Since})
				m.regions = slices.Concat(m.regions, within)
				if len(within) > 0 && len(m.person.Regions) == 0 && !slices.Contains(m.own, within[0]) {
					m.own = append(m.own, within[0])
				}
			}
		}
	}
	return nil
}

// within is a region with all that it is part of.
func (c *census) within(id string) (all []string) {
	for ; id != "" && !slices.Contains(all, id); id = c.above[id] {
		all = append(all, id)
	}
	return all
}

// member returns somebody by id.
func (c *census) member(id string) (member, bool) {
	at, there := c.by[id]
	if !there {
		return member{}, false
	}
	return c.all[at], true
}

// answerer is whoever is to answer an ask: who it was passed on to, as long as the directory knows them, else whose it is.
func (c *census) answerer(a Ask) (member, bool) {
	if m, there := c.member(a.Who()); there {
		return m, true
	}
	return c.member(a.Person)
}

// of lists the audience.
func (c *census) of(a Audience, at time.Time) []member {
	all := make([]member, 0, len(c.all))
	for _, m := range c.all {
		if a.has(m, at) {
			all = append(all, m)
		}
	}
	return all
}

// has says whether somebody belongs to the audience at an instant, there or away.
func (a Audience) has(m member, at time.Time) bool {
	role := m.person.Role
	if m.person.Status == directory.Emeritus {
		role = bot.Member
	}
	common := func(wanted, has []string) bool {
		return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool { return slices.Contains(has, w) })
	}
	leads := a.anyGroup() || slices.ContainsFunc(m.leads, func(g ledGroup) bool { return a.hasGroup(g, at) })
	lead := a.Role == bot.Leader && len(m.leads) > 0 // who leads a group is a leader, whatever else they are
	if role == bot.Coordinator && a.Role == bot.Ambassador && len(m.person.Regions) > 0 {
		role = bot.Ambassador // who coordinates and looks after a region is both
	}
	return (a.Role == bot.None || role == a.Role || lead) && common(a.Regions, m.regions) && common(a.Languages, m.person.Languages) && leads
}

// anyGroup says that it does not matter whether somebody leads a group.
func (a Audience) anyGroup() bool { return len(a.Groups) == 0 && a.Older == 0 && a.Younger == 0 }

// hasGroup says whether a group is one of those whose leaders are asked. Of a group whose age nobody knows neither is true.
func (a Audience) hasGroup(g ledGroup, at time.Time) bool {
	age := func(months int) string { return at.UTC().AddDate(0, -months, 0).Format(time.DateOnly) }
	switch {
	case len(a.Groups) > 0 && !slices.Contains(a.Groups, g.standing):
		return false
	case a.Older > 0 && (g.since == "" || g.since > age(a.Older)):
		return false
	case a.Younger > 0 && (g.since == "" || g.since <= age(a.Younger)):
		return false
	}
	return true
}

// back is the instant from which somebody is there again, or the zero time for somebody who is; ok is false where
// nobody knows.
func (m member) back(at time.Time) (back time.Time, ok bool) {
	switch p := m.person; {
	case p.Status == directory.Emeritus || p.Status != directory.Hold && !p.Gone:
		return time.Time{}, true
	case p.Gone:
		return time.Time{}, false
	}
	until, err := time.Parse(time.DateOnly, m.person.Until)
	if err != nil {
		return time.Time{}, false
	}
	next := later(worktime.Instant(until.AddDate(0, 0, 1), m.loc), until.AddDate(0, 0, 1)) // over here, and in UTC: see Person.At
	if !at.Before(next) {
		return time.Time{}, true
	}
	return next, true
}
