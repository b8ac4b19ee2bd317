package match

import (
	"cmp"
	"math"
	"slices"
)

// longest is how many characters of a text are looked at.
const longest = 2000

// counted is a gram of a text, and how often it stands there.
type counted struct {
	gram gram
	n    float32
	kind kind
}

// count lists the grams of a text, each once, and says how many words it has.
func count(text string) (all []counted, words int) { return countTokens(cutTokens(text)) }

// cutTokens cuts a text into words, of which there are not too many.
func cutTokens(text string) []token {
	if len(text) > longest {
		text = text[:cutAt(text, longest)]
	}
	return tokens(fold(text))
}

// countTokens does the same for words.
func countTokens(ts []token) (all []counted, words int) {
	all = make([]counted, 0, 32*len(ts))
	grams(ts, func(g gram, k kind) { all = append(all, counted{g, 1, k}) })
	slices.SortFunc(all, func(a, b counted) int { return cmp.Compare(a.gram, b.gram) })
	kept := all[:0]
	for _, c := range all {
		if n := len(kept); n > 0 && kept[n-1].gram == c.gram {
			kept[n-1].n++
			continue
		}
		kept = append(kept, c)
	}
	for _, t := range ts {
		words += t.words()
	}
	return kept, words
}

// cutAt is the last place not behind most at which a text can be cut between characters.
func cutAt(text string, most int) int {
	for most > 0 && text[most]&0xc0 == 0x80 {
		most--
	}
	return most
}

// weighed is a gram and how much it counts in a text of length 1.
type weighed struct {
	gram  gram
	id    int32 // of the index that weighed it; -1: no phrasing has it
	value float32
	rare  float32 // how rare it is, as the index tells
	kind  kind
}

// question is a text that is asked, as one index weighs it.
type question struct {
	grams  []weighed
	words  int     // how many words it has
	notAt  float32 // how like it is to what is no question for this FAQ, 0 to 1
	mended float64 // which part of the words was mistyped, 0 to 1
	known  shares  // of what all phrasings together have

	asked []float32 // on a long shelf: the question by gram of the index
}

// shares are parts of a whole that count by rarity, 0 to 1: of the parts of words, and of the words.
type shares struct{ parts, words float64 }

// read weighs the grams of a text. What no phrasing has counts for the text's length all the same:
// words beside what is known make it less alike.
func (m *Matcher) read(text string) *question {
	ts := cutTokens(text)
	mended := m.spelling.mend(ts)
	counts, words := countTokens(ts)
	q := &question{grams: m.index.weigh(counts), words: words}
	if words > 0 {
		q.mended = float64(mended) / float64(words)
	}
	q.known = q.share(func(w weighed) bool { return w.id >= 0 || m.fresh.index.has(w.gram) })
	return q
}

// fresh is the question for another index that weighs grams alike.
func (q *question) fresh(x *index) []weighed {
	grams := make([]weighed, len(q.grams))
	for i, w := range q.grams {
		w.id = x.id(w.gram)
		grams[i] = w
	}
	return grams
}

// share says how much of the question has a property. Pairs of words do not count: most are new.
func (q *question) share(has func(weighed) bool) shares {
	var having, all [kinds]float64
	for _, w := range q.grams {
		if w.kind == ofPair {
			continue
		}
		if all[w.kind] += float64(w.rare); has(w) {
			having[w.kind] += float64(w.rare)
		}
	}
	return shares{ratio(having[ofPart], all[ofPart]), ratio(having[ofWord], all[ofWord])}
}

// ratio is a / b, and 0 where there is nothing.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// doubt is what is left of a probability when the question is more like something that is none for
// this FAQ than like any phrasing of the entry; 1 where it is not.
func (q *question) doubt(s score) float64 {
	if q.notAt <= s.cos {
		return 1
	}
	return 1 - math.Min(1, float64(q.notAt*q.notAt))
}
