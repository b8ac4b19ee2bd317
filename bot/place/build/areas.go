package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"ambassador/bot/place/internal/atlas"
	"ambassador/bot/place/internal/fold"
)

// leastDivision is the number of people from which a second-level division is known by name.
const leastDivision = 100_000

// notMeant is M49's North America down to Panama: people mean another set by that name, see macros.tsv.
const notMeant = "003"

// addAreas makes countries, macro-regions and subdivisions, with their names.
func (w *world) addAreas() error {
	regions, err := readMacros()
	if err != nil {
		return err
	}
	parents := w.m49.parents()
	for _, cc := range append(w.m49.countries("001"), "AQ") {
		w.areas = append(w.areas, atlas.Area{Ref: "country:" + cc, Kind: atlas.Country, CC: cc,
			Name: w.countryName(cc), Capital: atlas.None})
	}
	for _, code := range sorted(w.m49) {
		if code == notMeant {
			continue
		}
		w.areas = append(w.areas, w.macro(code, w.territories[code].english(), w.m49.countries(code)))
	}
	for _, r := range regions {
		members, err := r.countries(w.m49, regions)
		if err != nil {
			return err
		}
		if w.m49[r.code] != nil {
			continue
		}
		w.areas = append(w.areas, w.macro(r.code, r.names[0], members))
	}
	w.addDivisions()
	slices.SortFunc(w.areas, func(a, b atlas.Area) int { return cmp.Compare(a.Ref, b.Ref) })
	for i, a := range w.areas {
		if _, twice := w.area[a.Ref]; twice {
			return fmt.Errorf("two areas are called %s", a.Ref)
		}
		w.area[a.Ref] = i
	}
	w.connect(parents)
	w.count()
	return w.nameAreas(regions)
}

// macro makes a macro-region.
func (w *world) macro(code, name string, members []string) atlas.Area {
	return atlas.Area{Ref: "macro:" + code, Kind: atlas.Macro, Name: name,
		Countries: strings.Join(members, " "), Capital: atlas.None}
}

// countryName is the English name to show: the short one, unless it is a mere abbreviation.
func (w *world) countryName(cc string) string {
	all := w.territories[cc]["en"]
	for _, name := range all {
		if len(name) > 3 && len(name) < len(all[0]) && strings.HasPrefix(all[0], name) {
			return name
		}
	}
	switch cc { // CLDR tells the two apart by their capitals, people by their names
	case "CD":
		return "DR Congo"
	case "CG":
		return "Republic of the Congo"
	case "PS":
		return "Palestine"
	}
	return all[0]
}

// addDivisions makes the subdivisions: all of the first level, large ones of the second.
func (w *world) addDivisions() {
	people := map[string]int64{}
	for i := range w.cities {
		c := &w.cities[i]
		people[c.cc+"."+c.admin1+"."+c.admin2] += c.population
	}
	add := func(code, name string) {
		w.areas = append(w.areas, atlas.Area{Ref: "sub:" + code, Kind: atlas.Subdivision,
			CC: code[:2], Name: name, Capital: atlas.None})
	}
	for _, code := range sorted(w.admin1) {
		add(code, w.admin1[code])
	}
	// Small ones of the second level are left out: they would only stand in the way of their own towns.
	for _, code := range sorted(w.admin2) {
		if _, known := w.admin1[code[:strings.LastIndex(code, ".")]]; known && people[code] >= leastDivision {
			add(code, w.admin2[code])
		}
	}
}

// connect says which area each area lies in.
func (w *world) connect(parents map[string]string) {
	find := func(ref string) int {
		if i, ok := w.area[ref]; ok {
			return i
		}
		return atlas.None
	}
	for i := range w.areas {
		a := &w.areas[i]
		switch code := a.Ref[strings.Index(a.Ref, ":")+1:]; {
		case a.Kind == atlas.Country:
			a.Parent = find("macro:" + parents[code])
		case a.Kind == atlas.Macro:
			a.Parent = find("macro:" + parents[code])
		case strings.Count(code, ".") == 1:
			a.Parent = find("country:" + code[:2])
		default:
			a.Parent = find("sub:" + code[:strings.LastIndex(code, ".")])
		}
	}
}

