package match

import (
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

// alpha is how much a phrasing counts for one entry, or against it.
type alpha struct {
	entry int32
	value float32
}

// train learns all entries: alphas by phrasing, in the order of the entries, and the bias of each entry. It
// gives up with ctx.
func (s *shelf) train(ctx context.Context, entries int) (alphas [][]alpha, bias []float32, err error) {
	vectors := make([][]feature, len(s.phrasings))
	for i, p := range s.phrasings {
		counts, _ := count(p.text)
		vectors[i] = s.index.vector(counts)
	}
	learnt := make([]lesson, entries)
	next := make(chan int)
	var pupils sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		pupils.Go(func() {
			p := pupil{shelf: s, vectors: vectors, w: make([]float32, len(s.index.rare)), hardest: max(fewest, int(work)/max(1, entries))}
			for entry := range next {
				learnt[entry] = p.learn(int32(entry))
			}
		})
	}
	for entry := 0; entry < entries && ctx.Err() == nil; entry++ {
		next <- entry
	}
	close(next)
	pupils.Wait()
	alphas, bias = make([][]alpha, len(vectors)), make([]float32, entries)
	for entry, l := range learnt {
		bias[entry] = l.bias
		for _, e := range l.examples {
			if e.alpha != 0 {
				alphas[e.doc] = append(alphas[e.doc], alpha{int32(entry), e.alpha * e.side})
			}
		}
	}
	return alphas, bias, ctx.Err()
}

// pupil learns one entry after the other. Its weights are scratch space.
type pupil struct {
	*shelf
	vectors [][]feature
	w       []float32
	hardest int
}

// lesson is what was learnt of an entry.
type lesson struct {
	examples []example
	bias     float32
}

// example is a phrasing to learn from.
type example struct {
	doc   int32
	side  float32 // 1: it asks for the entry; -1: it does not
	soft  float32 // how easily it may stay on the wrong side
	alpha float32
}

// learn learns one entry.
func (p *pupil) learn(entry int32) lesson {
	l := lesson{examples: p.examples(entry)}
	clear(p.w)
	// The order in which examples are looked at is random, and the same each time.
	random := rand.New(rand.NewPCG(1, uint64(entry)))
	order := random.Perm(len(l.examples))
	for range rounds {
		var furthest float32
		for _, i := range order {
			furthest = max(furthest, p.step(&l.examples[i], &l.bias))
		}
		if furthest < closeness {
			break
		}
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return l
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
