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
	all     []member       // by id
	by      map[string]int // place in all, by id
}

// member is one of them. It never changes.
type member struct {
	person  directory.Person // for its status on a day; only what asking needs is kept
	zone    string
	loc     *time.Location
	hours   *worktime.Calendar
	leads   []directory.Standing // of the groups they lead
	regions []string             // that they look after, or lead a group in
	mark    string               // all on which it depends when they are asked
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
	c := &census{edition: edition, by: make(map[string]int)}
	zones := make(map[string]*time.Location) // to look one up takes longer than all the rest of a person
	for p, err := range e.people.People(tx) {
		if err != nil {
			return nil, err
		}
		m := member{zone: e.people.Zone(p), hours: p.Hours(e.hours), regions: p.Regions}
		if m.zone == "" {
			m.zone = e.zone
		}
		if zones[m.zone] == nil {
			zones[m.zone] = location(m.zone)
		}
		m.loc = zones[m.zone]
		m.person = directory.Person{ID: p.ID, Name: p.Name, Role: p.Role, Languages: p.Languages, Shows: p.Shows, Status: p.Status, Until: p.Until, Since: p.Since, Gone: p.Gone}
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
				m.leads = append(m.leads, g.Standing)
				m.regions = slices.Concat(m.regions, within)
			}
		}
	}
	return nil
}

// member returns somebody by id.
func (c *census) member(id string) (member, bool) {
	at, there := c.by[id]
	if !there {
		return member{}, false
	}
	return c.all[at], true
}

// of lists the audience.
func (c *census) of(a Audience) []member {
	all := make([]member, 0, len(c.all))
	for _, m := range c.all {
		if a.has(m) {
			all = append(all, m)
		}
	}
	return all
}

// has says whether somebody belongs to the audience, there or away.
func (a Audience) has(m member) bool {
	role := m.person.Role
	if m.person.Status == directory.Emeritus {
		role = bot.Member
	}
	common := func(wanted, has []string) bool {
		return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool { return slices.Contains(has, w) })
	}
	leads := len(a.Groups) == 0 || slices.ContainsFunc(a.Groups, func(s directory.Standing) bool { return slices.Contains(m.leads, s) })
	lead := a.Role == bot.Leader && len(m.leads) > 0 // who leads a group is a leader, whatever else they are
	return (a.Role == bot.None || role == a.Role || lead) && common(a.Regions, m.regions) && common(a.Languages, m.person.Languages) && leads
}

// back is the instant from which somebody is there again, or the zero time for somebody who is; ok is false where
// nobody knows.
func (m member) back(at time.Time) (back time.Time, ok bool) {
	if m.person.At(at) != directory.Hold {
		return time.Time{}, true
	}
	until, err := time.Parse(time.DateOnly, m.person.Until)
	if m.person.Gone || err != nil {
		return time.Time{}, false
	}
	next := worktime.Instant(until.AddDate(0, 0, 1), m.loc)
	if utc := until.AddDate(0, 0, 1); utc.After(next) { // a hold is over when the day is over in UTC, see Person.At
		next = utc
	}
	return next, true
}
