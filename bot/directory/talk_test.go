package directory_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"testing"

	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/bot/directory"
	"ambassador/bot/place"
	"ambassador/bot/sheet"
	"ambassador/store"
	"ambassador/store/mem"
)

// update writes the talks instead of checking them.
var _ = flag.Bool("update", false, "write what is said into the talks")

// open makes a directory with a contact and one coordinator of the configuration.
func open(t testing.TB) *directory.Directory {
	t.Helper()
	places, err := place.Open()
	if err != nil {
		t.Fatal(err)
	}
	return directory.New(directory.Options{
		Places: places, Contact: "programme@example.org",
		Coordinators: []bot.Address{{Platform: bottest.Console, User: "chief"}},
	})
}

// TestTalks plays what people say to the directory.
func TestTalks(t *testing.T) {
	d := open(t)
	bottest.Play(t, "testdata/talk/*.txtar", func(t testing.TB, a *bottest.Archive) bottest.Stage {
		var db store.DB
		house := bottest.House{
			Open: func(testing.TB) store.DB {
				if db == nil {
					db = bottest.Lasting(mem.New())
				}
				return db
			},
			Build: func(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error) {
				outbox := bot.NewOutbox(db, bottest.Space, log, adapter)
				r, err := bot.NewRouter(bot.Parts{
					DB: db, Space: bottest.Space, Name: "Ambassador", Commands: d.Commands(), Desks: []bot.Desk{d.Desk},
					Guide: d, Outbox: outbox, Log: log,
				})
				return r, outbox, err
			},
			Load: func(ctx context.Context, db store.DB, name string, data []byte) error {
				return loadFixture(ctx, d, db, name, data)
			},
		}
		return house.On(bottest.NewDirect)(t, a)
	})
}

// loadFixture imports a directory file, which must be without any fault.
func loadFixture(ctx context.Context, d *directory.Directory, db store.DB, name string, data []byte) error {
	book, err := sheet.Read(bytes.NewReader(data), name)
	if err != nil {
		return err
	}
	return db.Update(ctx, bottest.Space, func(tx store.Tx) error {
		plan, err := d.Plan(ctx, tx, directory.Import{Book: book})
		if err != nil {
			return err
		}
		if len(plan.Wrong) > 0 {
			return fmt.Errorf("rows are wrong: %v", plan.Wrong)
		}
		return d.Apply(tx, plan)
	})
}
