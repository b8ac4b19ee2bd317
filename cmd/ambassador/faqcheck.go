package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot/faq"
	qa "ambassador/bot/faq/entry"
)

// mostNotes is how many notes on entries are shown; a FAQ that was made for another tool may have thousands.
const mostNotes = 100

// curated tells what is wrong with the files of the FAQ, and what would make it better. file is the configuration. What
// is built in is not told of: nobody here can change it.
func (q FAQ) curated(file string, today time.Time) (all []finding) {
	if len(q.Files) == 0 {
		return nil
	}
	entries, problems, _, err := q.source()()
	if err != nil {
		return []finding{{what: err.Error(), remedy: "reinstall the program: its own data is damaged"}}
	}
	for _, p := range problems {
		where := problem{p.File, p.Line, printable(p.Text)}
		if p.Line == 0 {
			where = problem{file, q.FilesLine, "faq.files: " + printable(p.String())}
		}
		all = append(all, finding{what: where.String(), remedy: "correct the file", told: true})
	}
	notes := slices.Concat(qa.Check(entries, today), faq.Alike(entries))
	notes = slices.DeleteFunc(notes, func(p qa.Problem) bool { return !slices.Contains(q.Files, p.File) })
	slices.SortStableFunc(notes, func(a, b qa.Problem) int {
		if a.File != b.File {
			return slices.Index(q.Files, a.File) - slices.Index(q.Files, b.File)
		}
		return a.Line - b.Line
	})
	for _, p := range notes[:min(len(notes), mostNotes)] {
		all = append(all, finding{what: problem{p.File, p.Line, printable(p.Text)}.String(), remedy: "look after the entry", mild: true, told: true})
	}
	if more := len(notes) - mostNotes; more > 0 {
		all = append(all, finding{what: fmt.Sprintf("faq: and %s like these", count(more, "note", "notes")), remedy: "look after these entries first", mild: true, told: true})
	}
	return append(all, q.contents(entries))
}

// contents says what the FAQ consists of.
func (q FAQ) contents(entries []qa.Entry) finding {
	own := 0
	for _, e := range entries {
		if !strings.HasPrefix(e.Where.File, builtInFolder+"/") || slices.Contains(q.Files, e.Where.File) {
			own++
		}
	}
	words := "faq: " + count(own, "entry", "entries") + " in " + count(len(q.Files), "file", "files")
	if built := len(entries) - own; built > 0 {
		words += fmt.Sprintf(", and %d built in", built)
	}
	return fine("%s", words)
}
