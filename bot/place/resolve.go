package place

import (
	"strings"

	"ambassador/bot/place/internal/fold"
)

// Resolve finds the place a person means by text. It never panics and never takes long, whatever the
// text is. In order: a Ref, the asker's own surroundings, exact names alone and with qualifiers, the same
// without the talk around them, typing errors.
func (g *Gazetteer) Resolve(text string, asker Asker) Answer {
	if asker.Country == "" {
		asker.Country = g.ZoneCountry(asker.Zone)
	}
	if p, ok := g.ByRef(text); ok {
		return Answer{Status: Found, Place: p}
	}
	q, ok := g.parse(text)
	if !ok || isNoPlace(q.key) || q.style != loud && isPlainWord(q.key) && fold.IsPlain(text) {
		return Answer{Status: NotFound}
	}
	a := ask{g, asker}
	if isNearMe(q.key) {
		return a.nearMe()
	}
	if answer, ok := a.exactly(q); ok {
		return answer
	}
	if answer, ok := a.linked(q); ok {
		return answer
	}
	key := stripTalk(q.key, func(key string) bool { return g.atlas.Has(key) || isNearMe(key) })
	if key == q.key {
		return a.decide(a.mistyped(key))
	}
	return a.stripped(q, key)
}

// linked answers two names with a preposition between: "Berlin in Germany", "Córdoba en Argentina".
// Both must be names as they stand, for "somebody in Paris" says nothing of where Paris lies.
func (a ask) linked(q query) (Answer, bool) {
	words := strings.Fields(q.key)
	if len(q.parts) > 1 || len(words) > maxWords {
		return Answer{}, false
	}
	for i := len(words) - 2; i > 0; i-- {
		if !isLink(words[i]) {
			continue
		}
		outer := i + 1
		if isArticle(words[outer]) && outer < len(words)-1 {
			outer++ // "in the Netherlands"
		}
		head := part{key: join(words[:i])}
		head.readings = a.sober(head.key, q.style, a.exact(head.key))
		where := part{key: join(words[outer:])}
		where.readings, where.areas = a.exact(where.key), a.areas(where.key)
		if isTalk(words[0]) || len(head.readings) == 0 || !where.known() {
			continue
		}
		found := a.fit([]part{head, where})
		if len(found.readings) > 0 {
			return a.decide(found.readings), true
		}
		return a.exclude(found), true
	}
	return Answer{}, false
}

// isLink reports a preposition between a place and what it lies in, in the bot's languages.
func isLink(word string) bool { return word == "in" || word == "en" || word == "em" }

// ask is one attempt to understand a query.
type ask struct {
	*Gazetteer
	asker Asker
}

// stripped goes on with what is left of a query without the talk around it.
func (a ask) stripped(q query, key string) Answer {
	if key == "" || isNoPlace(key) || isPlainWord(key) {
		return Answer{Status: NotFound}
	}
	if isNearMe(key) {
		return a.nearMe()
	}
	// First all that is left, then what stands behind a preposition in a longer sentence.
	attempts := append([]string{key}, runs(q.key)...)
	for _, attempt := range attempts {
		if answer, ok := a.exactly(query{key: attempt, parts: []string{attempt}, style: q.style}); ok {
			return answer
		}
	}
	if all := a.mistyped(q.key); len(all) > 0 { // "los angelos" is more than "los" and a name
		return a.decide(all)
	}
	return a.decide(a.mistyped(key))
}

// exactly answers if the words of a query are names as they stand, or if one of its parts is and makes
// sense of another that is mistyped.
func (a ask) exactly(q query) (Answer, bool) {
	all := a.whole(q)
	if len(all) == 0 && len(q.parts) == 1 {
		all = a.read(q.parts[0], q.style)
	}
	// A whole name with commas in it, as "Frankfurt (Oder)", was tried before it is taken apart.
	if len(all) == 0 && len(q.parts) > 1 {
		found := a.several(q)
		if len(found.readings) == 0 && len(found.excluded) > 0 {
			return a.exclude(found), true
		}
		all = found.readings
	}
	return a.decide(all), len(all) > 0
}
