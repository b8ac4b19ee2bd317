package directory

import (
	"bytes"
	"math"
	"slices"

	"ambassador/bot/place"
	"ambassador/store"
)

// care is who looks after a place, the nearest first, and the region that makes them
// responsible.
type care struct {
	people []hit
	region string // its name
	exact  bool   // the region is the very place that was asked for
	wide   bool   // it spans more than one country
}

// near says that there is somebody for this very country or a part of it.
func (c care) near() bool { return len(c.people) > 0 && !c.wide }

// mostCarers is how many people are named for one region: as many as find names.
const mostCarers = 3

// mostRegions bounds the walk up the tree of regions, should it be a circle.
const mostRegions = 20

// carersOf returns who looks after a place: those of the smallest region that covers
// it and has somebody, else those of the regions above, level by level. A region within
// one country goes before any that spans several.
func (d *Directory) carersOf(tx store.Tx, p place.Place, w wanted) (wide care, err error) {
	// The list grows while it is walked: behind the regions that cover the place come
	// their parents, and theirs, each once.
	ids, known, err := d.covering(tx, p)
	if err != nil {
		return care{}, err
	}
	for i := 0; i < len(ids) && i < mostRegions; i++ {
		r := known[ids[i]]
		found, err := d.careIn(tx, ids[i], r, p, w)
		if err != nil || found.near() {
			return found, err
		}
		if len(wide.people) == 0 {
			wide = found
		}
		if slices.Contains(ids, r.Parent) || r.Parent == "" {
			continue
		}
		parent, _, err := d.regions.Get(tx, store.K(r.Parent))
		if err != nil {
			return care{}, err
		}
		ids = append(ids, r.Parent)
		known[r.Parent] = coverage{Name: parent.Name, Parent: parent.Parent}
	}
	return wide, nil
}

// covering lists the regions that cover a place, the smallest first: their keys hold
// how many areas they have, and a state goes before its country.
func (d *Directory) covering(tx store.Tx, p place.Place) (ids []string, known map[string]coverage, err error) {
	areas := []string{p.Ref} // the word for a macro-region is an area of its own
	if p.CC != "" {
		areas = []string{p.CC}
		if p.Sub != "" {
			areas = []string{p.CC + "." + p.Sub, p.CC}
		}
	}
	known = make(map[string]coverage)
	for i, area := range areas {
		alone := store.K(area, 1) // the keys of regions that are this area and nothing else
		for row, err := range d.covers.All(tx, store.K(area)) {
			if err != nil {
				return nil, nil, err
			}
			id, err := lastText(row.Key)
			if err != nil {
				return nil, nil, err
			}
			if _, twice := known[id]; !twice {
				known[id] = coverage{row.Value.Name, row.Value.Parent, i == 0 && bytes.HasPrefix(row.Key, alone)}
				ids = append(ids, id)
			}
		}
	}
	return ids, known, nil
}

// careIn returns the people of one region who are there and wanted, the nearest first.
func (d *Directory) careIn(tx store.Tx, id string, r coverage, p place.Place, w wanted) (care, error) {
	c := care{region: r.Name, exact: r.exact}
	for row, err := range d.carers.All(tx, store.K(id)) {
		if err != nil {
			return care{}, err
		}
		if !w.by(row.Value) {
			continue
		}
		km := math.NaN()
		if p.Kind == place.City {
			km = row.Value.distance(p.Lat, p.Lon)
		}
		if c.people = append(c.people, hit{row.Value, km}); len(c.people) == mostCompared {
			break
		}
	}
	if len(c.people) == 0 {
		return c, nil // most regions: their records need not be read
	}
	slices.SortFunc(c.people, nearer)
	c.people = c.people[:min(len(c.people), mostCarers)]
	region, _, err := d.regions.Get(tx, store.K(id))
	c.wide = region.wide()
	return c, err
}

// lastText is the last part of a key of ours, which is always an id.
func lastText(key store.Key) (string, error) {
	parts, err := key.Parts()
	if err != nil || len(parts) == 0 {
		return "", err
	}
	id, _ := parts[len(parts)-1].(string)
	return id, nil
}
