package main

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"ambassador/bot/place/internal/atlas"
	"ambassador/bot/place/internal/fold"
)

// world is the gazetteer while it is put together: first the cities, then the areas they lie in, then
// the names of both. A place is named by its number: the cities from 0, the areas behind them.
type world struct {
	*sources
	areas []atlas.Area   // sorted by ref once addAreas has run
	area  map[string]int // ref → number in areas
	iso   map[string]int // ISO 3166-2 without hyphen → number in areas
	names map[string]map[int]atlas.How
	grid  map[[2]int][]int // cities by whole degrees, to find those around a point
}

// newWorld merges the cities of both extracts and gives each the name to show.
func newWorld(s *sources) *world {
	w := &world{sources: s, area: map[string]int{}, iso: map[string]int{}, names: map[string]map[int]atlas.How{}}
	w.grid = map[[2]int][]int{}
	for i := range w.cities {
		w.place(i)
	}
	w.addNewer()
	slices.SortFunc(w.cities, func(a, b city) int { return cmp.Compare(a.id, b.id) })
	// Sorting has renumbered them all.
	clear(w.grid)
	for i := range w.cities {
		w.place(i)
	}
	return w
}

// place enters a city into the grid.
func (w *world) place(i int) {
	c := &w.cities[i]
	square := [2]int{int(math.Floor(c.lat)), int(math.Floor(c.lon))}
	w.grid[square] = append(w.grid[square], i)
}

// around lists the cities within about a degree of a point, in order of their number.
func (w *world) around(lat, lon float64) []int {
	var all []int
	for y := -1; y <= 1; y++ {
		for x := -2; x <= 2; x++ { // a degree of longitude is narrow far from the equator
			square := [2]int{int(math.Floor(lat)) + y, int(math.Floor(lon)) + x}
			all = append(all, w.grid[square]...)
		}
	}
	slices.Sort(all)
	return all
}

// addNewer adds the places that only the younger extract has, and takes its codes of divisions, which
// change: Vietnam's did. One of the same name within 30 km is the same place.
func (w *world) addNewer() {
	named := map[string][]int{} // "DE/berlin" → cities
	for i := range w.cities {
		c := &w.cities[i]
		for _, name := range slices.Concat(c.main, c.other) {
			key := c.cc + "/" + fold.Key(name)
			named[key] = append(named[key], i)
		}
	}
	moves := moves{}
	for _, n := range w.newer {
		c, err := n.city()
		if err != nil {
			continue // a coordinate is missing: the entry is of no use
		}
		same := func(i int) bool { return km(c.lat, c.lon, w.cities[i].lat, w.cities[i].lon) < 30 }
		twins := named[c.cc+"/"+fold.Key(c.name)]
		i := slices.IndexFunc(twins, same)
		if i < 0 {
			c.zone = w.nearestZone(c)
			w.cities = append(w.cities, c)
			continue
		}
		// A former or foreign name may lie across a border of divisions; the main name does not.
		if old := &w.cities[twins[i]]; old.name == c.name {
			moves.add(old, c)
			old.admin1, old.admin2, old.moved = c.admin1, c.admin2, true
		}
	}
	for i := range w.cities {
		if c := &w.cities[i]; !c.moved {
			c.admin1 = moves.latest(c)
		}
	}
}

// moves counts where the cities of a division are now: old code, "VN.20" → new code → cities.
type moves map[string]map[string]int

// add counts a city whose old and new division are known.
func (m moves) add(old *city, now city) {
	key := old.cc + "." + old.admin1
	if m[key] == nil {
		m[key] = map[string]int{}
	}
	m[key][now.admin1]++
}

// latest is where most of the cities of a city's division are now.
func (m moves) latest(c *city) string {
	best, most := c.admin1, 0
	counts := m[c.cc+"."+c.admin1]
	for _, code := range sorted(counts) {
		if counts[code] > most {
			best, most = code, counts[code]
		}
	}
	return best
}

// nearestZone is the time zone of the nearest city of the same country, "" if none is near.
func (w *world) nearestZone(c city) string {
	zone, nearest := "", math.Inf(1)
	for _, i := range w.around(c.lat, c.lon) {
		other := &w.cities[i]
		if d := km(c.lat, c.lon, other.lat, other.lon); other.cc == c.cc && d < nearest {
			zone, nearest = other.zone, d
		}
	}
	return zone
}

// km is the distance of two points that are not far from each other (equirectangular).
func km(lat1, lon1, lat2, lon2 float64) float64 {
	const degree = 111.2
	x := (lon2 - lon1) * math.Cos((lat1+lat2)/2*math.Pi/180)
	return degree * math.Hypot(lat2-lat1, x)
}

// add says that a key means a place. The stronger way wins where two ways lead there.
func (w *world) add(key string, place int, how atlas.How) {
	if key == "" || len(key) > atlas.MaxKey {
		return
	}
	if w.names[key] == nil {
		w.names[key] = map[int]atlas.How{}
	}
	if old, ok := w.names[key][place]; !ok || how > old {
		w.names[key][place] = how
	}
}

// draft hands everything over to the atlas.
func (w *world) draft() *atlas.Draft {
	d := &atlas.Draft{Vintage: w.vintage, Areas: w.areas, Zones: w.zones, Words: w.words, Names: map[string][]atlas.Sense{}}
	for i := range w.cities {
		c := &w.cities[i]
		d.Cities = append(d.Cities, atlas.City{
			ID: c.id, Name: c.name, Lat: c.lat, Lon: c.lon, Population: c.population,
			Rank: c.rank(), Area: w.home(c), Zone: c.zone,
		})
	}
	// The atlas sorts the names itself, so their order here is of no account.
	for key, places := range w.names {
		for _, place := range sorted(places) {
			d.Names[key] = append(d.Names[key], atlas.Sense{Place: place, How: places[place]})
		}
	}
	return d
}

// rank makes a rank of the feature code of GeoNames.
func (c *city) rank() atlas.Rank {
	switch c.feature {
	case "PPLC":
		return atlas.Capital
	case "PPLA":
		return atlas.Seat
	case "PPLX":
		return atlas.Quarter
	}
	return atlas.Plain
}

// home is the number of the smallest area a city lies in.
func (w *world) home(c *city) int {
	for _, ref := range []string{
		"sub:" + c.cc + "." + c.admin1 + "." + c.admin2, "sub:" + c.cc + "." + c.admin1, "country:" + c.cc,
	} {
		if i, ok := w.area[ref]; ok {
			return i
		}
	}
	return w.area["macro:001"]
}

// words splits a folded name.
func words(key string) []string { return strings.Fields(key) }
