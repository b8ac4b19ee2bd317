package entry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// json reads JSON: a value on each line, or values that go over several.
func (r *reader) json(data []byte) {
	if !lineByLine(data) {
		if err := r.values(data, 1); err != nil && bytes.TrimSpace(data)[0] == '[' && len(r.entries) == 0 {
			r.problems = nil
			r.yaml(data) // a list in brackets is YAML, too
		} else if err != nil {
			r.wrong(err.line, "this is not valid JSON here: %s", err.why)
		}
		return
	}
	number := 0
	for line := range bytes.Lines(data) {
		number++
		if err := r.values(line, number); err != nil {
			r.wrong(number, "this is not valid JSON: %s", err.why)
		}
	}
}

// lineByLine says whether at least half of the lines hold a whole object, as it seems: those of a
// file in any other form hold parts of one.
func lineByLine(data []byte) bool {
	whole, all := 0, 0
	for line := range bytes.Lines(data) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		all++
		if line[0] == '{' && (line[len(line)-1] == '}' || json.Valid(line)) {
			whole++
		}
	}
	return 2*whole >= all
}

// values reads the values of a text of which the first line has this number.
func (r *reader) values(data []byte, first int) *jsonError {
	t := jsonText{data: data, line: first}
	t.decoder = json.NewDecoder(bytes.NewReader(data))
	t.decoder.UseNumber()
	for {
		n, err := t.value(0)
		if errors.Is(err, io.EOF) && n.kind == absent {
			return nil
		}
		if err != nil {
			return &jsonError{t.here(), wordy(err)}
		}
		r.document(n)
	}
}

// jsonError is where a text is no JSON, and why.
type jsonError struct {
	line int
	why  string
}

// jsonText reads tokens and knows on which line they stand. JSON has a reader of its own because YAML, which looks like more
// of the same, reads its escapes otherwise.
type jsonText struct {
	decoder *json.Decoder
	data    []byte
	line    int
	counted int // bytes whose line ends are in line
}

// here returns the line of the token read last. Line ends are counted once: the decoder never goes back.
func (t *jsonText) here() int {
	offset := min(int(t.decoder.InputOffset()), len(t.data))
	t.line += bytes.Count(t.data[t.counted:offset], []byte("\n"))
	t.counted = offset
	return t.line
}

// errDeep is about values within values.
var errDeep = errors.New("nested too deeply")

// value reads one value with all that it holds. Its error is io.EOF, and the value absent, only where nothing is left.
func (t *jsonText) value(depth int) (node, error) {
	token, err := t.decoder.Token()
	if err != nil {
		return node{}, err
	}
	n := node{line: t.here()}
	switch v := token.(type) {
	case json.Delim:
		if depth > deepest {
			return n, errDeep
		}
		return t.parts(n, v, depth)
	case string:
		n.kind, n.text = scalar, v
	case json.Number:
		n.kind, n.text = scalar, v.String()
	case bool:
		n.kind, n.text = scalar, strconv.FormatBool(v)
	}
	return n, nil
}

// parts reads what stands between brackets, and the closing one.
func (t *jsonText) parts(n node, open json.Delim, depth int) (node, error) {
	n.kind = list
	if open == '{' {
		n.kind = fields
	}
	for t.decoder.More() {
		if n.kind == fields {
			key, err := t.decoder.Token()
			if err != nil {
				return n, err
			}
			n.keys = append(n.keys, node{line: t.here(), kind: scalar, text: fmt.Sprint(key)})
		}
		part, err := t.value(depth + 1)
		if err != nil {
			return n, err
		}
		n.parts = append(n.parts, part)
	}
	_, err := t.decoder.Token()
	return n, err
}

// wordy says in words why a text is no JSON.
func wordy(err error) string {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends in the middle"
	case errors.As(err, &syntax):
		return syntax.Error()
	}
	return err.Error()
}
