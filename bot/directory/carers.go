package directory

import (
	"bytes"
	"math"
	"slices"

	"ambassador/bot/place"
	"ambassador/store"
)

// carer is an ambassador with the region that makes them responsible.
type carer struct {
	hit
	region string // its name
	exact  bool   // the region is the very place that was asked for
}

// mostCarers is how many people are named for one region: as many as find names.
const mostCarers = 3

// mostRegions bounds the walk up the tree of regions, should it be a circle.
const mostRegions = 20

// carersOf returns who looks after a place: those of the smallest region that covers
// it and has somebody, else those of the regions above, level by level.
func (d *Directory) carersOf(tx store.Tx, p place.Place, w wanted) ([]carer, error) {
	// The list grows while it is walked: behind the regions that cover the place come
	// their parents, and theirs, each once.
	ids, known, err := d.covering(tx, p)
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(ids) && i < mostRegions; i++ {
		r := known[ids[i]]
		found, err := d.carersIn(tx, ids[i], r, p, w)
		if err != nil || len(found) > 0 {
			return found, err
		}
		if slices.Contains(ids, r.Parent) || r.Parent == "" {
			continue
		}
		parent, _, err := d.regions.Get(tx, store.K(r.Parent))
		if err != nil {
			return nil, err
		}
		ids = append(ids, r.Parent)
		known[r.Parent] = coverage{Name: parent.Name, Parent: parent.Parent}
	}
	return nil, nil
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

// carersIn returns the people of one region who are there and wanted.
func (d *Directory) carersIn(tx store.Tx, id string, r coverage, p place.Place, w wanted) ([]carer, error) {
	var found []carer
	for row, err := range d.carers.All(tx, store.K(id)) {
		if err != nil {
			return nil, err
		}
		if !w.by(row.Value) {
			continue
		}
		km := math.NaN()
		if p.Kind == place.City {
			km = row.Value.distance(p.Lat, p.Lon)
		}
		if found = append(found, carer{hit{row.Value, km}, r.Name, r.exact}); len(found) == mostCarers {
			break
		}
	}
	return found, nil
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
