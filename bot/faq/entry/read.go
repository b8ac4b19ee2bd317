package entry

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// What a file may hold.
const (
	MaxBytes    = 32 << 20 // bytes of a file
	MaxEntries  = 20_000   // entries of a file
	MaxID       = 80       // characters of an id
	MaxQuestion = 1_000    // characters of a question, and of a name
	MaxAnswer   = 12_000   // characters of an answer
)

// Read reads the entries of a file, which is called name where something is wrong with it. It is JSON where it begins with a brace or
// a bracket, one entry on each line or in any other form, else YAML: a list of entries, or that list under the key
// entries, faq or questions. All problems are told at once, in the order of lines, and what is right is read all
// the same: an entry without what is wrong with it, as long as it has its id and still says what it was to say.
func Read(name string, data []byte) ([]Entry, []Problem) {
	r := reader{name: name}
	if data = r.text(data); data != nil {
		if first := bytes.TrimSpace(data)[0]; first == '{' || first == '[' {
			r.json(data)
		} else {
			r.yaml(data)
		}
	}
	all, twice := Merge(r.entries)
	r.problems = append(r.problems, twice...)
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return all, r.problems
}

// reader reads one file.
type reader struct {
	name     string
	entries  []Entry
	problems []Problem
	full     bool // there were more entries than fit
}

// wrong notes a problem, formatted as fmt.Sprintf does.
func (r *reader) wrong(line int, format string, args ...any) {
	r.problems = append(r.problems, Problem{r.name, line, fmt.Sprintf(format, args...)})
}

// text returns the content without a byte order mark; nothing if this is no text, or there is none.
func (r *reader) text(data []byte) []byte {
	switch {
	case len(data) > MaxBytes:
		r.wrong(0, "the file is larger than %d MiB", MaxBytes>>20)
		return nil
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}), halfZero(data):
		r.wrong(0, "this text is in UTF-16; save it as UTF-8 and try again")
		return nil
	case bytes.IndexByte(data, 0) >= 0:
		r.wrong(0, "this is a binary file, not a list of questions and answers")
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if at := invalid(data); at < len(data) {
		r.wrong(1+bytes.Count(data[:at], []byte("\n")), "this is not text in UTF-8; save it as UTF-8 and try again")
		return nil
	}
	if len(bytes.TrimSpace(data)) == 0 {
		r.wrong(0, "the file is empty")
		return nil
	}
	// Old programs end lines with a carriage return alone.
	if bytes.IndexByte(data, '\n') < 0 {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	return data
}

// halfZero says that every other byte is zero, as in UTF-16 without a byte order mark.
func halfZero(data []byte) bool {
	start := data[:min(len(data), 64)&^1]
	var zero [2]int
	for i, b := range start {
		if b == 0 {
			zero[i%2]++
		}
	}
	return len(start) >= 4 && max(zero[0], zero[1]) == len(start)/2
}

// invalid is how many bytes from the start are UTF-8.
func invalid(data []byte) int {
	if utf8.Valid(data) {
		return len(data)
	}
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return at
}

// document reads what a file holds, or one of the values in it.
func (r *reader) document(n node) {
	switch {
	case n.kind == absent:
	case n.kind == list:
		for _, part := range n.parts {
			r.entry(part)
		}
	case n.kind == fields && !n.has("id") && n.sole() >= 0:
		r.document(n.parts[n.sole()])
		for i, key := range n.keys {
			if i != n.sole() {
				r.wrong(key.line, "unknown key “%s”; beside the list of entries there are none", shown(key.text))
			}
		}
	default:
		r.entry(n)
	}
}

// sole is which of the named values holds the list of entries; -1 where none does.
func (n node) sole() int {
	return slices.IndexFunc(n.keys, func(k node) bool {
		word := keyword(k.text)
		if word != "entries" && word != "faq" && word != "questions" {
			return false
		}
		part := n.part(word)
		return part.kind == absent || part.kind == list && !slices.ContainsFunc(part.parts, func(p node) bool { return p.kind != fields })
	})
}
