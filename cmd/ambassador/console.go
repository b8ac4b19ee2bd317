package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"

	"ambassador/adapters/console"
	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
	"ambassador/store/mem"
)

// consoleFlags is what the command line says about the conversation.
type consoleFlags struct {
	as, data, config, at string
	json                 bool
}

func consoleCommand() subcommand {
	return subcommand{
		name:    "console",
		summary: "talk to the bot in the terminal, or through a pipe: one line in, one answer out",
		examples: []string{
			"ambassador console",
			"ambassador console --as coordinator --config config.yaml",
			"echo 'find Berlin' | ambassador console --json",
		},
		setup: func(flags *flag.FlagSet) action {
			var f consoleFlags
			flags.StringVar(&f.as, "as", "member", "speak as `ROLE`: member, leader, ambassador or coordinator")
			flags.StringVar(&f.data, "data", "", "keep state in `DIR`, in place of the configured one")
			flags.StringVar(&f.config, "config", "", "configuration `FILE`, whose data is used; without it a demonstration that is not kept")
			flags.BoolVar(&f.json, "json", false, "answer with one JSON object a line")
			flags.StringVar(&f.at, "at", "", "the `TIME` of every message: 2026-05-03 or 2026-05-03T09:00:00Z")
			return f.run
		},
	}
}

// run holds the conversation.
func (f *consoleFlags) run(ctx context.Context, sh shell, words []string) error {
	if len(words) > 0 {
		return misused("console takes no words; to ask one thing: echo %q | ambassador console", strings.Join(words, " "))
	}
	role, err := bot.ParseRole(f.as)
	if err != nil || role == bot.None {
		return misused("console: --as %s: want member, leader, ambassador or coordinator", f.as)
	}
	// The zone of this machine stands for the profile that a chat platform would know.
	zone := localZone(sh)
	at, err := parseTime(f.at, zone)
	if err != nil {
		return misused("console: %v", err)
	}
	c, err := sh.configured(f.config)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(sh.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	c.DataDir = f.home(c)
	db, close, err := open(c, log)
	if err != nil {
		return err
	}
	talked := f.talk(ctx, sh, c, db, log, console.Options{Role: role, Zone: zone, At: at})
	return errors.Join(talked, close())
}

// home is the data directory of the conversation; empty for a store that forgets, which is what
// somebody gets who only wants to try the program, wherever they stand.
func (f *consoleFlags) home(c Config) string {
	switch {
	case f.data != "":
		return f.data
	case f.config != "":
		return c.DataDir
	}
	return ""
}

// open opens the store of the data directory, or one that forgets if there is none.
func open(c Config, log *slog.Logger) (db store.DB, close func() error, err error) {
	if c.DataDir == "" {
		db := mem.New()
		return db, db.Close, nil
	}
	return openForLong(c, log)
}

// talk furnishes a house around one console and lives in it until the conversation ends.
func (f *consoleFlags) talk(ctx context.Context, sh shell, c Config, db store.DB, log *slog.Logger, o console.Options) error {
	// The console is wired into the house and completes commands of the house: it gets to know the house
	// through this variable, which is set before the first line can be typed.
	var h *house
	o.Plain = colourless(sh)
	o.In, o.Out, o.Err = sh.in, sh.out, sh.err
	o.Name, o.User, o.JSON = c.Name, o.Role.String(), f.json
	// Both work on the demonstration data: one where there are people, one where there are none.
	o.Examples = []string{"find Berlin", "find Vienna"}
	o.Complete = func(typed string) []string { return h.complete(typed, o.Role) }
	if c.DataDir != "" {
		o.History = filepath.Join(c.DataDir, "console-history")
	}
	if c.DataDir == "" {
		c.Directory.Contact = demoContact
	}
	person := console.New(o)
	h, err := furnish(c, db, bot.Limit{}, log, append(c.Tickets.webhooks(log), person)...)
	if err != nil {
		return err
	}
	if h.faq != nil {
		h.faq.Patient = true // no job runs beside the lines, so that a pipe is answered the same every time
	}
	if err := f.stock(ctx, sh, h, c); err != nil {
		return err
	}
	// Looking at what is due and delivering between lines, rather than beside them, keeps a pipe's
	// answers in the same order every time.
	return person.Run(ctx, func(ctx context.Context, m bot.Message, answer bot.Answer) error {
		if err := h.router.Handle(ctx, m, answer); err != nil {
			return err
		}
		if err := h.look(ctx, m.At); err != nil {
			log.Error("what is due was not looked at", "err", err)
		}
		return h.outbox.Flush(ctx)
	})
}

// colourless says whether the terminal should get text without colour: NO_COLOR is present and not
// empty (https://no-color.org), the terminal is a dumb one, or Windows may not have been told to
// understand the sequences.
func colourless(sh shell) bool {
	unwanted, _ := sh.env("NO_COLOR")
	terminal, _ := sh.env("TERM")
	return unwanted != "" || terminal == "dumb" || runtime.GOOS == "windows"
}

// stock fills a new store with the configured directory, or with the demonstration if nothing is
// configured: people who do not exist have no place in the data of a real bot.
func (f *consoleFlags) stock(ctx context.Context, sh shell, h *house, c Config) error {
	switch {
	case c.Directory.File != "":
		return h.stock(ctx, func() (sheet.Book, error) { return readBook(c.Directory.File) })
	case f.config == "":
		return h.stockDemo(ctx)
	}
	has, err := h.stocked(ctx)
	if err == nil && !has {
		flags := dataFlags{config: f.config, data: f.data}
		fmt.Fprintf(sh.err, "Nobody is in the directory yet. To begin: %s\n",
			flags.line("ambassador", "import", "directory", "FILE", "--apply"))
	}
	return err
}

// complete lists the lines, of commands that the role may use, that the typed words may become. A
// command that takes words gets a space, to go on typing.
func (h *house) complete(typed string, role bot.Role) []string {
	before, word := "", strings.ToLower(typed)
	if topic, ok := strings.CutPrefix(word, "help "); ok {
		before, word = "help ", topic
	}
	var lines []string
	for _, c := range h.router.Table().All() {
		if !(bot.Person{Role: role}).May(c) || !strings.HasPrefix(c.Name, word) {
			continue
		}
		line := before + c.Name
		if len(c.Fields) > 0 && before == "" {
			line += " "
		}
		lines = append(lines, line)
	}
	return lines
}
