package bolt

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// compactBatch is how many bytes a compaction moves in one commit.
const compactBatch = 16 << 20

// Compact writes the file anew without what was deleted, which otherwise stays readable in free pages
// until they are used again: whoever was promised to be forgotten is forgotten only then. Updates wait
// meanwhile; Views wait for the moment in which the new file takes the place of the old one. A crash
// leaves one or the other. A context that ends before the work has begun keeps it from beginning.
//
// If the new file cannot be opened in the end, the store is closed, and the error says why.
func (db *DB) Compact(ctx context.Context) error {
	if err := db.exclusively(ctx, db.compact); err != nil {
		return fmt.Errorf("bolt: compact %s: %w", db.path, err)
	}
	return nil
}

// compact runs in the committer, which keeps writers away from both files.
func (db *DB) compact() error {
	draft, err := draftFile(db.path)
	if err != nil {
		return err
	}
	defer os.Remove(draft) // fails when all went well, for it has its name by then
	id := rand.Text()
	if err := rewrite(db.file, draft, id); err != nil {
		return err
	}
	if err := verify(draft); err != nil {
		return err
	}
	if err := db.swap(draft, id); err != nil {
		return err
	}
	return db.testify(running)
}

// rewrite copies what is in src to a new file at path. The new file counts its commits from the start,
// so it gets an id of its own: the witness of the old one must not judge it.
func rewrite(src *bbolt.DB, path, id string) error {
	dst, err := openFile(path, false)
	if err != nil {
		return err
	}
	err = bbolt.Compact(dst, src, compactBatch)
	if err == nil {
		err = dst.Update(func(btx *bbolt.Tx) error {
			return btx.Bucket([]byte(metaBucket)).Put([]byte(keyID), []byte(id))
		})
	}
	return errors.Join(err, dst.Close())
}

// swap puts draft in the place of the file. Both are closed for that moment, as Windows demands.
func (db *DB) swap(draft, id string) error {
	db.life.Lock()
	defer db.life.Unlock()
	if err := db.file.Close(); err != nil {
		return err
	}
	moved := os.Rename(draft, db.path)
	if moved == nil {
		db.id = id
	} // else the old file is still there, and goes back into use
	file, err := openFile(db.path, false)
	if err != nil {
		db.closed = true
		return errors.Join(moved, err, db.witness.close())
	}
	db.file = file
	return errors.Join(moved, syncDir(filepath.Dir(db.path)))
}
