package slack

import (
	"context"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"ambassador/bot"
	"ambassador/store"
)

// someTable is a table with every kind of entry that a manifest is made of.
func someTable(t *testing.T) *bot.Table {
	t.Helper()
	do := func(context.Context, store.Tx, *bot.Request) (bot.Reply, error) { return bot.Reply{}, nil }
	table, err := bot.NewTable(
		bot.Command{Name: "find", Summary: "find people near a place", Needs: bot.Member, Handle: do, Shortcut: "Find people nearby",
			Fields: []bot.Field{{Name: "place", Label: "Where?", Kind: bot.Place}}},
		bot.Command{Name: "newsletter submit", Summary: "give an item to the newsletter" + strings.Repeat(", and more", 40), Needs: bot.Member, Handle: do,
			Shortcut: "Add to the newsletter", Takes: "text", Fields: []bot.Field{{Name: "text", Label: "Text?", Kind: bot.Long}}},
		bot.Command{Name: "audit", Summary: "list who changed what", Needs: bot.Coordinator, Handle: do},
	)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestManifest holds both manifests against golden files.
func TestManifest(t *testing.T) {
	for _, o := range []ManifestOptions{{Name: "Ambassador", Mode: Socket}, {Name: "Cloud Friend", Mode: HTTP, URL: "https://bot.example.org"}} {
		got, err := Manifest(someTable(t), o)
		if err != nil {
			t.Fatal(err)
		}
		path := "testdata/manifest-" + o.Mode + ".json"
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s is different (-update writes it):\n%s", path, got)
		}
	}
}

// TestManifestLimits: long names become ones that Slack takes.
func TestManifestLimits(t *testing.T) {
	for _, s := range shortcuts(someTable(t)) {
		if utf8.RuneCountInString(s.Name) > 24 || utf8.RuneCountInString(s.Description) > mostDescription {
			t.Errorf("shortcut %q of %d characters", s.Name, utf8.RuneCountInString(s.Description))
		}
	}
	long := strings.TrimSpace(strings.Repeat("Long Name ", 8))
	m, err := Manifest(someTable(t), ManifestOptions{Name: long, Mode: Socket})
	if err != nil || !strings.Contains(string(m), `"command": "/long-name-long-name-long-name-l"`) ||
		!strings.Contains(string(m), `"name": "Long Name Long Name Long Name Long…"`) {
		t.Errorf("for a long name %v\n%s", err, m)
	}
	if _, err := Manifest(crowded(t), ManifestOptions{Name: "Ambassador", Mode: Socket}); err == nil || !strings.Contains(err.Error(), "11 shortcuts") {
		t.Errorf("a manifest of 11 shortcuts: %v", err)
	}
	if _, err := Manifest(someTable(t), ManifestOptions{Name: "Ambassador", Mode: HTTP, URL: "http://bot.example.org"}); err == nil {
		t.Error("a manifest for an address without TLS")
	}
}

// crowded is a table with more shortcuts than Slack takes.
func crowded(t *testing.T) *bot.Table {
	t.Helper()
	do := func(context.Context, store.Tx, *bot.Request) (bot.Reply, error) { return bot.Reply{}, nil }
	var commands []bot.Command
	for _, letter := range strings.Split("abcdefghijk", "") {
		commands = append(commands, bot.Command{Name: letter, Summary: "do " + letter, Needs: bot.Member, Handle: do, Shortcut: letter})
	}
	table, err := bot.NewTable(commands...)
	if err != nil {
		t.Fatal(err)
	}
	return table
}
