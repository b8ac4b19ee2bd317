package directory_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"testing"

	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/bot/directory"
	"ambassador/bot/place"
	"ambassador/bot/sheet"
	"ambassador/store"
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
