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
	regions, err := d.regionNames(tx, p.Regions)
	if err != nil {
		return nil, err
	}
	led, err := d.groupsLedBy(tx, p.ID)
	if err != nil {
		return nil, err
	}
	return []bot.Block{
		{Facts: facts(
			"You are listed as", joined(", ", p.Name, p.title().String(), p.absence(at)), "In", p.Spot.Label,
			"You look after", regions, "You lead", strings.Join(led, ", "), "Others see", orElse(p.shownWords(), nothing))},
		{Actions: p.settings().Actions()},
	}, nil
}

// absence says that somebody is not there, and until when.
func (p Person) absence(at time.Time) string {
	switch {
	case p.Status == Emeritus:
		return "emeritus"
	case p.At(at) == Hold && p.away() != "":
		return "on hold until " + day(p.away())
	case p.At(at) == Hold:
		return "on hold"
	}
	return ""
}

// groupsLedBy names the groups that somebody leads. No index tells them, and a home is
// opened often, so who leads what is remembered until the directory changes.
func (d *Directory) groupsLedBy(tx store.Tx, id string) ([]string, error) {
	edition, _, err := d.edition.Get(tx, store.K())
	if err != nil {
		return nil, err
	}
	if all, ok := d.led.Get(edition); ok {
		return all[id], nil
	}
	all := make(map[string][]string)
	for row, err := range d.groups.All(tx, nil) {
		if err != nil {
			return nil, err
		}
		for _, leader := range row.Value.Leaders {
			all[leader] = append(all[leader], row.Value.Name)
		}
	}
	d.led.Put(edition, all)
	return all[id], nil
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
