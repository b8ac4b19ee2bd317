package directory

import (
	"cmp"
	"math"
	"slices"

	"ambassador/bot/place"
	"ambassador/store"
)

// rung says how far a search had to go before it found somebody.
type rung int

// The rungs of the ladder, each tried when the ones before are empty.
const (
	local     rung = iota // within the place's own radius
	region                // within 200 km; those of the same state come first
	country               // in the country
	subRegion             // in the M49 sub-region: "Western Europe"
	continent             // on the continent
	nowhere               // nobody at all
)

// find is one search for one kind.
type find struct {
	d      *Directory
	tx     store.Tx
	kind   string // ambassadors or groups
	place  place.Place
	wanted wanted
	most   int // how many are worth finding
}

// result is what a search has found, the best first.
type result struct {
	rung    rung
	hits    []hit
	regions map[string]string // by id of a person: the region they look after
	area    string            // name of the sub-region or continent of the rung
}

// run climbs the ladder until somebody is found. A town has a circle around it; any
// larger place is a set of areas instead.
func (f find) run() (result, error) {
	r := result{rung: nowhere, regions: map[string]string{}}
	climb := []func(*result) error{f.nearby, f.inCountry, f.wider}
	if f.place.Kind != place.City {
		climb = []func(*result) error{f.inside, f.wider}
	}
	for _, step := range climb {
		if err := step(&r); err != nil || len(r.hits) > 0 {
			return r, err
		}
	}
	return r, nil
}

// ownRadius is how far one says "in" a town, in km: 60 for those of more than five
// million people, whose suburbs are towns themselves.
func ownRadius(p place.Place) float64 {
	if p.Population > 5_000_000 {
		return 60
	}
	return 30
}

// nearby finds those within 200 km: first of the place itself, then whoever looks
// after it, then those of the same state, then those across any border.
func (f find) nearby(r *result) error {
	hits, err := f.d.nearest(f.tx, f.kind, f.place.Lat, f.place.Lon, f.wanted, f.most)
	if err != nil {
		return err
	}
	// Only the first page is brought into another order than that of distance, always
	// with the same number of hits, so that turning pages shows each of them once.
	first := hits[:min(len(hits), pageSize+1+spare)]
	slices.SortFunc(first, func(a, b hit) int { return cmp.Or(cmp.Compare(f.order(a), f.order(b)), closer(a, b)) })
	r.hits = hits
	if len(hits) > 0 {
		r.rung = f.rungOf(hits[0])
	}
	return f.addCarers(r)
}

// In which order hits within 200 km are named.
const (
	itself    = iota // the place itself
	sameState        // its state, province or Land
	beyond
)

// order says to which of them a hit belongs.
func (f find) order(h hit) int {
	switch {
	case h.km <= ownRadius(f.place):
		return itself
	case h.CC == f.place.CC && h.Sub == f.place.Sub && h.Sub != "":
		return sameState
	}
	return beyond
}

func (f find) rungOf(h hit) rung {
	if f.order(h) == itself {
		return local
	}
	return region
}

// addCarers puts those who look after the place behind those who are there, but always
// on the first page. Whoever looks after this very country or state, and not after a
// larger region, goes before others who merely live somewhere in it.
func (f find) addCarers(r *result) error {
	if f.kind != ambassadors {
		return nil
	}
	carers, err := f.d.carersOf(f.tx, f.place, f.wanted)
	if err != nil {
		return err
	}
	at := 0
	switch {
	case f.place.Kind == place.City:
		for at < len(r.hits) && f.rungOf(r.hits[at]) == local {
			at++
		}
	case len(carers) > 0 && !carers[0].exact:
		at = min(len(r.hits), pageSize-1)
	}
	for _, c := range carers {
		r.regions[c.ID] = c.region
		i := slices.IndexFunc(r.hits, func(h hit) bool { return h.ID == c.ID })
		if i >= 0 && i < at {
			continue // is there already, and looks after the place besides
		}
		if i >= 0 {
			r.hits = slices.Delete(r.hits, i, i+1)
		}
		r.hits = slices.Insert(r.hits, at, c.hit)
		at++
	}
	if r.rung == nowhere && len(r.hits) > 0 {
		r.rung = country
	}
	return nil
}

// inCountry finds those of the place's country when nobody is within 200 km.
func (f find) inCountry(r *result) error {
	r.rung = country
	return f.inArea(r, f.place.CC)
}

// wider finds those of the sub-region, then of the continent.
func (f find) wider(r *result) error {
	if f.place.CC == "" {
		r.rung = nowhere
		return nil
	}
	for _, up := range []struct {
		rung rung
		of   func(cc string) (code, name string)
	}{{subRegion, f.d.places.SubRegion}, {continent, f.d.places.Continent}} {
		code, name := up.of(f.place.CC)
		r.rung, r.area = up.rung, name
		if err := f.inArea(r, code); err != nil || len(r.hits) > 0 {
			return err
		}
	}
	r.rung = nowhere
	return nil
}

// mostCompared is how many of a country are compared by distance. Beyond it the
// best-ranked ones stand for all: there it matters little who is a bit nearer.
const mostCompared = 200

// inArea finds those of an area, the nearest first as far as that can be said.
func (f find) inArea(r *result, area string) error {
	// Further pages must see the same hits, so the number compared grows only with them.
	hits, err := f.areaHits(area, max(mostCompared, f.most))
	if err != nil {
		return err
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(compareBool(math.IsNaN(a.km), math.IsNaN(b.km)), closer(a, b))
	})
	r.hits = hits[:min(len(hits), f.most)]
	return nil
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	if a == b {
		return 0
	}
	if b {
		return -1
	}
	return 1
}

// areaHits reads the wanted of an area in the order of rank.
func (f find) areaHits(area string, most int) ([]hit, error) {
	var hits []hit
	for row, err := range f.d.areas.All(f.tx, store.K(f.kind, area)) {
		if err != nil {
			return nil, err
		}
		if !f.wanted.by(row.Value) {
			continue
		}
		hits = append(hits, hit{row.Value, row.Value.distance(f.place.Lat, f.place.Lon)})
		if len(hits) == most {
			break
		}
	}
	return hits, nil
}

// inside finds those in a country, a part of one or a set of countries: the best
// ranked first, which are those of the largest towns.
func (f find) inside(r *result) error {
	areas := append(slices.Clone(f.place.Countries), f.place.Ref)
	if f.place.Kind == place.Subdivision {
		areas = []string{f.place.CC + "." + f.place.Sub}
	}
	for _, area := range areas {
		hits, err := f.areaHits(area, f.most)
		if err != nil {
			return err
		}
		r.hits = append(r.hits, hits...)
	}
	slices.SortFunc(r.hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID)) })
	r.hits = r.hits[:min(len(r.hits), f.most)]
	for i := range r.hits {
		r.hits[i].km = math.NaN() // from where in a country?
	}
	if len(r.hits) > 0 {
		r.rung = local
	}
	if err := f.addCarers(r); err != nil || len(r.hits) > 0 || f.place.Kind != place.Subdivision {
		return err
	}
	return f.inCountry(r)
}
