package match

import (
	"cmp"
	"context"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// One linear support vector machine for each entry learns to tell its phrasings from those of all
// others (L2-regularised squared hinge loss), by dual coordinate descent as in Hsieh et al., "A Dual
// Coordinate Descent Method for Large-scale Linear SVM", 2008. What is kept of it is the dual form: how
// much each phrasing counts for and against each entry.
const (
	cost      = 1    // of a phrasing on the wrong side
	ownCost   = 4    // of one of the entry itself, since there are few of those
	rounds    = 30   // at most
	closeness = 0.01 // of the steps of a round, at which it is enough
	work      = 3e6  // phrasings to look at in all, about; above it entries learn from the hardest of others
	fewest    = 300  // others that an entry learns from at least, if there are as many
)

// support is a phrasing that counts for an entry, or against it, and how much.
type support struct {
	doc   int32
	alpha float32
}

// learnt is what is known of one entry: phrasings that count, or on a long shelf, where only few
// phrasings are compared with a question, grams.
type learnt struct {
	supports []support // in the order of the phrasings
	grams    []feature // the heaviest, in the order of the index
	bias     float32
}

// heaviest is how many grams are kept of an entry.
const heaviest = 600

// train learns all entries, in their order. It gives up with ctx.
func (s *shelf) train(ctx context.Context, entries int) ([]learnt, error) {
	vectors := s.read()
	all := make([]learnt, entries)
	next := make(chan int)
	var pupils sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		pupils.Go(func() {
			p := pupil{shelf: s, vectors: vectors, w: make([]float32, len(s.index.rare)), hardest: max(fewest, int(work)/max(1, entries))}
			for entry := range next {
				all[entry] = p.learn(int32(entry))
			}
		})
	}
	for entry := 0; entry < entries && ctx.Err() == nil; entry++ {
		next <- entry
	}
	close(next)
	pupils.Wait()
	return all, ctx.Err()
}

// read makes vectors of the phrasings.
func (s *shelf) read() [][]feature {
	if s.vectors != nil {
		return s.vectors
	}
	vectors := make([][]feature, len(s.phrasings))
	for i, p := range s.phrasings {
		counts, _ := count(p.text)
		vectors[i] = s.index.vector(counts)
	}
	return vectors
}

// pupil learns one entry after the other. Its weights are scratch space.
type pupil struct {
	*shelf
	vectors [][]feature
	w       []float32
	hardest int
}

// example is a phrasing to learn from.
type example struct {
	doc   int32
	side  float32 // 1: it asks for the entry; -1: it does not
	soft  float32 // how easily it may stay on the wrong side
	alpha float32
}

// learn learns one entry.
func (p *pupil) learn(entry int32) (l learnt) {
	examples := p.examples(entry)
	clear(p.w)
	// The order in which examples are looked at is random, and the same each time.
	random := rand.New(rand.NewPCG(1, uint64(entry)))
	order := random.Perm(len(examples))
	for range rounds {
		var furthest float32
		for _, i := range order {
			furthest = max(furthest, p.step(&examples[i], &l.bias))
		}
		if furthest < closeness {
			break
		}
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	if p.shelf.vectors != nil {
		l.grams = p.heaviest(examples)
		return l
	}
	for _, e := range examples {
		if e.alpha != 0 {
			l.supports = append(l.supports, support{e.doc, e.alpha * e.side})
		}
	}
	return l
}

// heaviest lists the grams that weigh most.
func (p *pupil) heaviest(examples []example) []feature {
	var all []feature
	for _, e := range examples {
		for _, f := range p.vectors[e.doc] {
			if w := p.w[f.id]; e.alpha != 0 && w != 0 {
				all = append(all, feature{f.id, w})
				p.w[f.id] = 0 // it is taken
			}
		}
	}
	heavy := func(f feature) float32 { return max(f.value, -f.value) }
	slices.SortFunc(all, func(a, b feature) int { return cmp.Or(cmp.Compare(heavy(b), heavy(a)), cmp.Compare(a.id, b.id)) })
	all = slices.Clone(all[:min(len(all), heaviest)])
	slices.SortFunc(all, func(a, b feature) int { return cmp.Compare(a.id, b.id) })
	return all
}

// step moves the weights towards the right side for one example, and says how far it would have to go.
func (p *pupil) step(e *example, bias *float32) float32 {
	v := p.vectors[e.doc]
	dot := *bias
	for _, f := range v {
		dot += p.w[f.id] * f.value
	}
	slope := e.side*dot - 1 + e.soft*e.alpha
	if e.alpha == 0 && slope >= 0 {
		return 0 // it is on its side already, and was never needed
	}
	old := e.alpha
	e.alpha = max(0, old-slope/(2+e.soft)) // 2: its length is 1, and so is that of the bias
	move := (e.alpha - old) * e.side
	*bias += move
	for _, f := range v {
		p.w[f.id] += move * f.value
	}
	return max(slope, -slope)
}

// examples are the phrasings of the entry, and those of others: all of them, or the hardest.
func (p *pupil) examples(entry int32) []example {
	nearest := make([]float32, len(p.phrasings))
	least := float32(-1)
	if len(p.phrasings) > p.hardest {
		least = p.threshold(entry, nearest)
	}
	all := make([]example, 0, min(len(p.phrasings), 2*p.hardest))
	for doc, ph := range p.phrasings {
		switch {
		case len(p.vectors[doc]) == 0: // nothing to learn from: no letters
		case ph.entry == entry:
			all = append(all, example{doc: int32(doc), side: 1, soft: 0.5 / cost / ownCost})
		case nearest[doc] >= least:
			all = append(all, example{doc: int32(doc), side: -1, soft: 0.5 / cost})
		}
	}
	return all
}

// threshold fills in how near each phrasing is to those of the entry, and returns the nearness that only
// the hardest of the others reach.
func (p *pupil) threshold(entry int32, nearest []float32) float32 {
	for doc, ph := range p.phrasings {
		if ph.entry != entry {
			continue
		}
		dots := make([]float32, len(p.phrasings))
		for _, f := range p.vectors[doc] {
			for _, post := range p.index.postings[p.index.from[f.id]:p.index.from[f.id+1]] {
				dots[post.doc] += f.value * post.value
			}
		}
		for i, dot := range dots {
			nearest[i] = max(nearest[i], dot)
		}
	}
	others := make([]float32, 0, len(nearest))
	for doc, ph := range p.phrasings {
		if ph.entry != entry {
			others = append(others, nearest[doc])
		}
	}
	slices.Sort(others)
	return others[max(0, len(others)-p.hardest)]
}
