package storetest

import (
	"context"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"

	"ambassador/store"
)

// ownWrites reads by key and by scan what the same update has just written.
func ownWrites(t *testing.T, db store.DB) {
	put(t, db, "a", "b")
	update(t, db, func(tx store.Tx) error {
		if err := errors.Join(tx.Delete([]byte("a")), putAll(tx, "c")); err != nil {
			return err
		}
		gone, err := tx.Get([]byte("a"))
		there, err2 := tx.Get([]byte("c"))
		keys, err3 := scan(tx, nil, nil)
		if gone != nil || string(there) != "c" || !slices.Equal(keys, []string{"b", "c"}) {
			t.Errorf("inside the update: a is %q, c is %q, keys are %q", gone, there, keys)
		}
		return errors.Join(err, err2, err3)
	})
}

// snapshot opens a view, lets an update run beside it to its end, and reads on. To wait inside a
// transaction is against the contract, since a file may have to grow: here it has room.
func snapshot(t *testing.T, db store.DB) {
	put(t, db, manyKeys()...)
	update(t, db, emptySpace)
	put(t, db, "a", "b", "c")
	begun, written := make(chan struct{}), make(chan error)
	go func() {
		<-begun
		written <- db.Update(t.Context(), space, spoil)
	}()
	view(t, db, func(tx store.Tx) error {
		close(begun)
		if err := <-written; err != nil {
			return err
		}
		keys, err := scan(tx, nil, nil)
		if !slices.Equal(keys, []string{"a", "b", "c"}) {
			t.Errorf("a write came into an open view: %q", keys)
		}
		return err
	})
	view(t, db, func(tx store.Tx) error {
		value, err := tx.Get([]byte("d"))
		if string(value) != "newer" {
			t.Errorf("a later view does not see the write: %q", value)
		}
		return err
	})
}

// readOnly tries to write where that is a mistake of the program, and must stay without effect.
func readOnly(t *testing.T, db store.DB) {
	put(t, db, "a", "b", "c")
	view(t, db, func(tx store.Tx) error {
		if err := tx.Put([]byte("a"), nil); !errors.Is(err, store.ErrReadOnly) {
			t.Errorf("put in a view: %v", err)
		}
		if err := tx.Delete([]byte("a")); !errors.Is(err, store.ErrReadOnly) {
			t.Errorf("delete in a view: %v", err)
		}
		return nil
	})
	unspoilt(t, db)
}

// ended keeps transactions beyond their functions, which could read memory that is no longer theirs.
func ended(t *testing.T, db store.DB) {
	put(t, db, "a")
	var kept []store.Tx
	keep := func(tx store.Tx) error { kept = append(kept, tx); return nil }
	view(t, db, keep)
	update(t, db, keep)
	for _, tx := range kept {
		if _, err := tx.Get([]byte("a")); !errors.Is(err, store.ErrDone) {
			t.Errorf("get after the end: %v", err)
		}
		if err := tx.Put([]byte("a"), nil); !errors.Is(err, store.ErrDone) {
			t.Errorf("put after the end: %v", err)
		}
		if err := tx.Delete([]byte("a")); !errors.Is(err, store.ErrDone) {
			t.Errorf("delete after the end: %v", err)
		}
		for key := range tx.Scan(nil, nil) {
			t.Errorf("a scan after the end met %q", key)
		}
	}
}

// counters lets 64 writers add to one counter and to one of their own: an update that does not see the one
// before it loses a count.
func counters(t *testing.T, db store.DB) {
	const writers, rounds = 64, 20
	add := func(tx store.Tx, key string) error {
		old, err := tx.Get([]byte(key))
		if err != nil {
			return err
		}
		if old == nil {
			old = make([]byte, 8)
		}
		runtime.Gosched() // lets others in between, if the store does
		return tx.Put([]byte(key), binary.BigEndian.AppendUint64(nil, binary.BigEndian.Uint64(old)+1))
	}
	var done sync.WaitGroup
	for i := range writers {
		done.Go(func() {
			for range rounds {
				err := db.Update(t.Context(), space, func(tx store.Tx) error {
					return errors.Join(add(tx, "all"), add(tx, "one"+string(rune('A'+i))))
				})
				if err != nil {
					t.Errorf("writer %d: %v", i, err)
				}
			}
		})
	}
	done.Wait()
	view(t, db, func(tx store.Tx) error {
		for key, value := range tx.Scan(nil, nil) {
			want := uint64(rounds)
			if string(key) == "all" {
				want *= writers
			}
			if got := binary.BigEndian.Uint64(value); got != want {
				t.Errorf("counter %q is %d, want %d", key, got, want)
			}
		}
		return nil
	})
}

// cancelled begins nothing for somebody who has already gone.
func cancelled(t *testing.T, db store.DB) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	never := func(store.Tx) error { t.Error("the function ran"); return nil }
	if err := db.View(ctx, space, never); !errors.Is(err, context.Canceled) {
		t.Errorf("view: %v", err)
	}
	if err := db.Update(ctx, space, never); !errors.Is(err, context.Canceled) {
		t.Errorf("update: %v", err)
	}
}

// givenUp ends the context of an update that waits for another one. An update whose context ends when
// it already runs is kept.
func givenUp(t *testing.T, db store.DB) {
	ctx, cancel := context.WithCancel(t.Context())
	inside, release, first := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		first <- db.Update(ctx, space, func(tx store.Tx) error {
			close(inside)
			<-release
			return putAll(tx, "a")
		})
	}()
	<-inside
	waiting := make(chan error)
	go func() {
		waiting <- db.Update(ctx, space, func(store.Tx) error { t.Error("the second function ran"); return nil })
	}()
	cancel()
	if err := <-waiting; !errors.Is(err, context.Canceled) {
		t.Errorf("the waiting update: %v", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Errorf("the running update: %v", err)
	}
	if got := all(t, db); !slices.Equal(got, []string{"a"}) {
		t.Errorf("the store holds %q", got)
	}
}

// closed uses a store after its end; the test closes it once more afterwards.
func closed(t *testing.T, db store.DB) {
	put(t, db, "a")
	if err := db.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	never := func(store.Tx) error { t.Error("the function ran"); return nil }
	if err := db.View(t.Context(), space, never); !errors.Is(err, store.ErrClosed) {
		t.Errorf("view: %v", err)
	}
	if err := db.Update(t.Context(), space, never); !errors.Is(err, store.ErrClosed) {
		t.Errorf("update: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
}
