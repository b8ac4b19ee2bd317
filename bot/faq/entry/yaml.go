package entry

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// yaml reads YAML. Where it is broken, the entries are read one by one, so that one that is broken does not take the others
// with it, and all that are broken are told.
func (r *reader) yaml(data []byte) {
	// YAML takes these for the ends of lines, and editors do not.
	for _, separator := range []string{"\u0085", "\u2028", "\u2029"} {
		data = bytes.ReplaceAll(data, []byte(separator), []byte(" "))
	}
	whole := piece{text: data}
	n, err := whole.parse()
	if err == nil {
		r.document(n)
		return
	}
	parts := whole.cut()
	if len(parts) < 2 {
		r.broken(err, whole)
		return
	}
	for _, p := range parts {
		n, err := p.parse()
		if err != nil {
			r.broken(err, p)
			continue
		}
		r.document(n)
	}
}

// piece is a part of a file, with so many lines before it.
type piece struct {
	text   []byte
	before int
}

// parse makes one tree of a text, which may be several documents. Values stay as they are written: 2027-01-15 is a text here,
// and "no" is the word no.
func (p piece) parse() (node, error) {
	var all []node
	for decoder := yaml.NewDecoder(bytes.NewReader(p.text)); ; {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return node{}, err
		}
		if len(document.Content) > 0 {
			all = append(all, yamlTree(document.Content[0], p.before, 0))
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	whole := node{kind: list}
	for _, n := range all {
		if n.kind == list {
			whole.parts = append(whole.parts, n.parts...)
		} else if n.kind != absent {
			whole.parts = append(whole.parts, n)
		}
	}
	return whole, nil
}

// yamlTree turns a node of the library into one of ours. Aliases are refused, for a few of them can stand for gigabytes. So are anchors
// and tags: nobody writes one on purpose here, and the library takes them off, so that words would be lost unseen.
func yamlTree(y *yaml.Node, before, depth int) node {
	n := node{line: before + y.Line}
	switch {
	case depth > deepest:
		n.kind, n.text = strange, "is nested too deeply"
	case y.Kind == yaml.AliasNode:
		n.kind, n.text = strange, "begins with *; put it in quotation marks"
	case y.Anchor != "":
		n.kind, n.text = strange, "begins with &; put it in quotation marks"
	case y.Tag != "" && !strings.HasPrefix(y.Tag, "!!"):
		n.kind, n.text = strange, "begins with !; put it in quotation marks"
	case y.Kind == yaml.ScalarNode && y.Tag != "!!null":
		n.kind, n.text = scalar, y.Value
	case y.Kind == yaml.SequenceNode:
		n.kind = list
		for _, part := range y.Content {
			n.parts = append(n.parts, yamlTree(part, before, depth+1))
		}
	case y.Kind == yaml.MappingNode:
		n.kind = fields
		for i := 0; i+1 < len(y.Content); i += 2 {
			n.keys = append(n.keys, node{line: before + y.Content[i].Line, kind: scalar, text: y.Content[i].Value})
			n.parts = append(n.parts, yamlTree(y.Content[i+1], before, depth+1))
		}
	}
	return n
}

// dash is where an item of a list begins.
var dash = regexp.MustCompile(`^ *-(?:[ \r\n]|$)`)

// cut cuts a file where the items of its outermost list begin.
func (p piece) cut() (parts []piece) {
	indent, line, offset := -1, 0, 0
	for text := range bytes.Lines(p.text) {
		if at := bytes.IndexByte(dash.Find(text), '-'); at >= 0 && (indent < 0 || at == indent) {
			indent = at
			parts = append(parts, piece{before: line})
		}
		if line, offset = line+1, offset+len(text); len(parts) > 0 {
			last := &parts[len(parts)-1]
			last.text = p.text[offset-len(text)-len(last.text) : offset] // as far as here
		}
	}
	return parts
}

// broken notes where a text is no YAML, and what to do about it where that is clear.
func (r *reader) broken(err error, p piece) {
	line, words := 1, "this is not valid YAML here"
	var e *yaml.LoadError
	if errors.As(err, &e) {
		// What is not closed is told at the end, which may be behind the last line.
		last := 1 + bytes.Count(bytes.TrimSuffix(p.text, []byte("\n")), []byte("\n"))
		line = min(max(1, e.Mark.Line), last)
		for _, h := range hints() {
			if strings.Contains(e.Message, h.why) {
				words += ": " + h.remedy
				break
			}
		}
	}
	r.wrong(p.before+line, "%s", words)
}

// hint is what to do about something that the library says.
type hint struct{ why, remedy string }

// hints lists what people stumble over.
func hints() []hint {
	return []hint{
		{"mapping values are not allowed", "a text with a colon in it needs quotation marks"},
		{"cannot start any token", "a text that begins with a sign such as @, % or ` needs quotation marks, and lines are indented with spaces, not tabs"},
		{"found a tab character", "lines are indented with spaces, not tabs"},
		{"unknown anchor", "a text that begins with * needs quotation marks"},
		{"',' or ']'", "a bracket is not closed, or a text in brackets needs quotation marks"},
		{"',' or '}'", "a brace is not closed, or a text in braces needs quotation marks"},
		{"unexpected end of stream", "a quotation mark is not closed"},
		{"did not find expected key", "the line stands too far to the left or to the right, or goes on behind its closing quotation mark"},
		{"did not find expected '-' indicator", "the line stands too far to the left or to the right"},
		{"did not find expected node content", "something is missing, such as a closing bracket"},
		{"could not find expected ':'", "a key has no colon behind it"},
		{"control characters", "there is a character in it that cannot be seen"},
	}
}
