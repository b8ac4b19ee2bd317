package newsletter

import (
	"strings"
	"unicode"
)

// tidy makes plain text of what somebody wrote: valid, with one kind of line end, and without the
// characters that steer a screen or turn the order of others around.
func tidy(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f' || r == '\r' || r == '\u0085':
			return '\n'
		case r == '\t':
			return ' '
		case r == '\n':
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == '\ufeff':
			return -1
		}
		return r
	}, unping(strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n"))))
}

// joiner is a character without width that no line breaks at: U+2060 WORD JOINER.
const joiner = "\u2060"

// unping puts a joiner into the words that call everybody together on chat platforms: somebody will
// paste the plain text of an issue there.
func unping(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteByte(s[i])
		if s[i] == '@' && calls(s[i+1:]) {
			b.WriteString(joiner)
		}
	}
	return b.String()
}

// calls says whether what stands behind an @ calls many.
func calls(s string) bool {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(s)
	}
	switch strings.ToLower(s[:end]) {
	case "all", "channel", "everyone", "group", "here", "room", "team":
		return true
	}
	return false
}

// line is one line of text: a title, a name.
func line(s string) string { return strings.Join(strings.Fields(tidy(s)), " ") }

// paragraphs takes a text apart: blank lines stand between paragraphs, of which each has its lines.
func paragraphs(s string) (all [][]string) {
	open := false
	for _, l := range strings.Split(tidy(s), "\n") {
		if l = strings.Join(strings.Fields(l), " "); l == "" {
			open = false
			continue
		}
		if !open {
			all = append(all, nil)
		}
		open = true
		all[len(all)-1] = append(all[len(all)-1], l)
	}
	return all
}
