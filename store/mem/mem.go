package mem

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"ambassador/store"
	"ambassador/store/internal/tree"
)

// DB is a store in memory. Make one with [New]. What it holds ends with it.
type DB struct {
	life   sync.RWMutex // held for reading by every transaction, for writing by Close
	closed bool
	spaces sync.Map // name → *space
}

// space is the state of one community.
type space struct {
	writer chan struct{} // holds one token while somebody writes; a channel, for waiting may be given up
	root   atomic.Pointer[tree.Node]
}

// New returns an empty store.
func New() *DB { return new(DB) }

// View implements [store.DB]. It waits for nobody: the tree it takes will not change.
func (db *DB) View(ctx context.Context, name string, fn func(store.Tx) error) error {
	return db.enter(ctx, name, func(s *space) error {
		t := &tx{root: s.root.Load()}
		defer t.end()
		return fn(t)
	})
}

// Update implements [store.DB]. The new tree takes the place of the old one only after fn has
// returned nil, so neither an error nor a panic has anything to undo.
func (db *DB) Update(ctx context.Context, name string, fn func(store.Tx) error) error {
	return db.enter(ctx, name, func(s *space) error {
		select {
		case s.writer <- struct{}{}:
			defer func() { <-s.writer }()
		case <-ctx.Done():
			return fmt.Errorf("mem: wait to write: %w", ctx.Err())
		}
		t := &tx{root: s.root.Load(), writable: true}
		defer t.end()
		if err := fn(t); err != nil {
			return err
		}
		s.root.Store(t.root)
		return nil
	})
}

// Close implements [store.DB]. The lock waits for the transactions that run, and later ones for it.
func (db *DB) Close() error {
	db.life.Lock()
	defer db.life.Unlock()
	db.closed = true
	return nil
}

// enter does what View and Update have in common: while the store is open, it runs fn on the space of that
// name, which comes to be when it is first named.
func (db *DB) enter(ctx context.Context, name string, fn func(*space) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("mem: begin: %w", err)
	}
	if err := store.CheckName([]byte(name)); err != nil {
		return err
	}
	db.life.RLock()
	defer db.life.RUnlock()
	if db.closed {
		return fmt.Errorf("mem: begin: %w", store.ErrClosed)
	}
	s, known := db.spaces.Load(name)
	if !known {
		s, _ = db.spaces.LoadOrStore(name, &space{writer: make(chan struct{}, 1)})
	}
	return fn(s.(*space))
}
