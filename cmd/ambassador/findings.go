package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/sheet"
	"ambassador/store"
	"ambassador/store/bolt"
	"ambassador/store/mem"
)

// finding is one thing that was looked at.
type finding struct {
	what   string // what is so
	remedy string // what to do about it; empty when all is well
}

// fine is a finding that needs nothing done.
func fine(format string, args ...any) finding { return finding{what: fmt.Sprintf(format, args...)} }

// examine looks at everything that the flags name: configuration, secrets, data and store. It changes
// nothing but what opening a store repairs.
func (f dataFlags) examine(ctx context.Context, sh shell) []finding {
	c, problems := loadConfig(f.config, sh.env)
	var all []finding
	for _, p := range problems {
		all = append(all, finding{p.String(), "correct the configuration"})
	}
	if len(problems) == 0 && f.config != "" {
		all = append(all, fine("configuration: %s", f.config))
	}
	if f.data != "" {
		c.DataDir = f.data
	}
	all = append(all, unconnected(c, f.config)...)
	all = append(all, firstDirectory(ctx, c)...)
	return append(all, examineStore(ctx, c, sh)...)
}

// unconnected tells of platforms that are configured and that this version does not speak.
func unconnected(c Config, file string) (all []finding) {
	if c.Slack.On() {
		all = append(all, finding{file + ": slack: this version cannot connect to Slack yet", "leave the section empty until it can"})
	}
	if c.Matrix.On() {
		all = append(all, finding{file + ": matrix: this version cannot connect to Matrix yet", "leave the section empty until it can"})
	}
	return all
}

// firstDirectory tries the import of the configured directory file, in memory.
func firstDirectory(ctx context.Context, c Config) []finding {
	path := c.Directory.File
	if path == "" {
		return nil
	}
	book, err := readBook(path)
	if err != nil {
		return []finding{{err.Error(), "name a CSV, YAML or JSON file in directory.file"}}
	}
	plan, err := tryImport(ctx, c, book)
	if err != nil {
		return []finding{{path + ": " + err.Error(), "try: ambassador import directory " + path}}
	}
	var all []finding
	for _, issue := range plan.Wrong {
		all = append(all, finding{problem{path, issue.Line, printable(issue.Name + ": " + issue.Why)}.String(), "correct the row"})
	}
	return append(all, fine("directory file: %s, %d records, %d without a place", path, len(plan.Added), len(plan.Unplaced)))
}

// tryImport plans the import of a book into an empty store.
func tryImport(ctx context.Context, c Config, book sheet.Book) (plan directory.Plan, err error) {
	h, err := furnish(c, mem.New(), bot.Limit{}, slog.New(slog.DiscardHandler))
	if err != nil {
		return plan, err
	}
	err = h.view(ctx, func(tx store.Tx) error {
		plan, err = h.directory.Plan(ctx, tx, directory.Import{Book: book})
		return err
	})
	return plan, err
}

// examineStore looks at the data directory and reads the whole store.
func examineStore(ctx context.Context, c Config, sh shell) []finding {
	path := databaseFile(c.DataDir)
	switch _, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return []finding{fine("store: none yet at %s; it is made when it is needed", path)}
	case err != nil:
		return []finding{{"store: " + err.Error(), "let this user read and write " + c.DataDir}}
	}
	// Opening repairs permissions that are too wide, and says so; everything else is left as it is.
	db, err := bolt.Open(path, bolt.Options{Log: warnings(sh)})
	switch {
	case errors.Is(err, bolt.ErrInUse):
		return []finding{{"store: " + err.Error(), "stop that process first, or ask it how it is: ambassador health"}}
	case errors.Is(err, fs.ErrPermission):
		return []finding{{"store: " + err.Error(), "let this user read and write " + c.DataDir}}
	case err != nil:
		return []finding{{"store: " + err.Error(), "put a backup in its place: ambassador restore FILE --replace"}}
	}
	defer db.Close()
	return examineContent(ctx, c, db, sh)
}

// examineContent reads all of an open store.
func examineContent(ctx context.Context, c Config, db *bolt.DB, sh shell) []finding {
	if err := db.Check(ctx); err != nil {
		return []finding{{"store: " + err.Error(), "put a backup in its place: ambassador restore FILE --replace"}}
	}
	h, err := furnish(c, db, bot.Limit{}, warnings(sh))
	if err != nil {
		return []finding{{err.Error(), "reinstall the program: its own data is damaged"}}
	}
	// The check above looks at the structure of the file; reading each value compares its checksum.
	records := 0
	if err := h.eachEntry(ctx, func(entry) error { records++; return nil }); err != nil {
		return []finding{{"store: " + err.Error(), "put a backup in its place: ambassador restore FILE --replace"}}
	}
	stats, err := db.Stats(ctx)
	if err != nil {
		return []finding{{"store: " + err.Error(), "look at the disk"}}
	}
	return []finding{fine("store: %s, %d records, all readable; %d KiB, %d KiB of it free", stats.Path, records, stats.Size>>10, stats.Free>>10)}
}
