// Package fold reduces a written name to the key it is looked up by.
//
// The builder folds every name it stores and the resolver folds every query, with the same
// function, so that "São Paulo", "SAO PAULO" and "sao  paulo" meet in one place.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Key folds s: letters lose case and accents, related letters of a script become one, Chinese
// characters become simplified ones, punctuation becomes one space, apostrophes vanish.
// Key of a key is the same key. Invalid UTF-8, controls and bidi marks count as punctuation
// or vanish, so the result is always clean text; it may be empty.
func Key(s string) string {
	if key, ok := plain(s); ok {
		return key
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		r = letter(unicode.ToLower(r))
		switch {
		case r == drop:
		case r == ' ':
			gap = b.Len() > 0
		default:
			if gap {
				b.WriteByte(' ')
				gap = false
			}
			writeLetter(&b, r)
		}
	}
	return norm.NFC.String(b.String())
}

// plain is the short way for the ASCII that most people type: it spares them the normalisation, which
// takes most of the time. It reports false if the text needs the long way.
func plain(s string) (string, bool) {
	key := make([]byte, 0, 64)
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return "", false
		case 'A' <= c && c <= 'Z':
			key = append(key, c+'a'-'A')
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			key = append(key, c)
		case c == '\'' || c == '`':
		case len(key) > 0 && key[len(key)-1] != ' ':
			key = append(key, ' ')
		}
	}
	return strings.TrimSuffix(string(key), " "), true
}

// drop marks a rune that leaves no trace in a key.
const drop = rune(-1)

// letter maps one decomposed, lower-case rune: to itself, to its plain relative, to a space for
// anything that separates words, or to drop.
func letter(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		return r
	case unicode.Is(unicode.Mn, r):
		return mark(r)
	case isApostrophe(r), unicode.Is(unicode.Cf, r):
		return drop
	case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mc, r):
		return ' '
	}
	if plain, ok := relative(r); ok {
		return plain
	}
	return simplified(r)
}

// mark keeps the signs without which a word is another one: Indic vowels, and the voicing of kana.
// Accents of Latin, Greek and Cyrillic and the points of Hebrew and Arabic go.
func mark(r rune) rune {
	if r < 0x0900 || 0x1AB0 <= r && r <= 0x1AFF || 0x1DC0 <= r && r <= 0x20FF || r >= 0xFE00 {
		return drop
	}
	return r
}

// isApostrophe reports the many signs people use inside a word, as in "Xi'an" and "Qal‘at".
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', '’', '‘', '‛', '′', 'ʻ', 'ʼ', 'ʽ', 'ʾ', 'ʿ', 'ˈ', 'ʹ', 'ʺ', '´', 'ـ', '׳', '״':
		return true
	}
	return false
}

// relative maps letters that have no decomposition, and letters of one script that are
// exchanged in practice: Arabic alef, yeh, teh marbuta and kaf; katakana for hiragana.
func relative(r rune) (rune, bool) {
	switch r {
	case 'ø':
		return 'o', true
	case 'ł', 'ƚ':
		return 'l', true
	case 'đ', 'ð', 'ɖ', 'ɗ':
		return 'd', true
	case 'ı':
		return 'i', true
	case 'ħ':
		return 'h', true
	case 'ŋ':
		return 'n', true
	case 'ŧ':
		return 't', true
	case 'ə', 'ǝ':
		return 'e', true
	case 'ɓ':
		return 'b', true
	case 'ς':
		return 'σ', true
	case 'ٱ':
		return 'ا', true
	case 'ى', 'ی', 'ۍ', 'ې', 'ے':
		return 'ي', true
	case 'ة', 'ہ', 'ھ', 'ە', 'ۀ':
		return 'ه', true
	case 'ک', 'ڪ':
		return 'ك', true
	case 'ヶ':
		return 'け', true
	}
	if 'ァ' <= r && r <= 'ヴ' {
		return r - 'ァ' + 'ぁ', true
	}
	return r, false
}

// writeLetter writes r, or two letters where the usage of its language is two.
func writeLetter(b *strings.Builder, r rune) {
	switch r {
	case 'ß':
		b.WriteString("ss")
	case 'æ':
		b.WriteString("ae")
	case 'œ':
		b.WriteString("oe")
	case 'þ':
		b.WriteString("th")
	default:
		b.WriteRune(r)
	}
}