// count sums up the people of each area and finds the city that stands for it: the capital of
// a country, the largest of anything else.
func (w *world) count() {
	for i := range w.cities {
		c := &w.cities[i]
		for at := w.home(c); at != atlas.None; at = w.areas[at].Parent {
			a := &w.areas[at]
			if c.feature != "PPLX" { // its people are counted with the city already
				a.Population += c.population
			}
			if a.Capital == atlas.None || w.stands(c, a) > w.stands(&w.cities[a.Capital], a) {
				a.Capital = i
			}
		}
	}
	// Regions that no chain of parents leads to, such as EMEA, get theirs from their countries.
	for i := range w.areas {
		a := &w.areas[i]
		if a.Kind != atlas.Macro || a.Population > 0 {
			continue
		}
		for _, cc := range strings.Fields(a.Countries) {
			country := w.areas[w.area["country:"+cc]]
			a.Population += country.Population
			if country.Capital != atlas.None &&
				(a.Capital == atlas.None || w.cities[country.Capital].population > w.cities[a.Capital].population) {
				a.Capital = country.Capital
			}
		}
	}
}

// stands weighs how well a city stands for an area.
func (w *world) stands(c *city, a *atlas.Area) int64 {
	if a.Kind == atlas.Country && c.feature == "PPLC" {
		return 1<<40 + c.population
	}
	return c.population
}

// nameAreas enters all names of all areas.
func (w *world) nameAreas(regions []region) error {
	first := len(w.cities) // areas are numbered behind the cities
	for _, code := range sorted(w.territories) {
		for _, ref := range []string{"country:" + code, "macro:" + code} {
			if at, ok := w.area[ref]; ok {
				w.addNames(w.territories[code], first+at, 3)
			}
		}
	}
	for _, r := range regions {
		at := w.area["macro:"+r.code]
		w.areas[at].Name = r.names[0]
		for _, name := range r.names {
			w.add(fold.Key(name), first+at, atlas.Alias)
		}
	}
	iso, err := w.matchISO()
	if err != nil {
		return err
	}
	for i, a := range w.areas {
		code, isSub := strings.CutPrefix(a.Ref, "sub:")
		if a.Kind == atlas.Country {
			w.add("#"+strings.ToLower(a.CC), first+i, atlas.Main)
			w.add("#"+strings.ToLower(w.alpha3[a.CC]), first+i, atlas.Main)
			w.add(fold.Key(w.countryName(a.CC)), first+i, atlas.Main)
		}
		if !isSub {
			continue
		}
		w.addDivisionName(a.Name, first+i)
		w.addNames(w.translated[code], first+i, 4)
		if key, ok := iso[code]; ok {
			w.iso[key] = i
			w.addNames(w.subdivisions[key], first+i, 4)
			w.add("#"+strings.ToLower(key[2:]), first+i, atlas.Main)
			w.areas[i].Name = divisionName(a.Name, w.subdivisions[key].english())
		}
	}
	return nil
}

// divisionName picks the name to show: that of CLDR, unless it is numbered ("Gandaki²"), formal ("Navarra
// Chartered Community") or has marks that GeoNames does without ("Ōsaka").
func divisionName(geonames, cldr string) string {
	cldr = strings.TrimRight(cldr, "²³†* ")
	marked := isASCII(geonames) && !isASCII(cldr)
	if cldr == "" || strings.HasSuffix(cldr, " Community") || marked {
		return geonames
	}
	return cldr
}

// isASCII reports whether a name has no marks.
func isASCII(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII })
}

// spoken are the languages whose names count as a place's own; names in others count less, because
// every word is the name of some country in some language.
var spoken = strings.Fields("en de fr es it pt nl pl ru uk zh zh-Hant ja ko ar hi tr id vi")

// addNames enters the names of a country or a subdivision in all languages, from a number of
// Latin letters on: shorter ones are abbreviations, and those are ours to choose.
func (w *world) addNames(all names, place, least int) {
	for _, language := range sorted(all) {
		how := atlas.Other
		if slices.Contains(spoken, language) {
			how = atlas.Main
		}
		for _, name := range all[language] {
			for _, key := range variants(name) {
				if len(key) >= least {
					w.add(key, place, how)
				}
				if short := bare(key); len(short) >= least {
					w.add(short, place, atlas.Other)
				}
			}
		}
	}
}
