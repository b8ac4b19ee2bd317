package programme

import (
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"ambassador/bot/faq/entry"
)

// What an entry must have, and how long things may be.
const (
	fewest  = 5    // phrasings in each language of an entry
	longest = 1500 // characters of an answer
	lines   = 500  // of a file
)

// TestFiles reads every file and looks for what is wrong with the whole.
func TestFiles(t *testing.T) {
	names, err := fs.Glob(Files(), "*")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files: %v", err)
	}
	files := make(map[string][]byte)
	for _, name := range names {
		if files[name], err = fs.ReadFile(Files(), name); err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(files[name], []byte("\n")); n >= lines {
			t.Errorf("%s has %d lines: which is its second theme?", name, n)
		}
	}
	for _, fault := range faults(names, files) {
		t.Error(fault)
	}
}

// reviewed is the day after the answers were last found true. Whoever runs the bot is told when they are
// old; that is no fault of the program.
func reviewed() time.Time { return time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC) }

// faults lists what is wrong with files that belong together: what the reader finds, what a check of any FAQ
// finds, and what these answers promise beside that.
func faults(names []string, files map[string][]byte) (found []string) {
	var all []entry.Entry
	note := func(problems []entry.Problem) {
		for _, p := range problems {
			found = append(found, p.String())
		}
	}
	for _, name := range names {
		some, problems := entry.Read(name, files[name])
		note(problems)
		merged, twice := entry.Merge(all, some)
		note(twice)
		all = merged
	}
	note(entry.Check(all, reviewed()))
	for _, e := range all {
		for _, fault := range own(e) {
			found = append(found, e.ID+": "+fault)
		}
	}
	return found
}

// What stands in no answer: words that call somebody on a platform, and HTML, of which some shows nothing.
var (
	mention = regexp.MustCompile(`(^|[^\pL\d])[@#][\pL\d]|<[@!#]`)
	html    = regexp.MustCompile(`<[/!?\pL]|&[\pL\d#]+;`)
	lower   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// own lists what is wrong with an entry by the rules of this FAQ.
func own(e entry.Entry) (found []string) {
	add := func(bad bool, format string, args ...any) {
		if bad {
			found = append(found, fmt.Sprintf(format, args...))
		}
	}
	add(!lower.MatchString(e.ID), "an id is of small letters, digits and single hyphens")
	add(e.Name == "" || e.Owner == "" || len(e.Tags) == 0 || len(e.Related) == 0, "name, owner, tags or related is empty")
	add(slices.Contains(e.Related, e.ID), "it is related to itself")
	add(e.Reviewed.IsZero() || !e.ReviewBy.After(e.Reviewed), "it was never reviewed, or never will be")
	ways, seen := make(map[string]int), make(map[string]bool)
	for _, q := range e.Questions {
		ways[q.Lang]++
		add(seen[bare(q.Text)], "“%s” stands twice", q.Text)
		seen[bare(q.Text)] = true
	}
	add(ways["en"] == 0, "nobody asks it in English")
	add(ways[""] > 0, "it is asked in an unknown language")
	for _, a := range e.Answers {
		add(ways[a.Lang] < fewest, "it is asked in %d ways in %s", ways[a.Lang], a.Lang)
		delete(ways, a.Lang)
		add(mention.MatchString(a.Text), "its answer in %s calls somebody", a.Lang)
		add(html.MatchString(a.Text), "its answer in %s has HTML", a.Lang)
		add(utf8.RuneCountInString(a.Text) > longest, "its answer in %s is too long", a.Lang)
	}
	for lang := range ways {
		add(true, "it has no answer in %s", lang)
	}
	return found
}

// bare is what two phrasings share that a matcher cannot tell apart.
func bare(words string) string {
	parts := strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	})
	return strings.Join(parts, " ")
}

// TestFaultsSeen makes sure that the rules find what they look for.
func TestFaultsSeen(t *testing.T) {
	const good = `
- id: good
  name: Something good
  questions: {en: [one, two, three, four, five], de: [eins, zwei, drei, vier, fünf]}
  answer: {en: Say “help”., de: Sag „help“.}
  tags: [t]
  related: [other]
  owner: coordinators
  reviewed: 2026-11-26
  review_by: 2027-11-26
- id: other
  name: Another
  questions: {en: [six, seven, eight, nine, ten]}
  answer: {en: "3 < 4 & 5 > 4, and a@example.org is an address."}
  tags: [t]
  related: [good]
  owner: coordinators
  reviewed: 2026-11-26
  review_by: 2027-11-26
`
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"id: other", "id: Good", "stands twice"},
		{"id: other", "id: Two", "Two: an id is of small letters, digits and single hyphens"},
		{"[other]", "[nobody]", "“nobody”, which there is not"},
		{"[other]", "[good]", "good: it is related to itself"},
		{"six", `"Two?"`, "is asked for by “Two?”, as is entry “good”"},
		{"five", "FOUR!", "good: “FOUR!” stands twice"},
		{", fünf", "", "good: it is asked in 4 ways in de"},
		{", de: Sag „help“.", "", "good: it has no answer in de"},
		{", de: [eins, zwei, drei, vier, fünf]", "", "good: it is asked in 0 ways in de"},
		{"Say “help”.", `"Ask @somebody."`, "good: its answer in en calls somebody"},
		{"Say “help”.", `"<!channel> hear."`, "good: its answer in en calls somebody"},
		{"Say “help”.", `"In #general."`, "good: its answer in en calls somebody"},
		{"Sag „help“.", "Eine <b>dicke</b> Antwort.", "good: its answer in de has HTML"},
		{"Sag „help“.", "Eins&nbsp;zwei.", "good: its answer in de has HTML"},
		{"Say “help”.", strings.Repeat("é", longest+1), "good: its answer in en is too long"},
		{"name: Another", "name: ''", "other: name, owner, tags or related is empty"},
		{"review_by: 2027-11-26", "review_by: 2026-11-26", "good: it was never reviewed, or never will be"},
		{"  reviewed: 2026-11-26\n", "", "good: it was never reviewed, or never will be"},
		{"{en: [one", "{fr: [one", "good: nobody asks it in English"},
		{"tags: [t]", "tag: [t]\n  asked: [one]", "asked"},
	} {
		found := faults([]string{"a.yaml"}, map[string][]byte{"a.yaml": []byte(strings.Replace(good, c.old, c.new, 1))})
		seen := slices.ContainsFunc(found, func(s string) bool { return strings.Contains(s, c.want) })
		if c.want == "" && len(found) > 0 || c.want != "" && !seen {
			t.Errorf("%q for %q: %q, want %q", c.new, c.old, found, c.want)
		}
	}
	twice := faults([]string{"a.yaml", "b.yaml"}, map[string][]byte{"a.yaml": []byte(good), "b.yaml": []byte(good)})
	if len(twice) != 2 {
		t.Errorf("two files with the same two entries: %q", twice)
	}
}
