package place

import (
	"slices"
	"strings"
	"unicode"

	"ambassador/bot/place/internal/atlas"
	"ambassador/bot/place/internal/fold"
)

// maxWords is the number of words among which a name and its qualifier are searched.
const maxWords = 8

// codePeople is the size of a city from which its airport's code is understood in small letters.
const codePeople = 500_000

// exact gives the readings of a whole name, best first.
func (a ask) exact(key string) []reading { return a.weigh(a.atlas.Senses(key)) }

// whole reads all of a query as one name, or else as the code of a country or subdivision.
func (a ask) whole(q query) []reading {
	all := a.withoutCodes(q, a.sober(q.key, q.style, a.exact(q.key)))
	if len(q.key) == 2 && !slices.ContainsFunc(all, isAlias) || len(q.key) == 3 && len(all) == 0 {
		if codes := a.code(q); len(codes) > 0 {
			return codes
		}
	}
	if len(all) > 0 && fold.IsPlain(q.key) && a.isObscure(all[0]) {
		return sorted(append(all, a.famous(q.key)...))
	}
	return all
}

// obscurePeople is the size of a place of which most people have never heard.
const obscurePeople = 10_000

// isObscure reports a reading that few people have in mind: a minor name of a city, or a small place.
func (a ask) isObscure(r reading) bool {
	if _, ok := a.areaOf(r.at); ok || r.how > atlas.Main {
		return false
	}
	return r.how == atlas.Other || a.atlas.City(r.at).Population < obscurePeople
}

// isAlias reports a reading from our own list.
func isAlias(r reading) bool { return r.how == atlas.Alias }

// withoutCodes drops the readings that rest on an airport's code if our own list knows better, or if
// the query is not written as a code and the city is not large. Written as one, it counts as a main name.
// The word airport beside it leaves nothing but codes, if there are any.
func (a ask) withoutCodes(q query, all []reading) []reading {
	if q.airport && slices.ContainsFunc(all, func(r reading) bool { return r.how == atlas.Code }) {
		return slices.DeleteFunc(all, func(r reading) bool { return r.how != atlas.Code })
	}
	alias := slices.ContainsFunc(all, isAlias)
	var kept []reading
	for _, r := range all {
		if r.how == atlas.Code && len(q.key) == 3 {
			if alias || q.style != loud && a.atlas.City(r.at).Population < codePeople {
				continue
			}
			if q.style == loud {
				r.weight += mainName
			}
		}
		kept = append(kept, r)
	}
	return sorted(kept)
}

// code reads a query as the code of a country or subdivision, if it is written like one.
func (a ask) code(q query) []reading {
	if q.style != loud && a.isSpeech(q.key) || strings.ContainsFunc(q.key, unicode.IsDigit) {
		return nil
	}
	return a.weigh(a.atlas.Senses("#" + q.key))
}

// read gives the readings of a piece of text: as one name, as a subdivision with its title, or else as
// a name with qualifiers around it and no comma between, as in "portland or", "texas austin".
func (a ask) read(key string, style style) []reading {
	if all := a.sober(key, style, a.exact(key)); len(all) > 0 {
		return all
	}
	if all := a.titled(key); len(all) > 0 {
		return all
	}
	words := strings.Fields(key)
	if len(words) > maxWords {
		return nil
	}
	// The longest name first: "new york ny" is not York.
	for cut := len(words) - 1; cut > 0; cut-- {
		front, back := join(words[:cut]), join(words[cut:])
		if all := a.within(a.sober(front, style, a.exact(front)), a.areas(back)); len(all) > 0 {
			return all
		}
	}
	for cut := len(words) - 1; cut > 0; cut-- {
		front, back := join(words[:cut]), join(words[cut:])
		if all := a.within(a.sober(back, style, a.exact(back)), a.areas(front)); len(all) > 0 {
			return all
		}
	}
	return a.inflected(key)
}

// titled reads "state of texas", "são paulo state", "okinawa prefecture": a subdivision by its name and
// its title. A Chinese, Japanese or Korean name carries its title as the last sign.
func (a ask) titled(key string) []reading {
	if short, ok := fold.Unsuffixed(key); ok {
		return a.exact(short)
	}
	short, ok := untitled(key)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(a.exact(short), func(r reading) bool {
		area, ok := a.areaOf(r.at)
		return !ok || area.Kind != atlas.Subdivision
	})
}

// inflected reads a Russian or Ukrainian name in another case: "в Москве" is in Москва.
func (a ask) inflected(key string) []reading {
	for _, form := range fold.Nominatives(key) {
		if all := a.exact(form); len(all) > 0 {
			return all
		}
	}
	return nil
}

// join makes a key of words again.
func join(words []string) string { return strings.Join(words, " ") }
