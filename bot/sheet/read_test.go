package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// show writes the rows of a book as one line each, to compare them.
func show(b Book) string {
	var out strings.Builder
	for _, t := range b.Tables {
		for _, row := range t.Rows {
			fmt.Fprintf(&out, "%s%d:", t.Name, row.Line)
			for _, c := range t.Columns {
				if cell, ok := row.Cells[c.Name]; ok {
					fmt.Fprintf(&out, " %s=%q", c.Name, cell.Values)
				}
			}
			out.WriteString("\n")
		}
	}
	for _, p := range b.Problems {
		fmt.Fprintf(&out, "problem %d: %s\n", p.Line, p.Why)
	}
	return out.String()
}

func TestRead(t *testing.T) {
	tests := []struct{ name, file, content, want string }{
		{"plain", "a.csv", "id,Name\n1,Anna\n2,Ben\n", `2: id=["1"] name=["Anna"]` + "\n" + `3: id=["2"] name=["Ben"]` + "\n"},
		{"semicolons", "a.csv", "id;place\n1;\"Berlin, Germany\"\n", `2: id=["1"] place=["Berlin, Germany"]` + "\n"},
		{"tabs", "a.tsv", "id\tfull name\n1\tAnna B\n", `2: id=["1"] full_name=["Anna B"]` + "\n"},
		{"byte order mark", "a.csv", "\ufeffid,name\r\n1,Anna\r\n", `2: id=["1"] name=["Anna"]` + "\n"},
		{"carriage returns", "a.csv", "id,name\r1,Anna\r\r2,Ben", `2: id=["1"] name=["Anna"]` + "\n" + `4: id=["2"] name=["Ben"]` + "\n"},
		{"quotes and lines", "a.csv", "id,note\n1,\"say \"\"hi\"\"\nand go\"\n2,x\n", `2: id=["1"] note=["say \"hi\"\nand go"]` + "\n" + `4: id=["2"] note=["x"]` + "\n"},
		{"entities", "a.csv", "name\nCaf&eacute; &amp; Bar\n", `2: name=["Café & Bar"]` + "\n"},
		{"formula", "a.csv", "name\n'=1+1\n'tis\n", `2: name=["=1+1"]` + "\n" + `3: name=["'tis"]` + "\n"},
		{"short and blank rows", "a.csv", "id,name\n1\n\n,,\n2,B\n", `2: id=["1"]` + "\n" + `5: id=["2"] name=["B"]` + "\n"},
		{"too many cells", "a.csv", "id,name\n1,a,b\n2,B\n", `3: id=["2"] name=["B"]` + "\nproblem 2: 3 cells, but the header has 2\n"},
		{"open quotation", "a.csv", "id,name\n1,\"a\n2,B\n3,C\n", `3: id=["2"] name=["B"]` + "\n" + `4: id=["3"] name=["C"]` + "\nproblem 2: a quotation mark is not closed\n"},
		{"text after quotation", "a.csv", "id,name\n1,\"a\"b\n2,B\n", `3: id=["2"] name=["B"]` + "\nproblem 2: text after the closing quotation mark of cell 2\n"},
		{"yaml", "a.yaml", "people:\n  - {id: a, languages: [de, en], until: 2027-01-15}\n", `people2: id=["a"] languages=["de" "en"] until=["2027-01-15"]` + "\n"},
		{"yaml words", "a.yml", "people:\n- id: no\n  lat: 52.50\n  note: ~\n", `people2: id=["no"] lat=["52.50"]` + "\n"},
		{"yaml alone", "", "- id: a\n- b\n", `1: id=["a"]` + "\nproblem 2: not an entry with named values\n"},
		{"yaml alias", "a.yaml", "people:\n- &x {id: a}\n- *x\n- {id: *x}\n", `people2: id=["a"]` + "\nproblem 3: not an entry with named values\nproblem 4: “id” uses a YAML alias, which tables do not know\n"},
		{"yaml depth", "a.yaml", "people:\n- id: [[a]]\n- id: {a: b}\n", "problem 2: “id” is nested too deeply\nproblem 3: “id” is nested too deeply\n"},
		{"json", "a.json", "{\"people\": [\n {\"id\": \"a\", \"lat\": 1.5, \"ok\": true, \"no\": null},\n {\"id\": [\"x\", \"y\"]}]}", `people2: id=["a"] lat=["1.5"] ok=["true"]` + "\n" + `people3: id=["x" "y"]` + "\n"},
		{"json alone", "", `[{"id": "a"}, 7]`, `1: id=["a"]` + "\nproblem 1: not an entry with named values\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			book, err := Read(strings.NewReader(test.content), test.file)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(book); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	tests := []struct{ name, file, content, want string }{
		{"empty", "a.csv", " \n", "the file is empty"},
		{"html", "a.csv", "\n <!DOCTYPE html><html>", "this is an HTML page, not a table"},
		{"html with a mark", "a.yaml", "\ufeff<html>", "this is an HTML page, not a table"},
		{"spreadsheet", "a.csv", "PK\x03\x04\x14\x00", "this is a spreadsheet program's own file (or an archive); save it as CSV in UTF-8"},
		{"utf-16", "a.csv", "\xff\xfei\x00d\x00", "this text is in UTF-16; save it as “CSV UTF-8” and try again"},
		{"nul", "a.csv", "id\n\x00", "this is a binary file, not a table; save it as CSV in UTF-8"},
		{"latin-1", "a.csv", "name\nK\xf6ln\n", "this text is not in UTF-8; save it as “CSV UTF-8” and try again"},
		{"twice", "a.csv", "id,ID\n1,2\n", "two columns are called “id”"},
		{"no headings", "a.csv", "\"\",\n1,2\n", "the first line has no column headings"},
		{"text", "a.yaml", "hello", "this is not a table: want sections with lists of entries"},
		{"no list", "a.yaml", "people: many", "line 1: “people” should hold a list of entries"},
		{"broken yaml", "a.yaml", "people: [", "line 1: this is not valid YAML here"},
		{"control in yaml", "a.yaml", "people:\n- id: a\x01", "this is not valid YAML"},
		{"broken json", "a.json", "{\"people\":\n[", "this is not JSON: line 2: the file ends in the middle"},
		{"more json", "a.json", "[] []", "this is not JSON: line 1: there is something behind the end"},
		{"too large", "a.csv", strings.Repeat("x", MaxBytes+1), "the file is larger than 32 MiB"},
		{"too many rows", "a.csv", "id\n" + strings.Repeat("1\n", MaxRows+1), "more than 200000 rows"},
		{"too many columns", "a.csv", strings.Repeat("x,", MaxColumns+1) + "\n", "202 columns, and at most 200 fit"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(test.content), test.file)
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// TestWriteReads holds that what is written reads back the same in every format, and
// that no cell of a CSV file begins as a formula does.
func TestWriteReads(t *testing.T) {
	nasty := []string{
		"plain", "a,b;c\td", `"quoted"`, "=1+1", "+49", "-12.5", "@name", "'=x", "''+x", "'tis", "line\nend", "&amp;", "R&D", "&eacute",
		"true", "null", "~", "no", "007", "1e3", "52.5", "-0", "2027-01-15", "# no comment", "- no list", "{x: y}", "日本語", "a\\;b", "\\", "|", "a: b",
	}
	table := Table{Name: "people", Columns: []Column{{Name: "id"}, {Name: "topics", List: true}, {Name: "note"}}}
	for i, text := range nasty {
		table.Rows = append(table.Rows, Row{Cells: map[string]Cell{
			"id": {Values: []string{fmt.Sprint(i)}}, "topics": {Values: []string{text, "x;y", `\`}, List: true}, "note": {Values: []string{text}},
		}})
	}
	book := Book{Tables: []Table{table}}
	writers := map[string]func(*bytes.Buffer) error{
		"a.csv":  func(b *bytes.Buffer) error { return WriteCSV(b, table) },
		"a.yaml": func(b *bytes.Buffer) error { return WriteYAML(b, book) },
		"a.json": func(b *bytes.Buffer) error { return WriteJSON(b, book) },
	}
	for name, write := range writers {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		again, err := Read(bytes.NewReader(out.Bytes()), name)
		if err != nil || len(again.Problems) > 0 || len(again.Tables) != 1 || len(again.Tables[0].Rows) != len(nasty) {
			t.Fatalf("%s: %v, %v\n%s", name, err, again.Problems, out.String())
		}
		for i, row := range again.Tables[0].Rows {
			if got := row.Text("note"); got != nasty[i] {
				t.Errorf("%s: note %q comes back as %q", name, nasty[i], got)
			}
			if got := row.List("topics"); len(got) != 3 || got[0] != nasty[i] || got[1] != "x;y" || got[2] != `\` {
				t.Errorf("%s: topic %q comes back as %q", name, nasty[i], got)
			}
		}
	}
}

// TestFormulaSafe holds that no cell written begins with what a spreadsheet runs.
func TestFormulaSafe(t *testing.T) {
	for _, text := range []string{"=1", "+1", "-1", "@x", "\tx", "\rx", "'=1"} {
		var out bytes.Buffer
		if err := WriteCSV(&out, Table{Columns: []Column{{Name: "x"}}, Rows: []Row{{Cells: map[string]Cell{"x": {Values: []string{text}}}}}}); err != nil {
			t.Fatal(err)
		}
		cell := strings.TrimPrefix(strings.TrimPrefix(out.String(), "x\n"), `"`)
		if cell[0] != '\'' {
			t.Errorf("%q is written as %q", text, out.String())
		}
	}
}

// FuzzRead holds that no file makes Read panic, and that the rows it finds have cells
// of known columns only.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"id,name\n1,\"a\nb\"\n", "people:\n- {id: a, x: [1, 2]}\n", `{"people": [{"id": "a"}]}`, "a;b\n\"x;\n1;2", "\ufeffid\t\n'=1\t", "- &a\n- *a"} {
		f.Add([]byte(seed), "a.csv")
		f.Add([]byte(seed), "")
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		book, err := Read(bytes.NewReader(data), name)
		if err != nil {
			return
		}
		for _, table := range book.Tables {
			for _, row := range table.Rows {
				for column := range row.Cells {
					if !table.Has(column) {
						t.Fatalf("line %d has a cell in column %q, which the table has not", row.Line, column)
					}
				}
			}
		}
	})
}

// FuzzCell holds that any text comes back from a CSV file as it was, and never as the
// beginning of a formula.
func FuzzCell(f *testing.F) {
	for _, seed := range []string{"a,b", `"`, "=1", "''=1", "&amp;lt;", "a\nb", "\t'@", "\\;", "a\rb"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		texts := []string{one, two}
		for i, text := range texts {
			text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
			for strings.Contains(text, "\r\n") { // a line ends in one way; of \r\r\n, too
				text = strings.ReplaceAll(text, "\r\n", "\n")
			}
			texts[i] = strings.TrimSpace(text)
			if texts[i] == "" || strings.Count(text, "\n") > mostLines/2-1 {
				t.Skip("nothing to write, or more lines than a cell may have")
			}
		}
		table := Table{Columns: []Column{{Name: "x"}, {Name: "y"}}, Rows: []Row{{Cells: map[string]Cell{"x": {Values: texts[:1]}, "y": {Values: texts[1:]}}}}}
		var out bytes.Buffer
		if err := WriteCSV(&out, table); err != nil {
			t.Fatal(err)
		}
		again, err := Read(bytes.NewReader(out.Bytes()), "a.csv")
		if err != nil || len(again.Tables[0].Rows) != 1 {
			t.Fatalf("%q: %v, %v", out.String(), err, again)
		}
		if row := again.Tables[0].Rows[0]; row.Text("x") != texts[0] || row.Text("y") != texts[1] {
			t.Errorf("%q comes back as %q, %q", texts, row.Text("x"), row.Text("y"))
		}
	})
}
