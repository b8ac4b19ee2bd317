package bolt

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"

	"ambassador/store"
)

// together runs functions as Updates of one batch, in their order, behind one that holds the committer
// up. It returns their errors, and how many commits they took.
func together(t *testing.T, db *DB, fns ...func(store.Tx) error) (errs []error, took uint64) {
	before := commits(t, db)
	release := make(chan struct{})
	errs = make([]error, len(fns))
	var done sync.WaitGroup
	done.Go(func() {
		err := db.Update(t.Context(), "space", func(store.Tx) error { <-release; return nil })
		if err != nil {
			t.Error(err)
		}
	})
	synctest.Wait() // it is in its function
	for i, fn := range fns {
		done.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("panic: %v", p)
				}
			}()
			errs[i] = db.Update(t.Context(), "space", fn)
		})
		synctest.Wait() // it waits in the queue
	}
	close(release)
	done.Wait()
	return errs, commits(t, db) - before
}

// TestFailuresInBatch puts two updates that fail between a big one and a small one.
func TestFailuresInBatch(t *testing.T) {
	const big = 5000
	path := newPath(t)
	synctest.Test(t, func(t *testing.T) {
		db := fresh(t, path)
		defer closeDB(t, db)
		count(t, db, 0, 100)
		fill := func(tx store.Tx) error {
			for _, i := range rand.Perm(big) {
				if err := numbers.Put(tx, store.K(i), i); err != nil {
					return err
				}
			}
			return nil
		}
		seen := 0
		empty := func(tx store.Tx) error {
			for key := range numbers.Keys(tx, nil, nil) {
				seen++
				if err := errors.Join(numbers.Delete(tx, key), numbers.Put(tx, store.K(big+seen), seen)); err != nil {
					return err
				}
				if seen == 2*big {
					break
				}
			}
			return errors.ErrUnsupported
		}
		explode := func(tx store.Tx) error { panic(numbers.Delete(tx, store.K(7))) }
		add := func(tx store.Tx) error { return numbers.Put(tx, store.K(big), big) }

		errs, took := together(t, db, fill, empty, explode, add)
		if errs[0] != nil || errs[1] != errors.ErrUnsupported || errs[2] == nil || errs[3] != nil {
			t.Errorf("the updates returned %v", errs)
		}
		if seen != 2*big { // those it was given, and as many of those it put ahead
			t.Errorf("the second update met %d numbers, want %d", seen, 2*big)
		}
		if took != 1 {
			t.Errorf("they took %d commits, want 1", took)
		}
		counted(t, db, big+1)
		if err := db.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
	db, _ := reopen(t, path)
	defer closeDB(t, db)
	counted(t, db, big+1)
}

// TestBatchOfNothing lets one update take back what another one did, which must not cost the disk
// anything, nor leave a bucket.
func TestBatchOfNothing(t *testing.T) {
	path := newPath(t)
	synctest.Test(t, func(t *testing.T) {
		db := fresh(t, path)
		defer closeDB(t, db)
		errs, took := together(t, db,
			func(tx store.Tx) error { return numbers.Put(tx, store.K(1), 1) },
			func(tx store.Tx) error { return numbers.Delete(tx, store.K(1)) },
		)
		stats, err := db.Stats(t.Context())
		if err := errors.Join(append(errs, err)...); err != nil {
			t.Error(err)
		}
		if took != 0 || stats.Spaces != 0 {
			t.Errorf("%d commits of nothing, %d spaces", took, stats.Spaces)
		}
	})
}
