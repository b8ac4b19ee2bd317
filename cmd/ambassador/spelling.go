package main

import (
	"strconv"

	"ambassador/bot/spell"
)

// didYouMean returns `; did you mean "x"?` for the name that was probably meant, or "".
func didYouMean(typed string, names []string) string {
	// At most two letters off, and never more than half of the name: a guess that is far away confuses.
	best, most := "", 2
	for _, name := range names {
		if d := spell.Distance(typed, name); d <= most && d*2 <= len(name) {
			best, most = name, d-1
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + strconv.Quote(best) + "?"
}
