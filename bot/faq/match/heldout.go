package match

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// How sure to be can be learnt from the entries themselves: some entries and some phrasings are held
// out, and then asked for. What was asked for an entry that is held out must not be answered.
const (
	entriesOut   = 0.2
	phrasingsOut = 1.0 / 3
)

// heldOut asks for what it holds out, by chance as the seed says. Samples weigh 1 in all for
// questions that have an entry, and share for those that have none; far are questions that no
// FAQ of this kind answers, which weigh as much again.
func heldOut(ctx context.Context, entries []Entry, nots, far []string, share float64, seed uint64) ([]sample, error) {
	kept, asked, strays := split(entries, rand.New(rand.NewPCG(seed, 0)))
	m := New(kept, nots)
	m.curve = trained()
	var err error
	if m.alphas, m.bias, err = m.shelf.train(ctx, len(kept)); err != nil {
		return nil, err
	}
	var all []sample
	put := func(texts []string, weight float64, right func(i int, id string) bool) {
		for i, text := range texts {
			q := m.read(text)
			best := m.best(q, rivals)
			if len(best) > 0 {
				all = append(all, sample{m.signs(q, best, 0), right(i, kept[best[0].entry].ID), weight / float64(len(texts))})
			}
		}
	}
	ids, texts := make([]string, len(asked)), make([]string, len(asked))
	for i, a := range asked {
		ids[i], texts[i] = a.id, a.text
	}
	never := func(int, string) bool { return false }
	put(texts, 1, func(i int, id string) bool { return id == ids[i] })
	put(strays, share, never)
	put(far, share, never)
	return all, ctx.Err()
}

// asking is a phrasing that was held out, and the entry it asks for.
type asking struct{ id, text string }

// split holds out entries and phrasings. An entry keeps one phrasing at least.
func split(entries []Entry, random *rand.Rand) (kept []Entry, asked []asking, strays []string) {
	for i, e := range entries {
		if i > 0 && random.Float64() < entriesOut {
			strays = append(strays, e.Phrasings...)
			continue
		}
		left := Entry{ID: e.ID, Answer: e.Answer}
		for i, text := range e.Phrasings {
			if i > 0 && random.Float64() < phrasingsOut {
				asked = append(asked, asking{e.ID, text})
				continue
			}
			left.Phrasings = append(left.Phrasings, text)
		}
		kept = append(kept, left)
	}
	return kept, asked, strays
}

// enough is how many phrasings an entry must have, in the middle, for a FAQ to be calibrated by itself,
// and plenty how many held-out samples are enough.
const (
	enough = 20
	plenty = 3000
)

// calibrated fits a curve to the entries themselves, or returns nil where they have too few phrasings
// for that: then the shipped curve is better.
func calibrated(ctx context.Context, entries []Entry, nots []string) (*curve, error) {
	middle := median(entries)
	if len(entries) < enough || middle < enough {
		return nil, nil
	}
	// The more ways to ask an entry holds, the more of what is asked at all has been seen: in the
	// middle of K, two in K questions are taken to have no entry.
	rarer := math.Log(float64(middle) / 2)
	var all []sample
	for seed := uint64(1); seed <= 3 && len(all) < plenty; seed++ {
		more, err := heldOut(ctx, entries, nots, nil, 1, seed)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	for i := range all {
		all[i].weight *= 500
	}
	c := fit(all)
	c.bias += rarer * Shift
	return c, nil
}

// median is how many phrasings the entry in the middle has, when they stand in order of that.
func median(entries []Entry) int {
	if len(entries) == 0 {
		return 0
	}
	many := make([]int, len(entries))
	for i, e := range entries {
		many[i] = len(e.Phrasings)
	}
	slices.Sort(many)
	return many[len(many)/2]
}

var Shift = 1.0
