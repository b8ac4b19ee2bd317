package match

import (
	"cmp"
	"slices"
)

// score is what speaks for one entry.
type score struct {
	entry    int32
	margin   float32 // of the support vector machine: 1 and above is surely, -1 and below surely not
	cos      float32 // likeness of the nearest phrasing, 0 to 1
	said     float32 // likeness of the nearest one that people say: no id, no answer
	phrasing string  // that one
}

// cosShare is how much likeness counts beside the margin when entries are put in order.
const cosShare = 0.5

// closest is how many entries are weighed: those that are most like the question. What takes time is the machine, and
// the right entry is hardly ever further down.
const closest = 24

// rank is what entries are ordered by.
func (s score) rank() float32 { return s.margin + cosShare*s.cos }

// guess is the margin of an entry of which nothing has been learnt yet, by the likeness of its
// nearest phrasing: the very words are as good as a phrasing in training, which has a margin of 1.
func guess(cos float32) float32 { return 2*cos - 1 }

// likeness says how like the question is to each phrasing of the shelf, 0 to 1: to all of them, or on a long shelf to
// those that are asked for.
type likeness struct {
	dots []float32
	near *scratch
}

// to is the likeness to one phrasing.
func (l likeness) to(doc int32) float32 {
	if l.near == nil {
		return l.dots[doc]
	}
	return l.near.likeness(doc)
}

// scores says what speaks for each entry, or on a long shelf for the likeliest, in their order; and notes
// in the question how like it is to what is none.
func (m *Matcher) scores(q *question) []score {
	if m.vectors != nil {
		s := m.near(q)
		defer m.scratches.Put(s)
		q.asked = s.asked
		return m.weigh(q, s.entries, s.rest, likeness{near: s})
	}
	dots := m.index.likeness(q.grams, len(m.phrasings))
	return m.weigh(q, m.all, m.shelf.nots, likeness{dots: dots})
}

// weigh scores entries of the shelf, and the fresh phrasings.
func (m *Matcher) weigh(q *question, entries []int32, rest span, like likeness) []score {
	scores := make([]score, 0, len(entries)+len(m.fresh.phrasings))
	for _, was := range entries {
		if m.now[was] != none {
			scores = append(scores, m.compare(was, like))
		}
	}
	if len(scores) > closest {
		scores = first(scores, closest, func(s score) float32 { return s.cos })
		slices.SortFunc(scores, func(a, b score) int { return cmp.Compare(a.entry, b.entry) })
	}
	for i := range scores {
		scores[i].margin = m.margin(q, m.was[scores[i].entry], scores[i].cos, like)
	}
	for doc := rest.from; doc < rest.to; doc++ {
		if !m.phrasings[doc].dead {
			q.notAt = max(q.notAt, like.to(doc))
		}
	}
	return m.freshen(scores, q)
}

// compare says how like the question is to an entry of the shelf.
func (m *Matcher) compare(was int32, like likeness) score {
	s := score{entry: m.now[was]}
	there := m.spans[was]
	for doc := there.from; doc < there.to; doc++ {
		if p := &m.phrasings[doc]; !p.dead {
			s.nearer(p, like.to(doc))
		}
	}
	return s
}

// margin is what has been learnt of an entry of the shelf, applied to the question.
func (m *Matcher) margin(q *question, was int32, cos float32, like likeness) float32 {
	if m.learnt == nil {
		return guess(cos)
	}
	margin := m.learnt[was].bias
	for _, l := range m.learnt[was].supports { // none on a long shelf
		margin += l.alpha * like.dots[l.doc]
	}
	for _, w := range m.learnt[was].grams {
		margin += w.value * q.asked[w.id]
	}
	return margin
}

// nearer notes a phrasing if it is the nearest one so far.
func (s *score) nearer(p *phrasing, cos float32) {
	s.cos = max(s.cos, cos)
	if !p.quiet && cos > s.said {
		s.said, s.phrasing = cos, p.text
	}
}

// freshen adds what the fresh phrasings speak for.
func (m *Matcher) freshen(scores []score, q *question) []score {
	if len(m.fresh.phrasings) == 0 {
		return scores
	}
	for doc, cos := range m.fresh.index.likeness(q.fresh(&m.fresh.index), len(m.fresh.phrasings)) {
		p := &m.fresh.phrasings[doc]
		if p.entry == none {
			q.notAt = max(q.notAt, cos)
			continue
		}
		at := slices.IndexFunc(scores, func(s score) bool { return s.entry == p.entry })
		if at < 0 {
			at = len(scores)
			scores = append(scores, score{entry: p.entry, margin: guess(0)})
		}
		scores[at].nearer(p, cos)
		scores[at].margin = max(scores[at].margin, guess(cos))
	}
	return scores
}
