package entry

import "strings"

// node is a value of a file, whatever its notation: a text, a list or named values.
type node struct {
	line  int
	kind  kind
	text  string
	keys  []node // of the parts, for fields: texts
	parts []node
}

// kind is what a node is.
type kind int

// The kinds.
const (
	absent  kind = iota // null
	scalar              // a text, number, date or truth value, as it is written
	list                // values
	fields              // named values
	strange             // what no FAQ can hold; text says what
)

// deepest is how many lists and mappings may stand within each other: those of a file, an entry, its questions, a language,
// and a question with its language are five.
const deepest = 7

// part is the value under a key, or nothing.
func (n node) part(key string) node {
	for i, k := range n.keys {
		if keyword(k.text) == key {
			return n.parts[i]
		}
	}
	return node{line: n.line}
}

// has says whether there is a key.
func (n node) has(key string) bool {
	for _, k := range n.keys {
		if keyword(k.text) == key {
			return true
		}
	}
	return false
}

// other names what a key may be called, too.
func other() map[string]string {
	return map[string]string{
		"title": "name", "question": "questions", "phrasings": "questions", "answers": "answer", "tag": "tags",
		"language": "lang", "reviewby": "review_by", "review": "review_by",
	}
}

// keyword is a key as it is known here, whatever its case and whether its words are parted by spaces, hyphens or underscores.
func keyword(key string) string {
	key = strings.ReplaceAll(strings.Join(strings.Fields(strings.ToLower(key)), "_"), "-", "_")
	if known, ok := other()[key]; ok {
		return known
	}
	return key
}
