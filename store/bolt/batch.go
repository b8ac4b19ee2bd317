package bolt

import (
	"fmt"

	"ambassador/store"
	"ambassador/store/internal/tree"

	"go.etcd.io/bbolt"
)

// batch is the Updates of one commit. What they write lies over the file until the last one has run:
// one that fails then leaves nothing to take back, and the file gets its new keys in ascending order.
// Any other order is slow there, for bbolt splits a page no sooner than it commits: until then,
// thousands of new keys lie in one slice, and each of them moves all that come after it.
type batch struct {
	btx    *bbolt.Tx
	writes map[string]*tree.Node // by space, none of them empty; a nil value means that the file's key is deleted
}

// run runs fn on top of what those before it wrote, and keeps what it writes if it returns nil.
func (b *batch) run(space string, fn func(store.Tx) error) error {
	t := begin(b.btx, space)
	defer t.end()
	t.writable, t.writes = true, b.writes[space]
	if err := fn(t); err != nil {
		return err
	}
	if t.writes == nil { // it took back what those before it wrote, or nobody wrote
		delete(b.writes, space)
	} else {
		b.writes[space] = t.writes
	}
	return nil
}

// apply gives the file what was written. A space that it does not know yet gets its bucket.
func (b *batch) apply() error {
	for space, writes := range b.writes {
		bucket, err := b.btx.CreateBucketIfNotExists(bucketName(space))
		if err != nil {
			return fmt.Errorf("make space: %w", err)
		}
		if err := applyTo(bucket, writes); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}

// applyTo gives one bucket what was written to its space. bbolt keeps the values until the commit.
func applyTo(bucket *bbolt.Bucket, writes *tree.Node) error {
	cursor := writes.From(nil)
	for write := cursor.Record(); write != nil; write = cursor.Record() {
		var err error
		if write.Value == nil {
			err = bucket.Delete(write.Key)
		} else {
			err = bucket.Put(write.Key, write.Value)
		}
		if err != nil {
			return err
		}
		cursor.Next()
	}
	return nil
}
