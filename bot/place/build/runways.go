package main

import (
	"math"
	"strings"

	"ambassador/bot/place/internal/atlas"
	"ambassador/bot/place/internal/fold"
)

// addAirports enters the codes of airports and of metropolitan areas, and the names of the large
// airports, as names of the cities they serve.
func (w *world) addAirports() {
	served := map[string]int{} // code → city
	metros := map[string]int{} // country and code of the area → its largest city
	for _, a := range w.airports {
		i, ok := w.served(a)
		if a.size == "closed" || !ok {
			continue
		}
		served[a.code] = i
		best, known := metros[a.cc+a.metro]
		if a.metro != a.code && (!known || w.cities[i].population > w.cities[best].population) {
			metros[a.cc+a.metro] = i
		}
	}
	for _, a := range w.airports {
		i, ok := served[a.code]
		if !ok {
			continue
		}
		if metro, ok := metros[a.cc+a.metro]; ok && w.isMeant(metro, i) {
			i = metro
		}
		w.add(strings.ToLower(a.code), i, atlas.Code)
		if a.size == "large_airport" && a.regular {
			w.addAirportName(a.name, i)
		}
	}
	for _, metro := range sorted(metros) {
		if code := metro[len("DE"):]; served[code] == 0 {
			w.add(strings.ToLower(code), metros[metro], atlas.Code)
		}
	}
}

// isMeant reports whether the large city of the area is what one means by the airport of a small one:
// Narita is where one lands, Tokyo is where one goes.
func (w *world) isMeant(metro, city int) bool {
	m, c := &w.cities[metro], &w.cities[city]
	return m.population > 4*c.population && km(m.lat, m.lon, c.lat, c.lon) < 150
}

// addAirportName enters the name of an airport without the words that all airports share, with and
// without the name of its city: "London Heathrow" and "Heathrow". A town of that name comes first,
// unless it is small.
func (w *world) addAirportName(name string, place int) {
	var left []string
	for _, word := range words(fold.Key(name)) {
		switch word {
		case "airport", "international", "intl", "regional", "airfield":
		default:
			left = append(left, word)
		}
	}
	full := strings.Join(left, " ")
	c := &w.cities[place]
	for _, city := range append([]string{c.name}, c.main...) {
		short := strings.TrimSpace(strings.TrimPrefix(full, fold.Key(city)+" "))
		for _, key := range []string{full, short} {
			if len(key) > 3 && !w.isTown(key) {
				w.add(key, place, atlas.Code)
			}
		}
	}
}

// isTown reports whether a key is the name of a place with more than 20,000 people.
func (w *world) isTown(key string) bool {
	for place := range w.names[key] {
		if place >= len(w.cities) || w.cities[place].population > 20_000 {
			return true
		}
	}
	return false
}

// served picks the city an airport serves among those within 70 km of its country: a large one,
// a near one, best of all one that the airport is named after.
func (w *world) served(a airport) (int, bool) {
	best, most := 0, math.Inf(-1)
	name, address := " "+fold.Key(a.name)+" ", " "+fold.Key(a.city)+" "
	for _, i := range w.around(a.lat, a.lon) {
		c := &w.cities[i]
		d := km(a.lat, a.lon, c.lat, c.lon)
		if d > 70 || c.cc != a.cc || c.feature == "PPLX" {
			continue
		}
		// 35 km count as much as a tenth of the people.
		weight := math.Log10(float64(c.population+10)) - d/35
		if named(c, name) {
			weight += 2
		} else if named(c, address) {
			weight += 0.5
		}
		if weight > most {
			best, most = i, weight
		}
	}
	return best, !math.IsInf(most, -1)
}

// named reports whether one of the main names of a city stands in a text of folded words.
func named(c *city, text string) bool {
	for _, name := range append([]string{c.name}, c.main...) {
		if strings.Contains(text, " "+fold.Key(name)+" ") {
			return true
		}
	}
	return false
}
