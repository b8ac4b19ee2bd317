package directory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store/mem"
)

// house is a bot with the directory of the talks, asked line by line.
type house struct {
	router *bot.Router
	asked  int
	log    *strings.Builder // accidents only
}

// newHouse builds one.
func newHouse(t testing.TB) *house {
	t.Helper()
	data, err := os.ReadFile("testdata/talk/find.txtar")
	if err != nil {
		t.Fatal(err)
	}
	_, fixture, _ := strings.Cut(string(data), "-- directory.yaml --\n")
	accidents := &strings.Builder{}
	d, db, log := open(t), mem.New(), slog.New(slog.NewTextHandler(accidents, &slog.HandlerOptions{Level: slog.LevelError}))
	if err := loadFixture(t.Context(), d, db, "directory.yaml", []byte(fixture)); err != nil {
		t.Fatal(err)
	}
	router, err := bot.NewRouter(bot.Parts{
		DB: db, Space: bottest.Space, Name: "Ambassador", Commands: d.Commands(), Guide: d, Outbox: bot.NewOutbox(db, bottest.Space, log), Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	return &house{router: router, log: accidents}
}

// ask says a line to the bot and returns all of the answer as JSON.
func (h *house) ask(t testing.TB, who, line string) string {
	t.Helper()
	h.asked++
	var answer string
	m := bot.Message{
		ID: fmt.Sprint(h.asked), At: time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC), Text: line, Addressed: true, Private: true,
		From: bot.Address{Platform: bottest.Console, User: who},
	}
	err := h.router.Handle(t.Context(), m, func(_ context.Context, e bot.Envelope) error {
		data, err := json.Marshal(e.Reply)
		answer = string(data)
		return err
	})
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	if h.log.Len() > 0 {
		t.Fatalf("%q: %s", line, h.log)
	}
	return answer
}

// TestSecrets asks as a member for everything there is, and looks for what nobody but
// the person and the coordinators may see.
func TestSecrets(t *testing.T) {
	h := newHouse(t)
	secrets := []string{
		"A secret note", "console:berlin", "console:quiet", "console:zurich", "https://example.org/hidden", "Hidden Name", "Houston", "Spanish", "Europe/Berlin",
	}
	var lines []string
	for _, place := range []string{"Berlin", "Graz", "Houston", "Dallas", "Texas", "United States", "Germany", "Zurich", "Europe", "Casablanca"} {
		for _, more := range []string{"", " for storage", " in Spanish", " page 2"} {
			for _, find := range []string{"find ", "find group ", "find ambassador "} {
				lines = append(lines, find+place+more)
			}
		}
	}
	for _, person := range []string{"ambassador-berlin", "ambassador-graz", "ambassador-zurich", "quiet-one", "Hidden Name", "@console:quiet"} {
		lines = append(lines, "is "+person, "group "+person, "directory show "+person, "contact "+person+` "Hello"`)
	}
	lines = append(lines, "privacy", "privacy export", "settings", "group Open Cloud Meetup Berlin", "directory unplaced", "help", "find")
	for _, line := range lines {
		answer := h.ask(t, "member", line)
		for _, secret := range secrets {
			if strings.Contains(answer, secret) && !strings.Contains(line, secret) && !asked(line, secret) {
				t.Errorf("%q gives %q away: %s", line, secret, answer)
			}
		}
	}
}

// asked says whether the person has said the word themselves, in another form.
func asked(line, word string) bool {
	return strings.Contains(line, "Houston") && word == "Houston" || strings.Contains(line, "in Spanish") && word == "Spanish"
}

// FuzzLine holds that no words make a command panic or the bot apologise.
func FuzzLine(f *testing.F) {
	for _, seed := range []string{"find Berlin in German for storage page 2", "is @console:berlin", "group \x00", "contact ambassador-berlin " + strings.Repeat("x", 5000),
		"find " + strings.Repeat("Berlin, ", 1000), "find \u202eBerlin", "settings languages de,,en", "privacy", "directory add person \xff \xfe", "group " + strings.Repeat("abcdefgh ", 40),
		"find place=country:XX", "find place=near:", "directory remove \"\" yes", "settings link", "settings link 0000-000O", "settings unlink @", "settings platform :"} {
		f.Add(seed)
	}
	h := newHouse(f)
	f.Fuzz(func(t *testing.T, line string) {
		for _, who := range []string{"member", "chief"} {
			h.ask(t, who, line)
		}
	})
}
