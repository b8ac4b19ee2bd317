package match

import (
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold makes words alike that differ only in case, width or composition (Unicode NFKC
// with full case folding).
func fold(text string) string { return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(text))) }

// token is one word of a text. In scripts that write without spaces it is a run of characters, each of
// which counts as a word.
type token struct {
	runes []rune
	solid bool // written without spaces between words
}

// tokens cuts a folded text into words of letters, marks and digits. An apostrophe inside a word is
// dropped, so that “don't” and “dont” are one.
func tokens(folded string) []token {
	var all []token
	var now token
	end := func() {
		if len(now.runes) > 0 {
			all = append(all, now)
			now = token{}
		}
	}
	for _, r := range folded {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
			if solid := unspaced(r); solid != now.solid {
				end()
				now.solid = solid
			}
			now.runes = append(now.runes, r)
		case r == '\'' || r == '’' || r == '\u200d' || r == '\u00ad':
		default:
			end()
		}
	}
	end()
	return all
}

// unspaced says whether a script writes without spaces between words.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) || r == 'ー'
}

// words is how many words a token is worth: in scripts without spaces, two characters make about one.
func (t token) words() int {
	if t.solid {
		return (len(t.runes) + 1) / 2
	}
	return 1
}
