package bolt

import (
	"bytes"
	"context"
	"fmt"

	"go.etcd.io/bbolt"
)

// Stats are the facts about a file that its keeper may want to know.
type Stats struct {
	Path   string
	Size   int64  // bytes of the file
	Free   int64  // bytes of it in free pages, which a compaction would save
	Spaces int    // communities that have something stored
	Commit uint64 // number of the last commit
}

// Stats returns the facts of this moment.
func (db *DB) Stats(ctx context.Context) (Stats, error) {
	s := Stats{Path: db.path, Size: fileSize(db.path)}
	err := db.exclusively(ctx, func() error {
		// bbolt counts its free pages at the end of a write transaction, so there must be one.
		btx, err := db.file.Begin(true)
		if err != nil {
			return err
		}
		if err := btx.Rollback(); err != nil {
			return err
		}
		counts := db.file.Stats()
		s.Free = int64(counts.FreePageN+counts.PendingPageN) * int64(db.file.Info().PageSize)
		return db.file.View(func(btx *bbolt.Tx) error {
			s.Commit = uint64(btx.ID())
			return btx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
				if bytes.HasPrefix(name, []byte(spacePrefix)) {
					s.Spaces++
				}
				return nil
			})
		})
	})
	if err != nil {
		return Stats{}, fmt.Errorf("bolt: stats of %s: %w", db.path, err)
	}
	return s, nil
}

// Check reads the whole file and returns what is wrong with its structure. Updates wait meanwhile.
// Values are not looked at: their checksums are, whenever one is read.
func (db *DB) Check(ctx context.Context) error {
	err := db.exclusively(ctx, func() error { return check(db.file) })
	if err != nil {
		return fmt.Errorf("bolt: check %s: %w", db.path, err)
	}
	return nil
}
