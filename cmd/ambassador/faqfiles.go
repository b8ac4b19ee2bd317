package main

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	qa "ambassador/bot/faq/entry"
)

// faqFiles reads the files of a FAQ, as often as somebody asks, and each only when it has changed. Any number of goroutines may
// ask.
type faqFiles struct {
	builtIn bool

	mu    sync.Mutex
	files []*faqFile
	begun bool // it has been read
}

// newFAQFiles makes the reader of these files. It reads nothing yet.
func newFAQFiles(paths []string, builtIn bool) *faqFiles {
	f := &faqFiles{builtIn: builtIn}
	for _, path := range paths {
		f.files = append(f.files, &faqFile{path: path})
	}
	return f
}

// read returns all entries, those of files before the built-in ones that no file replaces, and what is wrong with them. When nothing has
// changed since the last time, changed is false and there is nothing else. Its error is for a program
// that is broken.
func (f *faqFiles) read() (all []qa.Entry, problems []qa.Problem, changed bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	changed = !f.begun
	for _, file := range f.files {
		changed = file.look() || changed
	}
	if !changed {
		return nil, nil, false, nil
	}
	var each [][]qa.Entry
	for _, file := range f.files {
		each, problems = append(each, file.entries), append(problems, file.problems...)
	}
	all, twice := qa.Merge(each...)
	if f.builtIn {
		own, err := builtInFAQ()
		if err != nil {
			return nil, nil, false, err
		}
		all = qa.Over(all, own)
	}
	f.begun = true
	return all, append(problems, twice...), true, nil
}

// faqFile is one file as it was when it was looked at last.
type faqFile struct {
	path     string
	sum      [sha256.Size]byte // of its content
	size     int64
	changed  time.Time // when it was; zero: that is not to be trusted
	entries  []qa.Entry
	problems []qa.Problem
}

// settled is how old a change must be for the next one to be seen by its time alone, on all file systems there are.
const settled = 3 * time.Second

// look reads the file if it has changed, and says whether anything differs. Entries that it had, and that are gone while something is
// wrong with it, stay: they may be what is wrong.
func (f *faqFile) look() bool {
	info, err := os.Stat(f.path)
	if err == nil && !f.changed.IsZero() && info.Size() == f.size && info.ModTime().Equal(f.changed) {
		return false
	}
	var data []byte
	if err == nil {
		data, err = readUpTo(f.path, qa.MaxBytes+1)
	}
	if err != nil {
		return f.fail(err)
	}
	f.size, f.changed = info.Size(), time.Time{}
	if time.Since(info.ModTime()) > settled {
		f.changed = info.ModTime()
	}
	sum := sha256.Sum256(data)
	if sum == f.sum {
		return false
	}
	f.sum = sum
	entries, problems := qa.Read(f.path, data)
	if len(problems) > 0 {
		entries = qa.Over(entries, f.entries)
	}
	f.entries, f.problems = entries, problems
	return true
}

// fail notes why the file cannot be read, and says whether that is news.
func (f *faqFile) fail(err error) bool {
	var system *fs.PathError
	if errors.As(err, &system) {
		err = system.Err
	}
	problems := []qa.Problem{{File: f.path, Text: err.Error()}}
	f.sum, f.changed = [sha256.Size]byte{}, time.Time{}
	if slices.Equal(problems, f.problems) {
		return false
	}
	f.problems = problems
	return true
}

// readUpTo reads a file, and of a large one so many bytes.
func readUpTo(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, most))
}
