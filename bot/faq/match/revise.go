package match

import "slices"

// Revise returns a matcher in which the entries given stand in place of those of the same id,
// or beside the others, and those of the ids in gone are no more; nots are all that is now
// no question for this FAQ. It is quick for a few entries and keeps what has been learnt of the others;
// new phrasings count by likeness until the next Train.
func (m *Matcher) Revise(entries []Entry, gone, nots []string) *Matcher {
	r := *m
	r.nots = nots
	r.merge(entries, gone)
	r.shelf.phrasings = slices.Clone(m.shelf.phrasings)
	r.fresh = shelf{}
	for number, e := range r.entries {
		r.restock(int32(number), e)
	}
	r.restockNots()
	r.fresh.index, _ = newIndex(r.fresh.texts(), &m.shelf.index)
	return &r
}

// merge makes the new list of entries, and where each of them was and is.
func (m *Matcher) merge(changed []Entry, gone []string) {
	at := make(map[string]int, len(changed))
	for i, e := range changed {
		at[e.ID] = i
	}
	out := make(map[string]bool, len(gone))
	for _, id := range gone {
		out[id] = true
	}
	old, was := m.entries, m.was
	m.entries, m.was, m.now = make([]Entry, 0, len(old)+len(changed)), make([]int32, 0, len(old)+len(changed)), slices.Repeat([]int32{none}, len(m.now))
	put := func(e Entry, was int32) {
		if was != none {
			m.now[was] = int32(len(m.entries))
		}
		m.entries, m.was = append(m.entries, e), append(m.was, was)
	}
	for i, e := range old {
		if n, found := at[e.ID]; found && !out[e.ID] {
			e = changed[n]
		}
		delete(at, e.ID)
		if !out[e.ID] {
			put(e, was[i])
		}
	}
	for _, e := range changed {
		if _, left := at[e.ID]; left && !out[e.ID] {
			put(e, none)
			delete(at, e.ID)
		}
	}
}

// restock says which phrasings of an entry on the shelf are still ways to ask for it, and puts those that are
// not there among the fresh ones.
func (m *Matcher) restock(number int32, e Entry) {
	all := e.phrasings(number)
	if m.was[number] == none {
		m.fresh.put(all)
		return
	}
	there := m.shelf.spans[m.was[number]]
	old := m.shelf.phrasings[there.from:there.to]
	if len(all) == len(old) && slices.EqualFunc(all, old, func(a, b phrasing) bool { return a.text == b.text && a.quiet == b.quiet }) {
		for i := range old {
			old[i].dead = false
		}
		m.fresh.put(nil)
		return
	}
	var fresh []phrasing
	for _, p := range all {
		if !slices.ContainsFunc(old, func(o phrasing) bool { return o.text == p.text && o.quiet == p.quiet }) {
			fresh = append(fresh, p)
		}
	}
	for i := range old {
		old[i].dead = !slices.ContainsFunc(all, func(p phrasing) bool { return p.text == old[i].text && p.quiet == old[i].quiet })
	}
	m.fresh.put(fresh)
}

// restockNots does the same for what is no question.
func (m *Matcher) restockNots() {
	left := make(map[string]bool, len(m.nots))
	for _, text := range m.nots {
		left[text] = true
	}
	for i := range m.shelf.phrasings {
		if p := &m.shelf.phrasings[i]; p.entry == none {
			p.dead = !left[p.text]
			delete(left, p.text)
		}
	}
	for _, text := range m.nots {
		if left[text] {
			m.fresh.phrasings = append(m.fresh.phrasings, phrasing{entry: none, text: text})
			delete(left, text)
		}
	}
}
