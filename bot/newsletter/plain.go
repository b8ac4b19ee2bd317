package newsletter

import (
	"strings"
	"unicode"

	"ambassador/bot"
)

// columns is how wide plain text is: mail programs have shown that much for ever.
const columns = 72

// Plain is the issue as text for a letter, in lines of at most 72 columns but for links, which must
// stay whole.
func (i Issue) Plain() []byte {
	var b strings.Builder
	heading := func(title, under string) {
		lines := wrap(line(title), columns)
		b.WriteString(strings.Join(lines, "\n") + "\n")
		b.WriteString(strings.Repeat(under, min(columns, width(lines[len(lines)-1]))) + "\n")
	}
	heading(i.Title(), "=")
	for _, s := range i.Sections {
		b.WriteString("\n")
		heading(bot.Capital(line(s.Category)), "-")
		for _, item := range s.Items {
			b.WriteString("\n* " + strings.Join(wrap(line(item.Title), columns-2), "\n  ") + "\n")
			if until := item.until(); until != "" {
				b.WriteString("  " + until + "\n")
			}
			for _, p := range paragraphs(item.Text) {
				b.WriteString("\n")
				for _, l := range p {
					b.WriteString("  " + strings.Join(wrap(l, columns-2), "\n  ") + "\n")
				}
			}
			if link := target(item.Link); link != "" {
				b.WriteString("\n  " + link + "\n")
			}
			if group := line(item.Group); group != "" {
				b.WriteString("\n  " + strings.Join(wrap("From "+group, columns-2), "\n  ") + "\n")
			}
		}
	}
	return []byte(b.String())
}

// wrap breaks a line at spaces. What is longer than a line is broken anywhere, but for an address on
// the web. There is one line at least.
func wrap(s string, most int) (lines []string) {
	now := ""
	for _, word := range strings.Fields(s) {
		if now != "" && width(now)+1+width(word) <= most {
			now += " " + word
			continue
		}
		if now != "" {
			lines = append(lines, now)
		}
		now = word
		for width(now) > most && !strings.Contains(now, "://") {
			head, tail := split(now, most)
			lines, now = append(lines, head), tail
		}
	}
	return append(lines, now)
}

// split cuts a word where a line is full, never before a mark that belongs to the letter in front.
func split(s string, most int) (head, tail string) {
	w := 0
	for n, r := range s {
		if w += wide(r); w > most && n > 0 && wide(r) > 0 {
			return s[:n], s[n:]
		}
	}
	return s, ""
}

// width is how many columns a text takes.
func width(s string) (w int) {
	for _, r := range s {
		w += wide(r)
	}
	return w
}

// wide is how many columns a character takes: two in East Asian writing and for pictures, after the
// ranges of Unicode TR11, none for marks.
func wide(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana),
		r >= 0x3000 && r <= 0x303f, r >= 0xff01 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	return 1
}
