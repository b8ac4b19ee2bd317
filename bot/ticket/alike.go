package ticket

import (
	"cmp"
	"slices"

	"ambassador/store"
)

// enoughAlike is from where on two texts are worth showing side by side, and maybeAlike
// from where on a signature is worth a second look.
const (
	enoughAlike = 0.3
	maybeAlike  = 0.15
)

// mostHeard is how far back likeness is looked for, in tickets of all kinds: what is older
// is over, mostly, and a look must not take longer each year.
const mostHeard = 50_000

// mostAlike is how many are shown, and mostCompared how many are looked at twice.
const (
	mostAlike    = 3
	mostCompared = 12
)

// Alike lists tickets of a kind that have the same link as these values, or sound alike,
// the best first. Withdrawn and declined ones are not among them.
func (e *Engine) Alike(tx store.Tx, k Kind, values map[string]string) ([]Ticket, error) {
	text := k.text(values)
	mark := sign(text)
	numbers, err := e.candidates(tx, k, &mark)
	if err != nil {
		return nil, err
	}
	type scored struct {
		Ticket
		score float64
	}
	var found []scored
	mine := grams(text)
	for _, number := range numbers {
		t, ok, err := e.load(tx, number)
		if err != nil {
			return nil, err
		}
		if score := common(mine, grams(k.text(t.Values))); ok && score >= enoughAlike {
			found = append(found, scored{t, score})
		}
	}
	slices.SortFunc(found, func(a, b scored) int { return cmp.Or(-cmp.Compare(a.score, b.score), cmp.Compare(a.Number, b.Number)) })
	all, err := e.linked(tx, k, values)
	for _, f := range found {
		if !slices.ContainsFunc(all, func(t Ticket) bool { return t.Number == f.Number }) {
			all = append(all, f.Ticket)
		}
	}
	return all[:min(len(all), mostAlike)], err
}

// candidates lists the tickets whose signatures come closest, the closest first.
func (e *Engine) candidates(tx store.Tx, k Kind, s *signature) (numbers []uint64, err error) {
	last, _, err := e.counter.Get(tx, store.K())
	if err != nil {
		return nil, err
	}
	from := (last - min(last, mostHeard)) / perPage
	var scores []float64 // of numbers
	for row, err := range e.sounds.From(tx, store.K(k.Name, from), store.PrefixEnd(store.K(k.Name))) {
		if err != nil {
			return nil, err
		}
		for number, other := range row.Value.all {
			score := s.like(&other)
			if score < maybeAlike || len(scores) == mostCompared && score <= scores[mostCompared-1] {
				continue
			}
			at := len(scores)
			for at > 0 && scores[at-1] < score {
				at--
			}
			scores, numbers = slices.Insert(scores, at, score), slices.Insert(numbers, at, number)
			scores, numbers = scores[:min(len(scores), mostCompared)], numbers[:min(len(numbers), mostCompared)]
		}
	}
	return numbers, nil
}

// linked lists the tickets that have the same link.
func (e *Engine) linked(tx store.Tx, k Kind, values map[string]string) (all []Ticket, err error) {
	for _, address := range k.addresses(values) {
		number, ok, err := e.links.Get(tx, store.K(k.Name, address))
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		t, ok, err := e.load(tx, number)
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, t)
		}
	}
	return all, nil
}
