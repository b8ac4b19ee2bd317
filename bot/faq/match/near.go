package match

import (
	"cmp"
	"slices"
)

// On a long shelf the phrasings that share the question's rarest grams are found first, and only their
// entries are looked at closely.
const (
	glances    = 6000 // postings to look at in search of them, about
	likeliest  = 40   // phrasings that are followed
	candidates = 10   // entries that are looked at
)

// scratch is room for one search. It is used again, since zeroing it costs more than searching.
type scratch struct {
	shelf   *shelf
	sums    []float32 // by phrasing: likeness by rare grams; zero between searches
	touched []int32   // the phrasings with a sum
	asked   []float32 // by gram: the question; zero between searches
	grams   []int32   // the grams in asked

	entries []int32 // the candidates, the likeliest first
	rest    span    // none: what is no question is looked at only where it is likely
}

// near finds the entries of the shelf that are worth a closer look. What it returns goes back to the
// scratches of the shelf.
func (m *Matcher) near(q *question) *scratch {
	s, _ := m.scratches.Get().(*scratch)
	if s == nil {
		s = &scratch{shelf: &m.shelf, sums: make([]float32, len(m.phrasings)), asked: make([]float32, len(m.index.rare))}
	}
	s.shelf = &m.shelf // the index is that of whoever had it before; what is dead may not be
	s.clear()
	for _, w := range q.grams {
		if w.id >= 0 {
			s.asked[w.id] = w.value
			s.grams = append(s.grams, w.id)
		}
	}
	s.glance()
	for _, doc := range s.top() {
		switch entry := m.phrasings[doc].entry; {
		case m.phrasings[doc].dead:
		case entry == none && doc < m.shelf.nots.to:
			q.notAt = max(q.notAt, s.likeness(doc))
		case entry != none && m.now[entry] != none && len(s.entries) < candidates && !slices.Contains(s.entries, entry):
			s.entries = append(s.entries, entry)
		}
	}
	return s
}

// clear makes the scratch ready for a search.
func (s *scratch) clear() {
	for _, doc := range s.touched {
		s.sums[doc] = 0
	}
	for _, id := range s.grams {
		s.asked[id] = 0
	}
	s.touched, s.grams, s.entries = s.touched[:0], s.grams[:0], s.entries[:0]
}

// glance adds up the rarest grams, until it has looked at enough postings.
func (s *scratch) glance() {
	x := &s.shelf.index
	rarestFirst := slices.Clone(s.grams)
	long := func(id int32) int32 { return x.from[id+1] - x.from[id] }
	slices.SortFunc(rarestFirst, func(a, b int32) int { return cmp.Or(cmp.Compare(long(a), long(b)), cmp.Compare(a, b)) })
	looked := int32(0)
	for _, id := range rarestFirst {
		if looked += long(id); looked > glances && len(s.touched) > 0 {
			return
		}
		for _, p := range x.postings[x.from[id]:x.from[id+1]] {
			if s.sums[p.doc] == 0 {
				s.touched = append(s.touched, p.doc)
			}
			s.sums[p.doc] += s.asked[id] * p.value
		}
	}
}

// top lists the likeliest phrasings, the most likely first; of equals, those that stand first.
func (s *scratch) top() []int32 {
	top := make([]int32, 0, likeliest+1)
	for _, doc := range s.touched {
		if len(top) == likeliest && s.sums[doc] < s.sums[top[likeliest-1]] {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, doc, func(a, b int32) int {
			return cmp.Or(cmp.Compare(s.sums[b], s.sums[a]), cmp.Compare(a, b))
		})
		top = slices.Insert(top, at, doc)
		top = top[:min(len(top), likeliest)]
	}
	return top
}

// likeness is how like the question is to a phrasing, of which all grams are looked at.
func (s *scratch) likeness(doc int32) (sum float32) {
	for _, f := range s.shelf.vectors[doc] {
		sum += f.value * s.asked[f.id]
	}
	return sum
}
