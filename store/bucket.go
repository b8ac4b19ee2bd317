package store

import (
	"fmt"
	"iter"
)

// Bucket is the records of one noun: values of type T by key. The zero Bucket is not usable; make one
// with [NewBucket]. A Bucket holds no state and may be shared.
type Bucket[T any] struct {
	name   string
	prefix Key // what every stored key of the bucket begins with
	end    Key // the first key behind the bucket
}

// Row is a record of a bucket.
type Row[T any] struct {
	// Key is the key the record was put under. It is valid until the transaction ends; see [Key.Clone].
	Key Key
	// Value belongs to the reader.
	Value T
}

// NewBucket declares a bucket. Two buckets of one name are the same bucket, so a name that two rooms
// could think of begins with the name of the room.
//
// T is stored by its own MarshalBinary and UnmarshalBinary where it (or its pointer) has them, else as
// JSON, which replaces bytes that are not UTF-8 by U+FFFD. T is the value itself, not a pointer to it;
// struct{} makes an index, whose records are keys.
func NewBucket[T any](name string) Bucket[T] {
	prefix := K(name)
	return Bucket[T]{name: name, prefix: prefix, end: PrefixEnd(prefix)}
}

// Get returns the record under key, and whether there is one. The value belongs to the caller. The
// error wraps [ErrDamaged] or [ErrNewer] where it is one of these.
func (b Bucket[T]) Get(tx Tx, key Key) (v T, found bool, err error) {
	full := b.full(key)
	sealed, err := tx.Get(full)
	if err != nil {
		return v, false, b.fault("get", key, err)
	}
	if sealed == nil {
		return v, false, nil
	}
	if err := unseal(full, sealed, &v); err != nil {
		var zero T // never half a value
		return zero, false, b.fault("get", key, err)
	}
	return v, true, nil
}

// Has returns whether there is a record under key. It does not read the value.
func (b Bucket[T]) Has(tx Tx, key Key) (bool, error) {
	sealed, err := tx.Get(b.full(key))
	if err != nil {
		return false, b.fault("has", key, err)
	}
	return sealed != nil, nil
}

// Put stores v under key, in place of what was there.
func (b Bucket[T]) Put(tx Tx, key Key, v T) error {
	full := b.full(key)
	sealed, err := seal(full, &v)
	if err == nil {
		err = tx.Put(full, sealed)
	}
	if err != nil {
		return b.fault("put", key, err)
	}
	return nil
}

// Delete removes the record under key; that there is none is no error.
func (b Bucket[T]) Delete(tx Tx, key Key) error {
	if err := tx.Delete(b.full(key)); err != nil {
		return b.fault("delete", key, err)
	}
	return nil
}

// All yields the records whose keys begin with prefix, ascending; an empty prefix means all of the
// bucket. A record that cannot be read comes with its key, an empty value and the error; whoever goes
// on gets the records behind it. Writes during the loop are as [Tx] says for Scan.
func (b Bucket[T]) All(tx Tx, prefix Key) iter.Seq2[Row[T], error] {
	full := b.full(prefix)
	return b.rows(tx, full, PrefixEnd(full))
}

// From yields the records with from ≤ key < to as All does; nil means the start or the end of the
// bucket. A loop left after its first record is the cheapest way to find the next key.
func (b Bucket[T]) From(tx Tx, from, to Key) iter.Seq2[Row[T], error] {
	full, end := b.span(from, to)
	return b.rows(tx, full, end)
}

// Keys yields the keys From would, and reads no values: for indexes and counts.
func (b Bucket[T]) Keys(tx Tx, from, to Key) iter.Seq[Key] {
	full, end := b.span(from, to)
	return func(yield func(Key) bool) {
		for key := range tx.Scan(full, end) {
			if !yield(key[len(b.prefix):]) {
				return
			}
		}
	}
}

// rows scans stored keys from from to to, and decodes.
func (b Bucket[T]) rows(tx Tx, from, to []byte) iter.Seq2[Row[T], error] {
	return func(yield func(Row[T], error) bool) {
		for full, sealed := range tx.Scan(from, to) {
			row := Row[T]{Key: full[len(b.prefix):]}
			err := unseal(full, sealed, &row.Value)
			if err != nil {
				err = b.fault("read", row.Key, err)
				row = Row[T]{Key: row.Key}
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// full returns the stored key of key: the name of the bucket, which ends where no other name goes on, and
// the key.
func (b Bucket[T]) full(key Key) []byte {
	full := make([]byte, 0, len(b.prefix)+len(key))
	return append(append(full, b.prefix...), key...)
}

// span returns the stored keys that bound a range of the bucket. A nil end must become the end of the
// bucket, or the range would run on into the next one.
func (b Bucket[T]) span(from, to Key) (full, end []byte) {
	if to == nil {
		return b.full(from), b.end
	}
	return b.full(from), b.full(to)
}

// fault says what was being done to which record. The key is in it, so that damage can be found; such
// an error is for the log of whoever keeps the data, never for a reply.
func (b Bucket[T]) fault(deed string, key Key, err error) error {
	return fmt.Errorf("store: %s %s %.200s: %w", deed, b.name, key, err)
}
