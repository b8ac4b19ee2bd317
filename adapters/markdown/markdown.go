// Package markdown reads the Markdown of answers into blocks and runs of text, in which nothing is left to decode and links
// lead to http and https only, so that each adapter shows them in its own way.
package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Kind says what a block is.
type Kind int

const (
	Paragraph Kind = iota
	Heading
	Code
	Quote
	List
	Rule // a line between two passages; it has no content
)

// Block is a part of a passage that has lines of its own.
type Block struct {
	Kind  Kind
	Level int   // of a heading, 1 to 6
	Runs  []Run // of a paragraph or heading, at least one

	Text string // of code: its lines, without the last line end
	Lang string // of code: the name of its language, letters and few signs; often empty

	Blocks  []Block   // what is quoted
	Items   [][]Block // of a list; one of them may be empty
	Ordered bool      // the items are numbered
	First   int       // the number of the first item
}

// Run is text of one look. Its text is as it was decoded: it may hold control characters, and escaping it is up to
// whoever shows it.
type Run struct {
	Text                   string // never empty; "\n" alone is the end of a line
	Hard                   bool   // of the end of a line: it is meant to be seen
	Strong, Emphasis, Code bool
	Link                   string // where the text leads, an http or https address; empty for nowhere
}

// deepest is how many quotes and lists may stand within each other. What is deeper is shown at that depth.
const deepest = 6

// grammar is CommonMark, in which bare addresses are links, too.
var grammar = goldmark.New(goldmark.WithExtensions(
	extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
)).Parser()

// mostRead is how much of a passage is read, in bytes. The library takes a second for 40,000 that are made to take long,
// and four times as much for twice as many.
const mostRead = 40_000

// Parse reads a passage. HTML in it is text, images are links to them, and what leads elsewhere than to http and https is
// text with its address behind it. What is too long to be read to its end is code from there on: nothing of it is lost.
func Parse(source string) []Block {
	source, rest := readable(source)
	r := reader{source: []byte(source)}
	blocks := r.blocks(r.parse(), 0)
	if rest != "" {
		blocks = append(blocks, Block{Kind: Code, Text: strings.TrimSuffix(rest, "\n")})
	}
	return blocks
}

// readable is the part of a source that is read, up to the end of a line if it can, and the rest.
func readable(source string) (part, rest string) {
	if len(source) <= mostRead {
		return source, ""
	}
	end := mostRead
	if line := strings.LastIndexByte(source[:end], '\n') + 1; line > end/2 {
		end = line
	}
	for !utf8.RuneStart(source[end]) {
		end--
	}
	return source[:end], source[end:]
}

// Span is a part of a source, in bytes: from the first to before the last one.
type Span struct{ From, To int }

// Verbatim finds the code in a source, without its fences and ticks: there characters stand for themselves. Of a
// passage that is too long it finds the beginning.
func Verbatim(source string) (all []Span) {
	if !strings.ContainsAny(source, "`~\t") && !strings.Contains(source, "    ") {
		return nil // nothing that code begins with, which spares most answers the reading
	}
	source, _ = readable(source)
	r := reader{source: []byte(source)}
	add := func(s text.Segment) {
		if s.Stop > s.Start {
			all = append(all, Span{s.Start, s.Stop})
		}
	}
	// A walk whose visitor returns no error has none.
	_ = ast.Walk(r.parse(), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			for i := range n.Lines().Len() {
				add(n.Lines().At(i))
			}
		case *ast.CodeSpan:
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				if t, ok := c.(*ast.Text); ok {
					add(t.Segment)
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return all
}

// reader is a passage being read.
type reader struct{ source []byte }

// parse is the passage as the library understands it.
func (r reader) parse() ast.Node {
	return grammar.Parse(text.NewReader(r.source), parser.WithContext(parser.NewContext()))
}
