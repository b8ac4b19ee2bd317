package directory

import (
	"slices"
	"strings"
	"unicode"
)

// plainLetters lists for each plain letter the Latin letters that are written for
// it with marks; the standard library has no decomposition of them.
var plainLetters = [...]struct{ plain, marked string }{
	{"a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"}, {"ae", "æ"}, {"c", "çćĉċč"}, {"d", "ďđð"}, {"e", "èéêëēĕėęěẹẻẽếềểễệ"},
	{"g", "ĝğġģ"}, {"h", "ĥħ"}, {"i", "ìíîïĩīĭįıǐịỉ"}, {"j", "ĵ"}, {"k", "ķ"}, {"l", "ĺļľŀł"}, {"n", "ñńņňŉ"},
	{"o", "òóôõöøōŏőǒọỏốồổỗộơớờởỡợ"}, {"oe", "œ"}, {"r", "ŕŗř"}, {"s", "śŝşšș"}, {"ss", "ß"}, {"t", "ţťŧț"},
	{"th", "þ"}, {"u", "ùúûüũūŭůűųǔụủưứừửữự"}, {"w", "ŵ"}, {"y", "ýÿŷỳỵỷỹ"}, {"z", "źżž"},
}

// fold brings words into the form in which names and topics are compared: lower
// case, letters without marks, one space between words, no punctuation.
func fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			// A mark or apostrophe belongs to its word: L'viv is Lviv.
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mc, r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			writePlain(&b, r)
		default:
			gap = true
		}
	}
	return b.String()
}

// writePlain writes a letter without its marks.
func writePlain(b *strings.Builder, r rune) {
	if r >= 0xc0 && r < 0x2000 {
		for _, letter := range plainLetters {
			if strings.ContainsRune(letter.marked, r) {
				b.WriteString(letter.plain)
				return
			}
		}
	}
	b.WriteRune(r)
}

// slug makes an id of words, each of them once: "Open Cloud Lyon" in "Lyon, France"
// is open-cloud-lyon-france.
func slug(words ...string) string {
	var once []string
	for _, word := range strings.Fields(fold(strings.Join(words, " "))) {
		if !slices.Contains(once, word) {
			once = append(once, word)
		}
	}
	runes := []rune(strings.Join(once, "-"))
	return strings.Trim(string(runes[:min(len(runes), mostID)]), "-")
}
