package main

import (
	"io/fs"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ambassador/bot"
	curated "ambassador/bot/faq/entry"
	"ambassador/bot/faq/programme"
	"ambassador/store/mem"
)

var (
	code  = regexp.MustCompile("`([^`]+)`") // what stands in backquotes
	small = regexp.MustCompile(`^[a-z]+$`)  // a word that could be the second one of a command's name
)

// coming are commands that answers may name before they are there.
func coming() []string { return []string{"report"} }

// TestProgrammeCommands holds the answers of the programme's FAQ against the commands there are: whoever
// types what stands in backquotes must get further.
func TestProgrammeCommands(t *testing.T) {
	table := tableOf(t)
	files, err := fs.Glob(programme.Files(), "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	named := 0
	for _, file := range files {
		data, err := fs.ReadFile(programme.Files(), file)
		if err != nil {
			t.Fatal(err)
		}
		entries, problems := curated.Read(file, data)
		if len(problems) > 0 {
			t.Fatal(problems[0])
		}
		for _, e := range entries {
			for _, a := range e.Answers {
				if strings.Count(a.Text, "`")%2 != 0 {
					t.Errorf("%s in %s: a backquote has no other one", e.ID, a.Lang)
				}
				for _, span := range code.FindAllStringSubmatch(a.Text, -1) {
					named++
					if !sayable(table, span[1]) {
						t.Errorf("%s in %s: `%s` is no command", e.ID, a.Lang, span[1])
					}
				}
			}
		}
	}
	if named == 0 {
		t.Error("no answer names a command")
	}
}

// TestProgrammeCommandsSeen makes sure that what is no command is found.
func TestProgrammeCommandsSeen(t *testing.T) {
	table := tableOf(t)
	for span, want := range map[string]bool{
		"find Berlin": true, "find group Texas for storage": true, "contact": true, "contact speaker search": true, "report": true, "/ambassador": true, "!ambassador": true,
		`feedback "The guide"`: true, "privacy delete": true, "status AMB-1042": true, "desk mine": true,
		"apply": false, "desk mein": false, "contact speeker search": false, "privacy erase": false, "berlin": false, "Find": false, "reports": false, "": false, "/find": false,
	} {
		if sayable(table, span) != want {
			t.Errorf("`%s` is a command: %t, want %t", span, !want, want)
		}
	}
}

// tableOf is the command table of a house as it comes.
func tableOf(t *testing.T) *bot.Table {
	t.Helper()
	h, err := furnish(defaults(), mem.New(), bot.Limit{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return h.router.Table()
}

// sayable says whether a line is one for the bot, as one would copy it from an answer. What is small behind a
// name that others begin with must be one of those: nobody means a person called “speeker”.
func sayable(table *bot.Table, line string) bool {
	words := strings.Fields(line)
	if len(words) == 0 || words[0] != strings.ToLower(words[0]) {
		return false
	}
	if slices.Contains(coming(), words[0]) || line == "/ambassador" || line == "!ambassador" {
		return true
	}
	c, _, ok := table.Find(line)
	if !ok || len(words) == 1 || strings.Contains(c.Name, " ") || len(table.Under(c.Name)) == 0 {
		return ok
	}
	choice := func(f bot.Field) bool { return slices.Contains(f.Choices, words[1]) }
	return slices.ContainsFunc(c.Fields, choice) || !small.MatchString(words[1])
}
