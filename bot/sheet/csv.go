package sheet

import (
	"errors"
	"fmt"
	"html"
	"io"
	"strings"
)

// mostLines is how many lines one quoted cell may span. A quotation mark that is
// never closed would else swallow every row behind it.
const mostLines = 100

// readCSV reads a table with a header row. The delimiter is the one of comma,
// semicolon and tab that the header holds most often.
func readCSV(data []byte) (Book, error) {
	text := string(data)
	// Old spreadsheet programs end lines with a carriage return alone.
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	c := csvFile{lines: strings.SplitAfter(text, "\n")}
	c.skipBlank()
	c.comma = delimiter(c.lines[c.at])
	header, _, err := c.record()
	if err != nil {
		return Book{}, fmt.Errorf("line 1, the header: %w", err)
	}
	table, err := newTable(header)
	if err != nil {
		return Book{}, err
	}
	book := Book{}
	for c.skipBlank(); c.at < len(c.lines); c.skipBlank() {
		cells, line, err := c.record()
		if err == nil && len(cells) > len(header) {
			err = fmt.Errorf("%d cells, but the header has %d", len(cells), len(header))
		}
		if err != nil {
			book.Problems = append(book.Problems, Problem{Line: line, Why: err.Error()})
			continue
		}
		if len(table.Rows) == MaxRows {
			return Book{}, fmt.Errorf("more than %d rows", MaxRows)
		}
		table.Rows = append(table.Rows, csvRow(line, header, cells))
	}
	book.Tables = []Table{table}
	return book, nil
}

// newTable makes a table of a header row, and refuses one that cannot be meant.
func newTable(header []string) (Table, error) {
	var table Table
	if len(header) > MaxColumns {
		return table, fmt.Errorf("%d columns, and at most %d fit", len(header), MaxColumns)
	}
	for i, name := range header {
		header[i] = heading(name)
		if header[i] == "" {
			continue // a column without a heading is left out
		}
		if table.Has(header[i]) {
			return table, fmt.Errorf("two columns are called “%s”", header[i])
		}
		table.Columns = append(table.Columns, Column{Name: header[i]})
	}
	if len(table.Columns) == 0 {
		return table, errors.New("the first line has no column headings")
	}
	return table, nil
}

// heading is how a column is called: lower case, spaces as underscores.
func heading(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(name)), "_")
}

// csvRow puts the cells under their headings; empty ones are left out. HTML
// entities become the characters they stand for, and the apostrophe that keeps a
// spreadsheet from running a cell as a formula is taken off.
func csvRow(line int, header, cells []string) Row {
	row := Row{Line: line, Cells: make(map[string]Cell, len(cells))}
	for i, cell := range cells {
		cell = strings.TrimSpace(html.UnescapeString(bare(cell)))
		if cell != "" && header[i] != "" {
			row.Cells[header[i]] = Cell{Values: []string{cell}}
		}
	}
	return row
}

// delimiter picks what separates the cells of the header line.
func delimiter(header string) byte {
	best, most := byte(','), 0
	for _, c := range []byte{',', ';', '\t'} {
		if n := strings.Count(header, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// csvFile reads records as RFC 4180 has them. It is not encoding/csv because that
// reads to the end of the file when one quotation mark is left open.
type csvFile struct {
	lines []string
	at    int // index of the next line
	comma byte
}

// skipBlank moves to the next line that is not empty. A line of delimiters alone is
// what spreadsheet programs leave at the end of a table.
func (c *csvFile) skipBlank() {
	for c.at < len(c.lines) && strings.TrimSpace(strings.Trim(c.lines[c.at], string(c.comma))) == "" {
		c.at++
	}
}

// record returns the next record and its first line, counted from 1. After an
// error the next record begins on the line behind that one.
func (c *csvFile) record() (cells []string, line int, err error) {
	line = c.at + 1
	text := c.lines[c.at]
	c.at++
	for next := c.at; ; next++ {
		cells, whole, err := cut(text, c.comma)
		if whole || err != nil {
			if err == nil {
				c.at = next
			}
			return cells, line, err
		}
		if next == len(c.lines) || next-c.at >= mostLines {
			return nil, line, errors.New("a quotation mark is not closed")
		}
		text += c.lines[next]
	}
}

// cut splits one record into cells; whole is false when the text ends inside a
// quotation. A quotation mark within a cell that does not begin with one is an
// ordinary character: people write 6" and mean it.
func cut(text string, comma byte) (cells []string, whole bool, err error) {
	text = strings.TrimRight(text, "\r\n")
	for {
		if !strings.HasPrefix(text, `"`) {
			cell, rest, more := strings.Cut(text, string(comma))
			cells = append(cells, cell)
			if !more {
				return cells, true, nil
			}
			text = rest
			continue
		}
		cell, rest, closed := quoted(text[1:])
		if !closed {
			return nil, false, nil
		}
		cells = append(cells, strings.ReplaceAll(cell, "\r\n", "\n"))
		if rest == "" {
			return cells, true, nil
		}
		if rest[0] != comma {
			return nil, true, fmt.Errorf("text after the closing quotation mark of cell %d", len(cells))
		}
		text = rest[1:]
	}
}

// quoted reads up to the closing quotation mark; two of them stand for one.
func quoted(text string) (cell, rest string, closed bool) {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, `"`)
		b.WriteString(before)
		if !found {
			return "", "", false
		}
		if !strings.HasPrefix(after, `"`) {
			return b.String(), after, true
		}
		b.WriteByte('"')
		text = after[1:]
	}
}

// WriteCSV writes one table. A cell that a spreadsheet would run as a formula gets
// an apostrophe in front, which Read takes off again.
func WriteCSV(w io.Writer, t Table) error {
	var b strings.Builder
	for i, c := range t.Columns {
		writeCell(&b, i, c.Name)
	}
	b.WriteByte('\n')
	for _, row := range t.Rows {
		for i, c := range t.Columns {
			cell := row.Cells[c.Name]
			text := strings.Join(cell.Values, "; ")
			if c.List {
				text = joinList(cell.Values)
			}
			writeCell(&b, i, text)
		}
		b.WriteByte('\n')
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("sheet: write csv: %w", err)
	}
	return nil
}

// writeCell writes the i-th cell of a line. An ampersand is written as an entity
// where Read would else take what follows for one.
func writeCell(b *strings.Builder, i int, text string) {
	if i > 0 {
		b.WriteByte(',')
	}
	text = safe(text)
	if html.UnescapeString(text) != text {
		text = strings.ReplaceAll(text, "&", "&amp;")
	}
	if strings.ContainsAny(text, ",;\t\"\r\n") || text != strings.TrimSpace(text) {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	b.WriteString(text)
}

// formula says that a spreadsheet would run the cell: it begins with one of these
// behind any number of apostrophes (OWASP, "CSV Injection").
func formula(cell string) bool {
	rest := strings.TrimLeft(cell, "'")
	return rest != "" && strings.IndexByte("=+-@\t\r", rest[0]) >= 0
}

// safe puts the apostrophe on, and bare takes it off; together they change nothing.
func safe(cell string) string {
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

func bare(cell string) string {
	if strings.HasPrefix(cell, "'") && formula(cell) {
		return cell[1:]
	}
	return cell
}
