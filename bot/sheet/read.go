package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Read reads a whole file. Its name gives the format away (.csv, .tsv, .yaml,
// .yml, .json); with another name or none, the content does. The error says in
// plain words why this is no table; rows that are wrong are in Book.Problems.
func Read(r io.Reader, name string) (Book, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return Book{}, fmt.Errorf("sheet: read %s: %w", name, err)
	}
	if len(data) > MaxBytes {
		return Book{}, fmt.Errorf("the file is larger than %d MiB", MaxBytes>>20)
	}
	if data, err = text(data); err != nil {
		return Book{}, err
	}
	switch guessFormat(name, data) {
	case YAML:
		return readYAML(data)
	case JSON:
		return readJSON(data)
	}
	return readCSV(data)
}

// text returns the content without a byte order mark, or says what it is instead
// of UTF-8 text.
func text(data []byte) ([]byte, error) {
	if foreign := magic(data); foreign != "" {
		return nil, errors.New(foreign)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, errors.New("this is a binary file, not a table; save it as CSV in UTF-8")
	}
	if !utf8.Valid(data) {
		return nil, errors.New("this text is not in UTF-8; save it as “CSV UTF-8” and try again")
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errors.New("the file is empty")
	}
	return data, nil
}

// magic recognises by their first bytes the files that people take for tables, and
// says what they are; empty for anything else. A page that was saved instead of the
// file behind it is the commonest.
func magic(data []byte) string {
	start := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 512)]))
	start = bytes.TrimPrefix(start, []byte("\ufeff"))
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return "this is a spreadsheet program's own file (or an archive); save it as CSV in UTF-8"
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return "this text is in UTF-16; save it as “CSV UTF-8” and try again"
	case bytes.HasPrefix(start, []byte("<!doctype html")), bytes.HasPrefix(start, []byte("<html")),
		bytes.HasPrefix(start, []byte("<head")), bytes.HasPrefix(start, []byte("<body")):
		return "this is an HTML page, not a table"
	case bytes.HasPrefix(start, []byte("<?xml")):
		return "this is an XML file, not a table"
	case bytes.HasPrefix(data, []byte("%PDF")):
		return "this is a PDF file, not a table"
	}
	return ""
}

// guessFormat goes by the end of the name, then by the look of the content: a bracket
// is JSON, a dash or a line that ends in a colon is YAML, the rest is CSV.
func guessFormat(name string, data []byte) Format {
	switch name = strings.ToLower(name); {
	case strings.HasSuffix(name, ".csv"), strings.HasSuffix(name, ".tsv"):
		return CSV
	case strings.HasSuffix(name, ".yaml"), strings.HasSuffix(name, ".yml"):
		return YAML
	case strings.HasSuffix(name, ".json"):
		return JSON
	}
	data = bytes.TrimSpace(data)
	if data[0] == '{' || data[0] == '[' {
		return JSON
	}
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if line[0] == '-' || line[len(line)-1] == ':' {
			return YAML
		}
		break
	}
	return CSV
}
