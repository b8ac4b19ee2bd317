package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ambassador/adapters/webhook"
	"ambassador/bot"
	"ambassador/bot/checkin"
	"ambassador/bot/directory"
	"ambassador/bot/faq"
	"ambassador/bot/feedback"
	"ambassador/bot/handover"
	"ambassador/bot/newsletter"
	"ambassador/bot/place"
	"ambassador/bot/reports"
	"ambassador/bot/sheet"
	"ambassador/bot/ticket"
	"ambassador/store"
	"ambassador/store/bolt"
)

// community is the space of the store that holds this programme's state. One process serves one
// community, on as many platforms as it has adapters for.
const community = "community"

// house is everything that a running bot consists of, wired by hand.
type house struct {
	db        store.DB
	places    *place.Gazetteer
	directory *directory.Directory
	tickets   *ticket.Engine
	checkins  *checkin.Engine
	faq       *faq.Room // nil: there is no FAQ
	outbox    *bot.Outbox
	router    *bot.Router
	hooks     map[string]http.Handler // what platforms call, by path; only where they are configured to
}

// furnish wires the rooms to the store and the adapters. A new room is one more line of commands.
func furnish(c Config, db store.DB, limit bot.Limit, log *slog.Logger, adapters ...bot.Adapter) (*house, error) {
	places, err := place.Open()
	if err != nil {
		return nil, err
	}
	h := &house{db: db, places: places}
	h.directory = directory.New(directory.Options{
		Places:       places,
		Contact:      c.Directory.Contact,
		Coordinators: c.Coordinators,
		Desks:        c.Tickets.Desks,
	})
	hours, err := c.Hours.calendar(h.directory.ZoneCountry)
	if err != nil {
		return nil, err
	}
	h.tickets, err = ticket.New(ticket.Options{
		People: h.directory, Hours: hours, Zone: c.Hours.Zone, Kinds: c.Tickets.kinds(h.directory), Hooks: webhook.Platform,
	})
	if err != nil {
		return nil, err
	}
	h.checkins, err = checkin.New(checkin.Options{
		People: h.directory, Hours: hours, Zone: c.Hours.Zone, Kinds: c.Checkins.kinds(),
		Saw: reports.Seen(h.directory, h.tickets, newsletter.Name),
	})
	if err != nil {
		return nil, err
	}
	h.faq = h.answers(c, log)
	desks := []bot.Desk{h.tickets.Desk, h.checkins.Desk, h.directory.Desk} // what waits stands before the settings
	var hears func(store.Tx, bot.Address) (bool, error)
	if h.faq != nil {
		desks, hears = slices.Insert(desks, 1, h.faq.Desk), h.faq.Hears
	}
	// The outbox comes before the router, which puts replies into it, and after the adapters, which it
	// sends through; nothing here knows what kind of adapters they are.
	h.outbox = bot.NewOutbox(db, community, log, adapters...)
	h.router, err = bot.NewRouter(bot.Parts{
		DB:       db,
		Space:    community,
		Name:     c.Name,
		About:    about(c.Name, places),
		Commands: h.commands(c.Tickets.Newsletter),
		Desks:    desks,
		Strays:   []bot.Stray{h.tickets.Stray},
		Hears:    hears,
		Guide:    h.directory,
		Outbox:   h.outbox,
		Limit:    limit,
		Log:      log,
	})
	return h, err
}

// commands lists what can be said. A kind with a room of its own can be off.
func (h *house) commands(n Newsletter) []bot.Command {
	var all []bot.Command
	if h.faq != nil {
		all = h.faq.Commands()
	}
	all = slices.Concat(all, h.directory.Commands(), h.tickets.Commands(), h.checkins.Commands(), handover.New(h.directory, h.tickets, h.checkins).Commands())
	if h.checkins.Has(reports.Name) {
		all = append(all, reports.New(h.checkins, h.directory).Commands()...)
	}
	if _, on := h.tickets.Kind(feedback.Name); on {
		all = append(all, feedback.New(h.tickets).Commands()...)
	}
	if _, on := h.tickets.Kind(newsletter.Name); on {
		o := newsletter.Options{People: h.directory, Tickets: h.tickets, Categories: n.Categories, Rooms: n.Rooms, Name: n.Name}
		all = append(all, newsletter.New(o).Commands()...)
	}
	return all
}

