package atlas

import (
	"sort"
	"strings"
)

// None stands for "no such record" wherever a record names another one.
const None = -1

// Rank says how high the seat is that a city holds.
type Rank byte

// The ranks of cities.
const (
	Plain   Rank = iota // no seat of note
	Seat                // seat of a first-level subdivision
	Capital             // capital of a country
	Quarter             // a part of a larger city
)

// City is one populated place.
type City struct {
	ID         uint32  // GeoNames id
	Name       string  // to show
	Lat, Lon   float64 // degrees
	Population int64
	Rank       Rank
	Area       int    // the smallest area it lies in
	Zone       string // IANA
}

// Kind tells areas apart.
type Kind byte

// The kinds of areas.
const (
	Country Kind = iota + 1
	Macro
	Subdivision
)

// Area is anything that holds cities.
type Area struct {
	Ref        string // "country:DE", "macro:EMEA", "sub:DE.16"; second level "sub:GB.ENG.G5"
	Name       string // to show
	Kind       Kind
	CC         string // ISO 3166-1 alpha-2; "" for a macro-region
	Countries  string // of a macro-region: its ISO codes, sorted, separated by spaces
	Population int64
	Capital    int // the city that stands for the area: its capital, or its largest; None if empty
	Parent     int // the area it lies in; a country lies in its M49 sub-region; None for others
}

// coordinate is the number of steps in one degree: 1.1 m on the ground.
const coordinate = 1e5

// rankBits is where the rank is kept above the population; 2^30 people fit below.
const rankBits = 30

// Cities is the number of cities; they are numbered from 0.
func (a *Atlas) Cities() int { return len(a.section[cities]) / citySize }

// Areas is the number of areas; they are numbered from 0.
func (a *Atlas) Areas() int { return len(a.section[areas]) / areaSize }

// City reads a city.
func (a *Atlas) City(i int) City {
	r := a.section[cities][i*citySize : (i+1)*citySize]
	people := u32(r, 16)
	return City{
		ID:         u32(r, 0),
		Name:       a.text(u32(r, 4)),
		Lat:        float64(int32(u32(r, 8))) / coordinate,
		Lon:        float64(int32(u32(r, 12))) / coordinate,
		Population: int64(people & (1<<rankBits - 1)),
		Rank:       Rank(people >> rankBits),
		Area:       int(u16(r, 20)),
		Zone:       a.zoneName(int(u16(r, 22))),
	}
}

// Area reads an area.
func (a *Atlas) Area(i int) Area {
	r := a.section[areas][i*areaSize : (i+1)*areaSize]
	area := Area{
		Ref:        a.text(u32(r, 0)),
		Name:       a.text(u32(r, 4)),
		Countries:  a.text(u32(r, 8)),
		Population: int64(u64(r, 12)),
		Capital:    int(int32(u32(r, 20))),
		Parent:     int(int16(u16(r, 24))),
		Kind:       Kind(r[28]),
	}
	if area.Kind != Macro {
		area.CC = r[26:28]
	}
	return area
}

// FindCity finds a city by its GeoNames id.
func (a *Atlas) FindCity(id uint32) (int, bool) {
	n := a.Cities()
	i := sort.Search(n, func(i int) bool { return u32(a.section[cities], i*citySize) >= id })
	return i, i < n && u32(a.section[cities], i*citySize) == id
}

// FindArea finds an area by its ref.
func (a *Atlas) FindArea(ref string) (int, bool) {
	n := a.Areas()
	at := func(i int) string { return a.text(u32(a.section[areas], i*areaSize)) }
	i := sort.Search(n, func(i int) bool { return at(i) >= ref })
	return i, i < n && at(i) == ref
}

// ZoneCountry gives the ISO code of the country of an IANA zone or of one of its old names;
// "" if it is unknown or belongs to none.
func (a *Atlas) ZoneCountry(zone string) string {
	n := len(a.section[zones]) / zoneSize
	i := sort.Search(n, func(i int) bool { return a.zoneName(i) >= zone })
	if i == n || a.zoneName(i) != zone {
		return ""
	}
	return strings.TrimSpace(a.section[zones][i*zoneSize+4 : (i+1)*zoneSize])
}

// zoneName reads the name of a zone.
func (a *Atlas) zoneName(i int) string { return a.text(u32(a.section[zones], i*zoneSize)) }
