package bolt

import (
	"bytes"
	"fmt"
	"iter"
	"slices"

	"ambassador/store"

	"go.etcd.io/bbolt"
)

// tx is a transaction on the bucket of one space.
type tx struct {
	bucket   *bbolt.Bucket // nil while the space has no bucket, which its first Put makes
	name     []byte        // of the bucket
	btx      *bbolt.Tx
	writable bool
	ended    bool

	finder  *bbolt.Cursor // for Get; one for all saves an allocation each
	scanner *bbolt.Cursor // for the next Scan; nil while one uses it
	changes []change      // in the order they were made
}

// change is what there was under a key before a write, to take the write back: several callers share
// one transaction of the file, so one of them cannot simply roll it back. Slices point into the
// mapped file or to copies of our own, and live as long as the transaction.
type change struct {
	key, value []byte // a nil value means that the key was not there
}

// begin returns a transaction on the bucket of space. Its end is for the caller to see to.
func begin(btx *bbolt.Tx, space string, writable bool) *tx {
	t := &tx{btx: btx, name: []byte(spacePrefix + space), writable: writable}
	t.use(btx.Bucket(t.name))
	return t
}

// use makes bucket, which may be nil, the one that t works on.
func (t *tx) use(bucket *bbolt.Bucket) {
	if bucket != nil {
		t.bucket, t.finder = bucket, bucket.Cursor()
	}
}

// end makes every later use of t an error. Without that, a tx that was kept would read memory which bbolt
// may have unmapped.
func (t *tx) end() { t.bucket, t.ended = nil, true }

// Get implements [store.Tx].
func (t *tx) Get(key []byte) ([]byte, error) {
	if t.ended {
		return nil, fmt.Errorf("bolt: get: %w", store.ErrDone)
	}
	return t.find(key), nil
}

// find returns the value of key, or nil. It does as Bucket.Get of bbolt does, which makes a cursor for
// each call.
func (t *tx) find(key []byte) []byte {
	if t.bucket == nil {
		return nil
	}
	if k, v := t.finder.Seek(key); bytes.Equal(k, key) {
		return v
	}
	return nil
}

// Put implements [store.Tx].
func (t *tx) Put(key, value []byte) error {
	if err := t.mayWrite(); err != nil {
		return fmt.Errorf("bolt: put: %w", err)
	}
	if err := store.CheckName(key); err != nil {
		return err
	}
	if t.bucket == nil {
		bucket, err := t.btx.CreateBucket(t.name)
		if err != nil {
			return fmt.Errorf("bolt: make space: %w", err)
		}
		t.use(bucket)
	}
	// One copy for both: bbolt keeps the value until the commit, the list of changes keeps the key.
	both := append(append(make([]byte, 0, len(key)+len(value)), key...), value...)
	key, value = both[:len(key):len(key)], both[len(key):]
	t.changes = append(t.changes, change{key, t.find(key)})
	if err := t.bucket.Put(key, value); err != nil {
		return fmt.Errorf("bolt: put: %w", err)
	}
	return nil
}

// Delete implements [store.Tx].
func (t *tx) Delete(key []byte) error {
	if err := t.mayWrite(); err != nil {
		return fmt.Errorf("bolt: delete: %w", err)
	}
	old := t.find(key)
	if old == nil { // nothing changes, so nothing is worth a commit
		return nil
	}
	t.changes = append(t.changes, change{bytes.Clone(key), old})
	if err := t.bucket.Delete(key); err != nil {
		return fmt.Errorf("bolt: delete: %w", err)
	}
	return nil
}

// Scan implements [store.Tx]. A cursor of bbolt is lost once its bucket changes, so the scan seeks
// its place again after every write.
func (t *tx) Scan(from, to []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		if t.bucket == nil {
			return
		}
		// Rooms seek far more often than they scan, and one after the other: they share a cursor. A
		// scan inside a scan finds it taken, and makes its own.
		cursor := t.scanner
		if t.scanner = nil; cursor == nil {
			cursor = t.bucket.Cursor()
		}
		defer func() { t.scanner = cursor }()

		seen := len(t.changes)
		key, value := cursor.Seek(from)
		for key != nil && (to == nil || bytes.Compare(key, to) < 0) {
			if !yield(key, value) {
				return
			}
			if len(t.changes) == seen {
				key, value = cursor.Next()
				continue
			}
			// The key stays readable even if it was deleted: pages of a transaction are not written
			// before its end.
			seen = len(t.changes)
			last := key
			if key, value = cursor.Seek(last); bytes.Equal(key, last) {
				key, value = cursor.Next()
			}
		}
	}
}

// takeBack undoes all changes, the last one first. An error leaves the transaction of the file in a
// state that nobody asked for.
func (t *tx) takeBack() error {
	for _, was := range slices.Backward(t.changes) {
		var err error
		if was.value == nil {
			err = t.bucket.Delete(was.key)
		} else {
			err = t.bucket.Put(was.key, was.value)
		}
		if err != nil {
			return fmt.Errorf("take back a write: %w", err)
		}
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
