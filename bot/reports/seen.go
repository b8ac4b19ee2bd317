package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot/checkin"
	"ambassador/bot/directory"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// Seen is what stands above the form of a report, so that nobody has to remember what the bot knows: requests that they
// have answered, items (tickets of that kind, such as the newsletter's) that came from their regions, and how the groups
// there stand.
func Seen(people *directory.Directory, tickets *ticket.Engine, items string) []checkin.Saw {
	s := seen{people, tickets, items}
	return []checkin.Saw{s.answered, s.sent, s.standing}
}

// seen looks.
type seen struct {
	people  *directory.Directory
	tickets *ticket.Engine
	items   string
}

// answered counts the requests that somebody has answered.
func (s seen) answered(tx store.Tx, person string, _ []string, from, to time.Time) ([]string, error) {
	n, err := s.tickets.Answered(tx, person, from, to)
	return several(n, "request answered", "requests answered"), err
}

// sent counts the items of somebody, and of those who lead a group in their regions.
func (s seen) sent(tx store.Tx, person string, regions []string, from, to time.Time) ([]string, error) {
	senders := map[string]bool{person: true}
	err := s.groups(tx, regions, func(g directory.Group) {
		for _, id := range g.Leaders {
			senders[id] = true
		}
	})
	if err != nil {
		return nil, err
	}
	n, err := s.tickets.Raised(tx, s.items, from, to, func(id string) bool { return senders[id] })
	return several(n, s.items+" item", s.items+" items"), err
}

// standing names the groups that need somebody: those that are new, and those whose standing has lapsed.
func (s seen) standing(tx store.Tx, _ string, regions []string, _, _ time.Time) (words []string, err error) {
	names := make(map[directory.Standing][]string)
	err = s.groups(tx, regions, func(g directory.Group) { names[g.Standing] = append(names[g.Standing], g.Name) })
	for _, of := range []struct {
		standing directory.Standing
		words    string
	}{{directory.Fresh, "new groups"}, {directory.Lapsed, "lapsed groups"}} {
		if all := names[of.standing]; len(all) > 0 {
			words = append(words, of.words+": "+some(all))
		}
	}
	return words, err
}

// groups hands over the groups that lie in one of the regions.
func (s seen) groups(tx store.Tx, regions []string, do func(directory.Group)) error {
	if len(regions) == 0 {
		return nil
	}
	for g, err := range s.people.Groups(tx) {
		if err != nil {
			return err
		}
		within, err := s.people.Covering(tx, g.Spot.Ref)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(within, func(id string) bool { return slices.Contains(regions, id) }) {
			do(g)
		}
	}
	return nil
}

// mostNamed is how many groups are named; the others are counted.
const mostNamed = 3

// some names a few of many.
func some(names []string) string {
	if len(names) <= mostNamed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), len(names)-mostNamed)
}

// several says how many there are; nothing of none.
func several(n int, one, many string) []string {
	switch n {
	case 0:
		return nil
	case 1:
		return []string{"1 " + one}
	}
	return []string{fmt.Sprintf("%d %s", n, many)}
}
