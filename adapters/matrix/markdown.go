package matrix

import (
	"html"
	"net/url"
	"strconv"
	"strings"

	"ambassador/adapters/markdown"
)

// markdownHTML writes a passage in Markdown.
func markdownHTML(out *strings.Builder, source string) {
	for _, b := range markdown.Parse(tidy(source)) {
		blockHTML(out, b)
	}
}

// blockHTML writes one block.
func blockHTML(out *strings.Builder, b markdown.Block) {
	switch b.Kind {
	case markdown.Heading:
		level := "h" + strconv.Itoa(b.Level)
		out.WriteString("<" + level + ">")
		runsHTML(out, b.Runs)
		out.WriteString("</" + level + ">")
	case markdown.Code:
		out.WriteString("<pre><code")
		if b.Lang != "" {
			out.WriteString(` class="language-` + html.EscapeString(b.Lang) + `"`)
		}
		out.WriteString(">" + html.EscapeString(tidy(b.Text)) + "</code></pre>")
	case markdown.Rule:
		out.WriteString("<hr>")
	case markdown.Quote:
		out.WriteString("<blockquote>")
		for _, within := range b.Blocks {
			blockHTML(out, within)
		}
		out.WriteString("</blockquote>")
	case markdown.List:
		listHTML(out, b)
	default:
		out.WriteString("<p>")
		runsHTML(out, b.Runs)
		out.WriteString("</p>")
	}
}

// listHTML writes a list. An item of one paragraph stands without its own distance to the next.
func listHTML(out *strings.Builder, b markdown.Block) {
	begin, end := "<ul>", "</ul>"
	if b.Ordered {
		begin, end = "<ol>", "</ol>"
		if b.First != 1 {
			begin = `<ol start="` + strconv.Itoa(b.First) + `">`
		}
	}
	out.WriteString(begin)
	for _, item := range b.Items {
		out.WriteString("<li>")
		for i, within := range item {
			if i == 0 && within.Kind == markdown.Paragraph && (len(item) == 1 || item[1].Kind == markdown.List) {
				runsHTML(out, within.Runs)
			} else {
				blockHTML(out, within)
			}
		}
		out.WriteString("</li>")
	}
	out.WriteString(end)
}

// runsHTML writes the text of a line, links over all of their runs.
func runsHTML(out *strings.Builder, runs []markdown.Run) {
	for i := 0; i < len(runs); {
		end := i + 1
		for end < len(runs) && runs[end].Link == runs[i].Link {
			end++
		}
		linkHTML(out, runs[i:end])
		i = end
	}
}

// linkHTML writes runs that lead to one place, or nowhere. What a client would show as a mention stays text, with its address
// behind it as code, of which no client makes a link.
func linkHTML(out *strings.Builder, runs []markdown.Run) {
	link := runs[0].Link
	refused := link != "" && permalink(link)
	if link != "" && !refused {
		out.WriteString(`<a href="` + html.EscapeString(link) + `">`)
	}
	for _, r := range runs {
		r.Code = r.Code || refused && r.Text == link
		runHTML(out, r)
	}
	switch {
	case refused && (len(runs) > 1 || runs[0].Text != link):
		out.WriteString(" (<code>" + escaped(link) + "</code>)")
	case link != "" && !refused:
		out.WriteString("</a>")
	}
}

// runHTML writes one run.
func runHTML(out *strings.Builder, r markdown.Run) {
	if r.Text == "\n" {
		if r.Hard {
			out.WriteString("<br>")
		} else {
			out.WriteByte('\n')
		}
		return
	}
	text := escaped(r.Text)
	for _, look := range []struct {
		on  bool
		tag string
	}{{r.Code, "code"}, {r.Emphasis, "em"}, {r.Strong, "strong"}} {
		if look.on {
			text = "<" + look.tag + ">" + text + "</" + look.tag + ">"
		}
	}
	out.WriteString(text)
}

// permalink says that clients may show a link as a person, a room or a message: one to matrix.to, or to such a place in a web
// client (spec.matrix.org, "URIs").
func permalink(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return true
	}
	host, fragment := strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")), u.Fragment
	if plain, err := url.PathUnescape(fragment); err == nil {
		fragment = plain // some are escaped twice
	}
	for _, place := range []string{"/@", "/!", "/#", "/user/@", "/room/!", "/room/#"} {
		if strings.HasPrefix(fragment, place) {
			return true
		}
	}
	return host == "matrix.to" || strings.HasSuffix(host, ".matrix.to")
}
