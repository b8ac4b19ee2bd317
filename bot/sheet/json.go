package sheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// readJSON reads one JSON value of the same shape as the YAML form.
func readJSON(data []byte) (Book, error) {
	r := jsonReader{data: data, line: 1}
	r.decoder = json.NewDecoder(bytes.NewReader(data))
	r.decoder.UseNumber()
	tree, err := r.value(0)
	if err == nil && r.decoder.More() {
		err = errors.New("there is something behind the end")
	}
	if err != nil {
		return Book{}, fmt.Errorf("this is not JSON: line %d: %w", r.here(), err)
	}
	return tree.book()
}

// jsonReader reads tokens and knows on which line they stand. JSON has a reader of
// its own because YAML, which looks like more of the same, reads its escapes otherwise.
type jsonReader struct {
	decoder *json.Decoder
	data    []byte
	line    int
	counted int // bytes whose line ends are in line
}

// here returns the line of the token read last. Line ends are counted once: the
// decoder never goes back.
func (r *jsonReader) here() int {
	offset := min(int(r.decoder.InputOffset()), len(r.data))
	r.line += bytes.Count(r.data[r.counted:offset], []byte("\n"))
	r.counted = offset
	return r.line
}

// value reads one value with all that it holds. The depth is bounded well above
// what a table needs.
func (r *jsonReader) value(depth int) (node, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return node{}, wordy(err)
	}
	n := node{line: r.here()}
	switch t := token.(type) {
	case json.Delim:
		if depth > 10 {
			return node{}, errors.New("nested too deeply")
		}
		return r.parts(n, t, depth)
	case string:
		n.kind, n.text = scalar, t
	case json.Number:
		n.kind, n.text = scalar, t.String()
	case bool:
		n.kind, n.text = scalar, strconv.FormatBool(t)
	}
	return n, nil
}

// parts reads what stands between brackets, and the closing one.
func (r *jsonReader) parts(n node, open json.Delim, depth int) (node, error) {
	n.kind = list
	if open == '{' {
		n.kind = fields
	}
	for r.decoder.More() {
		if n.kind == fields {
			name, err := r.decoder.Token()
			if err != nil {
				return node{}, wordy(err)
			}
			n.names = append(n.names, fmt.Sprint(name))
		}
		part, err := r.value(depth + 1)
		if err != nil {
			return node{}, err
		}
		n.parts = append(n.parts, part)
	}
	_, err := r.decoder.Token()
	return n, wordy(err)
}

// wordy says the end of a file in words.
func wordy(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("the file ends in the middle")
	}
	return err
}

// WriteJSON writes the book as WriteYAML does, one row on each line, so that two
// exports compare line by line.
func WriteJSON(w io.Writer, b Book) error {
	var out bytes.Buffer
	out.WriteString("{")
	for i, t := range b.Tables {
		if i > 0 {
			out.WriteString(",")
		}
		out.WriteString("\n" + jsonText(t.Name) + ": [")
		for j, row := range t.Rows {
			if j > 0 {
				out.WriteString(",")
			}
			out.WriteString("\n  " + jsonRow(t, row))
		}
		out.WriteString("\n]")
	}
	out.WriteString("\n}\n")
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("sheet: write json: %w", err)
	}
	return nil
}

// jsonRow writes the cells of a row in the order of the columns.
func jsonRow(t Table, row Row) string {
	var members []string
	for _, c := range t.Columns {
		cell, ok := row.Cells[c.Name]
		if !ok {
			continue
		}
		value := jsonText(strings.Join(cell.Values, "; "))
		if c.List {
			values := make([]string, len(cell.Values))
			for i, v := range cell.Values {
				values[i] = jsonText(v)
			}
			value = "[" + strings.Join(values, ", ") + "]"
		}
		members = append(members, jsonText(c.Name)+": "+value)
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// jsonText writes a text; what reads as a number is written as one.
func jsonText(text string) string {
	if isNumber(text) {
		return text
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return `""` // a string always encodes
	}
	return strings.TrimSpace(out.String())
}

// isNumber says that the text is exactly how a number is written, so that nothing
// is lost when another program reads it as one: 52.5, but not 007 or 1e3.
func isNumber(text string) bool {
	if text == "" || len(text) > 15 || strings.Trim(text, "-.0123456789") != "" {
		return false
	}
	f, err := strconv.ParseFloat(text, 64)
	return err == nil && strconv.FormatFloat(f, 'f', -1, 64) == text
}
