package bot

import (
	"context"
	"errors"
	"sync"
	"time"

	"ambassador/store"
)

// memory is how long the bot knows a message or an envelope again. Platforms
// repeat for minutes; a homeserver replays what was said while the bot was away.
const memory = 30 * 24 * time.Hour

// Messages answered and envelopes put, by key, and the same by age for sweeping.
var (
	seenKeys = store.NewBucket[time.Time]("seen")
	seenAges = store.NewBucket[struct{}]("seen-age")
)

// seen says whether the key has been marked. The empty key never has.
func seen(tx store.Tx, key string) (bool, error) {
	if key == "" {
		return false, nil
	}
	return seenKeys.Has(tx, store.K(key))
}

// markSeen remembers a key, unless it is empty.
func markSeen(tx store.Tx, key string) error {
	at := time.Now() // not the time that the sender claims
	if key == "" {
		return nil
	}
	if err := seenKeys.Put(tx, store.K(key), at); err != nil {
		return err
	}
	return seenAges.Put(tx, store.K(at, key), struct{}{})
}

// Forget is the job that drops what has been remembered long enough, in small
// batches, so that no writer waits long.
func (r *Router) Forget(ctx context.Context, at time.Time) error {
	for more := true; more; {
		err := r.db.Update(ctx, r.space, func(tx store.Tx) error {
			var old []store.Key
			for key := range seenAges.Keys(tx, nil, store.K(at.Add(-memory))) {
				old = append(old, key.Clone())
				if len(old) == 500 {
					break
				}
			}
			more = len(old) == 500
			return forgetSeen(tx, old)
		})
		if err != nil {
			return err
		}
	}
	return r.db.Update(ctx, r.space, func(tx store.Tx) error {
		return errors.Join(forgetDialogues(tx, at), forgetLasting(tx, at))
	})
}

// forgetDialogues drops the half-filled commands that have expired.
func forgetDialogues(tx store.Tx, at time.Time) error {
	var old []store.Key
	for row, err := range dialogues.All(tx, nil) {
		if err != nil || row.Value.Until.Before(at) {
			old = append(old, row.Key.Clone())
		}
	}
	for _, key := range old {
		if err := dialogues.Delete(tx, key); err != nil {
			return err
		}
	}
	return nil
}

func forgetSeen(tx store.Tx, ages []store.Key) error {
	for _, age := range ages {
		parts, err := age.Parts()
		if err != nil || len(parts) != 2 {
			return err
		}
		if err := seenKeys.Delete(tx, store.K(parts[1])); err != nil {
			return err
		}
		if err := seenAges.Delete(tx, age); err != nil {
			return err
		}
	}
	return nil
}

// recent is a set of the keys added last, of bounded size: it keeps a redelivered
// question that was only read from being answered twice.
type recent struct {
	mu   sync.Mutex
	ring []string
	at   int
	set  map[string]struct{}
}

func newRecent(size int) *recent {
	return &recent{ring: make([]string, size), set: make(map[string]struct{}, size)}
}

func (r *recent) has(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.set[key]
	return ok
}

// add remembers the key in place of the oldest one; the empty key is never kept.
func (r *recent) add(key string) (fresh bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.set[key]; ok || key == "" {
		return !ok
	}
	delete(r.set, r.ring[r.at])
	r.ring[r.at] = key
	r.set[key] = struct{}{}
	r.at = (r.at + 1) % len(r.ring)
	return true
}

// remove forgets the key before its turn.
func (r *recent) remove(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.set, key)
}
