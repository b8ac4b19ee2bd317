package bolt

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"ambassador/store"

	"go.etcd.io/bbolt"
)

// DB is a store in a file. Make one with [Open].
type DB struct {
	path    string
	log     *slog.Logger
	id      string // of the file, see keyID; used as file is
	witness *witness

	life   sync.RWMutex // held for reading while file is in use by a View, for writing to change or close it
	file   *bbolt.DB    // written only by the committer, or after it has ended
	closed bool

	queue   chan *call    // Updates that wait for the committer
	jobs    chan func()   // what else must not run beside a commit
	quit    chan struct{} // closed to end the committer
	ended   chan struct{} // closed by the committer when it has ended
	closing sync.Once
}

// View implements [store.DB]. It does not wait for Updates, except while a Compact puts its file in
// place.
func (db *DB) View(ctx context.Context, space string, fn func(store.Tx) error) error {
	if err := admit(ctx, space); err != nil {
		return err
	}
	return db.read(func(btx *bbolt.Tx) error {
		t := begin(btx, space)
		defer t.end()
		return fn(t)
	})
}

// read runs fn in a read transaction of the file, which stays the same file meanwhile.
func (db *DB) read(fn func(*bbolt.Tx) error) error {
	db.life.RLock()
	defer db.life.RUnlock()
	if db.closed {
		return fmt.Errorf("bolt: begin: %w", store.ErrClosed)
	}
	return db.file.View(fn)
}

// Close implements [store.DB]. It leaves the mark of a clean end, so that the next Open need not check.
func (db *DB) Close() error {
	var err error
	db.closing.Do(func() {
		close(db.quit)
		<-db.ended
		db.life.Lock() // waits for Views
		defer db.life.Unlock()
		if db.closed { // a compaction lost the file
			return
		}
		db.closed = true
		// The mark comes first: should it fail, the next Open checks once too often, no more.
		err = errors.Join(db.testify(clean), db.witness.close(), db.file.Close())
	})
	if err != nil {
		return fmt.Errorf("bolt: close %s: %w", db.path, err)
	}
	return nil
}

// admit returns why a transaction on space must not begin, or nil.
func admit(ctx context.Context, space string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("bolt: begin: %w", err)
	}
	return store.CheckName([]byte(space))
}
