package bolt

import (
	"bytes"
	"iter"

	"ambassador/store/internal/tree"

	"go.etcd.io/bbolt"
)

// Scan implements [store.Tx]. Rooms seek far more often than they scan, and one after the other: they
// share a cursor. A scan inside a scan finds it taken, and makes its own.
func (t *tx) Scan(from, to []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		file := t.scanner
		if t.scanner = nil; file == nil && t.bucket != nil {
			file = t.bucket.Cursor()
		}
		defer func() { t.scanner = file }()
		switch {
		case t.writable:
			t.scanBoth(file, from, to, yield)
		case file != nil:
			scanFile(file, from, to, yield)
		}
	}
}

// scanFile is the scan of a View, with nothing over the file.
func scanFile(file *bbolt.Cursor, from, to []byte, yield func(key, value []byte) bool) {
	key, value := file.Seek(from)
	for key != nil && before(key, to) && yield(key, value) {
		key, value = file.Next()
	}
}

// scanBoth is the scan of an Update. Nothing is written to the file before the transaction ends, so the
// cursor in it keeps its place whatever the loop does; the one in the writes goes on in the tree as the
// loop left it, right behind the last key.
func (t *tx) scanBoth(file *bbolt.Cursor, from, to []byte, yield func(key, value []byte) bool) {
	writes := t.writes
	m := merge{file: file, writes: writes.From(from)}
	if file != nil {
		m.key, m.value = file.Seek(from)
	}
	for key, value := m.least(); key != nil && before(key, to); key, value = m.least() {
		if value != nil && !yield(key, value) {
			return
		}
		if m.pass(key); t.writes != writes {
			writes = t.writes
			m.writes = writes.After(key)
		}
	}
}

// before returns whether key lies before the end of a range; nil is an open end.
func before(key, to []byte) bool { return to == nil || bytes.Compare(key, to) < 0 }

// merge goes through the file and what was written over it as if they were one.
type merge struct {
	file       *bbolt.Cursor // nil while the file does not know the space
	key, value []byte        // of the record that file is at; nil at its end
	writes     tree.Cursor   // a nil value means that the file's key is deleted
}

// least returns the next record, where a write hides what the file has; a nil value if it was deleted,
// and a nil key at the end.
func (m *merge) least() (key, value []byte) {
	write := m.writes.Record()
	if write == nil || m.key != nil && bytes.Compare(m.key, write.Key) < 0 {
		return m.key, m.value
	}
	return write.Key, write.Value
}

// pass goes on behind key, which is the least, on both sides.
func (m *merge) pass(key []byte) {
	if write := m.writes.Record(); write != nil && bytes.Equal(write.Key, key) {
		m.writes.Next()
	}
	if m.key != nil && bytes.Equal(m.key, key) {
		m.key, m.value = m.file.Next()
	}
}
