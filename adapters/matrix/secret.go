package matrix

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// readSecret reads a file of the bot's folder; nil where there is none. What others may read is no secret any more.
func (a *Adapter) readSecret(name string) ([]byte, error) {
	if a.opt.Folder == "" {
		return nil, nil
	}
	path := filepath.Join(a.opt.Folder, name)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, refuse("%s cannot be read: %v", name, err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, refuse("%s can be read by others on this machine; chmod 600 it", path)
	}
	return data, nil
}

// writable says whether the bot's folder takes files.
func (a *Adapter) writable() error {
	const probe = "matrix-probe"
	if err := a.writeSecret(probe, nil); err != nil {
		return refuse("the session cannot be kept: %v", err)
	}
	if a.opt.Folder == "" {
		return nil
	}
	return os.Remove(filepath.Join(a.opt.Folder, probe))
}

// writeSecret writes a file of the bot's folder that only its owner may read: whole, or not at all.
func (a *Adapter) writeSecret(name string, data []byte) (err error) {
	if a.opt.Folder == "" {
		return nil
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("matrix: %s: %w", name, err)
		}
	}()
	f, err := os.CreateTemp(a.opt.Folder, name+".*") // made with 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // it has another name if all went well
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(a.opt.Folder, name)); err != nil {
		return err
	}
	return syncFolder(a.opt.Folder)
}

// syncFolder makes a change of names in a folder last. Not every system can.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	_ = folder.Sync()
	return nil
}
