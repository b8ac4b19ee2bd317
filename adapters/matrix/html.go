package matrix

import (
	"html"
	"strings"

	"ambassador/bot"
)

// rich says that a reply has more to show than its text: a title, labels, a link, Markdown.
func rich(r bot.Reply) bool {
	for _, b := range r.Blocks {
		if b.Section != nil && (b.Section.Title != "" || b.Section.Link != "") || len(b.Facts) > 0 || b.Image != nil || b.File != nil || b.Markdown != "" {
			return true
		}
	}
	return false
}

// markup is a reply as HTML, of the few tags that every client shows (spec.matrix.org, "m.room.message
// msgtypes"). Tables are not among them.
func markup(r bot.Reply, p *pad) string {
	var out strings.Builder
	for _, b := range r.Blocks {
		switch {
		case b.Section != nil:
			sectionHTML(&out, *b.Section)
		case len(b.Facts) > 0:
			factsHTML(&out, b.Facts)
		case b.Image != nil:
			imageHTML(&out, *b.Image)
		case b.File != nil:
			fileHTML(&out, *b.File)
		case b.Markdown != "":
			markdownHTML(&out, b.Markdown)
		}
	}
	keysHTML(&out, p, r.Actions())
	return out.String()
}

// escaped is text that stands for itself in HTML, its lines kept. What looks like an address of a person is text
// as well: a client must not make a mention of it.
func escaped(s string) string {
	return strings.ReplaceAll(html.EscapeString(tidy(s)), "\n", "<br>")
}

// sectionHTML writes a title, which may be a link, above text.
func sectionHTML(out *strings.Builder, s bot.Section) {
	title, link := escaped(oneLine(s.Title)), safeLink(s.Link)
	switch {
	case link != "" && mentioned(link) == "":
		if title == "" {
			title = escaped(link)
		}
		title = `<a href="` + html.EscapeString(link) + `">` + title + `</a>`
	case s.Link != "": // no address to open, and still what somebody wrote
		s.Text = strings.TrimPrefix(s.Text+"\n"+s.Link, "\n")
	}
	if title != "" {
		title = "<strong>" + title + "</strong>"
	}
	if title != "" && s.Text != "" {
		title += "<br>"
	}
	for i, paragraph := range strings.Split(strings.TrimSpace(s.Text), "\n\n") {
		if i == 0 {
			paragraph = title + escaped(paragraph)
		} else {
			paragraph = escaped(paragraph)
		}
		if paragraph != "" {
			out.WriteString("<p>" + paragraph + "</p>")
		}
	}
}

// factsHTML writes labelled values, one a line.
func factsHTML(out *strings.Builder, facts []bot.Fact) {
	out.WriteString("<p>")
	for i, f := range facts {
		if i > 0 {
			out.WriteString("<br>")
		}
		out.WriteString("<strong>" + escaped(oneLine(f.Label)) + ":</strong> " + escaped(f.Value))
	}
	out.WriteString("</p>")
}

// imageHTML writes the words for a picture, and where it is if that is somewhere.
func imageHTML(out *strings.Builder, i bot.Image) {
	alt := escaped(i.Alt)
	if link := safeLink(i.URL); link != "" && mentioned(link) == "" {
		alt = `<a href="` + html.EscapeString(link) + `">` + alt + `</a>`
	}
	out.WriteString("<p>" + alt + "</p>")
}

// fileHTML writes the name of a file. As code, for clients make links of what ends like a domain: md is Moldova's.
func fileHTML(out *strings.Builder, f bot.File) {
	name := f.SafeName()
	out.WriteString("<p>" + escaped(strings.TrimSuffix(f.Line(), name)) + "<code>" + escaped(name) + "</code></p>")
}

// keysHTML writes the buttons.
func keysHTML(out *strings.Builder, p *pad, actions []bot.Action) {
	lines := strings.TrimSpace(keyLines(p, actions))
	if lines != "" {
		out.WriteString("<p>" + escaped(lines) + "</p>")
	}
}
