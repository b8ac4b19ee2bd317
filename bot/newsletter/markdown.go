package newsletter

import (
	"strings"

	"ambassador/bot"
)

// Markdown is the issue as CommonMark, https://spec.commonmark.org. All markup in it is ours.
func (i Issue) Markdown() []byte {
	var b strings.Builder
	b.WriteString("# " + escape(line(i.Title())) + "\n")
	for _, s := range i.Sections {
		b.WriteString("\n## " + escape(bot.Capital(line(s.Category))) + "\n")
		for _, item := range s.Items {
			b.WriteString("\n### " + linked(line(item.Title), target(item.Link)) + "\n")
			if until := item.until(); until != "" {
				b.WriteString("\n" + escape(until) + "\n")
			}
			for _, p := range paragraphs(item.Text) {
				b.WriteString("\n")
				for n, l := range p {
					if n > 0 {
						b.WriteString("  \n") // two spaces: the line ends here, see “Hard line breaks”
					}
					b.WriteString(escape(l))
				}
				b.WriteString("\n")
			}
			if group := line(item.Group); group != "" {
				b.WriteString("\nFrom " + escape(group) + "\n")
			}
		}
	}
	return []byte(b.String())
}

// linked is a title that leads to a link, where there is one. An address within the title stays words, as
// no link may have another one in it; the marks that would end the link are escaped here and in target.
func linked(title, link string) string {
	switch {
	case link == "":
		return escape(title)
	case title == "":
		return "<" + link + ">"
	}
	return "[" + literal(title) + "](<" + link + ">)"
}

// marks are the characters that mean something anywhere in a line of Markdown, of its common
// extensions, or of the templates of site generators. Each may stand behind a backslash, see
// “Backslash escapes”.
const marks = "\\`*_{}[]<>&#|~$^"

// escape writes one line so that it reads as it is: nothing of it is markup, and nothing of it makes
// a block of the line. Addresses on the web become links, as backslashes would break them.
func escape(s string) string {
	if !strings.Contains(s, "://") {
		return literal(s)
	}
	words := strings.Split(s, " ")
	for i, w := range words {
		core := strings.TrimRight(w, ".,;:!?)")
		if link := target(core); link != "" {
			words[i] = "<" + link + ">" + literal(w[len(core):])
			continue
		}
		words[i] = literal(w)
	}
	return strings.Join(words, " ")
}

// literal is escape for a text without addresses.
func literal(s string) string {
	var b strings.Builder
	for n, r := range s {
		if strings.ContainsRune(marks, r) || blockMark(s, n) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// blockMark says whether the character at n makes a list, a rule, a heading, a table or a definition
// of the line because it stands at its start: - + = : % and the mark behind a number.
func blockMark(s string, n int) bool {
	switch s[n] {
	case '-', '+', '=', ':', '%':
		return n == 0
	case '.', ')':
		return n > 0 && strings.Trim(s[:n], "0123456789") == ""
	}
	return false
}
