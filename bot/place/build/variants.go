package main

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ambassador/bot/place/internal/atlas"
	"ambassador/bot/place/internal/fold"
)

// addCities enters the names of all cities.
func (w *world) addCities() {
	for i := range w.cities {
		c := &w.cities[i]
		id := itoa(c.id)
		if english := w.shown["en"][id]; english != "" {
			c.name = english
			c.main = append(c.main, english)
		}
		for _, language := range sorted(w.shown) {
			name := w.shown[language][id]
			switch {
			case name == "":
			case c.population >= leastKnown && slices.Contains(spoken, language) && !isLatin(name):
				c.main = append(c.main, name)
			default:
				c.other = append(c.other, name)
			}
		}
		w.nameCity(i, c)
	}
}

// nameCity enters the names of one city.
func (w *world) nameCity(i int, c *city) {
	for _, name := range c.main {
		for _, key := range append(variants(name), germanKeys(name)...) {
			w.add(key, i, atlas.Main)
			if short, ok := riverless(key); ok && c.population >= leastRiver {
				w.add(short, i, atlas.Main)
			}
		}
	}
	foreign := slices.ContainsFunc(c.other, func(s string) bool { return !isLatin(s) })
	for _, name := range c.other {
		if foreign && isMachineMade(name) {
			continue
		}
		for _, key := range variants(name) {
			// Short ones are abbreviations and codes, which aliases.tsv and the airports settle.
			if !isLatin(key) || len(key) > 3 {
				w.add(key, i, atlas.Other)
			}
		}
	}
}

// leastKnown is the number of people from which a city's names in other scripts count as its own, if many
// speak their languages. Names in Latin letters do not: Hong Kong was Victoria once.
const leastKnown = 100_000

// leastRiver is the number of people from which a city is known without its river.
const leastRiver = 100_000

// riverless takes off what a city lies at: "newcastle upon tyne" is Newcastle, "freiburg im breisgau" is
// Freiburg. It reports whether there was anything.
func riverless(key string) (string, bool) {
	for _, at := range []string{" upon ", " am ", " an der ", " im ", " on ", " in der ", " nad "} {
		if short, _, ok := strings.Cut(key, at); ok {
			return short, true
		}
	}
	return key, false
}

// isMachineMade reports a romanisation that GeoNames makes by rule for every name in another
// script, such as "dong jing": all in small letters. Nobody writes them, and they are one in seven.
func isMachineMade(name string) bool {
	for _, r := range name {
		if r >= utf8.RuneSelf || unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// isLatin reports whether all letters of s are Latin.
func isLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// variants folds a name in all the ways it may be written: both halves of "Biel/Bienne", "Halle" for
// "Halle (Saale)", "St" for "Saint", a Chinese or Japanese name without the sign for city.
func variants(name string) []string {
	parts := []string{name}
	if strings.Contains(name, "/") {
		parts = append(parts, strings.Split(name, "/")...)
	}
	if before, _, found := strings.Cut(name, " ("); found {
		parts = append(parts, before)
	}
	if strings.Contains(name, "&") {
		parts = append(parts, strings.ReplaceAll(name, "&", " and "))
	}
	var all []string
	for _, part := range parts {
		key := fold.Key(part)
		all = append(all, key)
		if other, ok := fold.Saint(key); ok {
			all = append(all, other)
		}
		if short, ok := fold.Unsuffixed(key); ok {
			all = append(all, short)
		}
	}
	return all
}

// germanKeys writes ä, ö, ü, å and ø in two letters, as their languages do where a keyboard fails.
func germanKeys(name string) []string {
	written := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe",
		"Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "Å", "Aa", "Ø", "Oe").Replace(name)
	if written == name {
		return nil
	}
	return []string{fold.Key(written)}
}
