package place

import (
	"cmp"
	"math"
	"slices"

	"ambassador/bot/place/internal/atlas"
)

// The weights of a reading, in powers of ten of people: 1.3 means that a place in the asker's own
// country wins over one elsewhere with up to 20 times its people. They were set on queries of all
// kinds, testdata/queries.tsv among them; its test says what a change gains and loses.
const (
	mainName     = 0.6  // it is the place's own or English name
	aliasName    = 1.0  // and our own list says so
	isCapital    = 0.8  // capital of a country
	isCountry    = 2.0  // countries first …
	isForeign    = -0.5 // … unless only some far language calls it so, or our own list knows better
	isMacro      = 1.0  // the names of regions are seldom anything else
	isDivision   = -0.5 // of a city and a state of one name most people mean the city
	isQuarter    = -0.7 // of a town and a quarter of one name most people mean the town
	ownCountry   = 1.3
	ownZone      = 0.7
	perEdit      = -2.2
	otherInitial = -0.5 // a guess with another first letter: people get that one right
	leastPeople  = 100  // taken for places whose population nobody has counted
)

// reading is one way to understand a query.
type reading struct {
	at     int // number of the place
	how    atlas.How
	weight float64
	edits  int // typing errors assumed
}

// weigh weighs the senses of a name, best first.
func (a ask) weigh(senses []atlas.Sense) []reading {
	all := make([]reading, 0, len(senses))
	nation := int64(math.MaxInt64) // people of the smallest country of that name
	alias := slices.ContainsFunc(senses, func(s atlas.Sense) bool { return s.How == atlas.Alias })
	for _, s := range senses {
		if area, ok := a.areaOf(s.Place); ok && area.Kind == atlas.Country && s.How >= atlas.Main {
			nation = min(nation, area.Population)
		}
	}
	for _, s := range senses {
		if area, ok := a.areaOf(s.Place); ok && alias && s.How == atlas.Main && area.Kind == atlas.Country {
			s.How = atlas.Other // our own list has named something else
		}
		all = append(all, reading{at: s.Place, how: s.How, weight: a.weight(s, nation)})
	}
	return sorted(all)
}

// sorted puts readings in order, best first; of equals the one with the lower number.
func sorted(all []reading) []reading {
	slices.SortFunc(all, func(a, b reading) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.at, b.at))
	})
	return all
}

// areaOf reads a place that is an area.
func (g *Gazetteer) areaOf(at int) (atlas.Area, bool) {
	n := g.atlas.Cities()
	if at < n {
		return atlas.Area{}, false
	}
	return g.atlas.Area(at - n), true
}

// weight weighs one sense. A state with more people than a country of its name, as Georgia, counts like
// that country; nation is what it must exceed.
func (a ask) weight(s atlas.Sense, nation int64) float64 {
	w := 0.0
	switch s.How {
	case atlas.Main:
		w = mainName
	case atlas.Alias:
		w = mainName + aliasName
	}
	area, ok := a.areaOf(s.Place)
	if !ok {
		return w + a.cityWeight(a.atlas.City(s.Place), s.How)
	}
	w += people(area.Population)
	switch {
	case area.Kind == atlas.Country && s.How < atlas.Main:
		w += isForeign
	case area.Kind == atlas.Country, area.Kind == atlas.Subdivision && area.Population > nation:
		w += isCountry
	case area.Kind == atlas.Macro:
		w += isMacro
	case area.Kind == atlas.Subdivision:
		w += isDivision
	}
	if area.CC != "" && area.CC == a.asker.Country {
		w += ownCountry
	}
	return w
}

// cityWeight weighs a city.
func (a ask) cityWeight(c atlas.City, how atlas.How) float64 {
	w := people(c.Population)
	switch {
	case c.Rank == atlas.Capital && how >= atlas.Main:
		w += isCapital
	case c.Rank == atlas.Quarter:
		w += isQuarter
	}
	if a.asker.Country != "" && a.atlas.Area(c.Area).CC == a.asker.Country {
		w += ownCountry
	}
	if a.asker.Zone != "" && c.Zone == a.asker.Zone {
		w += ownZone
	}
	return w
}

// people is the weight of a population.
func people(n int64) float64 { return math.Log10(float64(max(n, leastPeople))) }
