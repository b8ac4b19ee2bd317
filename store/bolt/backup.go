package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// Backup copies the database as it is at one moment to path, while it is in use; a file there is
// replaced, but only by a copy that has been read back and checked. The copy is a database that Open
// accepts, and is for its owner alone. Ending the context stops the copying.
//
// Updates go on meanwhile, more slowly; one that makes the file larger waits for the end.
func (db *DB) Backup(ctx context.Context, path string) error {
	if err := db.backup(ctx, path); err != nil {
		return fmt.Errorf("bolt: backup to %s: %w", path, err)
	}
	return nil
}

// backup writes a draft, verifies it, and only then gives it its name.
func (db *DB) backup(ctx context.Context, path string) error {
	if sameFile(path, db.path) {
		return errors.New("this is the database itself")
	}
	if err := os.MkdirAll(filepath.Dir(path), ownerDir); err != nil {
		return err
	}
	draft, err := draftFile(path)
	if err != nil {
		return err
	}
	defer os.Remove(draft) // fails when all went well, for it has its name by then
	err = db.read(func(btx *bbolt.Tx) error { return copyTo(ctx, draft, btx) })
	if err != nil {
		return err
	}
	if err := verify(draft); err != nil {
		return err
	}
	if err := os.Rename(draft, path); err != nil {
		return err
	}
	return errors.Join(
		syncDir(filepath.Dir(path)),
		db.exclusively(ctx, func() error { return db.testify(running) }))
}

// copyTo writes the file as btx sees it to path, down to the disk.
func copyTo(ctx context.Context, path string, btx *bbolt.Tx) error {
	file, err := os.OpenFile(path, os.O_WRONLY, ownerFile)
	if err != nil {
		return err
	}
	if _, err := btx.WriteTo(&until{ctx, file}); err != nil {
		return errors.Join(ctx.Err(), err, file.Close()) // bbolt does not wrap what the writer said
	}
	return errors.Join(file.Sync(), file.Close())
}

// until is a writer that fails when its context has ended: copying is the one long deed here, and a program
// that is told to end must not wait for it. It lives for one call, so it may hold the context.
type until struct {
	ctx context.Context
	w   io.Writer
}

// Write implements [io.Writer].
func (u *until) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}

// verify opens the database at path for reading only, and checks all of it.
func verify(path string) error {
	if _, _, err := readHeader(path); err != nil {
		return err
	}
	file, err := openFile(path, true)
	if err != nil {
		return err
	}
	err = guard(func() error {
		if err := file.View(func(btx *bbolt.Tx) error { _, err := identify(btx); return err }); err != nil {
			return err
		}
		return check(file)
	})
	return errors.Join(err, file.Close())
}

// sameFile tells whether both names lead to one file. One that is not there is no other's.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}
