package match

// score is what speaks for one entry.
type score struct {
	entry    int32
	margin   float32 // of the support vector machine: 1 and above is surely, -1 and below surely not
	cos      float32 // likeness of the nearest phrasing, 0 to 1
	phrasing string  // that phrasing; empty where it is none of people's
}

// cosShare is how much likeness counts beside the margin when entries are put in order.
const cosShare = 0.5

// rank is what entries are ordered by.
func (s score) rank() float32 { return s.margin + cosShare*s.cos }

// guess is the margin of an entry of which nothing has been learnt yet, by the likeness of its
// nearest phrasing: the very words are as good as a phrasing in training, which has a margin of 1.
func guess(cos float32) float32 { return 2*cos - 1 }

// scores says what speaks for each entry, in their order, and notes in the question how like it is
// to what is none.
func (m *Matcher) scores(q *question) []score {
	all := make([]score, len(m.entries))
	for i := range all {
		all[i] = score{entry: int32(i), margin: guess(0)}
	}
	dots := m.index.likeness(q.grams, len(m.phrasings))
	m.weigh(all, dots)
	for doc, dot := range dots {
		p := &m.phrasings[doc]
		if !p.dead && m.nearer(all, q, p, m.current(p.entry), dot) && m.bias == nil {
			all[m.now[p.entry]].margin = guess(dot)
		}
	}
	for doc, dot := range m.fresh.index.likeness(q.grams, len(m.fresh.phrasings)) {
		p := &m.fresh.phrasings[doc]
		if m.nearer(all, q, p, p.entry, dot) {
			all[p.entry].margin = max(all[p.entry].margin, guess(dot))
		}
	}
	return all
}

// current is which entry an entry of the shelf is now, or none.
func (m *Matcher) current(entry int32) int32 {
	if entry == none {
		return none
	}
	return m.now[entry]
}

// weigh fills in the margins, if anything has been learnt.
func (m *Matcher) weigh(all []score, dots []float32) {
	if m.bias == nil {
		return
	}
	margins := make([]float32, len(m.bias))
	copy(margins, m.bias)
	for doc, dot := range dots {
		if dot == 0 {
			continue
		}
		for _, a := range m.alphas[doc] {
			margins[a.entry] += a.value * dot
		}
	}
	for entry, margin := range margins {
		if now := m.now[entry]; now != none {
			all[now].margin = margin
		}
	}
}

// nearer notes a phrasing where it is the nearest one so far, of its entry or of what is no question.
// It says so of an entry.
func (m *Matcher) nearer(all []score, q *question, p *phrasing, entry int32, dot float32) bool {
	if entry == none {
		if p.entry == none {
			q.notAt = max(q.notAt, dot)
		}
		return false
	}
	s := &all[entry]
	if dot <= s.cos {
		return false
	}
	s.cos, s.phrasing = dot, p.text
	if p.quiet {
		s.phrasing = ""
	}
	return true
}