// jobs lists what the rooms look at on a schedule.
func (h *house) jobs() []bot.Job {
	all := append(h.tickets.Jobs(h.db, community, h.outbox), h.checkins.Jobs(h.db, community, h.outbox)...)
	if h.faq != nil {
		all = append(all, h.faq.Jobs(h.db, community)...)
	}
	return all
}

// look has the rooms look at what has come due by an instant, where no jobs run beside the conversation. What a job does
// by night, or for its own sake, it leaves.
func (h *house) look(ctx context.Context, at time.Time) error {
	for _, j := range h.jobs() {
		if !strings.HasPrefix(j.Spec, "@every") {
			continue
		}
		if err := j.Run(ctx, at); err != nil {
			return fmt.Errorf("%s: %w", j.Name, err)
		}
	}
	return nil
}

// about is what the bot says of itself. The licence of the place names asks for the credit.
func about(name string, places *place.Gazetteer) string {
	return name + " helps a community find its people: ambassadors, groups and regions.\n" +
		"Places: " + places.Vintage() + ". Contains data of GeoNames (https://www.geonames.org), CC BY 4.0."
}

// logger returns the log that the configuration asks for.
func logger(c LogConfig, w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		level = slog.LevelInfo // the words were checked when the file was read
	}
	options := &slog.HandlerOptions{Level: level}
	if c.Format == "text" {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

// databaseFile is the store of a data directory; its name is known to people and to backups.
func databaseFile(dir string) string { return filepath.Join(dir, "ambassador.db") }

// openStore opens the store of a data directory, which need not exist yet.
func openStore(dir string, log *slog.Logger) (*bolt.DB, error) {
	return openDatabase(databaseFile(dir), bolt.Options{Create: true, Log: log})
}

// openForLong opens the store for a process that stays, and that others can ask meanwhile.
func openForLong(c Config, log *slog.Logger) (db store.DB, close func() error, err error) {
	file, err := openStore(c.DataDir, log)
	if err != nil {
		return nil, nil, err
	}
	hangUp, err := listenControl(c, file, log)
	if err != nil { // a file system without sockets, or a path too long for one
		log.Warn("nobody can ask this process for a backup or an export; stop it before making one", "err", err)
		return file, file.Close, nil
	}
	return file, func() error { hangUp(); return file.Close() }, nil
}

// stockMark remembers that the store has been given its first directory, so that what people removed
// later does not come back.
func stockMark() store.Bucket[bool] { return store.NewBucket[bool]("stocked") }

// markStocked makes the mark, in the transaction that brought the data.
func markStocked(tx store.Tx) error { return stockMark().Put(tx, store.K("directory"), true) }

// stocked says whether the store has been given its first directory.
func (h *house) stocked(ctx context.Context) (has bool, err error) {
	err = h.view(ctx, func(tx store.Tx) (err error) {
		has, err = stockMark().Has(tx, store.K("directory"))
		return err
	})
	return has, err
}

// stock fills a new store with a book, once, in one transaction.
func (h *house) stock(ctx context.Context, read func() (sheet.Book, error)) error {
	if has, err := h.stocked(ctx); has || err != nil {
		return err
	}
	// Reading a file is slow and may fail, so it happens before the transaction, not in it.
	book, err := read()
	if err != nil {
		return fmt.Errorf("first directory: %w", err)
	}
	err = h.update(ctx, func(tx store.Tx) error {
		plan, err := h.directory.Plan(ctx, tx, directory.Import{Book: book})
		if err != nil {
			return err
		}
		if err := h.directory.Apply(tx, plan); err != nil {
			return err
		}
		return markStocked(tx)
	})
	if err != nil {
		return fmt.Errorf("first directory: %w", err)
	}
	return nil
}
