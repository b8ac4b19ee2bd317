package bot

import (
	"strings"
	"unicode"
)

// word is one token of a typed line.
type word struct {
	text   string
	quoted bool   // it stood in quotation marks and may hold spaces
	key    string // the field named before it, as in key=value
	fresh  bool   // it began a new line
}

// closing lists the quotation marks that close the one given; empty if it opens
// nothing.
func closing(open rune) string {
	switch open {
	case '"', '“', '”', '„':
		return "\"“”"
	case '\'':
		return "'"
	case '«':
		return "»"
	}
	return ""
}

// words splits a line at white space. A quotation mark at the start of a word, or
// after key=, opens a quotation that ends at its partner; one that is never
// closed is an ordinary character, as an apostrophe inside a word always is.
func words(line string) []word {
	var out []word
	s := splitter{runes: []rune(line)}
	fresh := false
	for i := 0; i < len(s.runes); {
		if unicode.IsSpace(s.runes[i]) {
			fresh = fresh || s.runes[i] == '\n'
			i++
			continue
		}
		var w word
		w, i = s.word(i)
		w.fresh, fresh = fresh, false
		out = append(out, w)
	}
	return out
}

// splitter reads words off a line.
type splitter struct {
	runes    []rune
	unclosed string // marks known to open nothing any more, so that none is looked for twice
}

// word reads the word that starts at i, and returns the index after it.
func (s *splitter) word(i int) (word, int) {
	runes := s.runes
	if text, end, ok := s.quotation(i); ok {
		return word{text: text, quoted: true}, end
	}
	start := i
	for i < len(runes) && !unicode.IsSpace(runes[i]) {
		if runes[i] == '=' && i > start && isKey(runes[start:i]) {
			key := strings.ToLower(string(runes[start:i]))
			if text, end, ok := s.quotation(i + 1); ok {
				return word{text: text, quoted: true, key: key}, end
			}
			end := i + 1
			for end < len(runes) && !unicode.IsSpace(runes[end]) {
				end++
			}
			return word{text: string(runes[i+1 : end]), key: key}, end
		}
		i++
	}
	return word{text: string(runes[start:i])}, i
}

// quotation reads a quotation that opens at i. Inside, a backslash keeps the
// character after it. It must be followed by white space or the end.
func (s *splitter) quotation(i int) (string, int, bool) {
	runes := s.runes
	if i >= len(runes) || strings.ContainsRune(s.unclosed, runes[i]) {
		return "", i, false
	}
	ends := closing(runes[i])
	if ends == "" {
		return "", i, false
	}
	var b strings.Builder
	for j := i + 1; j < len(runes); j++ {
		switch {
		case runes[j] == '\\' && j+1 < len(runes):
			j++
			b.WriteRune(runes[j])
		case strings.ContainsRune(ends, runes[j]) && (j+1 == len(runes) || unicode.IsSpace(runes[j+1])):
			return b.String(), j + 1, true
		default:
			b.WriteRune(runes[j])
		}
	}
	s.unclosed += string(runes[i])
	return "", i, false
}

// isKey says whether the characters could name a field.
func isKey(runes []rune) bool {
	if len(runes) > 30 {
		return false // before looking: a line of = would be looked through for each
	}
	for _, r := range runes {
		if !unicode.IsLetter(r) && r != '-' && r != '_' {
			return false
		}
	}
	return true
}

// quote writes a value so that words reads it back as one token.
func quote(v string) string {
	return `"` + quoter.Replace(v) + `"`
}

// join writes words as text again, without quotation marks, and keeps line ends.
func join(ws []word) string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 && w.fresh {
			b.WriteByte('\n')
		} else if i > 0 {
			b.WriteByte(' ')
		}
		if w.key != "" {
			b.WriteString(w.key + "=")
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// quoter puts a backslash before what would end a quoted value.
var quoter = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `“`, `\“`, `”`, `\”`)
