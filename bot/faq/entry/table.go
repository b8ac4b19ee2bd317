package entry

import (
	"strings"

	"ambassador/bot/sheet"
)

// Table is entries as the rows of a table, with a column for the questions and the answer of each language, for those who look
// at them in a spreadsheet.
func Table(entries []Entry) sheet.Table {
	var questions, answers []Text
	for _, e := range entries {
		questions, answers = append(questions, e.Questions...), append(answers, e.Answers...)
	}
	t := sheet.Table{Name: "faq", Columns: []sheet.Column{{Name: "id"}, {Name: "name"}}}
	for _, lang := range languages(questions) {
		t.Columns = append(t.Columns, sheet.Column{Name: column("questions", lang), List: true})
	}
	for _, lang := range languages(answers) {
		t.Columns = append(t.Columns, sheet.Column{Name: column("answer", lang)})
	}
	t.Columns = append(t.Columns, sheet.Column{Name: "tags", List: true}, sheet.Column{Name: "related", List: true},
		sheet.Column{Name: "owner"}, sheet.Column{Name: "reviewed"}, sheet.Column{Name: "review_by"})
	for i, e := range entries {
		t.Rows = append(t.Rows, sheet.Row{Line: i + 2, Cells: e.Clean().cells()})
	}
	return t
}

// column is a column of a language.
func column(name, lang string) string { return strings.Trim(name+"_"+lang, "_") }

// cells are the entry's own, without those that are empty.
func (e Entry) cells() map[string]sheet.Cell {
	cells := make(map[string]sheet.Cell)
	put := func(column string, words ...string) {
		for _, w := range words {
			if w != "" {
				c := cells[column]
				cells[column] = sheet.Cell{Values: append(c.Values, w), List: len(words) > 1}
			}
		}
	}
	put("id", e.ID)
	put("name", e.Name)
	for _, q := range e.Questions {
		put(column("questions", q.Lang), q.Text)
	}
	for _, a := range e.Answers {
		put(column("answer", a.Lang), a.Text)
	}
	put("tags", e.Tags...)
	put("related", e.Related...)
	put("owner", e.Owner)
	put("reviewed", dayOf(e.Reviewed))
	put("review_by", dayOf(e.ReviewBy))
	return cells
}
