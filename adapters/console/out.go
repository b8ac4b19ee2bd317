package console

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"ambassador/bot"
)

// The styles are SGR sequences of ECMA-48, of the eight colours that every terminal and every colour
// scheme has; weight and underline still tell them apart where colours cannot be seen.
const (
	plain    = ""
	strong   = "\x1b[1m"
	faint    = "\x1b[2m"
	emphasis = "\x1b[3m"
	link     = "\x1b[4;36m"
	code     = "\x1b[36m"
	button   = "\x1b[33m"
	reset    = "\x1b[0m"
)

// page says how replies become text: the width in columns to wrap at, zero for no wrapping, and
// whether to use colour. The zero page is what a pipe gets.
type page struct {
	width  int
	colour bool
}

// reply is the reply as text that ends with a line end; empty for an empty reply. Buttons stand where
// the reply has them, numbered from one.
func (p page) reply(r bot.Reply) string {
	r, _ = r.Parcel()
	if len(r.Blocks) == 0 {
		return p.paragraph(plain, r.Text)
	}
	var out strings.Builder
	pressed := 1
	for i, b := range r.Blocks {
		// Facts belong to what is above them, and so does the button of a single sentence.
		if i > 0 && (b.Section != nil || b.Image != nil || b.File != nil || b.Markdown != "" || b.Actions != nil && len(r.Blocks) > 2) {
			out.WriteByte('\n')
		}
		out.WriteString(p.block(b, pressed))
		pressed += len(b.Actions)
	}
	return out.String()
}

// block is one block as text. first is the number of its first button.
func (p page) block(b bot.Block, first int) string {
	var out strings.Builder
	if b.Section != nil {
		out.WriteString(p.paragraph(strong, b.Section.Title))
		out.WriteString(p.paragraph(plain, b.Section.Text))
		out.WriteString(p.paragraph(link, b.Section.Link))
	}
	if b.Image != nil {
		out.WriteString(p.paragraph(plain, b.Image.Alt))
		out.WriteString(p.paragraph(link, b.Image.URL))
	}
	if b.File != nil {
		out.WriteString(p.file(*b.File))
	}
	out.WriteString(p.markdown(b.Markdown))
	for _, f := range b.Facts {
		out.WriteString(p.fact(f))
	}
	for i, a := range b.Actions {
		out.WriteString(p.paragraph(button, fmt.Sprintf("[%d] %s", first+i, a.Label)))
	}
	return out.String()
}

// file names a file, and shows its content below, indented and unwrapped: whoever copies it wants its own lines. Of what
// is no text it tells how much there is.
func (p page) file(f bot.File) string {
	head := p.paragraph(strong, f.Line())
	switch {
	case f.Trouble() != "":
		return head
	case !utf8.Valid(f.Data):
		return head + p.paragraph(faint, fmt.Sprintf("    (%d bytes that are no text)", len(f.Data)))
	}
	var out strings.Builder
	for _, line := range strings.Split(strings.TrimRight(safe(string(f.Data)), "\n"), "\n") {
		out.WriteString(strings.TrimRight("    "+line, " ") + "\n")
	}
	return head + out.String()
}

// fact is a label and its value, with the label in faint type unless it had to be wrapped itself.
func (p page) fact(f bot.Fact) string {
	label := safe(f.Label) + ":"
	text := p.paragraph(plain, label+" "+f.Value)
	if value, whole := strings.CutPrefix(text, label); whole {
		return p.paint(faint, label) + value
	}
	return text
}

// mostNamed is how many of those who receive the same words are named.
const mostNamed = 3

// envelopes are what others receive: who, and what, behind an arrow. The same words to many are shown once.
func (p page) envelopes(all []bot.Envelope) string {
	var texts []string
	to := make(map[string][]string)
	for _, e := range all {
		text := strings.TrimRight(page{}.reply(e.Reply), "\n")
		if len(to[text]) == 0 {
			texts = append(texts, text)
		}
		to[text] = append(to[text], receiver(e.To))
	}
	var out strings.Builder
	for _, text := range texts {
		who := to[text]
		if n := len(who) - mostNamed; n > 0 {
			who = append(who[:mostNamed:mostNamed], fmt.Sprintf("%d more", n))
		}
		out.WriteString(p.paragraph(faint, "→ to "+strings.Join(who, ", ")+": "+strings.ReplaceAll(text, "\n", "\n  ")))
	}
	return out.String()
}

// receiver is who receives an envelope.
func receiver(to bot.Address) string {
	if to.Platform == Platform {
		return to.User
	}
	return to.String()
}

// paragraph is text wrapped, painted and ended; empty text stays empty.
func (p page) paragraph(style, text string) string {
	text = strings.TrimRight(safe(text), "\n ")
	if text == "" {
		return ""
	}
	var out strings.Builder
	for _, line := range strings.Split(text, "\n") {
		for _, row := range wrap(line, p.width) {
			out.WriteString(p.paint(style, row) + "\n")
		}
	}
	return out.String()
}

// paint puts text in a style, if the page has colour.
func (p page) paint(style, text string) string {
	if !p.colour || style == plain || text == "" {
		return text
	}
	return style + text + reset
}

// safe takes out of text what could steer a terminal or turn a line around: names and links come from
// files that other people wrote.
func safe(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\u2028', r == '\u2029':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
}
