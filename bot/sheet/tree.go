package sheet

import (
	"errors"
	"fmt"
	"strings"
)

// node is a value of a structured file, whatever its notation: a text, a list or
// named values. A tree of nodes is no deeper than a table needs.
type node struct {
	line  int
	kind  nodeKind
	text  string
	names []string // of the parts, for fields
	parts []node
}

type nodeKind int

const (
	absent  nodeKind = iota // null
	scalar                  // a text, number, date or truth value, as it is written
	list                    // values
	fields                  // named values
	strange                 // what a table cannot hold; text says what
)

// book makes tables of a tree: named sections with rows, or rows alone. What is wrong
// with the whole is an error, what is wrong with an entry a Problem.
func (n node) book() (Book, error) {
	var book Book
	switch n.kind {
	case list:
		book.add("", n)
	case fields:
		for i, name := range n.names {
			if n.parts[i].kind != list && n.parts[i].kind != absent {
				return Book{}, fmt.Errorf("line %d: “%s” should hold a list of entries", n.parts[i].line, name)
			}
			book.add(heading(name), n.parts[i])
		}
	default:
		return Book{}, errors.New("this is not a table: want sections with lists of entries")
	}
	rows := 0
	for _, t := range book.Tables {
		if rows += len(t.Rows); rows > MaxRows {
			return Book{}, fmt.Errorf("more than %d rows", MaxRows)
		}
		if len(t.Columns) > MaxColumns {
			return Book{}, fmt.Errorf("%d columns, and at most %d fit", len(t.Columns), MaxColumns)
		}
	}
	sortProblems(book.Problems)
	return book, nil
}

// add makes a table of the entries of a list. Columns come in the order in which the
// entries bring them up; one that is a list anywhere is a list.
func (b *Book) add(name string, entries node) {
	table := Table{Name: name}
	at := make(map[string]int)
	for _, entry := range entries.parts {
		row, err := entry.row()
		if err != nil {
			b.Problems = append(b.Problems, Problem{Line: entry.line, Why: err.Error()})
			continue
		}
		for _, column := range entry.names {
			column = heading(column)
			i, known := at[column]
			if !known {
				i = len(table.Columns)
				at[column] = i
				table.Columns = append(table.Columns, Column{Name: column})
			}
			table.Columns[i].List = table.Columns[i].List || row.Cells[column].List
		}
		table.Rows = append(table.Rows, row)
	}
	b.Tables = append(b.Tables, table)
}

// row makes a row of named values.
func (n node) row() (Row, error) {
	if n.kind != fields {
		return Row{}, errors.New("not an entry with named values")
	}
	row := Row{Line: n.line, Cells: make(map[string]Cell, len(n.parts))}
	for i, name := range n.names {
		name = heading(name)
		if _, twice := row.Cells[name]; twice {
			return Row{}, fmt.Errorf("“%s” is given twice", name)
		}
		cell, err := n.parts[i].cell()
		if err != nil {
			return Row{}, fmt.Errorf("“%s” %w", name, err)
		}
		if len(cell.Values) > 0 || cell.List { // an empty list says something, too
			row.Cells[name] = cell
		}
	}
	return row, nil
}

// cell makes a cell of a text or of a list of texts. Empty texts are left out.
func (n node) cell() (Cell, error) {
	values := []node{n}
	if n.kind == list {
		values = n.parts
	}
	cell := Cell{List: n.kind == list}
	for _, v := range values {
		switch v.kind {
		case scalar:
			if text := strings.TrimSpace(v.text); text != "" {
				cell.Values = append(cell.Values, text)
			}
		case absent:
		case strange:
			return Cell{}, errors.New(v.text)
		default:
			return Cell{}, errors.New("is nested too deeply")
		}
	}
	return cell, nil
}
