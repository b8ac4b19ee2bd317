package place

import (
	"slices"
	"strings"

	"ambassador/bot/place/internal/atlas"
)

// An everyday word is the name of a place only if the place is this large; a capital letter says that
// a name is meant.
const (
	knownTown  = 50_000
	knownName  = 10_000
	knownState = 1_000_000
)

// sober keeps the readings of a name that a person can mean by it when it stands alone. All names are
// kept, unless the name is an everyday word: then it must be the main name of a place of some size.
// "Reading" and "Turkey" are places; "market" (Marquette), "sin" (China in Maltese) and "for" are not.
func (a ask) sober(key string, style style, all []reading) []reading {
	if !a.isSpeech(key) {
		return all
	}
	return slices.DeleteFunc(all, func(r reading) bool { return !a.known(r, style) })
}

// known reports whether a reading of an everyday word is well known.
func (a ask) known(r reading, style style) bool {
	if r.how == atlas.Code {
		return style == loud
	}
	if r.how == atlas.Other {
		return false
	}
	n := a.atlas.Cities()
	if r.at >= n {
		area := a.atlas.Area(r.at - n)
		return area.Kind != atlas.Subdivision || r.how == atlas.Alias || area.Population >= knownState
	}
	least := int64(knownTown)
	if style != quiet || a.asker.Country == a.atlas.Area(a.atlas.City(r.at).Area).CC {
		least = knownName
	}
	return r.how == atlas.Alias || a.atlas.City(r.at).Population >= least
}

// style is how a query is written.
type style int

// The styles of writing.
const (
	quiet style = iota // without capitals
	named              // with a capital first
	loud               // in capitals only, as codes are
)

// styleOf looks at the capitals of a text.
func styleOf(text string) style {
	text = strings.TrimSpace(text)
	switch {
	case strings.ToUpper(text) == text:
		return loud
	case text != "" && strings.ToLower(text[:1]) != text[:1]:
		return named
	}
	return quiet
}
