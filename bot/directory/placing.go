package directory

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"ambassador/bot/place"
)

// address is what a row says about where somebody or something is.
type address struct {
	words, country string // as written
	lat, lon       string // degrees; may be empty
	name           string // of a group, which often names its town; may be empty
}

// tooFar is how far given coordinates may lie from the place that the words mean, in
// km. Sheets tend to hold the middle of the country where nobody looked them up.
const tooFar = 150

// locate turns an address into a spot. The note is one sentence about what is not
// quite as it is written; empty if nothing is.
func (d *Directory) locate(a address) (s Spot, note string) {
	s = Spot{Words: a.words, Country: a.country}
	lat, lon, given := a.point()
	p, note := d.guess(a, lat, lon, given)
	if given && !agrees(p, lat, lon) {
		if there, why, ok := d.there(a, p, lat, lon); ok {
			p, note = there, why
		} else if p.Kind == place.City || p.Kind == place.Subdivision {
			given, s.Unused = false, []float64{lat, lon}
			note = fmt.Sprintf("the coordinates are %s from %s and not used", away(place.Distance(lat, lon, p.Lat, p.Lon)), p.Label())
		}
	}
	if given {
		s.Lat, s.Lon, s.Own, s.Exact = lat, lon, true, true
	}
	if p.Ref != "" {
		s = s.at(d.places, p)
	}
	return s, note
}

// agrees says whether a place tells where the coordinates are: a town or state within
// reach of them does, a whole country does not.
func agrees(p place.Place, lat, lon float64) bool {
	// A state reaches farther than a town does; its own point is its largest town.
	far := map[place.Kind]float64{place.City: tooFar, place.Subdivision: 4 * tooFar}[p.Kind]
	return place.Distance(lat, lon, p.Lat, p.Lon) <= far
}

// atHand is how far coordinates may lie from a town that they have chosen, in km.
const atHand = 50

// there finds a place by the coordinates of a row, where the words have led far away, to
// a country or nowhere: a town that the words name as well, as each of the Portlands, or
// else, where they name nothing, the nearest one.
func (d *Directory) there(a address, p place.Place, lat, lon float64) (there place.Place, note string, ok bool) {
	home, known := d.countryOf(a.country)
	for _, words := range slices.Concat(readings(a.words), windows(a.words), windows(a.name)) {
		there, ok = d.places.Namesake(words, lat, lon)
		if ok && place.Distance(lat, lon, there.Lat, there.Lon) <= atHand && (!known || home.CC == there.CC) {
			return there, fmt.Sprintf("“%s” is taken for %s after its coordinates", brief(words), there.Label()), true
		}
	}
	if p.Ref != "" {
		return place.Place{}, "", false
	}
	there = d.places.Nearest(lat, lon)
	ok = place.Distance(lat, lon, there.Lat, there.Lon) <= atHand
	return there, "taken for " + there.Label() + " after its coordinates", ok
}

// point reads the coordinates; given is false without sensible ones. Nobody lives at
// 0, 0, which is what broken sheets have.
func (a address) point() (lat, lon float64, given bool) {
	lat, err := strconv.ParseFloat(a.lat, 64)
	lon, err2 := strconv.ParseFloat(a.lon, 64)
	given = err == nil && err2 == nil && math.Abs(lat) <= 90 && math.Abs(lon) <= 180 && (lat != 0 || lon != 0)
	return lat, lon, given
}

// guess tries ever looser readings of the address until one is a place: as written,
// its parts, a town in the group's name, the country alone. Each step away from the
// words as they are is told in the note.
func (d *Directory) guess(a address, lat, lon float64, given bool) (place.Place, string) {
	t := trial{d: d, lat: lat, lon: lon, given: given}
	home, known := d.countryOf(a.country)
	qualifier := a.country
	if known {
		t.country, qualifier = home.CC, home.Name // "CA" may be California, Canada is not
	}
	if p, ok := t.exactly(a.words); ok && p.Ref == home.Ref {
		return home, "" // the place is the country itself, perhaps by another name
	}
	for i, words := range readings(a.words) {
		for _, query := range []string{joined(", ", words, qualifier), words} {
			if p, note, ok := t.resolve(query); ok && i == 0 {
				return p, note
			} else if ok {
				return p, fmt.Sprintf("“%s” is taken for %s", brief(a.words), p.Label())
			}
		}
	}
	if a.words == "" || t.country != "" {
		for _, words := range windows(a.name) {
			if p, ok := t.exactly(joined(", ", words, home.Name)); ok && p.Kind == place.City {
				return p, fmt.Sprintf("taken for %s after its name", p.Label())
			}
		}
	}
	if known && a.words != "" {
		return home, fmt.Sprintf("“%s” is not known; only the country is used", brief(a.words))
	}
	return home, ""
}

