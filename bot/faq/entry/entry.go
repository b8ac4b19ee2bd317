// Package entry is what a curated FAQ consists of: entries, read from files and
// written back to them.
package entry

import "time"

// Entry is one question that people ask in many ways, and its answer.
type Entry struct {
	ID        string    // lower-case letters, digits, hyphens, dots and underscores; unique in a FAQ, whatever the case
	Name      string    // what the entry is called in lists and above its answer; the first question where it has none
	Questions []Text    // the ways in which people ask it
	Answers   []Text    // Markdown, at most one for each language; the first serves all languages without their own
	Tags      []string  // words that say what it is about
	Related   []string  // ids of entries that are worth reading, too
	Owner     string    // who keeps it true: an id of the directory, or any words; may be empty
	Reviewed  time.Time // the day on which somebody last found it true, at midnight UTC; zero: not said
	ReviewBy  time.Time // the day from which it must be looked at again; zero: not said
	Where     Where     `json:"-"` // where it stands in a file
}

// Text is words in a language.
type Text struct {
	Lang string // BCP 47, lower case, such as "de" or "pt-br"; empty: not said
	Text string
}

// Where is a place in a file, for whoever has to mend it.
type Where struct {
	File string // as it was named; empty: not from a file
	Line int    // from 1
}
