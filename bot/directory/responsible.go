package directory

import (
	"time"

	"ambassador/bot/place"
	"ambassador/store"
)

// Need is what somebody is to be found for.
type Need struct {
	Place    string // as Guide.Place gives it; may be empty
	Zone     string // of the asker, whose country counts where no place is named
	Topic    string
	Language string // ISO 639 code
	At       time.Time
}

// mostResponsible is how many people are worth asking one after the other.
const mostResponsible = 8

// Responsible lists the ids of ambassadors who are there for a need, the best first: those
// whom find would name for the place, with topic and language; then whoever looks after
// the place without these. Without a place the whole world is looked through, which finds
// somebody only for a topic or a language. Nobody on hold is among them.
func (d *Directory) Responsible(tx store.Tx, n Need) ([]string, error) {
	wanted := want(n.Topic, n.Language, n.At)
	where, ok := d.placeOf(n)
	if !ok {
		return d.anywhere(tx, wanted)
	}
	f := find{d: d, tx: tx, kind: ambassadors, place: where, wanted: wanted, most: mostResponsible}
	r, err := f.orAnybody()
	if err != nil || r.rung > country && (r.anybody || wanted.everybody()) {
		return nil, err // half a continent away is nobody's own region
	}
	return idsOf(r.hits), err
}

// placeOf is the place of a need: the one named, or the country of the asker's zone.
func (d *Directory) placeOf(n Need) (place.Place, bool) {
	if n.Place == "" {
		return d.places.ByRef("country:" + d.places.ZoneCountry(n.Zone))
	}
	return d.places.ByRef(trimNear(n.Place))
}

// anywhere finds those who know a topic and speak a language, wherever they are.
func (d *Directory) anywhere(tx store.Tx, w wanted) ([]string, error) {
	var hits []hit
	if w.everybody() {
		return nil, nil
	}
	for row, err := range d.near.All(tx, store.K(ambassadors)) {
		if err != nil {
			return nil, err
		}
		if w.by(row.Value) {
			if hits = append(hits, hit{Entry: row.Value}); len(hits) == mostResponsible {
				break
			}
		}
	}
	return idsOf(hits), nil
}

// idsOf takes the ids of hits, at most as many as are worth asking.
func idsOf(hits []hit) (ids []string) {
	for _, h := range hits[:min(len(hits), mostResponsible)] {
		ids = append(ids, h.ID)
	}
	return ids
}

// Covering lists the ids of the regions that a place lies in, the smallest first, with
// those above them.
func (d *Directory) Covering(tx store.Tx, ref string) ([]string, error) {
	where, ok := d.places.ByRef(trimNear(ref))
	if !ok {
		return nil, nil
	}
	ids, known, err := d.covering(tx, where)
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(ids) && i < mostRegions; i++ {
		parent := known[ids[i]].Parent
		if _, twice := known[parent]; twice || parent == "" {
			continue
		}
		above, _, err := d.regions.Get(tx, store.K(parent))
		if err != nil {
			return nil, err
		}
		ids, known[parent] = append(ids, parent), coverage{Name: above.Name, Parent: above.Parent}
	}
	return ids, nil
}
