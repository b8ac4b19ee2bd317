package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// readYAML reads one YAML document. Values stay as they are written: 2027-01-15
// and 52.50 are texts here, and "no" is the word no. Anchors and aliases are
// refused, for a few of them can stand for gigabytes.
func readYAML(data []byte) (Book, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return Book{}, errors.New(notYAML(err))
	}
	if len(document.Content) == 0 {
		return Book{}, fmt.Errorf("the file is empty")
	}
	return yamlTree(document.Content[0], 0).book()
}

// notYAML says in plain words where the library stopped; its own words speak of tokens and nodes. It
// writes "yaml: line 3: why", and leaves the line out where it does not know it.
func notYAML(err error) string {
	rest, found := strings.CutPrefix(err.Error(), "yaml: line ")
	line, _, cut := strings.Cut(rest, ":")
	if !found || !cut {
		return "this is not valid YAML"
	}
	return "line " + line + ": this is not valid YAML here"
}

// yamlTree turns a YAML node into a node. A table is four levels deep: sections,
// entries, named values, lists; what lies deeper is not looked at.
func yamlTree(y *yaml.Node, depth int) node {
	n := node{line: y.Line}
	if depth > 4 {
		return node{line: y.Line, kind: strange, text: "is nested too deeply"}
	}
	switch y.Kind {
	case yaml.ScalarNode:
		if y.Tag != "!!null" {
			n.kind, n.text = scalar, y.Value
		}
	case yaml.SequenceNode:
		n.kind = list
		for _, part := range y.Content {
			n.parts = append(n.parts, yamlTree(part, depth+1))
		}
	case yaml.MappingNode:
		n.kind = fields
		for i := 0; i+1 < len(y.Content); i += 2 {
			n.names = append(n.names, y.Content[i].Value)
			n.parts = append(n.parts, yamlTree(y.Content[i+1], depth+1))
		}
	default:
		n.kind, n.text = strange, "uses a YAML alias, which tables do not know"
	}
	return n
}

// WriteYAML writes the book as sections with one entry for each row.
func WriteYAML(w io.Writer, b Book) error {
	document := yaml.Node{Kind: yaml.MappingNode}
	for _, t := range b.Tables {
		entries := yaml.Node{Kind: yaml.SequenceNode}
		for _, row := range t.Rows {
			entries.Content = append(entries.Content, yamlRow(t, row))
		}
		document.Content = append(document.Content, yamlText(t.Name), &entries)
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&document); err != nil {
		return fmt.Errorf("sheet: write yaml: %w", err)
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("sheet: write yaml: %w", err)
	}
	return nil
}

// yamlRow writes the cells of a row in the order of the columns.
func yamlRow(t Table, row Row) *yaml.Node {
	entry := &yaml.Node{Kind: yaml.MappingNode}
	for _, c := range t.Columns {
		cell, ok := row.Cells[c.Name]
		if !ok {
			continue
		}
		value := yamlText(strings.Join(cell.Values, "; "))
		if c.List {
			value = &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
			for _, v := range cell.Values {
				value.Content = append(value.Content, yamlText(v))
			}
		}
		entry.Content = append(entry.Content, yamlText(c.Name), value)
	}
	return entry
}

// yamlText writes a text; what reads as a number is written as one.
func yamlText(text string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	if isNumber(text) {
		n.Tag = ""
	}
	return n
}
