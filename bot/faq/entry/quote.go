package entry

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// inline writes a text on the rest of a line: as it is where YAML would read that as the same, else in quotation marks.
func inline(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	plain := unicode.IsLetter(first) || first == '¿' || first == '¡' || unicode.IsDigit(first) && strings.Contains(text, " ")
	switch {
	case text == "":
		return ""
	case !plain, strings.Contains(text, ": "), strings.HasSuffix(text, ":"), strings.Contains(text, " #"), meaningful(text):
		return quote(text)
	}
	return text
}

// word writes a text within brackets, or as a key.
func word(text string) string {
	if simple.MatchString(text) && !meaningful(text) {
		return text
	}
	return quote(text)
}

// simple are words that mean themselves wherever they stand.
var simple = regexp.MustCompile(`^\pL[\pL\d._-]*$`)

// meaningful says that some programs read a word as something other than a text.
func meaningful(text string) bool {
	return slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}, strings.ToLower(text))
}

// quote writes a text in quotation marks. It is clean, so that nothing but these two signs must be escaped.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// flow writes words in brackets; nothing where there are none.
func flow(words []string) string {
	if len(words) == 0 {
		return ""
	}
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = word(w)
	}
	return "[" + strings.Join(all, ", ") + "]"
}
