package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// problem is one thing wrong with a file.
type problem struct {
	file string
	line int // from 1; 0 means the file as a whole
	text string
}

// String is file:line: text, which editors turn into a link.
func (p problem) String() string {
	if p.line == 0 {
		return p.file + ": " + p.text
	}
	return fmt.Sprintf("%s:%d: %s", p.file, p.line, p.text)
}

// source is the file being read, what can stand in it, and what was found wrong with it.
type source struct {
	path     string
	env      func(string) (string, bool)
	known    map[string][]string // keys by section; the top level has no name
	problems []problem
}

// section is a mapping of the file. Its methods each read one key into a variable, which keeps its
// value, the default, when the key is absent or empty. What they are never asked for is unknown.
type section struct {
	*source
	name   string // with a dot behind it; empty at the top level
	keys   map[string]*yaml.Node
	values map[string]*yaml.Node
}

// readSection reads one mapping with fill, and reports what is not a key of it.
func (f *source) readSection(name string, node *yaml.Node, fill func(*section)) {
	s := &section{source: f, name: name, keys: map[string]*yaml.Node{}, values: map[string]*yaml.Node{}}
	// A mapping keeps keys and values in turn in one list; the tree, unlike decoded values, knows lines.
	node = resolved(node)
	if !empty(node) && node.Kind != yaml.MappingNode {
		f.wrong(node.Line, "%s: want keys and values", strings.TrimSuffix(name, "."))
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		// YAML forbids this, and the library lets it pass in a tree: the second one would win unseen.
		if first, twice := s.keys[key.Value]; twice {
			f.wrong(key.Line, "%s%s: given twice, first in line %d", name, key.Value, first.Line)
			continue
		}
		s.keys[key.Value], s.values[key.Value] = key, resolved(node.Content[i+1])
	}
	fill(s)
	// Only now is it known which keys there are to choose from.
	for word, key := range s.keys {
		if !slices.Contains(f.known[name], word) {
			f.wrong(key.Line, "%s%s: unknown key%s", name, printable(word), didYouMean(word, f.known[name]))
		}
	}
}

// resolved follows an alias (*name) to what it stands for.
func resolved(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

// empty says that a key has no value: "key:", or "key: null".
func empty(node *yaml.Node) bool { return node.Kind == 0 || node.Tag == "!!null" }

// wrong notes a problem, formatted as fmt.Sprintf does.
func (f *source) wrong(line int, format string, args ...any) {
	f.problems = append(f.problems, problem{f.path, line, fmt.Sprintf(format, args...)})
}

// node returns the value of a key that is there and not empty.
func (s *section) node(key string) (*yaml.Node, bool) {
	if !slices.Contains(s.known[s.name], key) {
		s.known[s.name] = append(s.known[s.name], key)
	}
	node, ok := s.values[key]
	return node, ok && !empty(node)
}

// scalar returns the value of a key as text, with environment variables filled in.
func (s *section) scalar(key string) (value string, line int, ok bool) {
	node, ok := s.node(key)
	if !ok {
		return "", 0, false
	}
	if node.Kind != yaml.ScalarNode {
		s.wrong(node.Line, "%s%s: want one value", s.name, key)
		return "", 0, false
	}
	value, err := s.expand(node.Value)
	if err != nil {
		s.wrong(node.Line, "%s%s: %v", s.name, key, err)
		return "", 0, false
	}
	return value, node.Line, true
}

// expand puts the environment's values in place of ${NAME}. A value is never expanded again.
func (f *source) expand(text string) (string, error) {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		out.WriteString(before)
		if !found {
			return out.String(), nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return "", errors.New("a ${ without its }")
		}
		value, set := f.env(name)
		if !set {
			return "", fmt.Errorf("the environment has no %s", name)
		}
		out.WriteString(value)
		text = after
	}
}

// section reads a mapping below this one.
func (s *section) section(key string, fill func(*section)) {
	node, ok := s.node(key)
	if !ok {
		node = &yaml.Node{}
	}
	s.readSection(s.name+key+".", node, fill)
}

// sections reads a list of mappings.
func (s *section) sections(key string, fill func(*section)) {
	node, ok := s.node(key)
	if !ok {
		return
	}
	if node.Kind != yaml.SequenceNode {
		s.wrong(node.Line, "%s%s: want a list", s.name, key)
		return
	}
	for _, item := range node.Content {
		if node := resolved(item); empty(node) || len(node.Content) == 0 && node.Kind == yaml.MappingNode {
			s.wrong(item.Line, "%s%s: an entry without keys", s.name, key)
			continue
		}
		s.readSection(s.name+key+".", item, fill)
	}
}

// line is where the first of these keys stands, or its file, among those that the section has; 0 without any.
func (s *section) line(keys ...string) int {
	for _, key := range keys {
		for _, word := range []string{key, key + "_file"} {
			if node, ok := s.keys[word]; ok {
				return node.Line
			}
		}
	}
	return 0
}

// names lists the keys of a section in the order of the file, where people choose them.
func (s *section) names() []string {
	return slices.SortedFunc(maps.Keys(s.keys), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.keys[a].Line, s.keys[b].Line), cmp.Compare(s.keys[a].Column, s.keys[b].Column))
	})
}
