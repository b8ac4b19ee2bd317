package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// blocks reads what stands within a node, at a depth of quotes and lists.
func (r reader) blocks(within ast.Node, depth int) (all []Block) {
	for n := within.FirstChild(); n != nil; n = n.NextSibling() {
		all = append(all, r.block(n, depth)...)
	}
	return all
}

// block reads one node: as one block, as none where it says nothing, or as those within where it is too deep.
func (r reader) block(n ast.Node, depth int) []Block {
	switch n := n.(type) {
	case *ast.Heading:
		return lined(Block{Kind: Heading, Level: n.Level, Runs: r.runs(n)})
	case *ast.ThematicBreak:
		return []Block{{Kind: Rule}}
	case *ast.FencedCodeBlock:
		return []Block{{Kind: Code, Text: r.lines(n), Lang: language(n.Language(r.source))}}
	case *ast.CodeBlock:
		return []Block{{Kind: Code, Text: r.lines(n)}}
	case *ast.HTMLBlock:
		return lined(Block{Kind: Paragraph, Runs: r.tags(n)})
	case *ast.Blockquote:
		within := r.blocks(n, depth+1)
		if depth >= deepest || len(within) == 0 {
			return within
		}
		return []Block{{Kind: Quote, Blocks: within}}
	case *ast.List:
		return r.list(n, depth)
	case *ast.LinkReferenceDefinition:
		return nil // it has had its effect elsewhere
	}
	if raw := r.lines(n); table.MatchString(raw) {
		return []Block{{Kind: Code, Text: raw}}
	}
	return lined(Block{Kind: Paragraph, Runs: r.runs(n)})
}

// table finds a table, which CommonMark does not have and people write: its columns stand below each other in code.
var table = regexp.MustCompile(`^[^\n]*\|[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[-:| \t]*(\n|$)`)

// lined is a block of lines, unless there are none.
func lined(b Block) []Block {
	if len(b.Runs) == 0 {
		return nil
	}
	return []Block{b}
}

// list reads a list.
func (r reader) list(n *ast.List, depth int) []Block {
	b := Block{Kind: List, Ordered: n.IsOrdered(), First: n.Start}
	var flat []Block
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		within := r.blocks(item, depth+1)
		flat = append(flat, within...)
		b.Items = append(b.Items, within)
	}
	if depth >= deepest {
		return flat
	}
	return []Block{b}
}

// lines are the lines of code.
func (r reader) lines(n ast.Node) string {
	var out strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		out.Write(line.Value(r.source))
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// tags are the lines of HTML, as text.
func (r reader) tags(n *ast.HTMLBlock) (all []Run) {
	text := r.lines(n)
	if n.HasClosure() {
		text += "\n" + string(n.ClosureLine.Value(r.source))
	}
	for i, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		if i > 0 {
			all = append(all, Run{Text: "\n", Hard: true})
		}
		if line = oneLine(strings.TrimRight(line, "\r")); line != "" {
			all = append(all, Run{Text: line})
		}
	}
	return all
}

// known finds what may be the name of a language.
var known = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9+#._-]{0,29}$`)

// language is the name of a language, if it is one.
func language(name []byte) string {
	if known.Match(name) {
		return string(name)
	}
	return ""
}
