package place

import (
	"slices"
	"strings"
)

// areas gives what a piece of text can mean as a qualifier: countries, regions, subdivisions, by name or
// by code, two of them after each other if need be ("ma usa").
func (a ask) areas(key string) []int {
	var all []int
	for _, s := range slices.Concat(a.atlas.Senses(key), a.atlas.Senses("#"+key)) {
		if s.Place >= a.atlas.Cities() {
			all = append(all, s.Place)
		}
	}
	if len(all) > 0 {
		return all
	}
	for _, r := range a.titled(key) {
		all = append(all, r.at)
	}
	// Half the words of a name are enough for what it lies in, and keep the search small.
	words := strings.Fields(key)
	for cut := 1; cut < len(words) && len(words) <= maxWords/2; cut++ {
		outer := a.areas(join(words[cut:]))
		for _, inner := range a.areas(join(words[:cut])) {
			if slices.ContainsFunc(outer, func(o int) bool { return a.inside(inner, o) }) {
				all = append(all, inner)
			}
		}
	}
	return all
}

// within keeps the readings that lie in one of some areas. An area does not qualify itself.
func (a ask) within(all []reading, areas []int) []reading {
	var kept []reading
	for _, r := range all {
		if slices.ContainsFunc(areas, func(o int) bool { return a.inside(r.at, o) }) {
			kept = append(kept, r)
		}
	}
	return kept
}

// nearKm is how far apart a place and the city that qualifies it may lie: "Brooklyn, New York".
const nearKm = 60

// near keeps the cities that lie near one of the cities that a qualifier can mean.
func (a ask) near(all, qualifiers []reading) []reading {
	var kept []reading
	for _, r := range all {
		if slices.ContainsFunc(qualifiers, func(q reading) bool { return a.apart(r.at, q.at, nearKm) }) {
			kept = append(kept, r)
		}
	}
	return kept
}

// part is one piece of a query between commas.
type part struct {
	key      string
	readings []reading // as the place itself
	areas    []int     // as what the place lies in
}

// known reports whether the part means anything.
func (p part) known() bool { return len(p.readings)+len(p.areas) > 0 }

// outcome is what became of a query in several parts.
type outcome struct {
	readings []reading
	excluded []reading // what the head alone can mean, if a qualifier excludes all of it
	outside  string    // the qualifier that excludes it
}

// several reads a query in several parts: one is the place, the others say where it is. A part that
// means nothing is first taken for mistyped, then passed over.
func (a ask) several(q query) outcome {
	parts := make([]part, len(q.parts))
	for i, key := range q.parts {
		parts[i] = a.part(key, q.style)
	}
	if i := slices.IndexFunc(parts, func(p part) bool { return !p.known() }); i >= 0 && len(parts) <= most {
		if all := a.mend(parts, i); len(all) > 0 {
			return outcome{readings: all}
		}
	}
	return a.fit(parts)
}

// part reads one piece: a name standing between commas may be an everyday word.
func (a ask) part(key string, style style) part {
	p := part{key: key, areas: a.areas(key), readings: a.exact(key)}
	if len(p.readings) == 0 {
		p.readings = a.read(key, style)
	}
	if short := stripTalk(key, a.atlas.Has); !p.known() && short != key && short != "" {
		return a.part(short, style)
	}
	return p
}

// fit finds the first part that lies in all others.
func (a ask) fit(parts []part) outcome {
	failed := outcome{}
	for i, head := range parts {
		all := head.readings
		for j, other := range parts {
			if j == i || !other.known() || len(all) == 0 {
				continue
			}
			// Qualifiers narrow one after the other: city, state, country.
			kept := a.qualified(all, other)
			if len(kept) == 0 && failed.excluded == nil {
				failed = outcome{excluded: all, outside: other.key}
			}
			all = kept
		}
		if len(all) > 0 {
			return outcome{readings: all}
		}
	}
	return failed
}

// qualified keeps the readings that a part qualifies.
func (a ask) qualified(all []reading, by part) []reading {
	if kept := a.within(all, by.areas); len(kept) > 0 {
		return kept
	}
	return a.near(all, by.readings)
}

// mend takes an unknown part for mistyped: as the place itself ("Berln, Germany"), or as what the others
// lie in ("Berlin, Germny").
func (a ask) mend(parts []part, unknown int) []reading {
	guesses := a.guess(parts[unknown].key)
	if len(guesses) == 0 {
		return nil
	}
	mended := slices.Clone(parts) // the parts as written are needed again if this leads nowhere
	mended[unknown].readings = guesses
	for _, r := range guesses {
		if _, ok := a.areaOf(r.at); ok {
			mended[unknown].areas = append(mended[unknown].areas, r.at)
		}
	}
	return a.fit(mended).readings
}
