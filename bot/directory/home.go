package directory

import (
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/place"
	"ambassador/store"
)

// Desk is what the directory has for somebody's home: how they are listed, and what they
// look after.
func (d *Directory) Desk(tx store.Tx, who bot.Person, at time.Time) ([]bot.Block, error) {
	if who.ID == "" {
		return nil, nil
	}
	p, ok, err := d.people.Get(tx, store.K(who.ID))
	if err != nil || !ok {
		return nil, err
	}
	facts := []bot.Fact{{Label: "You are listed as", Value: joined(", ", p.Name, p.title().String(), p.away(at))}}
	if p.Spot.Label != "" {
		facts = append(facts, bot.Fact{Label: "In", Value: p.Spot.Label})
	}
	names, err := d.regionNames(tx, p.Regions)
	if err != nil {
		return nil, err
	}
	if names != "" {
		facts = append(facts, bot.Fact{Label: "You look after", Value: names})
	}
	facts = append(facts, bot.Fact{Label: "Others see", Value: orElse(p.shownWords(), nothing)})
	return []bot.Block{{Facts: facts}}, nil
}

// away says that somebody is not there, and until when.
func (p Person) away(at time.Time) string {
	switch {
	case p.Status == Emeritus:
		return "emeritus"
	case p.At(at) == Hold && p.Until != "":
		return "away until " + day(p.Until)
	case p.At(at) == Hold:
		return "away for now"
	}
	return ""
}

// regionNames joins the names of regions.
func (d *Directory) regionNames(tx store.Tx, ids []string) (string, error) {
	var names []string
	for _, id := range ids {
		r, ok, err := d.regions.Get(tx, store.K(id))
		if err != nil {
			return "", err
		}
		if ok {
			names = append(names, place.WithArticle(r.Name))
		}
	}
	return strings.Join(names, ", "), nil
}
