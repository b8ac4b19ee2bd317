package main

import (
	"bytes"
	"context"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ambassador/adapters/console/consoletest"
	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
	"ambassador/adapters/slack"
	"ambassador/adapters/slack/slackfake"
	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/bot/sheet"
	"ambassador/store"
	"ambassador/store/bolt"
	"ambassador/store/mem"

	"golang.org/x/tools/txtar"
)

// update writes the talks, and what else is made by tests, instead of checking them.
var update = flag.Bool("update", false, "write what is said into the talks")

// TestTalks plays the talks of all rooms in the whole house: on every adapter and every store.
func TestTalks(t *testing.T) {
	for store, open := range stores() {
		for adapter, platform := range platforms() {
			t.Run(adapter+" on "+store, func(t *testing.T) {
				for _, pattern := range []string{"testdata/talk/*.txtar", "../../bot/*/testdata/talk/*.txtar"} {
					bottest.Play(t, pattern, func(t testing.TB, a *bottest.Archive) bottest.Stage {
						if adapter == "console" && bytes.Contains(a.Comment, []byte("\nin #")) {
							t.Skip("a console has no rooms")
						}
						db := open(t)
						house, fixtures := wholeHouse(db, bot.Address{Platform: bottest.Console, User: "chief"}), furnished(a)
						if strings.HasPrefix(adapter, slack.Platform) { // its people have accounts there
							house = wholeHouse(db, slackfake.Account("chief"))
							for i := range fixtures.Files {
								fixtures.Files[i].Data = slackfake.Fixture(fixtures.Files[i].Data)
							}
						}
						if adapter == matrix.Platform {
							house = wholeHouse(db, matrixfake.Account("chief"))
							for i := range fixtures.Files {
								fixtures.Files[i].Data = matrixfake.Fixture(fixtures.Files[i].Data)
							}
						}
						return house.On(platform)(t, fixtures)
					})
				}
			})
		}
	}
}

// platforms are the far sides of all adapters, and the plainest one.
func platforms() map[string]func(testing.TB) bottest.Platform {
	return map[string]func(testing.TB) bottest.Platform{
		"router": bottest.NewDirect, "console": consoletest.New, "slack socket": slackfake.Socket, "slack http": slackfake.HTTP, "matrix": matrixfake.Open,
	}
}

// stores open the state of a talk: what they return is called at the start and after each restart.
func stores() map[string]func(testing.TB) func(testing.TB) store.DB {
	return map[string]func(testing.TB) func(testing.TB) store.DB{
		"mem": func(testing.TB) func(testing.TB) store.DB {
			db := bottest.Lasting(mem.New())
			return func(testing.TB) store.DB { return db }
		},
		"bolt": func(t testing.TB) func(testing.TB) store.DB {
			dir := t.TempDir()
			return func(t testing.TB) store.DB {
				db, err := openStore(filepath.Join(dir, "data"), slog.New(slog.DiscardHandler))
				if err != nil {
					t.Fatal(err)
				}
				return db
			}
		},
	}
}

// The stores above are the ones there are.
var _, _ store.DB = (*mem.DB)(nil), (*bolt.DB)(nil)

// wholeHouse furnishes the bot as the program does; a talk without a directory of its own gets the
// demonstration.
func wholeHouse(open func(testing.TB) store.DB, coordinator bot.Address) bottest.House {
	c := defaults()
	c.Directory.Contact = "programme@example.org"
	c.Coordinators = []bot.Address{coordinator}
	return bottest.House{
		Open: open,
		Build: func(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error) {
			h, err := furnish(c, db, bot.Limit{}, log, adapter)
			if err != nil {
				return nil, nil, err
			}
			return h.router, h.outbox, nil
		},
		Load: func(ctx context.Context, db store.DB, name string, data []byte) error {
			h, err := furnish(c, db, bot.Limit{}, slog.New(slog.DiscardHandler))
			if err != nil {
				return err
			}
			return h.stock(ctx, func() (sheet.Book, error) { return sheet.Read(bytes.NewReader(data), name) })
		},
	}
}

// furnished is the talk with a directory: its own, or the demonstration.
func furnished(a *bottest.Archive) *bottest.Archive {
	if len(a.Files) > 0 {
		return &bottest.Archive{Comment: a.Comment, Files: slices.Clone(a.Files)}
	}
	return &bottest.Archive{Comment: a.Comment, Files: []txtar.File{{Name: "directory.yaml", Data: demo}}}
}

// TestReadmeShowsTalks holds that the conversations in the README are talks that the tests play; -update
// quotes them anew.
func TestReadmeShowsTalks(t *testing.T) {
	const file, begin, end = "../../README.md", "<!-- talk: ", "```\n<!-- end -->"
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(readme), begin)
	if len(parts) == 1 {
		t.Fatal("the README shows no conversation")
	}
	want := parts[0]
	for _, part := range parts[1:] {
		name, quoted, _ := strings.Cut(part, " -->\n```\n")
		_, rest, closed := strings.Cut(quoted, end)
		talk, err := os.ReadFile(filepath.Join("testdata/talk", name))
		if err != nil || !closed {
			t.Fatalf("README: talk %s: %v, closed: %t", name, err, closed)
		}
		want += begin + name + " -->\n```\n" + string(talk) + end + rest
	}
	if want == string(readme) {
		return
	}
	if !*update {
		t.Fatal("the README does not quote its talks as they are; “make generate” does it")
	}
	if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}
