// Package sheet reads a CSV, YAML or JSON file into rows, and writes rows back.
//
// A [Book] is a file: one [Table] for a CSV file, one for each section of a
// structured file. Nothing here knows what the columns mean. A row that cannot
// be read becomes a [Problem] with its line and never stops the good ones; a file
// that is no table at all is refused in words that a person understands.
package sheet

import (
	"fmt"
	"sort"
	"strings"
)

// What a file may hold; larger ones are refused in words.
const (
	MaxBytes   = 32 << 20 // bytes of a file
	MaxRows    = 200_000  // rows of all tables together
	MaxColumns = 200      // columns of one table
)

// Format is how a book is written down.
type Format string

// The three formats.
const (
	CSV  Format = "csv"
	YAML Format = "yaml"
	JSON Format = "json"
)

// ParseFormat reads the name of a format in any case; "yml" is YAML, too.
func ParseFormat(name string) (Format, error) {
	switch f := Format(strings.ToLower(name)); f {
	case CSV, YAML, JSON:
		return f, nil
	case "yml":
		return YAML, nil
	}
	return "", fmt.Errorf("format %q: want csv, yaml or json", name)
}

// Book is the content of a file.
type Book struct {
	Tables   []Table
	Problems []Problem // rows that could not be read, in the order of lines
}

// Table is rows under one heading.
type Table struct {
	Name    string   // the section of a structured file; empty in a CSV file
	Columns []Column // in the order of the file
	Rows    []Row
}

// Column is one heading, in lower case and without white space around it.
type Column struct {
	Name string
	List bool // its cells hold several values
}

// Row is one record.
type Row struct {
	Line  int             // where it begins in the file, from 1
	Cells map[string]Cell // by column name; an empty cell is absent
}

// Cell is what stands in one column of a row: texts as they are written, whatever
// they may mean.
type Cell struct {
	Values []string // without white space around them; none of them is empty
	List   bool     // written as a list; a cell of a CSV file never is
}

// Problem is a row that could not be read.
type Problem struct {
	Line int
	Why  string // one sentence without a full stop
}

// Has says whether the table has a column of this name.
func (t Table) Has(column string) bool {
	for _, c := range t.Columns {
		if c.Name == column {
			return true
		}
	}
	return false
}

// Text returns the cell as one text; empty if the row has none.
func (r Row) Text(column string) string {
	return strings.Join(r.Cells[column].Values, "; ")
}

// List returns the values of the cell. A cell that was not written as a list is
// split at semicolons; one after a backslash belongs to the value.
func (r Row) List(column string) []string {
	cell := r.Cells[column]
	if cell.List {
		return cell.Values
	}
	var values []string
	for _, text := range cell.Values {
		values = append(values, splitList(text)...)
	}
	return values
}

// splitList takes apart what joinList has put together.
func splitList(text string) []string {
	var values []string
	var b strings.Builder
	flush := func() {
		if v := strings.TrimSpace(b.String()); v != "" {
			values = append(values, v)
		}
		b.Reset()
	}
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && (text[i+1] == ';' || text[i+1] == '\\'):
			i++
			b.WriteByte(text[i])
		case text[i] == ';':
			flush()
		default:
			b.WriteByte(text[i])
		}
	}
	flush()
	return values
}

// joinList writes values as one cell of a CSV file.
func joinList(values []string) string {
	escaped := make([]string, len(values))
	for i, v := range values {
		escaped[i] = strings.NewReplacer(`\`, `\\`, `;`, `\;`).Replace(v)
	}
	return strings.Join(escaped, ";")
}

// sortProblems brings problems into the order of the file.
func sortProblems(problems []Problem) {
	sort.SliceStable(problems, func(i, j int) bool { return problems[i].Line < problems[j].Line })
}
