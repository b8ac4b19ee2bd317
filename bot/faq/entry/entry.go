// Package entry is what a curated FAQ consists of: entries, read from files and
// written back to them.
package entry

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Entry is one question that people ask in many ways, and its answer.
type Entry struct {
	ID        string    // one word of printable characters, at most MaxID of them; unique in a FAQ, whatever the case
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

// Title is what the entry is called: its name, or its first question, or its id.
func (e Entry) Title() string {
	switch {
	case e.Name != "":
		return e.Name
	case len(e.Questions) > 0:
		return e.Questions[0].Text
	}
	return e.ID
}

// Answer is the answer for a reader of a language, and the language it is in: the one in exactly that language, or
// in the same one as it is spoken elsewhere, or the first. Both are empty where there is none.
func (e Entry) Answer(lang string) (text, in string) {
	lang = strings.ToLower(lang)
	for _, suits := range []func(string) bool{
		func(l string) bool { return l == lang },
		func(l string) bool { return l == base(lang) },
		func(l string) bool { return lang != "" && base(l) == base(lang) },
		func(string) bool { return true },
	} {
		for _, a := range e.Answers {
			if suits(a.Lang) {
				return a.Text, a.Lang
			}
		}
	}
	return "", ""
}

// base is a language without its country or script: "pt" of "pt-br".
func base(lang string) string {
	lang, _, _ = strings.Cut(lang, "-")
	return lang
}

// Phrasings lists the questions in all languages, each text once.
func (e Entry) Phrasings() []string {
	all := make([]string, 0, len(e.Questions))
	seen := make(map[string]bool, len(e.Questions))
	for _, q := range e.Questions {
		if !seen[q.Text] {
			seen[q.Text] = true
			all = append(all, q.Text)
		}
	}
	return all
}

// Hash is the same for two entries that say the same: 32 hexadecimal digits. Where they stand makes no difference, nor
// the case of the id, nor how questions in different languages are mixed, which no file keeps.
func (e Entry) Hash() string {
	e.ID = strings.ToLower(e.ID)
	sum := sha256.Sum256(e.line())
	return hex.EncodeToString(sum[:16])
}
