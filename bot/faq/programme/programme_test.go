package programme

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// question is an entry as it stands in a file.
type question struct {
	ID, Name      string
	Questions     map[string][]string
	Answer        map[string]string
	Tags, Related []string
	Owner         string
	Reviewed      time.Time
	ReviewBy      time.Time `yaml:"review_by"`
}

// What an entry must have and an answer may have.
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
	var all []question
	for _, name := range names {
		data, err := fs.ReadFile(Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(data, []byte("\n")); n >= lines {
			t.Errorf("%s has %d lines: which is its second theme?", name, n)
		}
		some, err := read(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, some...)
	}
	for _, fault := range faults(all) {
		t.Error(fault)
	}
}

// read takes the entries of a file, and refuses keys that mean nothing.
func read(data []byte) (all []question, err error) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	err = d.Decode(&all)
	return all, err
}

// faults lists what is wrong with entries that belong together.
func faults(all []question) (found []string) {
	ids, asked := make(map[string]bool), make(map[string]string)
	wrong := func(q question, format string, args ...any) {
		found = append(found, q.ID+": "+fmt.Sprintf(format, args...))
	}
	for _, q := range all {
		if ids[strings.ToLower(q.ID)] {
			wrong(q, "there are two of them")
		}
		ids[strings.ToLower(q.ID)] = true
	}
	for _, q := range all {
		for _, fault := range q.faults() {
			wrong(q, "%s", fault)
		}
		for _, id := range q.Related {
			if id == q.ID || !ids[id] {
				wrong(q, "cannot be related to %s", id)
			}
		}
		for _, lang := range slices.Sorted(maps.Keys(q.Questions)) {
			for _, words := range q.Questions[lang] {
				if other, ok := asked[bare(words)]; ok {
					wrong(q, "“%s” is asked in %s, too", words, other)
				}
				asked[bare(words)] = q.ID
			}
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

// faults lists what is wrong with an entry by itself.
func (q question) faults() (found []string) {
	add := func(bad bool, format string, args ...any) {
		if bad {
			found = append(found, fmt.Sprintf(format, args...))
		}
	}
	add(!lower.MatchString(q.ID), "an id is of small letters, digits and single hyphens")
	add(q.Name == "" || q.Owner == "" || len(q.Tags) == 0 || len(q.Related) == 0, "name, owner, tags or related is empty")
	add(!q.ReviewBy.After(q.Reviewed), "it was never reviewed, or never will be")
	add(len(q.Questions["en"]) == 0, "nobody asks it in English")
	for _, lang := range slices.Sorted(maps.Keys(q.Questions)) {
		add(len(q.Questions[lang]) < fewest, "it is asked in %d ways in %s", len(q.Questions[lang]), lang)
		add(strings.TrimSpace(q.Answer[lang]) == "", "it has no answer in %s", lang)
	}
	for _, lang := range slices.Sorted(maps.Keys(q.Answer)) {
		answer := q.Answer[lang]
		add(len(q.Questions[lang]) == 0, "it is answered and not asked in %s", lang)
		add(mention.MatchString(answer), "its answer in %s calls somebody", lang)
		add(html.MatchString(answer), "its answer in %s has HTML", lang)
		add(utf8.RuneCountInString(answer) > longest, "its answer in %s is too long", lang)
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
		{"id: other", "id: Good", "Good: there are two of them"},
		{"id: other", "id: two words", "two words: an id is of small letters, digits and single hyphens"},
		{"[other]", "[nobody]", "good: cannot be related to nobody"},
		{"[other]", "[good]", "good: cannot be related to good"},
		{"six", `"Two?"`, "other: “Two?” is asked in good, too"},
		{"six", "One", "other: “One” is asked in good, too"},
		{"five", "FOUR!", "good: “FOUR!” is asked in good, too"},
		{", fünf", "", "good: it is asked in 4 ways in de"},
		{", de: Sag „help“.", "", "good: it has no answer in de"},
		{", de: [eins, zwei, drei, vier, fünf]", "", "good: it is answered and not asked in de"},
		{"Say “help”.", `"Ask @somebody."`, "good: its answer in en calls somebody"},
		{"Say “help”.", `"<!channel> hear."`, "good: its answer in en calls somebody"},
		{"Say “help”.", `"In #general."`, "good: its answer in en calls somebody"},
		{"Sag „help“.", "Eine <b>dicke</b> Antwort.", "good: its answer in de has HTML"},
		{"Sag „help“.", "Eins&nbsp;zwei.", "good: its answer in de has HTML"},
		{"Say “help”.", strings.Repeat("é", longest+1), "good: its answer in en is too long"},
		{"name: Another", "name: ''", "other: name, owner, tags or related is empty"},
		{"2027", "2025", "good: it was never reviewed, or never will be"},
		{"{en: [one", "{fr: [one", "good: nobody asks it in English"},
	} {
		all, err := read([]byte(strings.Replace(good, c.old, c.new, 1)))
		if err != nil {
			t.Fatalf("%q: %v", c.new, err)
		}
		if got := faults(all); c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%q for %q: %q, want %q", c.new, c.old, got, c.want)
		}
	}
	if _, err := read([]byte("- id: one\n  question: [one]\n")); err == nil {
		t.Error("a key that means nothing must be refused")
	}
}
