package bolt

import (
	"path/filepath"
	"testing"

	"ambassador/store"
	"ambassador/store/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.DB { return fresh(t, filepath.Join(t.TempDir(), "bot.db")) })
}

// fresh opens a new database at path. The test closes it.
func fresh(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	return db
}
