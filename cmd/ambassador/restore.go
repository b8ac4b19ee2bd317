package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"ambassador/store"
	"ambassador/store/bolt"
)

func restoreCommand() subcommand {
	return subcommand{
		name:    "restore",
		args:    "FILE",
		summary: "put a backup in the place of the database, which is kept beside it",
		examples: []string{
			"ambassador restore monday.db --data ./data",
			"ambassador restore monday.db --data ./data --replace",
		},
		setup: func(flags *flag.FlagSet) action {
			var f dataFlags
			f.declare(flags)
			replace := flags.Bool("replace", false, "go on although there is a database; it is renamed, not removed")
			return func(ctx context.Context, sh shell, words []string) error {
				if len(words) != 1 {
					return misused("restore: want the backup, such as: ambassador restore monday.db")
				}
				c, err := f.read(sh)
				if err == nil {
					err = restore(ctx, sh, words[0], c.DataDir, *replace)
				}
				if err != nil {
					return fmt.Errorf("restore: %w", err)
				}
				return nil
			}
		},
	}
}

// restore checks a copy of the backup, then moves it into the place of the database. Until the last
// step the data directory is as it was.
func restore(ctx context.Context, sh shell, backup, dir string, replace bool) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	target := databaseFile(dir)
	// A copy is checked rather than the backup itself: opening a database writes to it.
	draft := target + ".restoring"
	defer removeDatabase(draft) // nothing is left of it when all went well
	if err := copyFile(backup, draft); err != nil {
		return err
	}
	if err := checkDatabase(ctx, draft, sh); err != nil {
		return fmt.Errorf("%s is no usable backup: %w", backup, err)
	}
	aside, err := setAside(sh, target, replace)
	if err != nil {
		return err
	}
	if err := moveDatabase(draft, target); err != nil {
		return errors.Join(err, moveDatabase(aside, target))
	}
	fmt.Fprintf(sh.out, "%s is in place.\n", target)
	if aside != "" {
		fmt.Fprintf(sh.out, "What was there before is %s.\n", aside)
	}
	return nil
}

// setAside renames the present database, and returns its new name; empty if there was none. It refuses
// while another process has it open, and unless told that it may be replaced.
func setAside(sh shell, target string, replace bool) (aside string, err error) {
	if _, err := os.Stat(target); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if !replace {
		return "", fmt.Errorf("%s is there already; --replace keeps it under another name and goes on", target)
	}
	// A damaged database cannot be opened, and is what restoring is for; one in use must stay.
	db, err := openDatabase(target, bolt.Options{Log: warnings(sh)})
	if errors.Is(err, bolt.ErrInUse) {
		return "", err
	}
	if err == nil {
		if err := db.Close(); err != nil {
			return "", err
		}
	}
	// The name sorts by time and says what the file is to whoever finds it in a year.
	aside = target + ".before-" + time.Now().UTC().Format("20060102T150405")
	return aside, moveDatabase(target, aside)
}

// checkDatabase opens the copy of a backup, reads all of it, and adds to its audit log that it is
// restored.
func checkDatabase(ctx context.Context, path string, sh shell) error {
	db, err := bolt.Open(path, bolt.Options{Log: warnings(sh)})
	if err != nil {
		return stripped(err) // the draft's name says nothing to people
	}
	err = stripped(db.Check(ctx))
	if err == nil {
		err = db.Update(ctx, community, func(tx store.Tx) error { return recordDeed(tx, "restore", nil) })
	}
	return errors.Join(err, db.Close())
}

// databaseParts lists the files that make a database: itself, and the witness that store/bolt keeps.
func databaseParts(path string) []string { return []string{path + ".witness", path} }

// moveDatabase renames a database. The witness goes first: without one a database is fine, with
// another one's it would be suspected of having lost commits.
func moveDatabase(from, to string) error {
	if from == "" {
		return nil
	}
	old, fresh := databaseParts(from), databaseParts(to)
	for i := range old {
		if err := os.Rename(old[i], fresh[i]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// removeDatabase removes what there is of a database.
func removeDatabase(path string) {
	for _, part := range databaseParts(path) {
		os.Remove(part)
	}
}

// copyFile copies a file down to the disk, for its owner alone.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return plainly(from, err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err != nil {
		err = plainly(from, err)
	}
	return errors.Join(err, out.Sync(), out.Close())
}
