package bot

import (
	"unicode"
	"unicode/utf8"
)

// Capital begins a sentence with words, whatever script they are in.
func Capital(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if upper := unicode.ToUpper(first); size > 0 && upper != first {
		return string(upper) + words[size:]
	}
	return words
}
