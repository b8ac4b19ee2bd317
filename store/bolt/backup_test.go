package bolt

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"ambassador/store"
)

// TestBackup copies a database while it is written to.
func TestBackup(t *testing.T) {
	db := fresh(t, newPath(t))
	defer closeDB(t, db)
	count(t, db, 0, 100)
	backup := newPath(t)
	var writer sync.WaitGroup
	writer.Go(func() { count(t, db, 100, 150) })
	for range 2 { // the second one replaces the first
		if err := db.Backup(t.Context(), backup); err != nil {
			t.Fatal(err)
		}
	}
	writer.Wait()
	copied, _ := reopen(t, backup)
	defer closeDB(t, copied)
	stats, err := copied.Stats(t.Context())
	if err != nil || stats.Spaces != 1 {
		t.Errorf("the copy has %+v, %v", stats, err)
	}
	n := 0
	err = copied.View(t.Context(), "space", func(tx store.Tx) error {
		for range numbers.Keys(tx, nil, nil) {
			n++
		}
		return nil
	})
	if err != nil || n < 100 || n > 150 {
		t.Errorf("the copy has %d numbers, %v", n, err)
	}
	counted(t, copied, n)
	counted(t, db, 150)
}

func TestBackupRefusals(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	defer closeDB(t, db)
	count(t, db, 0, 10)
	if err := db.Backup(t.Context(), path); err == nil || !strings.Contains(err.Error(), "the database itself") {
		t.Errorf("onto itself: %v", err)
	}
	backup := newPath(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Backup(ctx, backup); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended: %v", err)
	}
	left, err := os.ReadDir(filepath.Dir(backup))
	if err != nil || len(left) > 0 {
		t.Errorf("a backup that failed left %v, %v", left, err)
	}
	counted(t, db, 10)
}

// TestVerify finds a copy that is not what it was.
func TestVerify(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	count(t, db, 0, 300)
	closeDB(t, db)
	if err := verify(path); err != nil {
		t.Fatal(err)
	}
	h, _, err := readHeader(path)
	if err != nil {
		t.Fatal(err)
	}
	for page := int64(2); page < int64(h.pages); page++ { // the kind of page, in all of them
		flip(t, path, page*int64(h.pageSize)+8)
	}
	if err := verify(path); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a damaged copy: %v", err)
	}
}

// TestCompact forgets a secret, which stays in the file until then, and keeps all else.
func TestCompact(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	count(t, db, 0, 100)
	secret := []byte("my secret address")
	for _, fn := range []func(store.Tx) error{
		func(tx store.Tx) error { return tx.Put([]byte("\xff"), bytes.Repeat(secret, 1<<16)) },
		func(tx store.Tx) error { return tx.Delete([]byte("\xff")) },
	} {
		if err := db.Update(t.Context(), "space", fn); err != nil {
			t.Fatal(err)
		}
	}
	before, err := db.Stats(t.Context())
	if err != nil || before.Free < 1<<20 || !holds(t, path, secret) {
		t.Fatalf("there is nothing to compact: %+v, %v", before, err)
	}
	var reader sync.WaitGroup
	reader.Go(func() {
		for range 200 {
			counted(t, db, 100)
		}
	})
	err = db.Compact(t.Context())
	reader.Wait()
	if err != nil {
		t.Fatal(err)
	}
	after, err := db.Stats(t.Context())
	if err != nil || after.Free > 1<<16 || holds(t, path, secret) {
		t.Errorf("after compaction: %+v, %v, secret there: %t", after, err, holds(t, path, secret))
	}
	count(t, db, 100, 110)
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
	closeDB(t, db)
	db, log := reopen(t, path)
	defer closeDB(t, db)
	counted(t, db, 110)
	if log != "" { // above all not that the file went back
		t.Errorf("the log says:\n%s", log)
	}
}

// holds tells whether the file at path has content in it.
func holds(t *testing.T, path string, content []byte) bool {
	t.Helper()
	all, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(all, content)
}
