package bolt

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ambassador/store"

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
// caller, which gets the transaction of the file for one turn: a panic then goes where it belongs
// with its own stack, and runtime.Goexit, by which a test ends, hurts nobody else.
type call struct {
	turn chan *bbolt.Tx // the committer hands the transaction over
	back chan outcome   // the caller hands it back
	done chan error     // what became of the commit; buffered, for a caller that panics does not wait
}

// outcome is what a turn leaves behind.
type outcome struct {
	wrote  bool  // there is something to commit
	broken error // the transaction cannot be committed for anybody
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
	c := &call{turn: make(chan *bbolt.Tx), back: make(chan outcome), done: make(chan error, 1)}
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

// take waits for the turn, runs fn in it, and takes back what fn wrote unless it returns nil.
func (c *call) take(space string, fn func(store.Tx) error) (err error) {
	btx, given := <-c.turn
	if !given { // the file could not begin a transaction; c.done says why
		return nil
	}
	out := outcome{broken: errors.New("a write could not be taken back")}
	defer func() { c.back <- out }() // whatever happens, the committer must not wait for ever

	t := begin(btx, space, true)
	kept := false
	defer func() {
		var broken error
		if !kept {
			broken = t.takeBack()
		}
		out = outcome{wrote: kept && len(t.changes) > 0, broken: broken}
		t.end()
	}()
	err = fn(t)
	kept = err == nil
	return err
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
	batch := []*call{first}
	err := guard(func() error {
		return db.file.Update(func(btx *bbolt.Tx) error {
			wrote, err := first.give(btx)
			for err == nil && len(batch) < maxBatch {
				c := db.waiting() // whom it returns must be served: nobody else will
				if c == nil {
					break
				}
				batch = append(batch, c)
				var more bool
				more, err = c.give(btx)
				wrote = wrote || more
			}
			if err == nil && !wrote {
				err = errNothing
			}
			return err
		})
	})
	switch {
	case errors.Is(err, errNothing):
		err = nil
	case errors.Is(err, berrors.ErrDatabaseNotOpen): // a compaction lost the file
		err = store.ErrClosed
	}
	for _, c := range batch {
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

// give lets the caller use btx until it hands it back. Both channels have no buffer, so that only one of
// the two ever touches btx.
func (c *call) give(btx *bbolt.Tx) (wrote bool, err error) {
	c.turn <- btx
	out := <-c.back
	return out.wrote, out.broken
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
