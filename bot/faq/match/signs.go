package match

import "math"

// signs tell how likely an entry is the right one for a question. The order is that of the curve's
// weights.
type signs [11]float64

// signNames says what each sign is, for whoever reads the weights.
func signNames() []string {
	return []string{
		"margin", "margin before the next", "likeness of what people say", "likeness before the next", "parts known", "parts known of the entry",
		"words known", "words known of the entry", "length", "margin among all", "mistyped",
	}
}

// signs are those of the entry at place i of the best ones.
func (m *Matcher) signs(q *question, best []score, i int) signs {
	s := best[i]
	next := score{margin: -1}
	for j, other := range best {
		if j != i {
			next.margin, next.cos = max(next.margin, other.margin), max(next.cos, other.cos)
		}
	}
	covered := q.share(func(w weighed) bool { return m.covers(w, s.entry) })
	return signs{
		float64(s.margin), float64(s.margin - next.margin), float64(s.said), float64(s.cos - next.cos),
		q.known.parts, covered.parts, q.known.words, covered.words,
		math.Log(float64(1 + q.words)), among(best, s), q.mended,
	}
}

// among is the logarithm of an entry's share of all, when each counts by how far its margin reaches.
func among(best []score, s score) float64 {
	var sum float64
	for _, other := range best {
		sum += math.Exp(4 * float64(other.margin-s.margin))
	}
	return -math.Log(sum)
}

// covers says whether a phrasing of an entry has a gram.
func (m *Matcher) covers(w weighed, entry int32) bool {
	if was := m.was[entry]; was != none && m.shelf.covers(w.id, was) {
		return true
	}
	return len(m.fresh.phrasings) > 0 && m.fresh.covers(m.fresh.index.id(w.gram), entry)
}
