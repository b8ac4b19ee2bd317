package faq

import (
	"context"
	"fmt"
	"slices"

	"ambassador/bot/faq/entry"
	"ambassador/bot/faq/match"
	"ambassador/bot/memo"
	"ambassador/store"
)

// view is the FAQ at one moment: what files and chat say together, and a matcher that knows it.
// It never changes, so any number of goroutines may look at it.
type view struct {
	edition string // of the store that it was made from
	base    *base

	order   []string // ids of the entries in force: those of the files, then those of chat
	by      map[string]entry.Entry
	edits   map[string]edit // what chat has edited, retired entries among it
	odds    map[string]standing
	nots    []string
	not     map[string]bool // the same, as normal makes them
	matcher *match.Matcher
	trained bool                       // the matcher has learnt from all of it
	looked  *memo.Memo[string, looked] // what has been asked of this matcher
}

// view returns the FAQ as the transaction sees it. As long as nobody changes it, that is one read; after a
// change the entries that differ are given to the matcher, which takes a moment and no training.
//
// Editions are random, not counted: a change that is undone by a full disk must not lend its number to
// another one.
func (r *Room) view(tx store.Tx) (*view, error) {
	edition, _, err := r.editions.Get(tx, store.K())
	if err != nil {
		return nil, err
	}
	if now := r.now.Load(); now != nil && now.edition == edition {
		return now, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now.Load()
	if now != nil && now.edition == edition { // somebody else has made it meanwhile
		return now, nil
	}
	var b *base
	if now != nil {
		b = now.base
	} else if b, err = r.read(); err != nil {
		return nil, err
	}
	next, err := r.make(tx, edition, b, now)
	if err == nil && now == nil && r.Patient && len(next.order) > 0 && len(next.order) <= mostPatience {
		var learnt *match.Matcher
		if learnt, err = next.matcher.Train(context.Background()); err == nil {
			next.know(learnt)
			next.trained = true
		}
	}
	if err != nil {
		return nil, err
	}
	r.now.Store(next)
	return next, nil
}

// mostPatience is the number of entries up to which learning takes no longer than a person waits.
const mostPatience = 500

// make makes the view of an edition over the files. What the one before knew stays learnt.
func (r *Room) make(tx store.Tx, edition string, b *base, before *view) (*view, error) {
	v := &view{edition: edition, base: b, by: make(map[string]entry.Entry), edits: make(map[string]edit), odds: make(map[string]standing), not: make(map[string]bool)}
	for row, err := range r.edits.All(tx, nil) {
		if err != nil {
			return nil, fmt.Errorf("faq: %w", err)
		}
		v.edits[row.Value.Entry.ID], v.odds[row.Value.Entry.ID] = row.Value, row.Value.against(b)
	}
	for row, err := range r.nots.All(tx, nil) {
		if err != nil {
			return nil, fmt.Errorf("faq: %w", err)
		}
		v.nots = append(v.nots, row.Value.Text)
		v.not[normal(row.Value.Text)] = true
	}
	v.merge()
	v.learn(before)
	return v, nil
}

// merge puts the entries in force together.
func (v *view) merge() {
	for _, id := range v.base.order {
		if _, edited := v.edits[id]; !edited {
			v.by[id] = v.base.by[id]
			v.order = append(v.order, id)
		} else if !v.edits[id].Retired {
			v.by[id] = v.edits[id].Entry
			v.order = append(v.order, id)
		}
	}
	var own []string // those that no file has
	for id, e := range v.edits {
		if _, there := v.base.by[id]; !there && !e.Retired {
			v.by[id] = e.Entry
			own = append(own, id)
		}
	}
	slices.Sort(own)
	v.order = append(v.order, own...)
}

// learn makes the matcher: of the one before, by telling it what differs, or a new one.
func (v *view) learn(before *view) {
	if before == nil {
		v.know(match.New(v.entries(), v.nots))
		return
	}
	d := v.since(before)
	if d.none() && slices.Equal(v.nots, before.nots) {
		v.matcher, v.trained, v.looked = before.matcher, before.trained, before.looked
		return
	}
	v.know(d.tell(before.matcher, v.nots))
}

// know has the view ask another matcher, of which nothing has been asked yet.
func (v *view) know(m *match.Matcher) {
	v.matcher, v.looked = m, memo.New[string, looked](mostLooked)
}

// difference is what a matcher does not know yet.
type difference struct {
	changed []match.Entry
	gone    []string // ids of entries that are no more
	less    []string // ids of entries that lost a phrasing
}

// none says that there is no difference.
func (d difference) none() bool { return len(d.changed)+len(d.gone) == 0 }

// tell returns a matcher that knows the difference. An entry that lost a phrasing is made anew, so that nothing of
// what was learnt from that one stays until the next training.
func (d difference) tell(m *match.Matcher, nots []string) *match.Matcher {
	if len(d.less) > 0 {
		m = m.Revise(nil, d.less, nots)
	}
	return m.Revise(d.changed, d.gone, nots)
}

// since is what the matcher of another view does not know.
func (v *view) since(before *view) (d difference) {
	for _, id := range v.order {
		e := asked(v.by[id])
		old, there := before.by[id]
		if there && same(asked(old), e) {
			continue
		}
		d.changed = append(d.changed, e)
		if there && slices.ContainsFunc(old.Phrasings(), func(p string) bool { return !slices.Contains(e.Phrasings, p) }) {
			d.less = append(d.less, id)
		}
	}
	for _, id := range before.order {
		if _, there := v.by[id]; !there {
			d.gone = append(d.gone, id)
		}
	}
	return d
}

// entries are all entries in force as the matcher wants them.
func (v *view) entries() []match.Entry {
	all := make([]match.Entry, len(v.order))
	for i, id := range v.order {
		all[i] = asked(v.by[id])
	}
	return all
}

// asked is an entry as the matcher wants it.
func asked(e entry.Entry) match.Entry {
	text, _ := e.Answer("")
	return match.Entry{ID: e.ID, Phrasings: e.Phrasings(), Answer: text}
}

// same says whether the matcher would make no difference between two entries.
func same(a, b match.Entry) bool {
	return a.ID == b.ID && a.Answer == b.Answer && slices.Equal(a.Phrasings, b.Phrasings)
}

// conflicts lists the ids of entries that files and chat have changed apart.
func (v *view) conflicts() []string { return v.with(conflict) }

// with lists the ids of edited entries with a standing.
func (v *view) with(s standing) (ids []string) {
	for id, is := range v.odds {
		if is == s {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
