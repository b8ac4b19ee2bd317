package bolt

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"ambassador/store"
	"ambassador/store/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.DB { return fresh(t, newPath(t)) })
}

// newPath returns where a database of the test may be made.
func newPath(t testing.TB) string { return filepath.Join(t.TempDir(), "data", "bot.db") }

// fresh opens a new database at path. The test closes it.
func fresh(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// reopen opens what is at path, and returns what was logged, too.
func reopen(t *testing.T, path string) (*DB, string) {
	t.Helper()
	var log bytes.Buffer
	db, err := Open(path, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return db, log.String()
}

func closeDB(t *testing.T, db *DB) {
	t.Helper()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// numbers is the bucket most tests write to; record i holds i.
var numbers = store.NewBucket[int]("numbers")

// count stores the numbers from from up to, and without, to, in one Update each.
func count(t *testing.T, db *DB, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		err := db.Update(t.Context(), "space", func(tx store.Tx) error { return numbers.Put(tx, store.K(i), i) })
		if err != nil {
			t.Fatal(err)
		}
	}
}

// counted fails unless exactly the numbers from 0 up to, and without, to are stored.
func counted(t *testing.T, db *DB, to int) {
	t.Helper()
	next := 0
	err := db.View(t.Context(), "space", func(tx store.Tx) error {
		for row, err := range numbers.All(tx, nil) {
			if err != nil || row.Value != next || row.Key.String() != fmt.Sprint(next) {
				return fmt.Errorf("record %v is %d, %w; want %d", row.Key, row.Value, err, next)
			}
			next++
		}
		return nil
	})
	if err != nil || next != to {
		t.Fatalf("%d numbers, want %d; %v", next, to, err)
	}
}

// copyFile copies a file as it lies on the disk.
func copyFile(t testing.TB, from, to string) {
	t.Helper()
	all, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, all, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestReopen(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	count(t, db, 0, 50)
	err := db.Update(t.Context(), "space", func(tx store.Tx) error { return tx.Put([]byte("empty"), nil) })
	if err != nil {
		t.Fatal(err)
	}
	closeDB(t, db)

	db, log := reopen(t, path)
	defer closeDB(t, db)
	counted(t, db, 50)
	if log != "" {
		t.Errorf("opening what was closed well said:\n%s", log)
	}
	err = db.View(t.Context(), "space", func(tx store.Tx) error {
		if value, err := tx.Get([]byte("empty")); value == nil || len(value) > 0 || err != nil {
			t.Errorf("an empty value came back as %q, %v", value, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	drafts, err := filepath.Glob(path + ".*")
	if err != nil || len(drafts) != 1 { // the witness
		t.Errorf("beside the database lie %q, %v", drafts, err)
	}
}

// TestReaderDoesNotStopGrowth writes 40 MB beside an open View. It breaks the rule not to wait inside a
// transaction to show that a breach stays without harm while a file is small.
func TestReaderDoesNotStopGrowth(t *testing.T) {
	if mapAhead() == 0 {
		t.Skip("this platform maps no more than the file")
	}
	db := fresh(t, newPath(t))
	defer closeDB(t, db)
	value := bytes.Repeat([]byte("x"), 1<<20)
	err := db.View(t.Context(), "space", func(store.Tx) error {
		for i := range 40 {
			err := db.Update(t.Context(), "space", func(tx store.Tx) error { return tx.Put(store.K(i), value) })
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
