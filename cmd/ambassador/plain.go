package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"

	"ambassador/store/bolt"
)

// What libraries and the system say is written for whoever calls them. Here it becomes "what: why" for
// people, and errors.Is still finds the cause.

// plainly says what is wrong with a file, and names it once: the system's own errors name it, too. The
// error may be nil.
func plainly(path string, err error) error {
	var system *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &system):
		return fmt.Errorf("%s: %w", path, system.Err)
	}
	return fmt.Errorf("%s: %w", path, err)
}

// openDatabase is bolt.Open with an error in plain words.
func openDatabase(path string, opt bolt.Options) (*bolt.DB, error) {
	db, err := bolt.Open(path, opt)
	if err = stripped(err); errors.Is(err, fs.ErrNotExist) {
		err = fs.ErrNotExist // the whole chain says it twice
	}
	return db, plainly(path, err)
}

// stripped is an error of the store without "bolt: open PATH" or the like in front.
func stripped(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// netReason is why a connection or a listener failed, without the system calls on the way there.
func netReason(err error) error {
	var call *os.SyscallError
	if errors.As(err, &call) {
		return call.Err
	}
	var failed *net.OpError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}
