package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// MaxKey is the length in bytes of the longest key, and of the longest name of a space: what a
// bbolt page element can hold (MaxKeySize in go.etcd.io/bbolt).
const MaxKey = 32 << 10

// What can go wrong. Backends wrap these with what they were doing; test with [errors.Is].
var (
	// ErrClosed answers every transaction asked of a DB after its Close.
	ErrClosed = errors.New("the store is closed")
	// ErrDone answers a Tx that is used after its function has returned.
	ErrDone = errors.New("the transaction has ended")
	// ErrReadOnly answers Put and Delete inside a View.
	ErrReadOnly = errors.New("the transaction only reads")
	// ErrName answers a key or a space that is empty or longer than [MaxKey].
	ErrName = errors.New("a key or space must have 1 to 32768 bytes")
	// ErrDamaged means that stored bytes are not the bytes that were written.
	ErrDamaged = errors.New("the stored data is damaged")
	// ErrNewer means that a later version of the program wrote this, in a way this one cannot read.
	ErrNewer = errors.New("a newer version of the program wrote this")
)

// DB is the state of the bot. It may be used by many goroutines at once.
type DB interface {
	// View runs fn with a read transaction on the named space. What fn reads is one moment of that
	// space, whatever is written meanwhile. It returns the error of fn as it is; a context that has
	// ended beforehand keeps fn from running.
	View(ctx context.Context, space string, fn func(Tx) error) error

	// Update runs fn with a read and write transaction on the named space, one after the other for
	// all callers. When it returns nil the writes are durable. When fn returns an error or panics,
	// none of its writes remain, and the error (as it is) or the panic reaches the caller.
	//
	// fn must be pure, for it may run more than once. A context that ends while Update waits for its
	// turn keeps fn from running; once fn runs, the context no longer matters, so that the answer
	// always tells what became of the writes.
	Update(ctx context.Context, space string, fn func(Tx) error) error

	// Close waits for running transactions, then closes. A second Close does nothing.
	Close() error
}

// Tx is a transaction on one space. It belongs to the goroutine of the function it was handed to,
// and ends with that function.
type Tx interface {
	// Get returns the value of key, or nil when there is none; an empty value is not nil. The slice
	// stays valid, and must not be changed, until the transaction ends.
	Get(key []byte) ([]byte, error)

	// Put stores value under key, in place of what was there. It keeps neither slice.
	Put(key, value []byte) error

	// Delete removes key; that there is no such key is no error.
	Delete(key []byte) error

	// Scan yields each key with from ≤ key < to, ascending as bytes compare, with its value; nil
	// means an open end. Slices are as those of Get.
	//
	// Writes made while the scan runs are part of it where they lie ahead: a key put behind the
	// current one is never met, one deleted ahead is not met, one put ahead is. No key comes twice.
	//
	// Scan cannot fail. What a backend cannot read is damage it must find when it opens; a page that
	// breaks later is a panic, as a fault of memory is.
	Scan(from, to []byte) iter.Seq2[[]byte, []byte]
}

// CheckName returns an error that wraps [ErrName] unless name can be a key or a space. It is for
// backends, which refuse the same names.
func CheckName(name []byte) error {
	if len(name) == 0 || len(name) > MaxKey {
		return fmt.Errorf("store: name of %d bytes: %w", len(name), ErrName)
	}
	return nil
}
