// Package match finds the entries of a FAQ that a question asks for, and how sure
// that is. It knows entries as phrasings and nothing of where they come from.
//
// A question is compared with every phrasing by the words, pairs of words and parts of
// words they share (words.go, grams.go, index.go). That gives each entry two figures in one
// pass (scores.go): the likeness of its nearest phrasing, and what a linear support vector
// machine makes of all of them, which has learnt what sets the entries apart (train.go).
// Neither is a probability; signs of both, and of how much of the question is known at
// all, are made into one (signs.go, curve.go).
//
// The same entries give the same answers, on any number of cores.
package match

import (
	"context"
	"slices"
)

// What a probability is good enough for.
const (
	Sure    = 0.5 // to answer
	Maybe   = 0.3 // to ask whether that was meant
	Unasked = 0.7 // to answer what nobody asked the bot
)

// Entry is what can be asked for.
type Entry struct {
	ID        string
	Phrasings []string // the ways in which people ask it
	Answer    string   // plain words or Markdown: its words count as a phrasing, too
}

// Hit is an entry that a question may ask for.
type Hit struct {
	ID       string
	P        float64 // how likely the question asks for it, 0 to 1
	Phrasing string  // the entry's phrasing that is most like the question; empty: the words of its answer are
}

// Matcher answers questions over one set of entries. It never changes, so any number
// of goroutines may ask it.
type Matcher struct {
	entries []Entry
	shelf            // what the matcher was made of
	fresh   shelf    // what Revise put in since
	now     []int32  // by entry of the shelf: which one it is now, or none
	was     []int32  // by entry: which one of the shelf it was, or none
	nots    []string // what is no question for this FAQ
	learnt  []learnt // by entry of the shelf; nil: nothing has been
	curve   *curve
}

// New makes a matcher that answers at once, by likeness alone. Train makes a better one
// of it. What is in nots has been said not to be a question for this FAQ. The slices are
// kept, and must not change.
func New(entries []Entry, nots []string) *Matcher {
	s := newShelf(entries, nots)
	return &Matcher{entries: entries, nots: nots, shelf: s, now: s.all, was: s.all, curve: untrained()}
}

// Train returns a matcher that also weighs what sets the entries apart. It takes
// seconds for thousands of entries, and gives up with ctx.
func (m *Matcher) Train(ctx context.Context) (*Matcher, error) {
	t := New(m.entries, m.nots)
	t.curve = trained()
	var err error
	if t.learnt, err = t.shelf.train(ctx, len(t.entries)); err != nil {
		return nil, err
	}
	if own, err := calibrated(ctx, m.entries, m.nots); own != nil || err != nil {
		t.curve = own
		return t, err
	}
	return t, nil
}

// rivals are how many of the best entries are looked at to tell how far the first is ahead.
const rivals = 10

// Ask returns the entries that the question may ask for, best first, at most most of them.
// Those after the first are never surer than the ones before.
func (m *Matcher) Ask(question string, most int) []Hit {
	q := m.read(question)
	best := m.best(q, max(most+1, rivals))
	hits := make([]Hit, 0, min(most, len(best)))
	for i, s := range best[:min(most, len(best))] {
		h := Hit{ID: m.entries[s.entry].ID, Phrasing: s.phrasing}
		if s.cos > 0 {
			h.P = m.curve.p(m.signs(q, best, i)) * q.doubt(s)
		}
		if i > 0 {
			h.P = min(h.P, hits[i-1].P)
		}
		hits = append(hits, h)
	}
	return m.fill(hits, most)
}

// fill adds entries for which nothing speaks, in their order, until there are most.
func (m *Matcher) fill(hits []Hit, most int) []Hit {
	for i := 0; i < len(m.entries) && len(hits) < most; i++ {
		if !slices.ContainsFunc(hits, func(h Hit) bool { return h.ID == m.entries[i].ID }) {
			hits = append(hits, Hit{ID: m.entries[i].ID})
		}
	}
	return hits
}

// best returns the most entries with the highest ranks, best first; of equals, the one that stands first.
func (m *Matcher) best(q *question, most int) []score {
	return first(m.scores(q), most, score.rank)
}

// first returns the most scores with the highest ranks, best first; of equals, the one that stands first.
func first(all []score, most int, rank func(score) float32) []score {
	most = min(most, len(all))
	best := make([]score, 0, most+1)
	for _, s := range all {
		r := rank(s)
		if len(best) == most && (most == 0 || r <= rank(best[most-1])) {
			continue
		}
		at := len(best)
		for at > 0 && rank(best[at-1]) < r {
			at--
		}
		best = slices.Insert(best, at, s)
		best = best[:min(most, len(best))]
	}
	return best
}
