package place

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ambassador/bot/place/internal/atlas"
	"ambassador/bot/place/internal/fold"
)

//go:generate go run ./build -out .

// blob is the gazetteer, as build writes it; see package atlas for what is inside.
//
//go:embed gazetteer.bin
var blob string

// Gazetteer answers questions about places. It is safe for concurrent use and never changes.
type Gazetteer struct {
	atlas *atlas.Atlas
}

// Open opens the embedded gazetteer. It reads a header only: the data stays where the program
// has it, in memory that the operating system shares and reclaims.
func Open() (*Gazetteer, error) {
	a, err := atlas.Open(blob)
	if err != nil {
		return nil, fmt.Errorf("place: open the embedded gazetteer: %w", err)
	}
	return &Gazetteer{atlas: a}, nil
}

// Vintage says what data of which year this is, e.g. "GeoNames cities500 of 2023-03-05, Unicode CLDR 48".
func (g *Gazetteer) Vintage() string { return g.atlas.Vintage() }

// ByRef gives the place of a Ref; false if there is none, for instance after an update of the data.
func (g *Gazetteer) ByRef(ref string) (Place, bool) {
	if digits, ok := strings.CutPrefix(ref, "city:"); ok {
		id, err := strconv.ParseUint(digits, 10, 32)
		if err != nil {
			return Place{}, false
		}
		i, ok := g.atlas.FindCity(uint32(id))
		if !ok {
			return Place{}, false
		}
		return g.place(i), true
	}
	i, ok := g.area(ref)
	if !ok {
		return Place{}, false
	}
	return g.place(i), true
}

// CountryName gives the English name of a country by its ISO code, in capitals; the code itself
// if there is no such country.
func (g *Gazetteer) CountryName(cc string) string {
	if i, ok := g.area("country:" + cc); ok {
		return g.place(i).Name
	}
	return cc
}

// ZoneCountry gives the ISO code of the country of an IANA zone, old names of zones included;
// "" if the zone is unknown or no country's, as "UTC".
func (g *Gazetteer) ZoneCountry(zone string) string { return g.atlas.ZoneCountry(zone) }

// SubRegion gives the M49 sub-region of a country, e.g. "155", "Western Europe"; empty if unknown.
func (g *Gazetteer) SubRegion(cc string) (code, name string) { return g.above(cc, 1) }

// Continent gives the M49 region of a country, e.g. "150", "Europe" or "019", "Americas"; empty if
// unknown.
func (g *Gazetteer) Continent(cc string) (code, name string) { return g.above(cc, 2) }

// above climbs from a country up the regions of M49. Where one is divided once more, as Latin America
// is, the smallest part is the first step; the last step below the world counts as any higher one.
func (g *Gazetteer) above(cc string, steps int) (code, name string) {
	at, ok := g.area("country:" + cc)
	for range steps {
		if !ok {
			return "", ""
		}
		up := g.atlas.Area(at - g.atlas.Cities()).Parent
		at, ok = up+g.atlas.Cities(), up != atlas.None
	}
	if !ok {
		return "", ""
	}
	region := g.atlas.Area(at - g.atlas.Cities())
	return strings.TrimPrefix(region.Ref, "macro:"), region.Name
}

// Capital gives the capital of a country, or its largest city where it has none; false if no
// city of it is known.
func (g *Gazetteer) Capital(cc string) (Place, bool) {
	i, ok := g.area("country:" + cc)
	if !ok {
		return Place{}, false
	}
	seat := g.atlas.Area(i - g.atlas.Cities()).Capital
	if seat == atlas.None {
		return Place{}, false
	}
	return g.place(seat), true
}

// area finds an area by its ref and gives its number among all places.
func (g *Gazetteer) area(ref string) (int, bool) {
	i, ok := g.atlas.FindArea(ref)
	return i + g.atlas.Cities(), ok
}

// place makes what the world sees of a numbered place: cities first, then areas.
func (g *Gazetteer) place(i int) Place {
	if n := g.atlas.Cities(); i >= n {
		return g.areaPlace(g.atlas.Area(i - n))
	}
	c := g.atlas.City(i)
	p := Place{
		Ref: "city:" + strconv.FormatUint(uint64(c.ID), 10), Kind: City, Name: c.Name,
		Lat: c.Lat, Lon: c.Lon, Population: c.Population, Zone: c.Zone,
	}
	g.locate(&p, c.Area)
	return p
}

// areaPlace makes a place of an area. Its point is the city that stands for it.
func (g *Gazetteer) areaPlace(a atlas.Area) Place {
	p := Place{Ref: a.Ref, Name: a.Name, Population: a.Population}
	if a.Capital != atlas.None {
		seat := g.atlas.City(a.Capital)
		p.Lat, p.Lon, p.Zone = seat.Lat, seat.Lon, seat.Zone
	}
	switch a.Kind {
	case atlas.Macro:
		p.Kind, p.Countries = Macro, strings.Fields(a.Countries)
		return p
	case atlas.Country:
		p.Kind, p.CC, p.CountryName, p.Countries = Country, a.CC, a.Name, []string{a.CC}
		p.namesake = g.isOutgrown(a)
		return p
	}
	p.Kind = Subdivision
	p.namesake = g.isOvershadowed(a)
	if i, ok := g.atlas.FindArea(a.Ref); ok {
		g.locate(&p, i)
	}
	return p
}

// isOutgrown reports whether a state has the name of a country and more people.
func (g *Gazetteer) isOutgrown(country atlas.Area) bool {
	return slices.ContainsFunc(g.atlas.Senses(fold.Key(country.Name)), func(s atlas.Sense) bool {
		area, ok := g.areaOf(s.Place)
		return ok && s.How == atlas.Main && area.Kind == atlas.Subdivision && area.Population > country.Population
	})
}

// isOvershadowed reports whether a city of the country has the name of a subdivision and is what people
// mean by it: New York, or Washington.
func (g *Gazetteer) isOvershadowed(division atlas.Area) bool {
	return slices.ContainsFunc(g.atlas.Senses(fold.Key(division.Name)), func(s atlas.Sense) bool {
		if s.Place >= g.atlas.Cities() || s.How < atlas.Main {
			return false
		}
		c := g.atlas.City(s.Place)
		return g.atlas.Area(c.Area).CC == division.CC && float64(c.Population) >= seatShare*float64(division.Population)
	})
}

// locate fills in the first-level subdivision and the country that an area lies in.
func (g *Gazetteer) locate(p *Place, area int) {
	for at := area; at != atlas.None; {
		a := g.atlas.Area(at)
		switch {
		case a.Kind == atlas.Subdivision && strings.Count(a.Ref, ".") == 1:
			_, p.Sub, _ = strings.Cut(a.Ref, ".")
			p.SubName = a.Name
		case a.Kind == atlas.Country:
			p.CC, p.CountryName, p.Countries = a.CC, a.Name, []string{a.CC}
			return
		}
		at = a.Parent
	}
}
