package mem

import (
	"bytes"
	"fmt"
	"iter"
	"slices"

	"ambassador/store"
	"ambassador/store/internal/tree"
)

// tx is a transaction: the tree it reads, which a writer replaces with every change.
type tx struct {
	root     *tree.Node
	writable bool
	ended    bool
}

// end makes every later use of t an error, as it is one with a file.
func (t *tx) end() { t.root, t.ended = nil, true }

// Get implements [store.Tx]. The slice is part of the tree and never changes.
func (t *tx) Get(key []byte) ([]byte, error) {
	if t.ended {
		return nil, fmt.Errorf("mem: get: %w", store.ErrDone)
	}
	if found := t.root.Find(key); found != nil {
		return found.Value, nil
	}
	return nil, nil
}

// Put implements [store.Tx].
func (t *tx) Put(key, value []byte) error {
	if err := t.mayWrite(); err != nil {
		return fmt.Errorf("mem: put: %w", err)
	}
	if err := store.CheckName(key); err != nil {
		return err
	}
	// Appending to an empty slice copies, and unlike slices.Clone never gives nil, which would
	// mean that there is no such key.
	t.root = t.root.With(slices.Clone(key), append([]byte{}, value...))
	return nil
}

// Delete implements [store.Tx]. A key that is not there leaves the very same tree.
func (t *tx) Delete(key []byte) error {
	if err := t.mayWrite(); err != nil {
		return fmt.Errorf("mem: delete: %w", err)
	}
	t.root = t.root.Without(key)
	return nil
}

// Scan implements [store.Tx]. It goes through one tree until the loop changes it, then goes on in the
// new one, right behind the last key.
func (t *tx) Scan(from, to []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		root := t.root
		cursor := root.From(from)
		for at := cursor.Record(); at != nil; at = cursor.Record() {
			if to != nil && bytes.Compare(at.Key, to) >= 0 || !yield(at.Key, at.Value) {
				return
			}
			if cursor.Next(); t.root != root {
				root = t.root
				cursor = root.After(at.Key)
			}
		}
	}
}

// mayWrite returns why t cannot write, or nil.
func (t *tx) mayWrite() error {
	switch {
	case t.ended:
		return store.ErrDone
	case !t.writable:
		return store.ErrReadOnly
	}
	return nil
}
