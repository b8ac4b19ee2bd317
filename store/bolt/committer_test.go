package bolt

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"ambassador/store"
)

// commits returns how many transactions the file has seen.
func commits(t *testing.T, db *DB) uint64 {
	t.Helper()
	stats, err := db.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stats.Commit
}

// TestBatches lets more Updates wait than one commit takes, behind one that holds them up.
func TestBatches(t *testing.T) {
	const waiting = 2*maxBatch + 100
	path := newPath(t)
	synctest.Test(t, func(t *testing.T) {
		db := fresh(t, path)
		defer closeDB(t, db)
		before := commits(t, db)
		release := make(chan struct{})
		var done sync.WaitGroup
		write := func(i int) func(store.Tx) error {
			return func(tx store.Tx) error {
				if i == 0 {
					<-release
				}
				return numbers.Put(tx, store.K(i), i)
			}
		}
		for i := range waiting {
			done.Go(func() {
				if err := db.Update(t.Context(), "space", write(i)); err != nil {
					t.Errorf("writer %d: %v", i, err)
				}
			})
			synctest.Wait() // it waits in the queue, the first one in its function
		}
		close(release)
		done.Wait()
		counted(t, db, waiting)
		if took := commits(t, db) - before; took != 3 {
			t.Errorf("%d updates took %d commits, want 3", waiting, took)
		}
	})
}

// TestNothingToCommit runs updates that change nothing, which must not cost the disk anything.
func TestNothingToCommit(t *testing.T) {
	db := fresh(t, newPath(t))
	defer closeDB(t, db)
	count(t, db, 0, 3)
	before := commits(t, db)
	for _, fn := range []func(store.Tx) error{
		func(store.Tx) error { return nil },
		func(tx store.Tx) error { return tx.Delete([]byte("absent")) },
		func(tx store.Tx) error { return errors.Join(tx.Put([]byte("a"), nil), errors.ErrUnsupported) },
	} {
		if err := db.Update(t.Context(), "space", fn); err != nil && !errors.Is(err, errors.ErrUnsupported) {
			t.Error(err)
		}
	}
	if took := commits(t, db) - before; took != 0 {
		t.Errorf("%d commits of nothing", took)
	}
	counted(t, db, 3)
}

// TestLongestName uses a space with the longest name there may be.
func TestLongestName(t *testing.T) {
	path, name := newPath(t), string(slices.Repeat([]byte("x"), store.MaxKey))
	db := fresh(t, path)
	err := db.Update(t.Context(), name, func(tx store.Tx) error { return numbers.Put(tx, store.K(7), 7) })
	if err != nil {
		t.Fatal(err)
	}
	closeDB(t, db)
	db, _ = reopen(t, path)
	defer closeDB(t, db)
	err = db.View(t.Context(), name, func(tx store.Tx) error {
		got, _, err := numbers.Get(tx, store.K(7))
		if got != 7 {
			t.Errorf("the number is %d", got)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
