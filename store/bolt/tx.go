package bolt

import (
	"bytes"
	"fmt"

	"ambassador/store"
	"ambassador/store/internal/tree"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// tx is a transaction on one space: its bucket in the file, which does not change meanwhile, and what
// was written over it, which an Update replaces with every change.
type tx struct {
	bucket   *bbolt.Bucket // nil while the file does not know the space
	writes   *tree.Node    // see batch; always empty in a View
	writable bool
	ended    bool

	finder  *bbolt.Cursor // for stored; one for all saves an allocation each
	scanner *bbolt.Cursor // for the next Scan; nil while one uses it
}

// begin returns a transaction on space that reads. Its end is for the caller to see to.
func begin(btx *bbolt.Tx, space string) *tx {
	t := new(tx)
	if bucket := btx.Bucket(bucketName(space)); bucket != nil {
		t.bucket, t.finder = bucket, bucket.Cursor()
	}
	return t
}

// bucketName returns the name of the bucket of space.
func bucketName(space string) []byte { return []byte(spacePrefix + space) }

// end makes every later use of t an error. Without that, a tx that was kept would read memory which bbolt
// may have unmapped.
func (t *tx) end() { t.bucket, t.writes, t.ended = nil, nil, true }

// Get implements [store.Tx].
func (t *tx) Get(key []byte) ([]byte, error) {
	if t.ended {
		return nil, fmt.Errorf("bolt: get: %w", store.ErrDone)
	}
	if write := t.writes.Find(key); write != nil {
		return write.Value, nil
	}
	return t.stored(key), nil
}

// stored returns the value that the file has for key, or nil. It does as Bucket.Get of bbolt does, which
// makes a cursor for each call.
func (t *tx) stored(key []byte) []byte {
	if t.bucket == nil {
		return nil
	}
	if k, v := t.finder.Seek(key); bytes.Equal(k, key) {
		return v
	}
	return nil
}

// Put implements [store.Tx]. What the file would refuse is refused here: later, it would be too late to
// fail for this caller alone.
func (t *tx) Put(key, value []byte) error {
	if err := t.mayWrite(); err != nil {
		return fmt.Errorf("bolt: put: %w", err)
	}
	if err := store.CheckName(key); err != nil {
		return err
	}
	if int64(len(value)) > bbolt.MaxValueSize {
		return fmt.Errorf("bolt: put %d bytes: %w", len(value), berrors.ErrValueTooLarge)
	}
	// One copy for both. Its tail is never nil, which would mean that the key is deleted.
	both := append(append(make([]byte, 0, len(key)+len(value)), key...), value...)
	t.writes = t.writes.With(both[:len(key):len(key)], both[len(key):])
	return nil
}

// Delete implements [store.Tx]. A key that was never in the file is just forgotten: a batch that changes
// nothing is not worth a commit.
func (t *tx) Delete(key []byte) error {
	if err := t.mayWrite(); err != nil {
		return fmt.Errorf("bolt: delete: %w", err)
	}
	if t.stored(key) == nil {
		t.writes = t.writes.Without(key)
	} else {
		t.writes = t.writes.With(bytes.Clone(key), nil)
	}
	return nil
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
