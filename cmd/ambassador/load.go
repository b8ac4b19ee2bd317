package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

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
	c := defaults()
	if path == "" {
		return c, nil
	}
	f := &source{path: path, env: env, known: make(map[string][]string)}
	c.DataDir = filepath.Join(filepath.Dir(path), c.DataDir)
	root, err := readYAML(path)
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
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var document, second yaml.Node
	err := dec.Decode(&document)
	switch {
	case errors.Is(err, io.EOF):
		return &yaml.Node{}, nil
	case err != nil:
		return nil, err
	case dec.Decode(&second) == nil:
		return nil, fmt.Errorf("yaml: line %d: a second document begins here; want one", second.Line)
	}
	return document.Content[0], nil
}

// yamlProblem takes apart the words of the YAML library, "yaml: line 3: what is wrong", and of the
// system, "open FILE: why".
func yamlProblem(err error) (line int, text string) {
	var path *os.PathError
	if errors.As(err, &path) {
		return 0, path.Err.Error()
	}
	text = strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if number, why, ok := strings.Cut(rest, ": "); ok {
			if line, bad := strconv.Atoi(number); bad == nil {
				return line, why
			}
		}
	}
	return 0, text
}
