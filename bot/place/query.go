package place

import (
	"slices"
	"strings"

	"ambassador/bot/place/internal/fold"
)

// maxQuery is the length in bytes past which a text is no name of a place.
const maxQuery = 400

// query is what a person wrote, taken apart.
type query struct {
	key     string   // all of it, folded
	parts   []string // folded pieces between commas, brackets and the like; at least one
	style   style
	airport bool // the word airport stands beside the name
}

// parse folds a text and cuts it into parts; false if nothing readable is in it.
func (g *Gazetteer) parse(text string) (query, bool) {
	if len(text) > maxQuery || strings.ContainsRune(text, '@') || strings.Contains(text, "://") {
		return query{}, false // addresses of mail and of the web are no places
	}
	text = g.spellFlags(text)
	q := query{key: fold.Key(text), style: styleOf(text)}
	if short, ok := withoutAirport(q.key); ok {
		return query{key: short, parts: []string{short}, style: loud, airport: true}, true
	}
	for _, part := range strings.FieldsFunc(spaceDashes(text), isSeparator) {
		if key := fold.Key(part); key != "" && !slices.Contains(q.parts, key) {
			q.parts = append(q.parts, key)
		}
	}
	return q, len(q.parts) > 0
}

// isSeparator reports the signs between a place and what it lies in.
func isSeparator(r rune) bool {
	return strings.ContainsRune(",;/|()[]{}<>·•→\n\t،、，；／｜（）", r)
}

// spaceDashes makes separators of dashes between spaces: "Porto - Portugal", but "Baden-Baden".
func spaceDashes(text string) string {
	return strings.NewReplacer(" - ", ",", " – ", ",", " — ", ",", " : ", ",", ": ", ",", " > ", ",").Replace(text)
}

// withoutAirport takes the word airport off a key, in some languages; false if it is not there or all
// there is.
func withoutAirport(key string) (string, bool) {
	for _, word := range [...]string{ // the longer of two that begin or end alike comes first
		"international airport", "airport", "flughafen", "aeroport de", "aeroport", "aeropuerto de", "aeropuerto",
		"aeroporto di", "aeroporto de", "aeroporto", "аэропорт", "lotnisko", "空港", "机场", "공항",
	} {
		if short, ok := strings.CutSuffix(key, " "+word); ok {
			return short, true
		}
		if short, ok := strings.CutPrefix(key, word+" "); ok {
			return short, true
		}
	}
	return key, false
}
