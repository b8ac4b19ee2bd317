package match

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// How sure to be can be learnt from the entries themselves: some entries and some phrasings are held
// out, and then asked for. What was asked for an entry that is held out must not be answered.
const (
	entriesOut   = 0.2
	phrasingsOut = 1.0 / 3
)

// holding is how samples are made of a FAQ.
type holding struct {
	nots  []string
	far   []string // questions that no FAQ of this kind answers
	learn bool     // train before asking
	seed  uint64   // of the chance by which entries and phrasings are held out

	// How much more it weighs to answer what has no entry than to miss what has one.
	caution float64
}

// samples asks for what is held out: questions that have an entry, and for caution's sake questions whose
// entry is held out, lines of chatter, and far questions; all of them mistyped as well.
func (h holding) samples(ctx context.Context, entries []Entry) ([]sample, error) {
	random := rand.New(rand.NewPCG(h.seed, 0))
	kept, asked, strays := split(entries, random)
	m := New(kept, h.nots)
	if h.learn {
		var err error
		if m.learnt, err = m.shelf.train(ctx, len(kept)); err != nil {
			return nil, err
		}
	}
	var all []sample
	put := func(texts []string, weight float64, right func(i int, id string) bool) {
		for i, text := range texts {
			q := m.read(text)
			best := m.best(q, rivals)
			if len(best) > 0 {
				all = append(all, sample{m.signs(q, best, 0), right(i, kept[best[0].entry].ID), pound * weight / float64(len(texts))})
			}
		}
	}
	ids, texts := make([]string, len(asked)), make([]string, len(asked))
	for i, a := range asked {
		ids[i], texts[i] = a.id, a.text
	}
	never := func(int, string) bool { return false }
	put(texts, 1, func(i int, id string) bool { return id == ids[i] })
	put(strays, h.caution, never)
	put(background(), h.caution/2, never)
	put(h.far, h.caution/4, never)
	// Whoever mistypes asks the same, or the same nothing.
	put(mistyped(texts, random), 0.5, func(i int, id string) bool { return id == ids[i] })
	put(mistyped(slices.Concat(strays, background()), random), 0.5, never)
	return all, ctx.Err()
}

// pound is how much the questions of one FAQ weigh, beside the penalty on weights of the curve.
const pound = 500

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
// fewEntries how many entries it must have, and plenty how many held-out samples will do. With twenty phrasings a FAQ
// in several languages would do it, which has few in each: it was far too sure of itself.
const (
	enough     = 50
	fewEntries = 20
	plenty     = 3000
)

// calibrated fits a curve to the entries themselves, or returns nil where they have too few phrasings
// for that: then the shipped curve is better.
func calibrated(ctx context.Context, entries []Entry, nots []string) (*curve, error) {
	middle := median(entries)
	if len(entries) < fewEntries || middle < enough {
		return nil, nil
	}
	// The more ways to ask an entry holds, the more of what is asked at all has been seen, and the
	// rarer are questions without an entry. How much rarer was found on Banking77 and CLINC150: nine in ten
	// questions that have an entry are answered then.
	rarer := 0.6 * math.Log(float64(middle)/2)
	var all []sample
	for seed := uint64(1); seed <= 3 && len(all) < plenty; seed++ {
		more, err := holding{nots: nots, learn: true, seed: seed, caution: 1}.samples(ctx, entries)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	c := fit(all)
	c.bias += rarer
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

// mistypedOften is how likely a word of four letters or more is mistyped in samples.
const mistypedOften = 0.3

// mistyped leaves letters out, doubles them or swaps them with their neighbours.
func mistyped(texts []string, random *rand.Rand) []string {
	all := make([]string, len(texts))
	for i, text := range texts {
		words := strings.Fields(text)
		for j, word := range words {
			letters := []rune(word)
			if len(letters) < 4 || random.Float64() > mistypedOften {
				continue
			}
			switch at := 1 + random.IntN(len(letters)-2); random.IntN(3) {
			case 0:
				letters = slices.Delete(letters, at, at+1)
			case 1:
				letters = slices.Insert(letters, at, letters[at])
			default:
				letters[at], letters[at+1] = letters[at+1], letters[at]
			}
			words[j] = string(letters)
		}
		all[i] = strings.Join(words, " ")
	}
	return all
}
