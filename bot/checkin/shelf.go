package checkin

import (
	"errors"
	"fmt"
	"time"

	"ambassador/store"
)

// buckets are all that the engine keeps. The asks and rounds are the truth; looks and owed follow from them and are
// written in the same transaction.
type buckets struct {
	asks      store.Bucket[Ask]       // kind, label, person
	rounds    store.Bucket[Round]     // kind, label
	looks     store.Bucket[struct{}]  // when, kind, label, person; a round has no person
	owed      store.Bucket[struct{}]  // who is to answer, kind, label, person
	started   store.Bucket[Started]   // name of a kind that somebody has started
	schedules store.Bucket[schedule]  // kind
	clocks    store.Bucket[clock]     // one record
	active    store.Bucket[time.Time] // person: when they were heard of last
}

// newBuckets names the buckets; the names are part of the stored format.
func newBuckets() buckets {
	return buckets{
		asks:      store.NewBucket[Ask]("checkin asks"),
		rounds:    store.NewBucket[Round]("checkin rounds"),
		looks:     store.NewBucket[struct{}]("checkin looks"),
		owed:      store.NewBucket[struct{}]("checkin owed"),
		started:   store.NewBucket[Started]("checkin started"),
		schedules: store.NewBucket[schedule]("checkin schedules"),
		clocks:    store.NewBucket[clock]("checkin clock"),
		active:    store.NewBucket[time.Time]("checkin active"),
	}
}

// askKey is where an ask is kept.
func askKey(kind, label, person string) store.Key { return store.K(kind, label, person) }

// put writes an ask with all that follows from it.
func (b buckets) put(tx store.Tx, a Ask) error {
	key := askKey(a.Kind, a.Label, a.Person)
	old, had, err := b.asks.Get(tx, key)
	if err != nil {
		return fmt.Errorf("ask %s: %w", key, err)
	}
	if had {
		err = b.unlist(tx, old, a)
	}
	if !a.Look.IsZero() && (!had || !a.Look.Equal(old.Look)) {
		err = errors.Join(err, b.looks.Put(tx, store.K(a.Look, a.Kind, a.Label, a.Person), struct{}{}))
	}
	if !had || old.Who() != a.Who() {
		err = errors.Join(err, b.owed.Put(tx, store.K(a.Who(), a.Kind, a.Label, a.Person), struct{}{}))
	}
	return errors.Join(err, b.asks.Put(tx, key, a))
}

// unlist takes away what followed from an ask, and does not from the next one.
func (b buckets) unlist(tx store.Tx, old, next Ask) (err error) {
	if !old.Look.IsZero() && !old.Look.Equal(next.Look) {
		err = b.looks.Delete(tx, store.K(old.Look, old.Kind, old.Label, old.Person))
	}
	if old.Who() != next.Who() {
		err = errors.Join(err, b.owed.Delete(tx, store.K(old.Who(), old.Kind, old.Label, old.Person)))
	}
	return err
}

// putRound writes a round with its look.
func (b buckets) putRound(tx store.Tx, r Round) error {
	key := store.K(r.Kind, r.Label)
	old, had, err := b.rounds.Get(tx, key)
	if err == nil && had && !old.Look.IsZero() && !old.Look.Equal(r.Look) {
		err = b.looks.Delete(tx, store.K(old.Look, r.Kind, r.Label, ""))
	}
	if err == nil && !r.Look.IsZero() {
		err = b.looks.Put(tx, store.K(r.Look, r.Kind, r.Label, ""), struct{}{})
	}
	return errors.Join(err, b.rounds.Put(tx, key, r))
}

// owedBy lists what somebody is to answer, or has answered, in the order of kinds and labels.
func (b buckets) owedBy(tx store.Tx, who string) (all []Ask, err error) {
	for key := range b.owed.Keys(tx, store.K(who), store.PrefixEnd(store.K(who))) {
		parts, err := key.Parts()
		if err != nil || len(parts) != 4 {
			return nil, fmt.Errorf("owed %s: %w", key, store.ErrDamaged)
		}
		a, there, err := b.asks.Get(tx, store.K(parts[1:]...))
		if err != nil {
			return nil, err
		}
		if there {
			all = append(all, a)
		}
	}
	return all, nil
}

// Asks lists the asks of a round in the order of ids.
func (e *Engine) Asks(tx store.Tx, kind, label string) (all []Ask, err error) {
	for row, err := range e.asks.All(tx, store.K(kind, label)) {
		if err != nil {
			return nil, fmt.Errorf("round %s %s: %w", kind, label, err)
		}
		all = append(all, row.Value)
	}
	return all, nil
}

// Rounds lists the rounds of a kind, the oldest first.
func (e *Engine) Rounds(tx store.Tx, kind string) (all []Round, err error) {
	for row, err := range e.rounds.All(tx, store.K(kind)) {
		if err != nil {
			return nil, fmt.Errorf("rounds of %s: %w", kind, err)
		}
		all = append(all, row.Value)
	}
	return all, nil
}
