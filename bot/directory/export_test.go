package directory

import "ambassador/store"

// Placed tells tests in which country a record lies, and by which words.
func (d *Directory) Placed(tx store.Tx, id string) (words, cc string, err error) {
	if p, ok, err := d.people.Get(tx, store.K(id)); ok || err != nil {
		return p.Spot.Words + "|" + p.Spot.Country, p.Spot.CC, err
	}
	g, _, err := d.groups.Get(tx, store.K(id))
	return g.Name + "|" + g.Spot.Words + "|" + g.Spot.Country, g.Spot.CC, err
}
