package main

import (
	"bytes"
	"context"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/console/consoletest"
	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
	"ambassador/adapters/slack"
	"ambassador/adapters/slack/slackfake"
	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/bot/checkin"
	"ambassador/bot/reports"
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
						if polls(adapter) && span(a.Comment) > 3*24*time.Hour {
							t.Skip("twice a minute this adapter asks whether there is news: weeks of that take minutes")
						}
						chief, translate := accounts(adapter)
						fixtures := furnished(a)
						for i, f := range fixtures.Files {
							fixtures.Files[i].Data = translate(f.Data)
						}
						faq := faqOf(t, fixtures)
						house := wholeHouse(open(t), configured(t, fixtures, faq.dir, chief), faq)
						return house.On(platform)(t, fixtures)
					})
				}
			})
		}
	}
}

// polls says whether an adapter does something all the time, though nobody speaks.
func polls(adapter string) bool { return adapter == matrix.Platform || adapter == "slack socket" }

// span is how much time passes in a talk, from what is said first.
func span(talk []byte) (passes time.Duration) {
	began := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC) // when talks begin that do not say
	said := false
	for line := range strings.Lines(string(talk)) {
		said = said || strings.Contains(line, "> ")
		at, err := time.Parse("at 2006-01-02T15:04Z07:00", strings.TrimSpace(line))
		switch {
		case err != nil: // no such line
		case said:
			passes = at.Sub(began)
		default:
			began = at
		}
	}
	return passes
}

// platforms are the far sides of all adapters, and the plainest one.
func platforms() map[string]func(testing.TB) bottest.Platform {
	return map[string]func(testing.TB) bottest.Platform{
		"router": bottest.NewDirect, "console": consoletest.New, "slack socket": slackfake.Socket, "slack http": slackfake.HTTP, "matrix": matrixfake.Open,
	}
}

// accounts are, on the far side of an adapter, the account of the coordinator, and the accounts and rooms of a fixture, which
// names them console:leader and console:#general.
func accounts(adapter string) (chief bot.Address, translate func([]byte) []byte) {
	rooms := func(as string) func([]byte) []byte {
		return func(data []byte) []byte { return regexp.MustCompile(`console:#(\w+)`).ReplaceAll(data, []byte(as)) }
	}
	switch {
	case strings.HasPrefix(adapter, slack.Platform):
		in := rooms("slack:" + slackfake.Team + "/C$1")
		return slackfake.Account("chief"), func(data []byte) []byte { return slackfake.Fixture(in(data)) }
	case adapter == matrix.Platform:
		in := rooms("matrix:!$1:" + matrixfake.Domain)
		return matrixfake.Account("chief"), func(data []byte) []byte { return matrixfake.Fixture(in(data)) }
	}
	return bot.Address{Platform: bottest.Console, User: "chief"}, rooms("console:$1")
}

// configured is the configuration of a talk, with its own file config.yaml, if it has one, taken out of the fixtures. Files that
// it names are in dir. The built-in FAQ is there only where somebody asks: learning takes time, and there are many talks.
func configured(t testing.TB, a *bottest.Archive, dir string, coordinator bot.Address) Config {
	t.Helper()
	c := defaults()
	if at := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == configFile }); at >= 0 {
		root, err := parseYAML(a.Files[at].Data)
		var problems []problem
		if c, problems = readConfig(filepath.Join(dir, configFile), root, err, noEnv); len(problems) > 0 {
			t.Fatal(badConfig{problems})
		}
		a.Files = slices.Delete(a.Files, at, at+1)
	}
	if len(c.Checkins) == 0 { // most talks are about something else, and begin when a quarter does
		c.Checkins = Checkins{{Kind: checkin.Kind{Name: reports.Name}, Off: true}}
	}
	c.FAQ.Programme = c.FAQ.Programme && regexp.MustCompile(`(?m)^\w+> ([/!]ambassador )?ask `).Match(a.Comment)
	if c.Directory.Contact == "" {
		c.Directory.Contact = "programme@example.org"
	}
	c.Coordinators = append([]bot.Address{coordinator}, c.Coordinators...)
	return c
}

// faqFixture is the file faq.yaml of a talk: what it says at the start, and after each restart, for which a talk has
// faq-2.yaml, faq-3.yaml and so on.
type faqFixture struct {
	dir      string
	versions [][]byte
	built    int
}

// faqOf takes the FAQ of a talk out of the fixtures.
func faqOf(t testing.TB, a *bottest.Archive) *faqFixture {
	t.Helper()
	f := &faqFixture{dir: t.TempDir()}
	isFAQ := func(file txtar.File) bool { return strings.HasPrefix(file.Name, "faq") }
	for _, file := range a.Files {
		if isFAQ(file) {
			f.versions = append(f.versions, file.Data)
		}
	}
	a.Files = slices.DeleteFunc(a.Files, isFAQ)
	return f
}

// next writes what the file says from now on.
func (f *faqFixture) next() error {
	if len(f.versions) == 0 {
		return nil
	}
	data := f.versions[min(f.built, len(f.versions)-1)]
	f.built++
	return os.WriteFile(filepath.Join(f.dir, "faq.yaml"), data, 0o600)
}

// configFile is what the configuration of a talk is called among its fixtures.
const configFile = "config.yaml"

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

// wholeHouse furnishes the bot as the program does, each time with the next version of its FAQ.
func wholeHouse(open func(testing.TB) store.DB, c Config, faq *faqFixture) bottest.House {
	var built *house // the one that runs now
	return bottest.House{
		Open: open,
		Jobs: func(db store.DB, outbox *bot.Outbox) []bot.Job { return built.jobs() },
		Build: func(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error) {
			if err := faq.next(); err != nil {
				return nil, nil, err
			}
			h, err := furnish(c, db, bot.Limit{}, log, adapter)
			if err != nil {
				return nil, nil, err
			}
			built = h
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
	own := &bottest.Archive{Comment: a.Comment, Files: slices.Clone(a.Files)}
	if !slices.ContainsFunc(own.Files, func(f txtar.File) bool { return f.Name != configFile }) {
		own.Files = append(own.Files, txtar.File{Name: "directory.yaml", Data: demo})
	}
	return own
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
