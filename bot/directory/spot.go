package directory

import (
	"math"
	"slices"

	"ambassador/bot/place"
)

// Spot is where somebody or something is. All that indexes need is written down
// here when the words are understood, so that the index entries of a record can be
// found again even after the gazetteer has changed.
type Spot struct {
	Words   string   `json:"words,omitempty"`   // as the file has it
	Country string   `json:"country,omitempty"` // as the file has it, where that is a column of its own
	Ref     string   `json:"ref,omitempty"`     // of the gazetteer; empty if it knows no such place
	Label   string   `json:"label,omitempty"`   // for people: "Berlin, Germany"
	CC      string   `json:"cc,omitempty"`      // ISO 3166-1 alpha-2
	Sub     string   `json:"sub,omitempty"`     // first-level code as in GeoNames
	Wider   []string `json:"wider,omitempty"`   // M49 codes of sub-region and continent
	Size    int      `json:"size,omitempty"`    // of the town, 0 to 15; see sizeOf
	Lat     float64  `json:"lat,omitempty"`     // degrees north
	Lon     float64  `json:"lon,omitempty"`     // degrees east
	Exact   bool     `json:"exact,omitempty"`   // Lat and Lon are a town's, not a whole country's
	Own     bool     `json:"own,omitempty"`     // Lat and Lon come from the file

	// Unused are the degrees north and east of the file, where they are too far from the
	// place to be believed. Exports give them back: they may have chosen among namesakes.
	Unused []float64 `json:"unused,omitempty"`
}

// at fills in what the gazetteer knows of a place.
func (s Spot) at(g *place.Gazetteer, p place.Place) Spot {
	s.Ref, s.Label, s.CC, s.Sub = p.Ref, p.Label(), p.CC, p.Sub
	s.Size, s.Wider = sizeOf(p.Population), wider(g, p.CC)
	if !s.Own {
		s.Lat, s.Lon, s.Exact = p.Lat, p.Lon, p.Kind == place.City
	}
	return s
}

// wider lists the M49 codes of what a country lies in.
func wider(g *place.Gazetteer, cc string) []string {
	var codes []string
	if cc == "" {
		return nil
	}
	if code, _ := g.SubRegion(cc); code != "" {
		codes = append(codes, code)
	}
	if code, _ := g.Continent(cc); code != "" && !slices.Contains(codes, code) {
		codes = append(codes, code)
	}
	return codes
}

// sizeOf is the size of a town in steps of a factor of two, 0 below 1,000 people
// and 15 above 30 million.
func sizeOf(population int64) int {
	return int(min(15, max(0, math.Log2(float64(population+1)/1000)+1)))
}

// coordinates are those of the file as it wrote them, used or not; empty without any.
func (s Spot) coordinates() (lat, lon string) {
	switch {
	case s.Own:
		return degrees(s.Lat), degrees(s.Lon)
	case len(s.Unused) == 2:
		return degrees(s.Unused[0]), degrees(s.Unused[1])
	}
	return "", ""
}

// areas lists the keys under which the spot is found without distance: country,
// subdivision, sub-region, continent.
func (s Spot) areas() []string {
	if s.CC == "" && s.Ref != "" {
		return []string{s.Ref} // a group of all Africa
	}
	if s.CC == "" {
		return nil
	}
	areas := []string{s.CC}
	if s.Sub != "" {
		areas = append(areas, s.CC+"."+s.Sub)
	}
	return append(areas, s.Wider...)
}

// unknown says why the spot is nowhere on the globe.
func (s Spot) unknown() string {
	if words := joined(", ", s.Words, s.Country); words != "" {
		return "“" + brief(words) + "” is not known as a place"
	}
	return "no place is given"
}

// equal says whether nothing at all differs.
func (s Spot) equal(t Spot) bool {
	return slices.Equal(s.Wider, t.Wider) && slices.Equal(s.Unused, t.Unused) && s.Words == t.Words && s.Country == t.Country && s.Ref == t.Ref && s.Label == t.Label &&
		s.CC == t.CC && s.Sub == t.Sub && s.Size == t.Size && s.Lat == t.Lat && s.Lon == t.Lon && s.Exact == t.Exact && s.Own == t.Own
}
