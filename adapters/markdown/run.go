package markdown

import (
	"bufio"
	stdhtml "html"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// mostLink is how long an address may be, in bytes: what is longer leads nowhere on some platform.
const mostLink = 2000

// runs reads the text of a paragraph or heading.
func (r reader) runs(n ast.Node) []Run {
	l := line{reader: r}
	l.within(n, Run{})
	return l.runs
}

// line collects runs; as is the look that a node gives to what is within.
type line struct {
	reader
	runs []Run
}

// within reads the children of a node.
func (l *line) within(n ast.Node, as Run) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		l.inline(c, as)
	}
}

// inline reads one node within a line.
func (l *line) inline(n ast.Node, as Run) {
	switch n := n.(type) {
	case *ast.Text:
		l.text(n, as)
	case *ast.String:
		l.say(string(n.Value), as)
	case *ast.CodeSpan:
		l.code(n, as)
	case *ast.Emphasis:
		as.Strong, as.Emphasis = as.Strong || n.Level > 1, as.Emphasis || n.Level == 1
		l.within(n, as)
	case *ast.Link:
		l.link(n, n.Destination, as)
	case *ast.Image:
		l.link(n, n.Destination, as)
	case *ast.AutoLink:
		if n.AutoLinkType == ast.AutoLinkURL && as.Link == "" {
			as.Link = safe(string(n.URL(l.source)))
		}
		l.say(string(n.Label(l.source)), as)
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			tag := n.Segments.At(i)
			l.say(strings.ReplaceAll(string(tag.Value(l.source)), "\n", " "), as)
		}
	default:
		l.within(n, as)
	}
}

// text reads plain text, and the end of its line.
func (l *line) text(n *ast.Text, as Run) {
	value := n.Segment.Value(l.source)
	if n.IsRaw() {
		l.say(string(value), as)
	} else {
		l.say(decoded(value), as)
	}
	if n.SoftLineBreak() || n.HardLineBreak() {
		as.Text, as.Hard = "\n", n.HardLineBreak()
		l.add(as)
	}
}

// code reads code within a line; where it runs over the end of one there is a space.
func (l *line) code(n *ast.CodeSpan, as Run) {
	as.Code = true
	var out strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			out.Write(t.Segment.Value(l.source))
		}
	}
	l.say(strings.ReplaceAll(out.String(), "\n", " "), as)
}

// link reads what leads somewhere, or to an image. What may not be followed is shown behind the words, for somebody wrote it;
// as code, so that no platform makes a link of it by itself.
func (l *line) link(n ast.Node, to []byte, as Run) {
	address, label := safe(decoded(to)), line{reader: l.reader}
	if as.Link == "" {
		as.Link = address
	}
	label.within(n, as)
	written := strings.TrimSpace(oneLine(decoded(to)))
	if len(label.runs) == 0 && as.Link != "" { // nothing to click at
		label.say(written, as)
	}
	for _, r := range label.runs {
		l.add(r)
	}
	if address == "" && written != "" && written != spoken(label.runs) {
		as.Link = ""
		l.say(" (", as)
		code := as
		code.Code = true
		l.say(written, code)
		l.say(")", as)
	}
}

// say adds text of a look.
func (l *line) say(text string, as Run) {
	if as.Text = oneLine(text); as.Text != "" {
		l.add(as)
	}
}

// add adds a run, to the one before it where that looks the same.
func (l *line) add(r Run) {
	if n := len(l.runs); n > 0 && l.runs[n-1].Text != "\n" && r.Text != "\n" {
		before := l.runs[n-1]
		before.Text = r.Text
		if before == r {
			l.runs[n-1].Text += r.Text
			return
		}
	}
	l.runs = append(l.runs, r)
}

// spoken is the text of runs.
func spoken(runs []Run) string {
	var out strings.Builder
	for _, r := range runs {
		out.WriteString(r.Text)
	}
	return out.String()
}

// oneLine is text without what ends a line: by an entity one can be written anywhere.
func oneLine(text string) string {
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(text)
}

// decoded is text without its backslashes and entities. The library has one function for that, which writes HTML.
func decoded(value []byte) string {
	var out strings.Builder
	w := bufio.NewWriter(&out)
	html.DefaultWriter.Write(w, value)
	_ = w.Flush() // what is written to a strings.Builder never fails
	return stdhtml.UnescapeString(out.String())
}

// safe is an address that may be followed, in the characters that addresses are made of; "" for anything else.
func safe(address string) string {
	u, err := url.Parse(string(util.URLEscape([]byte(strings.ToValidUTF8(address, "\ufffd")), false)))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	if address = u.String(); len(address) > mostLink {
		return ""
	}
	return address
}
