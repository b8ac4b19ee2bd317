package bolt

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"ambassador/store"

	"go.etcd.io/bbolt"
)

func TestVersionOfSteps(t *testing.T) {
	if got := 1 + len(steps()); got != store.Version {
		t.Errorf("the steps lead to version %d, and package store writes %d", got, store.Version)
	}
}

// trace returns steps that note in the file that they ran; the one with the number bad fails.
func trace(n, bad int) (way []step) {
	for i := range n {
		way = append(way, func(btx *bbolt.Tx) error {
			meta := btx.Bucket([]byte(metaBucket))
			old := string(meta.Get([]byte("trace")))
			err := meta.Put([]byte("trace"), fmt.Appendf(nil, "%s %d", old, i+1))
			if i+1 == bad {
				err = errors.New("bad step")
			}
			return err
		})
	}
	return way
}

// traced returns what trace noted, and the version of the file.
func traced(t *testing.T, db *DB) (trace string, version int) {
	t.Helper()
	err := db.read(func(btx *bbolt.Tx) error {
		trace = string(btx.Bucket([]byte(metaBucket)).Get([]byte("trace")))
		who, err := identify(btx)
		version = who.version
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return trace, version
}

// TestMigration takes a file of version 1 to 3, fails to take it to 5, and then does.
func TestMigration(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	count(t, db, 0, 10)
	closeDB(t, db)
	var log strings.Builder
	opt := Options{Log: slog.New(slog.NewTextHandler(&log, nil))}
	for _, c := range []struct {
		way     []step
		trace   string
		version int
		words   string
	}{
		{trace(2, 0), " 1 2", 3, "from=1 to=3"},
		{trace(2, 0), " 1 2", 3, ""},
		{trace(4, 0), " 1 2 3 4", 5, "from=3 to=5"},
	} {
		if c.version == 5 { // a step that fails takes back the one before it
			if db, err := open(path, opt, trace(4, 4)); err == nil || !strings.Contains(err.Error(), "from version 4 to 5: bad step") {
				t.Fatalf("a bad step: %v, %v", db, err)
			}
		}
		log.Reset()
		db, err := open(path, opt, c.way)
		if err != nil {
			t.Fatal(err)
		}
		if trace, version := traced(t, db); trace != c.trace || version != c.version {
			t.Errorf("steps%s ran, version %d; want%s, %d", trace, version, c.trace, c.version)
		}
		if !strings.Contains(log.String(), c.words) || c.words == "" && log.Len() > 0 {
			t.Errorf("the log says %q, want %q", log.String(), c.words)
		}
		counted(t, db, 10)
		closeDB(t, db)
	}
	refused(t, "a newer file", path, store.ErrNewer, "version 5, and this program knows 1")
}
