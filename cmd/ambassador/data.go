package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"unicode"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
	"ambassador/store/mem"
)

// dataFlags say which data a command works on.
type dataFlags struct{ config, data string }

// declare adds the flags.
func (f *dataFlags) declare(flags *flag.FlagSet) {
	flags.StringVar(&f.config, "config", "", "configuration `FILE`")
	flags.StringVar(&f.data, "data", "", "data directory `DIR`, in place of the configured one; the default is ./data")
}

// line is a command line with these flags behind it, ready to be copied into a shell.
func (f *dataFlags) line(words ...string) string {
	if f.config != "" {
		words = append(words, "--config", f.config)
	}
	if f.data != "" {
		words = append(words, "--data", f.data)
	}
	for i, word := range words {
		words[i] = quoted(word)
	}
	return strings.Join(words, " ")
}

// quoted is a word as a POSIX shell takes it. What any shell takes as it is stays as it is.
func quoted(word string) string {
	bare := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./:,@%+=", r)
	}
	if word != "" && strings.TrimFunc(word, bare) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// read loads the configuration, with the data directory that the flags ask for.
func (f *dataFlags) read(sh shell) (Config, error) {
	c, err := sh.configured(f.config)
	if f.data != "" {
		c.DataDir = f.data
	}
	return c, err
}

// inspect runs fn in a house over the data as it is. Where there is none yet, that is an empty store
// in memory: looking creates nothing.
func (f *dataFlags) inspect(sh shell, fn func(*house) error) error {
	c, err := f.read(sh)
	if err != nil {
		return err
	}
	var db store.DB = mem.New()
	if _, err := os.Stat(databaseFile(c.DataDir)); !errors.Is(err, fs.ErrNotExist) {
		if db, err = openStore(c.DataDir, warnings(sh)); err != nil {
			return err
		}
	}
	return inHouse(c, db, sh, fn)
}

// alter is inspect for those who write: the store comes to be if it is not there.
func (f *dataFlags) alter(sh shell, fn func(*house) error) error {
	c, err := f.read(sh)
	if err != nil {
		return err
	}
	db, err := openStore(c.DataDir, warnings(sh))
	if err != nil {
		return err
	}
	return inHouse(c, db, sh, fn)
}

// inHouse runs fn in a house without adapters, and closes the store.
func inHouse(c Config, db store.DB, sh shell, fn func(*house) error) error {
	h, err := furnish(c, db, bot.Limit{}, warnings(sh))
	if err == nil {
		err = fn(h)
	}
	return errors.Join(err, db.Close())
}

// warnings is the log of a command that a person runs: only what they should know.
func warnings(sh shell) *slog.Logger {
	return slog.New(slog.NewTextHandler(sh.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// readBook reads a file of rows.
func readBook(path string) (sheet.Book, error) {
	file, err := os.Open(path)
	if err != nil {
		return sheet.Book{}, plainly(path, err)
	}
	defer file.Close()
	book, err := sheet.Read(file, path)
	return book, plainly(path, err)
}

// view runs fn in a read transaction on the community's state.
func (h *house) view(ctx context.Context, fn func(store.Tx) error) error {
	return h.db.View(ctx, community, fn)
}

// update runs fn in a write transaction on the community's state.
func (h *house) update(ctx context.Context, fn func(store.Tx) error) error {
	return h.db.Update(ctx, community, fn)
}
