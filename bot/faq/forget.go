package faq

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"ambassador/store"
)

// How long is remembered what is of use for a while only.
const (
	threadDays  = 30  // that the bot has spoken up in a thread
	verdictDays = 30  // that an answer was judged
	tallyDays   = 400 // how often answers helped
)

// forget drops what has been kept long enough: questions nobody answered, the oldest and rarest where they are too
// many, and what is known of threads and answers. Of whoever has left the directory the history forgets the id.
func (w watch) forget(ctx context.Context, at time.Time) error {
	ago := func(days int) string { return dayOf(at.AddDate(0, 0, -days)) }
	for _, sweep := range []func(store.Tx) error{
		func(tx store.Tx) error { return w.forgetMissed(tx, ago(w.Keep)) },
		func(tx store.Tx) error {
			return dropWhere(tx, w.threads, func(_ []any, day string) bool { return day < ago(threadDays) })
		},
		func(tx store.Tx) error {
			return dropWhere(tx, w.verdicts, func(_ []any, v verdict) bool { return v.Day < ago(verdictDays) })
		},
		func(tx store.Tx) error {
			return dropWhere(tx, w.tallies, func(key []any, _ tally) bool {
				day, _ := key[len(key)-1].(string)
				return day < ago(tallyDays)
			})
		},
		w.forgetPeople,
	} {
		if err := w.db.Update(ctx, w.space, sweep); err != nil {
			return fmt.Errorf("faq: forget: %w", err)
		}
	}
	return nil
}

// forgetMissed drops the questions that were asked last before a day, and of too many the rarest and oldest.
func (w watch) forgetMissed(tx store.Tx, before string) error {
	all, err := w.allMissed(tx)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b missed) int { // those that go first stand first
		return cmp.Or(cmp.Compare(min(a.Count, 2), min(b.Count, 2)), cmp.Compare(a.Last, b.Last))
	})
	for i, m := range all {
		if m.Last < before || len(all)-i > mostMissed {
			if err := w.drop(tx, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// forgetPeople takes the ids out of the history of those who are not in the directory any more: an id may become
// somebody else's.
func (w watch) forgetPeople(tx store.Tx) error {
	for row, err := range w.versions.All(tx, nil) {
		if err != nil {
			return err
		}
		ver := row.Value
		if ver.By == "" {
			continue
		}
		if _, there, err := w.People.Record(tx, ver.By); err != nil || there {
			if err != nil {
				return err
			}
			continue
		}
		ver.By = ""
		if err := w.versions.Put(tx, row.Key.Clone(), ver); err != nil {
			return err
		}
	}
	return nil
}

// dropWhere deletes the records of a bucket for which old holds.
func dropWhere[T any](tx store.Tx, from store.Bucket[T], old func(key []any, value T) bool) error {
	for row, err := range from.All(tx, nil) {
		if err != nil {
			return err
		}
		parts, err := row.Key.Parts()
		if err != nil {
			return err
		}
		if old(parts, row.Value) {
			if err := from.Delete(tx, row.Key.Clone()); err != nil {
				return err
			}
		}
	}
	return nil
}
