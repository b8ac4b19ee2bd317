package bot

import (
	"fmt"
	"strings"

	"ambassador/store"
)

// Field is one thing a command must be told.
type Field struct {
	Name     string // the key in Values and in key=value, one lower-case word
	Label    string // the question: "Title?"
	Hint     string // what is wanted, one short sentence
	Kind     Kind
	Choices  []string // for Choice
	Optional bool     // may be left out on one line, and skipped in a dialogue
	Hidden   bool     // never asked for: only a line or a button tells it
	Word     string   // the little word before it on one line: "for" in "find Berlin for storage"

	// Check looks at a value that has passed its Kind, and returns it in its
	// canonical form or a Refusal. It may be nil.
	Check func(value string) (string, error) `json:"-"`
}

// Kind says what sort of value a field holds, and so how it is checked and what
// input a native form shows.
type Kind int

// The kinds of field. Text is the zero value.
const (
	Text      Kind = iota // one line, up to 300 characters
	Long                  // several lines, up to 4,000 characters
	Choice                // one of Field.Choices; the value is spelled as there
	Place                 // a place on the globe; the value is Guide.Place's
	Human                 // a person of the directory; the value is Guide.Person's
	Date                  // a day; the value is 2006-01-02
	Link                  // an http or https address
	Number                // a whole number; the value is decimal digits
	YesNo                 // the value is "yes" or "no"
	Reference             // of something kept, such as AMB-1042; the value is in capitals, and digits alone where only they were said
	Key                   // one word that something kept is called by; the value is in lower case. On a line the first words are keys
)

// String names the kind for help and documentation.
func (k Kind) String() string {
	names := [...]string{"text", "long text", "choice", "place", "person", "date", "link", "number", "yes or no", "reference", "key"}
	if int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("kind %d", int(k))
}

// usage is the field in a usage line: <place>, [for <topic>].
func (f Field) usage() string {
	if f.Hidden {
		return ""
	}
	s := "<" + f.Name + ">"
	if f.Kind == Choice && len(f.Choices) <= 6 {
		s = strings.Join(f.Choices, "|")
	}
	if f.Word != "" {
		s = f.Word + " " + s
	}
	if f.Optional {
		s = "[" + s + "]"
	}
	return s
}

// loose says that the value is free words, so that on one line it takes what no
// stricter field has claimed.
func (f Field) loose() bool {
	return f.Kind == Text || f.Kind == Long || f.Kind == Place || f.Kind == Human
}

// question is what a dialogue asks for this field.
func (f Field) question() string {
	q := f.Label
	if f.Hint != "" {
		q += " " + f.Hint
	}
	if f.Kind == Choice && len(f.Choices) <= mostListed {
		q += " (" + strings.Join(f.Choices, ", ") + ")"
	}
	if f.Optional {
		q += " (“skip” leaves it out)"
	}
	return q
}

// checker is what checks need beside the value: the directory, who speaks, and
// the day it is for the speaker.
type checker struct {
	tx    store.Tx
	guide Guide
	who   Person
	today func() day // asked only for dates: it has to look up a time zone
}

// check returns the canonical form of a value that a person typed, or a Refusal
// that says what is wanted. It is the one place where values are checked.
func (c checker) check(f Field, typed string) (string, error) {
	value, err := c.kind(f, strings.TrimSpace(clean(typed)))
	if err != nil || f.Check == nil {
		return value, err
	}
	return f.Check(value)
}

func (c checker) kind(f Field, v string) (string, error) {
	if v == "" {
		return "", Refuse("%s is missing.", f.title())
	}
	if f.Kind == Place || f.Kind == Human {
		if _, err := limited(f, v, 300); err != nil {
			return "", err
		}
	}
	switch f.Kind {
	case Text:
		return limited(f, strings.Join(strings.Fields(v), " "), 300)
	case Long:
		return limited(f, v, 4000)
	case Choice:
		return checkChoice(f, v)
	case Place:
		m, err := c.guide.Place(c.tx, c.who, v)
		return m.Value, err
	case Human:
		m, err := c.guide.Person(c.tx, c.who, v)
		return m.Value, err
	case Date:
		return checkDate(v, c.today())
	case Link:
		return checkLink(v)
	case Number:
		return checkNumber(f, v)
	case YesNo:
		return checkYesNo(f, v)
	case Reference:
		return checkReference(f, v)
	case Key:
		return checkKey(f, v)
	}
	return "", fmt.Errorf("field %s: no check for kind %s", f.Name, f.Kind)
}

// title is the field's name as the start of a sentence.
func (f Field) title() string {
	name := strings.TrimRight(f.Label, "?: ")
	if name == "" || strings.Contains(name, " ") { // “What shall I tell them” is no start of one
		name = Capital(f.Name)
	}
	return name
}
