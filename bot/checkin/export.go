package checkin

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
)

// Record is an answer, or that there is none, as exports have it.
type Record struct {
	Kind     string            `json:"kind"`
	Round    string            `json:"round"`
	Person   string            `json:"person"` // id
	Name     string            `json:"name"`
	Regions  []string          `json:"regions,omitempty"` // names
	State    State             `json:"state"`
	Reason   string            `json:"reason,omitempty"`
	By       string            `json:"by,omitempty"`       // id, where somebody else has answered
	Answered string            `json:"answered,omitempty"` // when first, RFC 3339
	Changed  string            `json:"changed,omitempty"`
	Values   map[string]string `json:"values,omitempty"` // by field
}

// Records lists asks of a kind from a key on, the oldest round first, at most so many; of all kinds where kind is empty. The
// first key is nil; next is where to go on, and nil at the end.
func (e *Engine) Records(tx store.Tx, kind string, from store.Key, most int) (some []Record, next store.Key, err error) {
	prefix := store.K()
	if kind != "" {
		prefix = store.K(kind)
	}
	if from == nil {
		from = prefix
	}
	for row, err := range e.asks.From(tx, from, store.PrefixEnd(prefix)) {
		if err != nil {
			return nil, nil, fmt.Errorf("check-ins: %w", err)
		}
		if len(some) == most {
			return some, row.Key.Clone(), nil
		}
		r, err := e.record(tx, row.Value)
		if err != nil {
			return nil, nil, err
		}
		some = append(some, r)
	}
	return some, nil, nil
}

// record is one ask for an export.
func (e *Engine) record(tx store.Tx, a Ask) (Record, error) {
	name, err := e.name(tx, a.Person)
	if err != nil {
		return Record{}, err
	}
	regions, err := e.regionsOf(tx, a)
	r := Record{Kind: a.Kind, Round: a.Label, Person: a.Person, Name: bot.Capital(name), Regions: regions, State: a.State, Reason: a.Reason,
		Answered: stamp(a.At), Values: a.Values}
	if a.By != a.Person {
		r.By = a.By
	}
	if a.Versions > 1 {
		r.Changed = stamp(a.Changed)
	}
	return r, err
}

// stamp is an instant for programs.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Table is the records as rows, with a column for each field of the kinds.
func (e *Engine) Table(tx store.Tx, records []Record) (sheet.Table, error) {
	columns := []string{"kind", "round", "person", "name", "regions", "state", "reason", "by", "answered", "changed"}
	called := func(field string) string {
		if slices.Contains(columns, field) {
			return "field_" + field
		}
		return field
	}
	fields, seen := []string(nil), make(map[string]bool)
	for _, r := range records {
		k, err := e.kindOf(tx, Ask{Kind: r.Kind, Values: r.Values})
		if err != nil {
			return sheet.Table{}, err
		}
		names := slices.Sorted(maps.Keys(r.Values)) // of a field that the kind has no more, too
		for i, f := range k.Fields {
			names = slices.Insert(names, i, f.Name)
		}
		for _, name := range names {
			if !seen[name] {
				seen[name] = true
				fields = append(fields, name)
			}
		}
	}
	t := sheet.Table{Name: "reports"}
	for _, name := range columns {
		t.Columns = append(t.Columns, sheet.Column{Name: name})
	}
	for _, name := range fields {
		t.Columns = append(t.Columns, sheet.Column{Name: called(name)})
	}
	for _, r := range records {
		row := sheet.Row{Cells: make(map[string]sheet.Cell)}
		for i, v := range []string{r.Kind, r.Round, r.Person, r.Name, strings.Join(r.Regions, ", "), string(r.State), r.Reason, r.By, r.Answered, r.Changed} {
			put(row, columns[i], v)
		}
		for _, name := range fields {
			put(row, called(name), r.Values[name])
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// put fills a cell, unless there is nothing to put.
func put(row sheet.Row, column, v string) {
	if v = strings.TrimSpace(v); v != "" {
		row.Cells[column] = sheet.Cell{Values: []string{v}}
	}
}

// files are a round as files: Markdown for people, CSV for sheets, JSON for programs.
func (e *Engine) files(tx store.Tx, t tally) ([]bot.Block, error) {
	var records []Record
	for _, a := range t.asks {
		r, err := e.record(tx, a)
		if err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	table, err := e.Table(tx, records)
	if err != nil {
		return nil, err
	}
	var csv bytes.Buffer
	if err := sheet.WriteCSV(&csv, table); err != nil {
		return nil, fmt.Errorf("roll-up: %w", err)
	}
	lines, err := json.MarshalIndent(records, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("roll-up: %w", err)
	}
	name := t.k.Ref(t.r.Label)
	return []bot.Block{
		{File: &bot.File{Name: name + ".md", Type: "text/markdown; charset=utf-8", Data: []byte(e.document(t, records))}},
		{File: &bot.File{Name: name + ".csv", Type: "text/csv; charset=utf-8", Data: csv.Bytes()}},
		{File: &bot.File{Name: name + ".json", Type: "application/json", Data: append(lines, '\n')}},
	}, nil
}

// document is a round as a page in Markdown.
func (e *Engine) document(t tally, records []Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", bot.Capital(t.k.called(t.r.Label)), t.line(e.zone))
	for _, r := range records {
		if r.State != Answered {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n", r.heading())
		for _, f := range t.k.Fields {
			if v := r.Values[f.Name]; v != "" {
				fmt.Fprintf(&b, "\n**%s**\n\n> %s\n", strings.TrimRight(f.Label, ":"), strings.ReplaceAll(v, "\n", "\n> ")) // a heading in it is not one of ours
			}
		}
	}
	b.WriteString("\n## Without an answer\n\n")
	for _, r := range records {
		if r.State != Answered {
			fmt.Fprintf(&b, "- %s: %s\n", r.heading(), cmp.Or(r.Reason, r.State.words()))
		}
	}
	return b.String()
}

// heading is who a record is of.
func (r Record) heading() string {
	if len(r.Regions) == 0 {
		return r.Name
	}
	return r.Name + " (" + strings.Join(r.Regions, ", ") + ")"
}
