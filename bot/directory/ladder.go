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
	wide    bool              // those regions span more than one country
	area    string            // name of the sub-region or continent of the rung
	anybody bool              // found without the topic and language asked for, which nobody has
}

// run climbs the ladder until somebody is found. A town has a circle around it; any
// larger place is a set of areas instead. Whoever looks after this very country or state
// is found with the first step; whoever looks after half a continent only once nobody
// nearer is left.
func (f find) run() (result, error) {
	r := result{rung: nowhere, regions: map[string]string{}}
	c, err := f.carers()
	if err != nil {
		return r, err
	}
	climb := []func(*result) error{f.nearby, f.inCountry}
	switch f.place.Kind {
	case place.Subdivision:
		climb[0] = f.inside
	case place.Country, place.Macro:
		climb = []func(*result) error{f.inside}
	}
	for _, step := range climb {
		if err := step(&r); err != nil {
			return r, err
		}
		if len(r.hits) > 0 || c.near() {
			break
		}
	}
	f.join(&r, c)
	if len(r.hits) == 0 {
		err = f.wider(&r)
	}
	return r, err
}

// ownRadius is how far one says "in" a town, in km: 60 for those of more than five
// million people, whose suburbs are towns themselves.
func ownRadius(p place.Place) float64 {
	if p.Population > 5_000_000 {
		return 60
	}
	return 30
}

// nearby finds those within 200 km: first of the place itself, then those of the same
// state, then those across any border.
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
	return nil
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

// carers are those who look after the place; groups look after nothing.
func (f find) carers() (care, error) {
	if f.kind != ambassadors {
		return care{}, nil
	}
	return f.d.carersOf(f.tx, f.place, f.wanted)
}

// join puts those who look after the place among the hits. In a country or state that is
// their very region they go first, and around a town behind those who are there. All
// others must not stand above somebody nearer, but one is always on the first page.
func (f find) join(r *result, c care) {
	r.wide = c.wide
	first := len(c.people) // how many go to the front together
	at := 0
	switch {
	case f.place.Kind == place.City && c.near():
		for at < len(r.hits) && r.rung == local && f.order(r.hits[at]) == itself {
			at++
		}
	case !c.exact:
		at, first = min(len(r.hits), pageSize-1), min(first, 1)
	}
	for i, h := range c.people {
		r.regions[h.ID] = c.region
		was := slices.IndexFunc(r.hits, func(other hit) bool { return other.ID == h.ID })
		switch {
		case was >= 0 && (was < at || i >= first):
			continue // is there already, and looks after the place besides
		case was >= 0:
			r.hits = slices.Delete(r.hits, was, was+1)
		case i >= first: // behind whatever further pages show
			r.hits = append(r.hits, h)
			continue
		}
		r.hits = slices.Insert(r.hits, at, h)
		at++
	}
	if r.rung == nowhere && len(r.hits) > 0 {
		r.rung = country
	}
}

// inCountry finds those of the place's country when nobody is within 200 km.
func (f find) inCountry(r *result) error {
	r.rung = country
	return f.inArea(r, f.place.CC)
}

// wider finds those of the sub-region, then of the continent. A macro-region lies in no
// sub-region, and on a continent if most of its countries do.
func (f find) wider(r *result) error {
	up := []func(cc string) (code, name string){f.d.places.SubRegion, f.d.places.Continent}
	rungs := []rung{subRegion, continent}
	if f.place.Kind == place.Macro {
		up, rungs = up[1:], rungs[1:]
	}
	for i, of := range up {
		code, name := f.above(of)
		if code == "" {
			continue
		}
		r.rung, r.area = rungs[i], name
		if err := f.inArea(r, code); err != nil || len(r.hits) > 0 {
			return err
		}
	}
	r.rung = nowhere
	return nil
}

// above is the part of the world that more than half of the place's countries lie in:
// Greenland does not take the Nordics out of Europe. Empty if there is none.
func (f find) above(of func(cc string) (code, name string)) (code, name string) {
	countries := make(map[string]int)
	for _, cc := range f.place.Countries {
		code, name := of(cc)
		if countries[code]++; 2*countries[code] > len(f.place.Countries) {
			return code, name
		}
	}
	return "", ""
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
	slices.SortFunc(hits, nearer)
	r.hits = hits[:min(len(hits), f.most)]
	return nil
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
		hits = append(hits, hit{row.Value, f.distance(row.Value)})
		if len(hits) == most {
			break
		}
	}
	return hits, nil
}

// distance is how far an entry is from the place; NaN where the place has no middle.
func (f find) distance(e Entry) float64 {
	if f.place.Kind == place.Macro {
		return math.NaN()
	}
	return e.distance(f.place.Lat, f.place.Lon)
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
	return nil
}
