package checkin

import (
	"fmt"
	"slices"
	"sync/atomic"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/worktime"
	"ambassador/store"
)

// Options is what the engine is made of.
type Options struct {
	People *directory.Directory // required
	Hours  *worktime.Calendar   // required
	Zone   string               // IANA zone of people who have said none; UTC by default
	Kinds  []Kind
	Saw    []Saw // what the rooms have seen of somebody, for the form they fill
}

// Engine asks, reminds and rolls up. All its state is in the store, but for what it remembers of the directory.
type Engine struct {
	people *directory.Directory
	hours  *worktime.Calendar
	zone   string
	kinds  []Kind
	saw    []Saw
	known  atomic.Pointer[census] // of the directory as it is
	heeded atomic.Pointer[census] // by which all that is open has been reckoned
	buckets
}

// New makes an engine, or says which kind is wrong.
func New(o Options) (*Engine, error) {
	e := &Engine{people: o.People, hours: o.Hours, zone: o.Zone, saw: o.Saw, buckets: newBuckets()}
	if e.zone == "" {
		e.zone = "UTC"
	}
	for _, k := range o.Kinds {
		k = k.Filled()
		if err := k.Valid(); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(e.kinds, func(other Kind) bool { return other.Name == k.Name }) {
			return nil, fmt.Errorf("there are two check-ins %q", k.Name)
		}
		e.kinds = append(e.kinds, k)
	}
	return e, nil
}

// Kinds lists what is asked: the kinds of the configuration, and those that people have started.
func (e *Engine) Kinds(tx store.Tx) ([]Kind, error) {
	all := slices.Clone(e.kinds)
	for row, err := range e.started.All(tx, nil) {
		if err != nil {
			return nil, fmt.Errorf("check-ins: %w", err)
		}
		all = append(all, row.Value.Kind)
	}
	return all, nil
}

// Has says whether there is a kind of that name in the configuration.
func (e *Engine) Has(name string) bool {
	return slices.ContainsFunc(e.kinds, func(k Kind) bool { return k.Name == name })
}

// Kind returns the kind of that name.
func (e *Engine) Kind(tx store.Tx, name string) (Kind, bool, error) {
	if i := slices.IndexFunc(e.kinds, func(k Kind) bool { return k.Name == name }); i >= 0 {
		return e.kinds[i], true, nil
	}
	s, there, err := e.started.Get(tx, store.K(name))
	return s.Kind, there, err
}

// kindOf is the kind of an ask. One that has left the configuration since is made up from what the ask holds, so that
// what people wrote can still be read.
func (e *Engine) kindOf(tx store.Tx, a Ask) (Kind, error) {
	k, there, err := e.Kind(tx, a.Kind)
	if err != nil || there {
		return k, err
	}
	k = Kind{Name: a.Kind, Ask: bot.Capital(a.Kind) + "?"}.Filled()
	for name := range a.Values {
		k.Fields = append(k.Fields, bot.Field{Name: name, Label: bot.Capital(name), Kind: bot.Long, Optional: true})
	}
	slices.SortFunc(k.Fields, func(a, b bot.Field) int { return slices.Compare([]string{a.Name}, []string{b.Name}) })
	return k, nil
}
