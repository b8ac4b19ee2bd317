package main

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// pinned lists the archives that are read, as sha256sum writes it: digest, two spaces, name.
//
//go:embed inputs.txt
var pinned string

// folder is where the archives lie. They are read as they are, so that the digest of an archive is the
// digest of all that is read from it.
type folder string

// files reads those members of an archive whose path ends with one of suffixes, keyed by path
// within the package. The archive must be the pinned one.
func (f folder) files(archive string, suffixes ...string) (map[string][]byte, error) {
	path := filepath.Join(string(f), archive)
	if err := check(path, archive); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open input: %w", err)
	}
	defer file.Close()
	var content io.Reader = file
	if strings.HasSuffix(archive, ".tgz") {
		if content, err = gzip.NewReader(file); err != nil {
			return nil, fmt.Errorf("unpack %s: %w", archive, err)
		}
	}
	members, err := members(tar.NewReader(content), suffixes)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", archive, err)
	}
	if len(members) == 0 {
		return nil, fmt.Errorf("read %s: no member ends with %q", archive, suffixes)
	}
	return members, nil
}

// file reads the one member of an archive whose path ends with suffix.
func (f folder) file(archive, suffix string) ([]byte, error) {
	all, err := f.files(archive, suffix)
	if err != nil {
		return nil, err
	}
	if len(all) != 1 {
		return nil, fmt.Errorf("read %s: %d members end with %q", archive, len(all), suffix)
	}
	for _, content := range all {
		return content, nil
	}
	return nil, nil
}

// json decodes the one member of an archive whose path ends with suffix.
func (f folder) json(archive, suffix string, into any) error {
	content, err := f.file(archive, suffix)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("decode %s of %s: %w", suffix, archive, err)
	}
	return nil
}

// members collects the regular files whose paths end with one of suffixes.
func members(r *tar.Reader, suffixes []string) (map[string][]byte, error) {
	all := map[string][]byte{}
	for {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		for _, suffix := range suffixes {
			if header.Typeflag == tar.TypeReg && strings.HasSuffix(header.Name, suffix) {
				if all[header.Name], err = io.ReadAll(r); err != nil {
					return nil, err
				}
			}
		}
	}
}

// check compares an archive with its pinned digest: other data would be another gazetteer.
func check(path, archive string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("check input: %w (build/fetch.sh gets it)", err)
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return fmt.Errorf("check %s: %w", archive, err)
	}
	line := hex.EncodeToString(sum.Sum(nil)) + "  " + archive + "\n"
	if !strings.Contains(pinned, line) {
		return fmt.Errorf("check %s: its sha256 is not the one of build/inputs.txt", archive)
	}
	return nil
}
