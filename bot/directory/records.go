package directory

import (
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// buckets are all that the directory keeps. The first three are the truth; the
// others follow from them and are written in the same transaction.
type buckets struct {
	people   store.Bucket[Person]   // id
	groups   store.Bucket[Group]    // id
	regions  store.Bucket[Region]   // id
	cards    store.Bucket[Card]     // id of a person or group
	near     store.Bucket[Entry]    // kind, place on the curve, rank, id
	areas    store.Bucket[Entry]    // kind, country, subdivision or M49 code, rank, id
	carers   store.Bucket[Entry]    // region, rank, id of a person
	covers   store.Bucket[coverage] // country, subdivision or macro-region; how many areas the region has; region
	accounts store.Bucket[string]   // platform, space, user → id of a person
	handles  store.Bucket[string]   // Person.Handle → id
	names    store.Bucket[struct{}] // folded name, kind, id
	// coordinating are the coordinators among the people, by id.
	coordinating store.Bucket[teammate]
	unplaced     store.Bucket[string] // kind, id → words that are no place
	edition      store.Bucket[string] // one record, another after each change; see memo
	// codes and guesses are what linking accounts needs for a while.
	codes   store.Bucket[linkCode]  // id of a person
	guesses store.Bucket[guesses]   // platform, space, user
	fresh   store.Bucket[time.Time] // platform, space, user of an account that was linked lately: when
}

// teammate is how to reach a coordinator.
type teammate struct{ Accounts []bot.Address }

// coverage is what a search must know of a region.
type coverage struct {
	Name, Parent string
	exact        bool // the region is the very place that was asked for; never stored
}

// Kinds of records, as imports, exports and unplaced name them.
const (
	kindPerson = "person"
	kindGroup  = "group"
	kindRegion = "region"
)

// newBuckets names the buckets; the names are part of the stored format.
func newBuckets() buckets {
	return buckets{
		people:       store.NewBucket[Person]("directory people"),
		groups:       store.NewBucket[Group]("directory groups"),
		regions:      store.NewBucket[Region]("directory regions"),
		cards:        store.NewBucket[Card]("directory cards"),
		near:         store.NewBucket[Entry]("directory near"),
		areas:        store.NewBucket[Entry]("directory areas"),
		carers:       store.NewBucket[Entry]("directory carers"),
		covers:       store.NewBucket[coverage]("directory covers"),
		accounts:     store.NewBucket[string]("directory accounts"),
		handles:      store.NewBucket[string]("directory handles"),
		names:        store.NewBucket[struct{}]("directory names"),
		coordinating: store.NewBucket[teammate]("directory coordinators"),
		unplaced:     store.NewBucket[string]("directory unplaced"),
		edition:      store.NewBucket[string]("directory edition"),
		codes:        store.NewBucket[linkCode]("directory link codes"),
		guesses:      store.NewBucket[guesses]("directory link guesses"),
		fresh:        store.NewBucket[time.Time]("directory link fresh"),
	}
}

// accountKey is where the owner of an account is found.
func accountKey(a bot.Address) store.Key { return store.K(a.Platform, a.Space, a.User) }

// putPerson writes a person with all that follows from the record. What followed from
// the old record is taken out first, by the old record itself: only it knows where its
// entries lie.
func (b buckets) putPerson(tx store.Tx, p Person) error {
	if err := b.deletePerson(tx, p.ID); err != nil {
		return err
	}
	if p.Handle == "" && !p.shows("name") {
		p.Handle = newHandle()
	}
	w := writer{tx: tx}
	put(&w, b.people, store.K(p.ID), p)
	if p.Handle != "" {
		put(&w, b.handles, store.K(p.Handle), p.ID)
	}
	put(&w, b.cards, store.K(p.ID), p.card())
	for _, a := range p.Accounts {
		put(&w, b.accounts, accountKey(a), p.ID)
	}
	if p.title() == bot.Coordinator && len(p.Accounts) > 0 && !p.Gone {
		put(&w, b.coordinating, store.K(p.ID), teammate{p.Accounts})
	}
	if p.shows("name") {
		put(&w, b.names, store.K(fold(p.Name), kindPerson, p.ID), struct{}{})
	}
	if p.Spot.Ref == "" {
		put(&w, b.unplaced, store.K(kindPerson, p.ID), p.Spot.Words)
	}
	if e, ok := p.entry(); ok {
		b.index(&w, ambassadors, e, p.shownSpot())
		for _, region := range p.Regions {
			put(&w, b.carers, store.K(region, e.Rank, p.ID), e)
		}
	}
	b.newEdition(&w)
	return w.done("write", kindPerson, p.ID)
}

// deletePerson takes a person out with all that follows; nothing happens if there
// is none of this id.
func (b buckets) deletePerson(tx store.Tx, id string) error {
	p, ok, err := b.people.Get(tx, store.K(id))
	if err != nil || !ok {
		return err
	}
	w := writer{tx: tx}
	drop(&w, b.people, store.K(id))
	drop(&w, b.cards, store.K(id))
	for _, a := range p.Accounts {
		drop(&w, b.accounts, accountKey(a))
	}
	if p.Handle != "" {
		drop(&w, b.handles, store.K(p.Handle))
	}
	drop(&w, b.coordinating, store.K(id))
	drop(&w, b.names, store.K(fold(p.Name), kindPerson, id))
	drop(&w, b.unplaced, store.K(kindPerson, id))
	e, _ := p.entry()
	b.unindex(&w, ambassadors, e, p.shownSpot())
	for _, region := range p.Regions {
		drop(&w, b.carers, store.K(region, e.Rank, id))
	}
	b.newEdition(&w)
	return w.done("delete", kindPerson, id)
}

// putGroup writes a group with all that follows from the record.
func (b buckets) putGroup(tx store.Tx, g Group) error {
	if err := b.deleteGroup(tx, g.ID); err != nil {
		return err
	}
	w := writer{tx: tx}
	put(&w, b.groups, store.K(g.ID), g)
	put(&w, b.cards, store.K(g.ID), g.card())
	put(&w, b.names, store.K(fold(g.Name), kindGroup, g.ID), struct{}{})
	if g.Spot.Ref == "" {
		put(&w, b.unplaced, store.K(kindGroup, g.ID), g.Spot.Words)
	}
	if e, ok := g.entry(); ok {
		b.index(&w, groups, e, g.Spot)
	}
	b.newEdition(&w)
	return w.done("write", kindGroup, g.ID)
}

// deleteGroup takes a group out, as deletePerson does a person.
func (b buckets) deleteGroup(tx store.Tx, id string) error {
	g, ok, err := b.groups.Get(tx, store.K(id))
	if err != nil || !ok {
		return err
	}
	w := writer{tx: tx}
	drop(&w, b.groups, store.K(id))
	drop(&w, b.cards, store.K(id))
	drop(&w, b.names, store.K(fold(g.Name), kindGroup, id))
	drop(&w, b.unplaced, store.K(kindGroup, id))
	e, _ := g.entry()
	b.unindex(&w, groups, e, g.Spot)
	b.newEdition(&w)
	return w.done("delete", kindGroup, id)
}

// index writes an entry under its place on the curve and under its areas. Who is known
// by country only has no place on the curve: they are near nobody in particular.
func (b buckets) index(w *writer, kind string, e Entry, s Spot) {
	if e.Exact {
		put(w, b.near, store.K(kind, e.Code, e.Rank, e.ID), e)
	}
	for _, area := range s.areas() {
		put(w, b.areas, store.K(kind, area, e.Rank, e.ID), e)
	}
}

// unindex undoes index; what was not there stays away.
func (b buckets) unindex(w *writer, kind string, e Entry, s Spot) {
	drop(w, b.near, store.K(kind, e.Code, e.Rank, e.ID))
	for _, area := range s.areas() {
		drop(w, b.areas, store.K(kind, area, e.Rank, e.ID))
	}
}

// putRegion writes a region and what it covers. The number of areas is part of the key
// so that the smallest region of a place comes first.
func (b buckets) putRegion(tx store.Tx, r Region) error {
	if err := b.deleteRegion(tx, r.ID); err != nil {
		return err
	}
	w := writer{tx: tx}
	put(&w, b.regions, store.K(r.ID), r)
	areas := r.areas()
	for _, area := range areas {
		put(&w, b.covers, store.K(area, len(areas), r.ID), coverage{Name: r.Name, Parent: r.Parent})
	}
	b.newEdition(&w)
	return w.done("write", kindRegion, r.ID)
}

// deleteRegion takes a region out; people keep its name, so that it can come back.
func (b buckets) deleteRegion(tx store.Tx, id string) error {
	r, ok, err := b.regions.Get(tx, store.K(id))
	if err != nil || !ok {
		return err
	}
	w := writer{tx: tx}
	drop(&w, b.regions, store.K(id))
	areas := r.areas()
	for _, area := range areas {
		drop(&w, b.covers, store.K(area, len(areas), id))
	}
	b.newEdition(&w)
	return w.done("delete", kindRegion, id)
}

// writer keeps the first error of a run of writes.
type writer struct {
	tx  store.Tx
	err error
}

func put[T any](w *writer, b store.Bucket[T], key store.Key, v T) {
	if w.err == nil {
		w.err = b.Put(w.tx, key, v)
	}
}

func drop[T any](w *writer, b store.Bucket[T], key store.Key) {
	if w.err == nil {
		w.err = b.Delete(w.tx, key)
	}
}

// done returns that error with what was being done.
func (w *writer) done(deed, kind, id string) error {
	if w.err != nil {
		return fmt.Errorf("directory: %s %s %s: %w", deed, kind, id, w.err)
	}
	return nil
}
