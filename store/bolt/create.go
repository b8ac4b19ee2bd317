package bolt

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// createFile makes a new database at path. It appears there complete: a crash at any moment leaves
// either nothing or a database, never the empty file that Open must refuse. If another process makes
// one at the same time, theirs stays.
func createFile(path string) error {
	draft, err := draftFile(path)
	if err != nil {
		return err
	}
	defer os.Remove(draft)
	file, err := openFile(draft, false)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Update(found), file.Close()); err != nil {
		return err
	}
	// A link, unlike a renaming, does not put our file in the place of theirs.
	if err := os.Link(draft, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// draftFile makes an empty file beside path, for its owner alone, that is to take its name later. Beside it
// means on the same file system, where taking a name is one step.
func draftFile(path string) (name string, err error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".draft-*")
	if err != nil {
		return "", err
	}
	return file.Name(), file.Close()
}

// fileSize returns the size of the file at path in bytes, 0 when it cannot be told.
func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
