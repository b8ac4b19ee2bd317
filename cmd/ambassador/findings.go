package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"time"

	"ambassador/adapters/matrix"
	"ambassador/adapters/slack"
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
	mild   bool   // it works all the same
	told   bool   // what is so tells already what to do about it
	shown  bool   // all is well, and check says so all the same: people want to see it
}

// fine is a finding that needs nothing done.
func fine(format string, args ...any) finding { return finding{what: fmt.Sprintf(format, args...)} }

// examine looks at everything that the flags name: configuration, secrets, data and store. It changes
// nothing but what opening a store repairs.
func (f dataFlags) examine(ctx context.Context, sh shell) []finding {
	c, problems := loadConfig(f.config, sh.env)
	var all []finding
	for _, p := range problems {
		all = append(all, finding{what: p.String(), remedy: "correct the configuration", told: true})
	}
	if len(problems) == 0 && f.config != "" {
		all = append(all, fine("configuration: %s", f.config))
	}
	if f.data != "" {
		c.DataDir = f.data
	}
	all = append(all, c.Matrix.doubtful(f.config)...)
	all = append(all, c.Slack.doubtful(f.config)...)
	all = append(all, c.deafRooms(f.config)...)
	all = append(all, c.nowhere(f.config)...)
	all = append(all, firstDirectory(ctx, c, f.config)...)
	all = append(all, c.FAQ.curated(f.config, time.Now())...)
	return append(all, f.examineStore(ctx, c, sh)...)
}

// online asks the configured platforms whether the configuration works.
func (f dataFlags) online(ctx context.Context, sh shell) []finding {
	c, problems := loadConfig(f.config, sh.env)
	switch {
	case len(problems) > 0:
		return []finding{{what: "online: nobody was asked", remedy: "correct the configuration first", mild: true}}
	case !c.Slack.On() && !c.Matrix.On():
		return []finding{fine("online: no platform is configured that could be asked")}
	}
	var all []finding
	if c.Slack.On() {
		all = slackFindings(slack.Check(ctx, c.slackOptions(nil)))
	}
	if c.Matrix.On() {
		all = append(all, matrixFindings(matrix.Check(ctx, c.matrixOptions(nil)))...)
	}
	return all
}

// firstDirectory tries the import of the configured directory file, in memory.
func firstDirectory(ctx context.Context, c Config, file string) []finding {
	path := c.Directory.File
	if path == "" {
		return nil
	}
	book, err := readBook(path)
	if err != nil {
		where := problem{file, c.Directory.Line, "directory.file: " + err.Error()}
		return []finding{{what: where.String(), remedy: "name a CSV, YAML or JSON file in directory.file", told: true}}
	}
	plan, err := tryImport(ctx, c, book)
	if err != nil {
		return []finding{{what: path + ": " + err.Error(), remedy: "try: ambassador import directory " + quoted(path)}}
	}
	var all []finding
	for _, issue := range plan.Wrong {
		all = append(all, finding{what: problem{path, issue.Line, printable(issue.Name + ": " + issue.Why)}.String(), remedy: "correct the row", told: true})
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
func (f dataFlags) examineStore(ctx context.Context, c Config, sh shell) []finding {
	path := databaseFile(c.DataDir)
	switch _, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return []finding{fine("store: none yet at %s, made when it is needed", path)}
	case err != nil:
		return []finding{{what: "store: " + plainly(path, err).Error(), remedy: "let this user read and write " + c.DataDir}}
	}
	// Opening repairs permissions that are too wide, and says so; everything else is left as it is.
	db, err := openDatabase(path, bolt.Options{Log: warnings(sh)})
	switch {
	case errors.Is(err, bolt.ErrInUse):
		return []finding{{what: "store: " + err.Error(), remedy: "stop that process first, or ask it how it is: ambassador health"}}
	case errors.Is(err, fs.ErrPermission):
		return []finding{{what: "store: " + err.Error(), remedy: "let this user read and write " + c.DataDir}}
	case err != nil:
		return []finding{{what: "store: " + err.Error(), remedy: f.restoring()}}
	}
	defer db.Close()
	return f.examineContent(ctx, c, db, sh)
}

// restoring is what to do about a store that is beyond repair.
func (f dataFlags) restoring() string {
	return "put a backup in its place: " + f.line("ambassador", "restore", "FILE", "--replace")
}

// examineContent reads all of an open store.
func (f dataFlags) examineContent(ctx context.Context, c Config, db *bolt.DB, sh shell) []finding {
	if err := plainly(databaseFile(c.DataDir), stripped(db.Check(ctx))); err != nil {
		return []finding{{what: "store: " + err.Error(), remedy: f.restoring()}}
	}
	h, err := furnish(c, db, bot.Limit{}, warnings(sh))
	if err != nil {
		return []finding{{what: err.Error(), remedy: "reinstall the program: its own data is damaged"}}
	}
	// The check above looks at the structure of the file; reading each value compares its checksum.
	records := 0
	if err := h.eachEntry(ctx, func(entry) error { records++; return nil }); err != nil {
		return []finding{{what: "store: " + err.Error(), remedy: f.restoring()}}
	}
	stats, err := db.Stats(ctx)
	if err != nil {
		return []finding{{what: "store: " + err.Error(), remedy: "look at the disk"}}
	}
	all := []finding{fine("store: %s, %d records, all readable, %d KiB, %d KiB of it free", stats.Path, records, stats.Size>>10, stats.Free>>10)}
	demo := 0
	err = h.view(ctx, func(tx store.Tx) (err error) { demo, err = demonstrated(tx); return err })
	if err != nil {
		return append(all, finding{what: "store: " + err.Error(), remedy: "look at the disk"})
	}
	if demo > 0 {
		all = append(all, finding{what: "store: " + count(demo, "record of the demonstration is in it", "records of the demonstration are in it"), remedy: cleanStart, mild: true})
	}
	requests, err := h.requests(ctx, c, f.config)
	if err != nil {
		return append(all, finding{what: "store: " + err.Error(), remedy: f.restoring()})
	}
	asking, err := h.asking(ctx, c, f.config, time.Now())
	if err != nil {
		return append(all, finding{what: "store: " + err.Error(), remedy: f.restoring()})
	}
	return slices.Concat(all, requests, asking)
}
