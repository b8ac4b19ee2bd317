//go:build unix

package bolt

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// mode returns what the owner and others may do with path.
func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

// TestUmask makes databases and backups under umasks that allow everything, and nothing to others.
func TestUmask(t *testing.T) {
	for _, mask := range []int{0, 0o022, 0o077} {
		root := t.TempDir()
		old := syscall.Umask(mask)
		path := filepath.Join(root, "data", "bot.db")
		db := fresh(t, path)
		backup := filepath.Join(root, "backups", "bot.db")
		err := db.Backup(t.Context(), backup)
		syscall.Umask(old)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
		closeDB(t, db)
		for _, c := range []struct {
			path string
			want fs.FileMode
		}{
			{path, 0o600}, {path + ".witness", 0o600}, {filepath.Dir(path), 0o700},
			{backup, 0o600}, {filepath.Dir(backup), 0o700},
		} {
			if got := mode(t, c.path); got != c.want {
				t.Errorf("umask %03o: %s has %o, want %o", mask, c.path, got, c.want)
			}
		}
	}
}

// TestWidePermissions opens a database that others could read.
func TestWidePermissions(t *testing.T) {
	path := newPath(t)
	closeDB(t, fresh(t, path))
	for _, wide := range []string{path, path + ".witness", filepath.Dir(path)} {
		if err := os.Chmod(wide, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	db, log := reopen(t, path)
	defer closeDB(t, db)
	if strings.Count(log, "others could get at the data") != 3 {
		t.Errorf("the log says:\n%s", log)
	}
	for path, want := range map[string]fs.FileMode{path: 0o600, path + ".witness": 0o600, filepath.Dir(path): 0o700} {
		if got := mode(t, path); got != want {
			t.Errorf("%s has %o, want %o", path, got, want)
		}
	}
}

// TestSharedDirectory refuses to close a directory like /tmp to everybody else.
func TestSharedDirectory(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	_, err := Open(filepath.Join(dir, "bot.db"), Options{Create: true})
	if err == nil || !strings.Contains(err.Error(), "shared with other users") {
		t.Errorf("a shared directory: %v", err)
	}
	if got := mode(t, dir); got != 0o777 {
		t.Errorf("it has %o now", got)
	}
}
