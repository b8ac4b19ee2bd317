package storetest

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"ambassador/store"
)

// spoil changes everything a test with the keys a, b and c could look at.
func spoil(tx store.Tx) error {
	return errors.Join(
		tx.Put([]byte("a"), []byte("changed")),
		tx.Put([]byte("a"), []byte("changed again")),
		tx.Delete([]byte("b")),
		tx.Delete([]byte("c")), tx.Put([]byte("c"), []byte("back")), tx.Delete([]byte("c")),
		tx.Put([]byte("d"), []byte("new")), tx.Delete([]byte("d")), tx.Put([]byte("d"), []byte("newer")),
	)
}

// unspoilt fails unless the store holds what put(t, db, "a", "b", "c") stored.
func unspoilt(t *testing.T, db store.DB) {
	t.Helper()
	if got := all(t, db); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("the store holds %q, want a, b, c", got)
	}
}

// rollbackOnError also looks into a space that the failed update would have been the first to use.
func rollbackOnError(t *testing.T, db store.DB) {
	put(t, db, "a", "b", "c")
	err := db.Update(t.Context(), space, func(tx store.Tx) error { return errors.Join(spoil(tx), errOops) })
	if !errors.Is(err, errOops) {
		t.Errorf("the error of the function became %v", err)
	}
	unspoilt(t, db)
	if err := db.View(t.Context(), space, func(store.Tx) error { return errOops }); err != errOops {
		t.Errorf("the error of the view became %v", err)
	}
	err = db.Update(t.Context(), "new", func(tx store.Tx) error { return errors.Join(spoil(tx), errOops) })
	if !errors.Is(err, errOops) {
		t.Errorf("the error of the function became %v", err)
	}
	err = db.View(t.Context(), "new", func(tx store.Tx) error {
		for key := range tx.Scan(nil, nil) {
			t.Errorf("a failed update left %q in a new space", key)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// rollbackOnPanic expects the very value that was thrown: the guard above tells people and the log of it.
func rollbackOnPanic(t *testing.T, db store.DB) {
	put(t, db, "a", "b", "c")
	func() {
		defer func() {
			if p := recover(); p != errOops {
				t.Errorf("the panic became %v", p)
			}
		}()
		err := db.Update(t.Context(), space, func(tx store.Tx) error {
			if err := spoil(tx); err != nil {
				t.Error(err)
			}
			panic(errOops)
		})
		t.Errorf("the panic became an error: %v", err)
	}()
	unspoilt(t, db)
	put(t, db, "a") // it still works
}

// rollbackOnExit ends a goroutine inside an update, without an error or a panic to be seen.
func rollbackOnExit(t *testing.T, db store.DB) {
	put(t, db, "a", "b", "c")
	var done sync.WaitGroup
	done.Go(func() {
		err := db.Update(t.Context(), space, func(tx store.Tx) error {
			if err := spoil(tx); err != nil {
				t.Error(err)
			}
			runtime.Goexit() // as t.FailNow does
			return nil
		})
		t.Errorf("the goroutine went on: %v", err)
	})
	done.Wait()
	unspoilt(t, db)
	put(t, db, "a")
}

// rollbackAlone lets many write at once, each second of whom fails in one way or the other. A backend that
// puts several updates into one commit must tell them apart.
func rollbackAlone(t *testing.T, db store.DB) {
	const writers = 40
	put(t, db, "shared")
	var done sync.WaitGroup
	for i := range writers {
		done.Go(func() {
			defer func() { recover() }()
			key := fmt.Sprintf("%02d", i)
			err := db.Update(t.Context(), space, func(tx store.Tx) error {
				if err := errors.Join(putAll(tx, key), tx.Put([]byte("shared"), []byte("shared"))); err != nil {
					return err
				}
				switch i % 4 {
				case 1:
					return errors.Join(emptySpace(tx), errOops)
				case 3:
					panic(emptySpace(tx))
				}
				return nil
			})
			if failing := i%2 == 1; failing != errors.Is(err, errOops) {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	done.Wait()
	var want []string
	for i := 0; i < writers; i += 2 {
		want = append(want, fmt.Sprintf("%02d", i))
	}
	if got := all(t, db); !slices.Equal(got, append(want, "shared")) {
		t.Errorf("the store holds %q", got)
	}
}
