package bolt

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"ambassador/store"

	"go.etcd.io/bbolt"
)

// refused opens path and fails unless that gives an error of the kind want with words in it. The file
// must not be changed by that.
func refused(t *testing.T, what, path string, want error, words string) {
	t.Helper()
	before, _ := os.ReadFile(path)
	db, err := Open(path, Options{Create: true})
	if err == nil {
		db.Close()
	}
	if !errors.Is(err, want) || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), path) {
		t.Errorf("%s: %v; want %q", what, err, words)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Errorf("%s: the file was changed", what)
	}
}

func TestForeignFiles(t *testing.T) {
	for _, c := range []struct{ what, content, words string }{
		{"an empty file", "", "empty"},
		{"a text", "hello\n", "no header"},
		{"a long text", strings.Repeat("hello\n", 1<<14), "no header"},
		{"zeros", strings.Repeat("\x00", 1<<16), "no header"},
		{"another database", "SQLite format 3\x00" + strings.Repeat("\x01", 1<<14), "no header"},
	} {
		path := t.TempDir() + "/bot.db"
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, c.what, path, ErrForeign, c.words)
	}
	path := t.TempDir() + "/bot.db"
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	refused(t, "a directory", path, ErrForeign, "directory")
}

func TestDatabaseOfAnotherProgram(t *testing.T) {
	path := t.TempDir() + "/bot.db"
	other, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = other.Update(func(btx *bbolt.Tx) error { _, err := btx.CreateBucket([]byte("meta")); return err })
	if err := errors.Join(err, other.Close()); err != nil {
		t.Fatal(err)
	}
	refused(t, "another bbolt file", path, ErrForeign, "another program")
}

func TestMissingFile(t *testing.T) {
	path := newPath(t)
	db, err := Open(path, Options{})
	if !errors.Is(err, fs.ErrNotExist) || db != nil {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is there now: %v", err)
	}
}

func TestUnreadableFile(t *testing.T) {
	if os.Getuid() <= 0 {
		t.Skip("whoever is root, or on Windows, may read every file")
	}
	path := newPath(t)
	closeDB(t, fresh(t, path))
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	refused(t, "an unreadable file", path, fs.ErrPermission, "permission")
}

// TestTruncatedFile cuts a database at many lengths, each of which must be refused or harmless.
func TestTruncatedFile(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	count(t, db, 0, 300)
	closeDB(t, db)
	h, _, err := readHeader(path)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	need := int(h.pages) * int(h.pageSize)
	lengths := []int{1, 15, 79, 80, need - 1, need - int(h.pageSize) - 1}
	for n := 512; n < need; n += need/60 + 7 {
		lengths = append(lengths, n)
	}
	cut := t.TempDir() + "/bot.db"
	for _, n := range lengths {
		if err := os.WriteFile(cut, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if n < int(h.pageSize) && n < headerEnd {
			refused(t, "cut within the header", cut, ErrForeign, "no header")
			continue
		}
		refused(t, "cut", cut, store.ErrDamaged, "cut short")
	}
	if err := os.WriteFile(cut, whole[:need], 0o600); err != nil { // what a backup is
		t.Fatal(err)
	}
	db, _ = reopen(t, cut)
	defer closeDB(t, db)
	counted(t, db, 300)
}

// TestDamagedHeader destroys one header, then both.
func TestDamagedHeader(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	count(t, db, 0, 10)
	closeDB(t, db)
	h, _, err := readHeader(path)
	if err != nil {
		t.Fatal(err)
	}
	newest := int64(h.txid % 2) // bbolt writes them in turn
	flip(t, path, newest*int64(h.pageSize)+40)

	db, log := reopen(t, path)
	for _, words := range []string{"headers of the database is damaged", "older than when it was last used", "so it was checked"} {
		if !strings.Contains(log, words) {
			t.Errorf("the log lacks %q:\n%s", words, log)
		}
	}
	counted(t, db, 9) // the last commit is gone, and it was said
	closeDB(t, db)

	flip(t, path, 41)
	flip(t, path, int64(h.pageSize)+41)
	refused(t, "both headers", path, ErrForeign, "no header")
}

// flip turns one bit over in the byte at offset.
func flip(t *testing.T, path string, offset int64) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	var one [1]byte
	_, err = file.ReadAt(one[:], offset)
	one[0] ^= 0x10
	_, err2 := file.WriteAt(one[:], offset)
	if err := errors.Join(err, err2, file.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestFlippedValue damages a value in the file, and expects it to be found when it is read.
func TestFlippedValue(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	words := store.NewBucket[string]("words")
	for _, word := range []string{"needle", "thread"} {
		err := db.Update(t.Context(), "space", func(tx store.Tx) error { return words.Put(tx, store.K(word), "in "+word) })
		if err != nil {
			t.Fatal(err)
		}
	}
	closeDB(t, db)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; ; { // in old pages, too
		i := strings.Index(string(whole[at:]), "in needle")
		if i < 0 {
			break
		}
		at += i + 1
		flip(t, path, int64(at))
	}
	db, _ = reopen(t, path)
	defer closeDB(t, db)
	err = db.View(t.Context(), "space", func(tx store.Tx) error {
		if word, _, err := words.Get(tx, store.K("needle")); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("the damaged value is %q, %v", word, err)
		}
		word, _, err := words.Get(tx, store.K("thread"))
		if word != "in thread" {
			t.Errorf("the other value is %q", word)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestCreateLeavesTheirs makes a database where another process has just made one.
func TestCreateLeavesTheirs(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	count(t, db, 0, 10)
	closeDB(t, db)
	if err := createFile(path); err != nil {
		t.Fatal(err)
	}
	db, _ = reopen(t, path)
	defer closeDB(t, db)
	counted(t, db, 10)
}
