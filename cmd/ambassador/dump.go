package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"ambassador/bot"
	"ambassador/store"
)

// dumpChunk is how many records are read in one transaction: a reader that stays open while its
// output is awaited would keep a writer from growing the file.
const dumpChunk = 1000

// dump writes all state, one JSON line for each record, in the order of the store, so that the same
// state always makes the same file.
func (h *house) dump(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriter(w)
	if err := h.eachEntry(ctx, func(e entry) error { return writeJSON(out, e) }); err != nil {
		return err
	}
	return out.Flush()
}

// eachEntry hands every record of the state to do, outside of any transaction.
func (h *house) eachEntry(ctx context.Context, do func(entry) error) error {
	var next store.Key
	for {
		var entries []entry
		err := h.view(ctx, func(tx store.Tx) (err error) {
			entries, next, err = readChunk(tx, next)
			return err
		})
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := do(e); err != nil {
				return err
			}
		}
		if next == nil {
			return nil
		}
	}
}

// readChunk reads the entries from a key on, and returns the key to go on from; nil after the last.
func readChunk(tx store.Tx, from store.Key) (entries []entry, next store.Key, err error) {
	for full := range tx.Scan(from, nil) {
		if len(entries) == dumpChunk {
			return entries, bytes.Clone(full), nil
		}
		e, err := readEntry(tx, full)
		if err != nil {
			return nil, nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil, nil
}

// state is all records of a dump, by path, and the paths in the order of the file.
type state struct {
	entries map[string]entry
	paths   []string
}

// readState reads a dump.
func readState(r io.Reader) (state, error) {
	// Unknown members are refused: they would be lost in silence, and point to another kind of file.
	s := state{entries: make(map[string]entry)}
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	for n := 1; ; n++ {
		var e entry
		err := dec.Decode(&e)
		switch {
		case errors.Is(err, io.EOF):
			return s, nil
		case err != nil:
			return s, fmt.Errorf("record %d: this is not what “export all” writes", n)
		case e.Bucket == "" || (e.Value == nil) == (e.Binary == nil):
			return s, fmt.Errorf("record %d: want a bucket, a key, and either value or binary", n)
		}
		path := string(e.path())
		if _, twice := s.entries[path]; twice {
			return s, fmt.Errorf("record %d: its key was there before", n)
		}
		s.entries[path] = e
		s.paths = append(s.paths, path)
	}
}

// difference counts what replacing the state of a transaction by a dump would do.
type difference struct{ added, changed, removed, same int }

// none says that everything is as the dump has it.
func (d difference) none() bool { return d.added+d.changed+d.removed == 0 }

// replaceBy makes the state of tx that of the dump, and counts; with dry it only counts.
func (s state) replaceBy(tx store.Tx, dry bool) (d difference, err error) {
	later, err := s.logGoesOn(tx)
	if err != nil {
		return d, err
	}
	// Deleting and writing during the scan is well defined, see store.Tx: each record is met once.
	present := make(map[string]bool)
	for full := range tx.Scan(nil, nil) {
		now, err := readEntry(tx, full)
		if err != nil {
			return d, err
		}
		path := string(full)
		present[path] = true
		then, stays := s.entries[path]
		switch {
		case later && (now.Bucket == auditLog || now.Bucket == auditLast):
			d.same++
		case !stays:
			d.removed++
			if !dry {
				err = tx.Delete([]byte(path))
			}
		case bytes.Equal(now.Value, then.Value) && bytes.Equal(now.Binary, then.Binary):
			d.same++
		default:
			d.changed++
			if !dry {
				err = then.put(tx)
			}
		}
		if err != nil {
			return d, err
		}
	}
	for _, path := range s.paths {
		if present[path] {
			continue
		}
		d.added++
		if dry {
			continue
		}
		if err := s.entries[path].put(tx); err != nil {
			return d, err
		}
	}
	return d, nil
}

// The buckets of the audit log: entries by number, and the last one (see bot.Record).
const (
	auditLog  = "audit"
	auditLast = "audit-last"
)

// logGoesOn says whether the audit log of tx begins with that of the dump. Such a log stays: it tells
// more, and the same dump a second time changes nothing.
func (s state) logGoesOn(tx store.Tx) (bool, error) {
	last, logged := s.entries[string(store.K(auditLast))]
	if !logged {
		return true, nil
	}
	var e bot.Entry
	if err := json.Unmarshal(last.Value, &e); err != nil {
		return false, nil // a strange dump is taken as it is; what reads the log will tell
	}
	// Each entry holds the hash of the one before, so one that is equal has equal ones before it.
	now, err := readEntry(tx, store.K(auditLog, e.Number))
	return bytes.Equal(now.Value, last.Value), err
}

// importAll shows, or with --apply makes, all state that of a dump, in one transaction.
func (f importFlags) importAll(ctx context.Context, sh shell, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("import all: %w", plainly(path, err))
	}
	defer file.Close()
	s, err := readState(bufio.NewReader(file))
	if err != nil {
		return fmt.Errorf("import all: %s: %w", path, err)
	}
	// One transaction: a state that is half of one time and half of another helps nobody.
	var d difference
	replace := func(tx store.Tx) (err error) {
		d, err = s.replaceBy(tx, !f.apply)
		if err != nil || !f.apply || d.none() {
			return err
		}
		return recordDeed(tx, "import all", map[string]int{"added": d.added, "changed": d.changed, "removed": d.removed})
	}
	if f.apply {
		err = f.alter(sh, func(h *house) error { return h.update(ctx, replace) })
	} else {
		err = f.inspect(sh, func(h *house) error { return h.view(ctx, replace) })
	}
	if err != nil {
		return fmt.Errorf("import all: %w", err)
	}
	fmt.Fprintf(sh.out, "%s: %d records to add, %d to change, %d to remove, %d as they are.\n", path, d.added, d.changed, d.removed, d.same)
	return f.conclude(sh, "all", path, d.none())
}
