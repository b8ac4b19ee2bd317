package checkin

import (
	"context"
	"fmt"

	"ambassador/store"
)

// heed reckons anew what is open for people of whom something has changed: they moved, went away, came back earlier, or
// want to be asked at another hour. After a start nobody knows who has changed, so all of them are looked at.
func (w watch) heed(ctx context.Context) error {
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
		err = w.heedSome(ctx, now, changed[:n])
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
func (w watch) heedSome(ctx context.Context, now *census, ids []string) error {
	var other []Ask
	look := func(tx store.Tx) error {
		other = nil
		for _, id := range ids {
			m, _ := now.member(id)
			all, err := w.owedBy(tx, id)
			if err != nil {
				return err
			}
			for _, a := range all {
				k, known, err := w.Kind(tx, a.Kind)
				if err != nil {
					return err
				}
				if s := k.next(a, m); known && s.what != nothing && !s.at.Equal(a.Look) {
					a.Look = s.at
					other = append(other, a)
				}
			}
		}
		return nil
	}
	if err := w.db.View(ctx, w.space, look); err != nil || len(other) == 0 {
		return err
	}
	return w.db.Update(ctx, w.space, func(tx store.Tx) error {
		if err := look(tx); err != nil { // as they are in this transaction
			return err
		}
		for _, a := range other {
			if err := w.put(tx, a); err != nil {
				return err
			}
		}
		return nil
	})
}
