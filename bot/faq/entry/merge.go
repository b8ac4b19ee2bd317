package entry

import (
	"slices"
	"strings"
)

// Merge makes one FAQ of the entries of several files. An id that stands twice is a problem that names both places,
// and the first one counts.
func Merge(files ...[]Entry) (all []Entry, problems []Problem) {
	first := make(map[string]Where)
	for _, entries := range files {
		for _, e := range entries {
			at, twice := first[strings.ToLower(e.ID)]
			if !twice {
				first[strings.ToLower(e.ID)] = e.Where
				all = append(all, e)
				continue
			}
			words := "stands twice"
			if at.File != "" {
				words += ", first in " + at.String()
			}
			problems = append(problems, e.wrong("%s", words))
		}
	}
	return all, problems
}

// Over lays entries over others: those take the place of the ones with the same id, and stand before the rest.
func Over(own, others []Entry) []Entry {
	all := slices.Clone(own)
	there := make(map[string]bool, len(own))
	for _, e := range own {
		there[strings.ToLower(e.ID)] = true
	}
	for _, e := range others {
		if !there[strings.ToLower(e.ID)] {
			all = append(all, e)
		}
	}
	return all
}
