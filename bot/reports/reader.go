package reports

import (
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/checkin"
	"ambassador/bot/directory"
	"ambassador/store"
)

// open finds out what somebody wants to read, and what they may.
func (s *shelf) open(req *bot.Request) error {
	own, _, err := s.people.Record(s.tx, req.Who.ID)
	if err != nil {
		return err
	}
	mine, err := s.under(s.tx, own.Regions)
	if err != nil {
		return err
	}
	office := req.Who.Role >= bot.Coordinator
	s.may = func(a checkin.Ask) bool {
		return office || a.Person == req.Who.ID || a.By == req.Who.ID || mine.has(a.Regions)
	}
	s.wants = func(checkin.Ask) bool { return true }
	words := req.Values["whose"]
	if words == "" {
		return nil
	}
	region, found, err := s.region(s.tx, words)
	switch {
	case err != nil:
		return err
	case found && !office && !mine[region.ID]:
		return bot.Refuse("%s is not a region of yours; its reports are for those who look after it, and for coordinators.", region.Name)
	case found:
		wanted, err := s.under(s.tx, []string{region.ID})
		s.wants, s.of = func(a checkin.Ask) bool { return wanted.has(a.Regions) }, " of "+region.Name
		return err
	}
	id, err := s.called(req, words)
	if err != nil {
		return err
	}
	p, err := s.person(id)
	if err != nil {
		return err
	}
	if !office && p.ID != req.Who.ID && !mine.has(p.Regions) {
		s.none = bot.Refuse("The reports of others are for those who look after the same region, and for coordinators.")
	}
	s.wants, s.of = func(a checkin.Ask) bool { return a.Person == p.ID }, " of "+p.Shown()
	return nil
}

// called finds somebody by name. Where there are several, each is a button.
func (s *shelf) called(req *bot.Request, words string) (id string, err error) {
	meaning, err := s.people.Person(s.tx, req.Who, words)
	no, refused := err.(*bot.Refusal)
	switch {
	case !refused:
		return meaning.Value, err
	case len(no.Actions) == 0:
		return "", bot.Refuse("I know no region called “%s”, and nobody of that name.", words)
	}
	for i, a := range no.Actions {
		no.Actions[i].Line = req.Command.Line(map[string]string{"whose": a.Line})
	}
	return "", no
}

// area is a set of regions, by id.
type area map[string]bool

// has says whether one of some regions is a part of it.
func (a area) has(regions []string) bool {
	return slices.ContainsFunc(regions, func(id string) bool { return a[id] })
}

// under is these regions with all that lie below them.
func (r *Room) under(tx store.Tx, ids []string) (area, error) {
	below := make(map[string][]string)
	for region, err := range r.people.Regions(tx) {
		if err != nil {
			return nil, err
		}
		below[region.Parent] = append(below[region.Parent], region.ID)
	}
	all := make(area)
	for rest := slices.Clone(ids); len(rest) > 0; rest = rest[1:] {
		if id := rest[0]; !all[id] { // a tree with a circle in it must not turn us in one
			all[id] = true
			rest = append(rest, below[id]...)
		}
	}
	return all, nil
}

// region finds a region by its name or id.
func (r *Room) region(tx store.Tx, words string) (directory.Region, bool, error) {
	for region, err := range r.people.Regions(tx) {
		if err != nil {
			return region, false, err
		}
		if strings.EqualFold(region.ID, words) || strings.EqualFold(region.Name, words) {
			return region, true, nil
		}
	}
	return directory.Region{}, false, nil
}
