package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// largestConfig is the size in bytes of a file that could still be a configuration.
const largestConfig = 1 << 20

// badConfig is a configuration with problems: a command that needs it tells all of them at once.
type badConfig struct{ problems []problem }

// Error lists the problems, one a line.
func (e badConfig) Error() string {
	lines := make([]string, len(e.problems))
	for i, p := range e.problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\nambassador: ")
}

// configured loads a configuration file for a command that cannot go on with a broken one.
func (sh shell) configured(path string) (Config, error) {
	c, problems := loadConfig(path, sh.env)
	if len(problems) > 0 {
		return c, badConfig{problems}
	}
	return c, nil
}

// loadConfig reads a configuration file and returns everything that is wrong with it, by line. An
// empty path is the default configuration. env looks up ${NAME}.
func loadConfig(path string, env func(string) (string, bool)) (Config, []problem) {
	if path == "" {
		return defaults(), nil
	}
	root, err := readYAML(path)
	return readConfig(path, root, err, env)
}

// readConfig is loadConfig for the tree of a file, or the error of reading it.
func readConfig(path string, root *yaml.Node, err error, env func(string) (string, bool)) (Config, []problem) {
	c := defaults()
	f := &source{path: path, env: env, known: make(map[string][]string)}
	c.DataDir = filepath.Join(filepath.Dir(path), c.DataDir)
	if err != nil {
		line, text := yamlProblem(err)
		f.wrong(line, "%s", text)
		return c, f.problems
	}
	f.readSection("", root, c.read)
	slices.SortStableFunc(f.problems, func(a, b problem) int { return a.line - b.line })
	return c, f.problems
}

// readYAML returns the file's one document as a tree that knows its lines; an empty file is an empty
// tree.
func readYAML(path string) (*yaml.Node, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, largestConfig+1))
	if err != nil {
		return nil, err
	}
	if len(text) > largestConfig {
		return nil, errors.New("too large for a configuration file")
	}
	return parseYAML(text)
}

// parseYAML is readYAML for the content of a file.
func parseYAML(text []byte) (*yaml.Node, error) {
	if end := validPrefix(text); end < len(text) {
		return nil, fault{1 + bytes.Count(text[:end], []byte("\n")), "this is not text in UTF-8"}
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var document, second yaml.Node
	err := dec.Decode(&document)
	switch {
	case errors.Is(err, io.EOF):
		return &yaml.Node{}, nil
	case err != nil:
		return nil, err
	case dec.Decode(&second) == nil:
		return nil, fault{second.Line, "a second document begins here; want one"}
	}
	return document.Content[0], nil
}

// validPrefix is how many bytes from the start are UTF-8 text, which has no control characters but those
// that part words and lines.
func validPrefix(text []byte) int {
	at := 0
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 || unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\u0085", r) {
			return at
		}
		at += size
	}
	return at
}

// fault is what is wrong with a line of the file, in our own words.
type fault struct {
	line int
	why  string
}

func (f fault) Error() string { return f.why }

// yamlProblem takes apart the words of the system, "open FILE: why", and of the YAML library, "yaml:
// line 3: why". What the library says is about its tokens and nodes, so only the line is of use.
func yamlProblem(err error) (line int, text string) {
	var path *os.PathError
	if errors.As(err, &path) {
		return 0, path.Err.Error()
	}
	var ours fault
	if errors.As(err, &ours) {
		return ours.line, ours.why
	}
	rest, theirs := strings.CutPrefix(err.Error(), "yaml: ")
	if !theirs {
		return 0, err.Error()
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(rest, "line "), ":")
	if line, err = strconv.Atoi(number); err != nil {
		return 0, "this is not valid YAML"
	}
	return line, "this is not valid YAML here"
}
