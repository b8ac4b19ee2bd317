package checkin

import (
	"context"
	"fmt"
	"time"

	"ambassador/store"
)

// heed reckons anew what is open for people of whom something has changed: they moved, went away, came back earlier, or
// want to be asked at another hour. After a start nobody knows who has changed, so all of them are looked at.
func (w watch) heed(ctx context.Context, at time.Time) error {
	var now *census
	var changed []string
	err := w.db.View(ctx, w.space, func(tx store.Tx) (err error) {
		now, err = w.count(tx)
		if err == nil {
			changed = now.since(w.heeded.Load())
		}
		return err
	})
	for len(changed) > 0 && err == nil {
		n := min(len(changed), batch)
		err = w.heedSome(ctx, now, changed[:n], at)
		changed = changed[n:]
	}
	if err != nil {
		return fmt.Errorf("check-ins: %w", err)
	}
	w.heeded.Store(now)
	return nil
}

// since lists the ids of those who are other than in an earlier census.
func (c *census) since(before *census) (ids []string) {
	if before == c {
		return nil
	}
	for _, m := range c.all {
		if before != nil {
			if old, there := before.member(m.person.ID); there && old.mark == m.mark {
				continue
			}
		}
		ids = append(ids, m.person.ID)
	}
	return ids
}

// heedSome reckons anew what is open for some people. It writes only where something differs.
func (w watch) heedSome(ctx context.Context, now *census, ids []string, at time.Time) error {
	var all []heeding
	look := func(tx store.Tx) (err error) {
		all, err = w.differing(tx, now, ids, at)
		return err
	}
	if err := w.db.View(ctx, w.space, look); err != nil || len(all) == 0 {
		return err
	}
	defer w.out.Wake()
	return w.db.Update(ctx, w.space, func(tx store.Tx) error {
		if err := look(tx); err != nil { // as they are in this transaction
			return err
		}
		for _, h := range all {
			err := error(nil)
			if h.to.person.ID != "" {
				_, err = w.give(tx, w.out, h.k, h.Ask, h.to, at)
			} else {
				err = w.put(tx, h.Ask)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// heeding is an ask that is to be looked at at another time, or that somebody else is to answer.
type heeding struct {
	owing
	to member // who is to answer now; without an id nobody else
}

// differing lists the asks of some people that differ from what they are kept as.
func (w watch) differing(tx store.Tx, now *census, ids []string, at time.Time) (all []heeding, err error) {
	for _, id := range ids {
		m, _ := now.member(id)
		asks, err := w.owedBy(tx, id)
		if err != nil {
			return nil, err
		}
		for _, a := range asks {
			k, known, err := w.Kind(tx, a.Kind)
			if err != nil {
				return nil, err
			}
			if !known || !a.Open() {
				continue
			}
			owner, there := now.member(a.Person)
			if a.To != "" && there && m.awayUntil(a.Closes, at) && !owner.awayUntil(a.Closes, at) {
				all = append(all, heeding{owing{a, k}, owner}) // whoever was to answer in their place will not
				continue
			}
			if s := k.next(a, m); s.what != nothing && !s.at.Equal(a.Look) {
				a.Look = s.at
				all = append(all, heeding{owing: owing{a, k}})
			}
		}
	}
	return all, nil
}

// awayUntil says that somebody who is away now is not back before an instant.
func (m member) awayUntil(end, at time.Time) bool {
	back, ok := m.back(at)
	return !ok || back.After(end)
}
