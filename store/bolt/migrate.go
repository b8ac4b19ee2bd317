package bolt

import (
	"fmt"
	"log/slog"

	"ambassador/store"

	"go.etcd.io/bbolt"
)

// step brings a file from one version to the next. It may read and write everything in it.
type step func(*bbolt.Tx) error

// steps returns the way from version 1 to [store.Version]: the first step leads from 1 to 2. A new step
// comes with a file of the old version in testdata, written by the last program that made such files.
func steps() []step { return nil }

// migrate brings the file to version 1+len(way), all steps in one transaction, so that a file is always
// of one version; a newer file is refused.
func migrate(file *bbolt.DB, version int, way []step, log *slog.Logger) error {
	current := 1 + len(way)
	if version > current {
		return fmt.Errorf("version %d, and this program knows %d: %w", version, current, store.ErrNewer)
	}
	if version == current {
		return nil
	}
	log.Info("bringing the database up to date", "from", version, "to", current)
	return file.Update(func(btx *bbolt.Tx) error {
		for i, next := range way[version-1:] {
			if err := next(btx); err != nil {
				return fmt.Errorf("from version %d to %d: %w", version+i, version+i+1, err)
			}
		}
		return setVersion(btx, current)
	})
}
