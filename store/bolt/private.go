package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"runtime"
)

const (
	ownerFile = 0o600 // what a file with people's data may allow
	ownerDir  = 0o700
)

// privateDir makes dir, or takes away what others may do in it. A directory that is meant for
// everybody, as /tmp is, is left alone and refused.
func privateDir(dir string, log *slog.Logger) error {
	if err := os.MkdirAll(dir, ownerDir); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSticky != 0 {
		return fmt.Errorf("directory %s is shared with other users; choose one of your own", dir)
	}
	return private(dir, info, ownerDir, log)
}

// private takes the permissions that go beyond allowed from path, and says so: whoever could read the file
// until now may have done it, and its keeper should know. Windows keeps permissions elsewhere, and reports
// all of them here.
func private(path string, info fs.FileInfo, allowed fs.FileMode, log *slog.Logger) error {
	had := info.Mode().Perm()
	if runtime.GOOS == "windows" || had&^allowed == 0 {
		return nil
	}
	if err := os.Chmod(path, had&allowed); err != nil {
		return fmt.Errorf("others can get at %s, and this cannot be changed: %w", path, err)
	}
	log.Warn("others could get at the data; now only its owner can", "path", path, "had", had.String())
	return nil
}

// syncDir makes the names in dir durable: a new file is lost with the power if its directory is not
// written. Windows does it by itself and cannot open directories.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
