package bolt

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ambassador/store"
	"ambassador/store/internal/tree"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

const (
	// maxBatch is the greatest number of Updates in one commit, so that the first of them is
	// answered even while others never stop coming.
	maxBatch = 1000
	// testifyEvery is how often the witness learns of new commits.
	testifyEvery = time.Minute
)

// call is an Update on its way through the committer. Its function runs in the goroutine of its
// caller, which gets the batch for one turn: a panic then goes where it belongs with its own stack, and
// runtime.Goexit, by which a test ends, hurts nobody else.
type call struct {
	turn chan *batch   // the committer hands the batch over
	back chan struct{} // the caller has handed it back
	done chan error    // what became of the commit; buffered, for a caller that panics does not wait
}

// errNothing rolls back a batch that wrote nothing, which saves the disk two flushes.
var errNothing = errors.New("nothing to commit")

// Update implements [store.DB]. Calls that wait at the same time share one commit. Each sees the
// writes of those before it, so all of them, also one whose fn returned an error, are answered after
// the commit, and with its error if it fails.
func (db *DB) Update(ctx context.Context, space string, fn func(store.Tx) error) error {
	if err := admit(ctx, space); err != nil {
		return err
	}
	c := &call{turn: make(chan *batch), back: make(chan struct{}), done: make(chan error, 1)}
	select {
	case db.queue <- c:
	case <-ctx.Done():
		return fmt.Errorf("bolt: wait to write: %w", ctx.Err())
	case <-db.quit:
		return fmt.Errorf("bolt: begin: %w", store.ErrClosed)
	}
	err := c.take(space, fn)
	if failed := <-c.done; failed != nil {
		return fmt.Errorf("bolt: commit: %w", failed)
	}
	return err
}

// take waits for the turn, and runs fn in it.
func (c *call) take(space string, fn func(store.Tx) error) error {
	b, given := <-c.turn
	if !given { // the file could not begin a transaction; c.done says why
		return nil
	}
	defer func() { c.back <- struct{}{} }() // whatever happens, the committer must not wait for ever
	return b.run(space, fn)
}

// commitLoop is the committer. There is no timer to gather callers by: they gather by themselves
// while the disk is busy with those before them.
func (db *DB) commitLoop() {
	defer close(db.ended)
	minute := time.NewTicker(testifyEvery)
	defer minute.Stop()
	for {
		select {
		case c := <-db.queue:
			db.commit(c)
		case job := <-db.jobs:
			job()
		case <-minute.C:
			if err := db.testify(running); err != nil {
				db.log.Warn("the witness of the database cannot be written", "err", err)
			}
		case <-db.quit:
			return
		}
	}
}

// commit runs first and all who wait in one transaction of the file, and answers them.
func (db *DB) commit(first *call) {
	defer close(first.turn) // tells it not to wait for a transaction that could not begin
	calls := []*call{first}
	err := guard(func() error {
		return db.file.Update(func(btx *bbolt.Tx) error {
			b := &batch{btx: btx, writes: map[string]*tree.Node{}}
			first.give(b)
			for len(calls) < maxBatch {
				c := db.waiting() // whom it returns must be served: nobody else will
				if c == nil {
					break
				}
				calls = append(calls, c)
				c.give(b)
			}
			if len(b.writes) == 0 {
				return errNothing
			}
			return b.apply()
		})
	})
	switch {
	case errors.Is(err, errNothing):
		err = nil
	case errors.Is(err, berrors.ErrDatabaseNotOpen): // a compaction lost the file
		err = store.ErrClosed
	}
	for _, c := range calls {
		c.done <- err
	}
}

// waiting returns the Update that has waited longest, or nil. A channel hands out its senders in the
// order they came.
func (db *DB) waiting() *call {
	select {
	case c := <-db.queue:
		return c
	default:
		return nil
	}
}

// give lets the caller use b until it hands it back. Both channels have no buffer, so that only one of
// the two ever touches b.
func (c *call) give(b *batch) {
	c.turn <- b
	<-c.back
}

// exclusively runs job in the committer, so when no commit runs, and returns its error. Views go on
// beside it. Once job runs, the context no longer matters.
func (db *DB) exclusively(ctx context.Context, job func() error) error {
	var err error
	done := make(chan struct{})
	select {
	case db.jobs <- func() { defer close(done); err = guard(job) }:
		<-done
		return err
	case <-ctx.Done():
		return fmt.Errorf("bolt: wait to write: %w", ctx.Err())
	case <-db.quit:
		return fmt.Errorf("bolt: begin: %w", store.ErrClosed)
	}
}