// countryOf understands the country column: a code, a name or a flag.
func (d *Directory) countryOf(words string) (place.Place, bool) {
	if words == "" {
		return place.Place{}, false
	}
	if p, ok := d.places.ByRef("country:" + strings.ToUpper(words)); ok {
		return p, true
	}
	answer := d.places.Resolve(words, place.Asker{})
	if answer.Status == place.Found && answer.Place.Kind == place.Country {
		return answer.Place, true
	}
	return place.Place{}, false
}

// readings lists what words for a place may mean: themselves, then the towns of a
// list, then what stands between commas, the first being the likeliest.
func readings(words string) []string {
	if words == "" {
		return nil
	}
	all := []string{words}
	several := strings.NewReplacer(" and ", "/", " & ", "/", " und ", "/", " et ", "/", " y ", "/", " or ", "/", ";", "/", "|", "/", " - ", "/", "(", "/", ")", "/")
	for _, separator := range []string{"/", ","} {
		parts := strings.Split(several.Replace(words), separator)
		if len(parts) == 1 {
			continue
		}
		for _, part := range parts {
			if part = strings.Trim(part, " ,"); part != "" && !slices.Contains(all, part) {
				all = append(all, part)
			}
		}
	}
	return all
}

// windows lists the runs of up to three words of a group's name, the longest first
// and the last ones first: "Golang São Paulo" ends with its town.
func windows(name string) []string {
	words := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ,/()|:–-", r) })
	words = words[max(0, len(words)-12):]
	var all []string
	for size := min(3, len(words)); size > 0; size-- {
		for i := len(words) - size; i >= 0; i-- {
			if window := strings.Join(words[i:i+size], " "); len([]rune(window)) >= 4 {
				all = append(all, window)
			}
		}
	}
	return all
}

// trial resolves words for one row.
type trial struct {
	d        *Directory
	country  string // ISO code that a place must lie in; empty for any
	lat, lon float64
	given    bool // lat and lon are in the row
}

// resolve takes the place that words mean. Among several it takes the one nearest to
// the coordinates of the row, else the likeliest, and says so.
func (t trial) resolve(words string) (p place.Place, note string, ok bool) {
	answer := t.d.places.Resolve(words, place.Asker{Country: t.country})
	if answer.Near {
		return p, "", false // "online, near you" is no place
	}
	candidates := answer.Candidates
	if answer.Status == place.Found {
		candidates = []place.Place{answer.Place}
	}
	best := math.Inf(1)
	for i, c := range candidates {
		if t.country != "" && !slices.Contains(c.Countries, t.country) {
			continue
		}
		rank := float64(i)
		if t.given {
			rank = place.Distance(t.lat, t.lon, c.Lat, c.Lon)
		}
		if rank < best {
			best, p, ok = rank, c, true
		}
	}
	if ok && answer.Status != place.Found {
		note = fmt.Sprintf("“%s” is taken for %s", brief(words), p.Label())
	}
	return p, note, ok
}

// exactly takes a place only where the words leave no doubt.
func (t trial) exactly(words string) (place.Place, bool) {
	answer := t.d.places.Resolve(words, place.Asker{Country: t.country})
	ok := answer.Status == place.Found && !answer.Near && (t.country == "" || slices.Contains(answer.Place.Countries, t.country))
	return answer.Place, ok
}

// coverOf turns a place word of a region into areas; none if it is no place.
func (d *Directory) coverOf(words string) Cover {
	c := Cover{Words: words}
	answer := d.places.Resolve(words, place.Asker{})
	if answer.Status != place.Found {
		return c
	}
	switch p := answer.Place; p.Kind {
	case place.Country:
		c.Areas = []string{p.CC}
	case place.Macro:
		c.Areas = append(slices.Clone(p.Countries), p.Ref)
	case place.Subdivision:
		c.Areas = []string{p.CC + "." + p.Sub}
	case place.City:
		if p.Sub != "" { // a region is no smaller than a subdivision
			c.Areas = []string{p.CC + "." + p.Sub}
		}
	}
	return c
}
