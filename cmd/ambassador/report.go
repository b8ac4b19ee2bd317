package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"ambassador/bot/directory"
)

// shown is how many entries of a list are shown before it is cut.
const shown = 10

// report writes an import plan in words.
type report struct {
	out io.Writer
	all bool // lists are not cut
}

// plan writes the counts, then each list that is not empty.
func (r report) plan(path string, p directory.Plan) {
	fmt.Fprintf(r.out, "%s: %d to add, %d to change, %d to remove, %d as they are.\n",
		path, len(p.Added), len(p.Changed), len(p.Removed), p.Same)
	if p.Missing > 0 {
		fmt.Fprintf(r.out, "%d more stay that the file does not have; --replace removes them.\n", p.Missing)
	}
	r.changes("To add", p.Added)
	r.changes("To change", p.Changed)
	r.changes("To remove", p.Removed)
	r.issues("Without a place (taken in, but no search by place finds them)", p.Unplaced)
	r.issues("Not quite as written", p.Notes)
	r.issues("Wrong (left out)", p.Wrong)
	fmt.Fprintln(r.out)
}

// demonstration tells that people who do not exist are among those who do.
func (r report) demonstration(records int) {
	if records > 0 {
		fmt.Fprintf(r.out, "Of the demonstration, %s in this database. %s\n\n",
			count(records, "record is", "records are"), cleanStart)
	}
}

// changes writes records that differ.
func (r report) changes(title string, changes []directory.Change) {
	// Values as an export writes them, private ones too: whoever imports has the data directory anyway.
	n := r.heading(title, len(changes))
	for _, c := range changes[:n] {
		fmt.Fprintf(r.out, "  %s%s %s: %s\n", lineNumber(c.Line), c.Kind, printable(c.ID), printable(c.Name))
		for _, d := range c.Fields {
			fmt.Fprintf(r.out, "      %s: %s → %s\n", d.Field, orNothing(d.Old), orNothing(d.New))
		}
	}
	r.rest(len(changes) - n)
}

// issues writes rows that somebody should look at.
func (r report) issues(title string, issues []directory.Issue) {
	n := r.heading(title, len(issues))
	for _, i := range issues[:n] {
		fmt.Fprintf(r.out, "  %s%s\n", lineNumber(i.Line), printable(strings.TrimSpace(i.Kind+" "+i.Name)+": "+i.Why))
	}
	r.rest(len(issues) - n)
}

// heading begins a list of that length, and returns how many entries to show.
func (r report) heading(title string, length int) int {
	if length > 0 {
		fmt.Fprintf(r.out, "\n%s: %d\n", title, length)
	}
	if r.all {
		return length
	}
	return min(length, shown)
}

// rest counts the entries that were left out.
func (r report) rest(n int) {
	if n > 0 {
		fmt.Fprintf(r.out, "  … and %d more; --all shows them\n", n)
	}
}

// lineNumber is the place of a row in the file; a record that is removed has none.
func lineNumber(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("line %d: ", n)
}

// orNothing is a value, or a word for its absence.
func orNothing(value string) string {
	if value == "" {
		return "nothing"
	}
	return "“" + printable(value) + "”"
}

// printable makes one line of text that somebody else wrote, without what could steer a terminal.
func printable(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))), " ")
}
