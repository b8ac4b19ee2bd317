package directory

import (
	"bytes"
	"maps"
	"slices"

	"ambassador/store"
)

// batch is a transaction that holds its writes back and then makes them in the order
// of their keys. A large import needs that: bbolt divides a page only when it commits,
// so until then a hundred thousand keys in no order push one another around within
// one page, which took ten minutes; in order they take seconds.
//
// Get sees what was written, Scan does not; writing records needs Get alone.
type batch struct {
	store.Tx
	writes map[string][]byte // nil means deleted
}

func newBatch(tx store.Tx) *batch { return &batch{Tx: tx, writes: make(map[string][]byte)} }

// Get implements [store.Tx].
func (b *batch) Get(key []byte) ([]byte, error) {
	if value, written := b.writes[string(key)]; written {
		return value, nil
	}
	return b.Tx.Get(key)
}

// Put implements [store.Tx].
func (b *batch) Put(key, value []byte) error {
	b.writes[string(key)] = append([]byte{}, value...)
	return nil
}

// Delete implements [store.Tx].
func (b *batch) Delete(key []byte) error {
	b.writes[string(key)] = nil
	return nil
}

// flush makes the writes. Those that change nothing are left out.
func (b *batch) flush() error {
	for _, key := range slices.Sorted(maps.Keys(b.writes)) {
		value := b.writes[key]
		was, err := b.Tx.Get([]byte(key))
		switch {
		case err != nil:
			return err
		case value == nil && was != nil:
			err = b.Tx.Delete([]byte(key))
		case value != nil && !bytes.Equal(value, was):
			err = b.Tx.Put([]byte(key), value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
