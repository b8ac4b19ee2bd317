package entry

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// form reads one entry.
type form struct {
	*reader
	Entry
	lost bool // it must not stand without what was wrong with it
}

// entry reads an entry, and keeps it if it is good enough.
func (r *reader) entry(n node) {
	if n.kind != fields {
		words := "this is no entry; want an id, questions and an answer"
		if n.kind == strange {
			words = "this " + n.text
		}
		r.wrong(n.line, "%s", words)
		return
	}
	f := form{reader: r}
	f.Where = Where{r.name, n.line}
	if !f.identify(n) {
		return
	}
	seen := make(map[string]bool)
	for i, k := range n.keys {
		key := keyword(k.text)
		if seen[key] {
			f.amiss(k.line, "“%s” is given twice; the first one counts", shown(k.text))
			continue
		}
		seen[key] = true
		f.field(key, k, n.parts[i])
	}
	switch f.Entry = f.Clean(); {
	case f.lost:
	case len(f.Questions)+len(f.Answers) == 0:
		f.amiss(n.line, "it has neither questions nor an answer")
	case len(r.entries) == MaxEntries:
		if !r.full {
			r.wrong(n.line, "more than %d entries; those from here on are left out", MaxEntries)
		}
		r.full = true
	default:
		r.entries = append(r.entries, f.Entry)
	}
}

// amiss notes a problem of the entry.
func (f *form) amiss(line int, format string, args ...any) {
	f.reader.wrong(line, "entry “%s”: %s", f.ID, fmt.Sprintf(format, args...))
}

// identify reads the id, and says whether there is one.
func (f *form) identify(n node) bool {
	id := n.part("id")
	switch {
	case id.kind == strange:
		f.reader.wrong(id.line, "the id %s", id.text)
	case id.kind == list, id.kind == fields:
		f.reader.wrong(id.line, "the id is no text; want one word, such as meetup-first")
	case line(id.text) == "":
		f.reader.wrong(n.line, "this entry has no id; want one word, such as meetup-first")
	default:
		f.ID = line(id.text)
		if why := checkID(f.ID); why != "" {
			f.reader.wrong(id.line, "“%s” is no id: %s", shown(f.ID), why)
			return false
		}
		return true
	}
	return false
}

// field reads the value of a key.
func (f *form) field(key string, k, value node) {
	switch key {
	case "id":
	case "name":
		f.Name = f.one(k, value, MaxQuestion)
	case "questions":
		f.questions(k, value)
	case "answer":
		f.answers(k, value)
	case "tags":
		f.Tags = f.words(k, value)
	case "related":
		f.Related = f.words(k, value)
	case "owner":
		f.Owner = f.one(k, value, MaxQuestion)
	case "reviewed":
		f.Reviewed = f.day(k, value)
	case "review_by":
		f.ReviewBy = f.day(k, value)
	default:
		f.amiss(k.line, "unknown key “%s”%s", shown(k.text), didYouMean(key))
	}
}

// one reads a text on one line, of so many characters.
func (f *form) one(k, value node, most int) string {
	switch text := line(value.text); {
	case value.kind == strange:
		f.amiss(value.line, "“%s” %s", shown(k.text), value.text)
	case value.kind == list, value.kind == fields:
		f.amiss(value.line, "“%s” is no text", shown(k.text))
	case utf8.RuneCountInString(text) > most:
		f.amiss(value.line, "“%s” has more than %d characters", shown(k.text), most)
	default:
		return text
	}
	return ""
}

// words reads a list of texts, or one text with commas between them.
func (f *form) words(k, value node) (all []string) {
	parts := []node{value}
	switch value.kind {
	case list:
		parts = value.parts
	case scalar:
		parts = nil
		for word := range strings.SplitSeq(value.text, ",") {
			parts = append(parts, node{line: value.line, kind: scalar, text: word})
		}
	}
	for _, part := range parts {
		all = append(all, f.one(k, part, MaxID))
	}
	return all
}

// day reads a day.
func (f *form) day(k, value node) time.Time {
	text := f.one(k, value, MaxQuestion)
	if text == "" {
		return time.Time{}
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 0 {
			return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
		}
	}
	f.amiss(value.line, "“%s” is “%s”; want a day such as 2026-11-26", shown(k.text), shown(text))
	return time.Time{}
}
