package ticket

import (
	"slices"
	"strconv"
	"time"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
)

// base lists the columns that tickets of all kinds have. “with” is who has it, or its desk;
// “voices” is how many people raised it.
func base() []string {
	return []string{"reference", "kind", "title", "state", "stage", "outcome", "opened", "changed", "due", "asker", "with", "voices"}
}

// column is what a field is called in a table, beside the columns of all kinds.
func column(f bot.Field) string {
	if slices.Contains(base(), f.Name) {
		return "field_" + f.Name
	}
	return f.Name
}

// shelved says whether tickets of a kind are in the table of the name: that of one kind, or
// with "" that of all. What was said in confidence is in no table.
func (k Kind) shelved(name string) bool { return !k.Secret && (name == "" || k.Name == name) }

// Columns lists the columns of a table of tickets of one kind, or with "" of all kinds
// together: first those that all have, then the fields.
func (e *Engine) Columns(kind string) (all []sheet.Column) {
	names := base()
	for _, k := range e.kinds {
		for _, f := range k.Fields {
			if name := column(f); k.shelved(kind) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, name := range names {
		all = append(all, sheet.Column{Name: name})
	}
	return all
}

// Rows reads the tickets of one kind, or with "" of all kinds, as rows of a table: no
// accounts, of names those that the directory shows, and nothing that was said in
// confidence. It looks at so many tickets from a number on, and returns the number to go on
// from; 0 at the end.
func (e *Engine) Rows(tx store.Tx, kind string, from uint64, most int) (rows []sheet.Row, next uint64, err error) {
	looked := 0
	for row, err := range e.tickets.From(tx, store.K(from), nil) {
		if err != nil {
			return nil, 0, err
		}
		t := row.Value
		if looked == most {
			return rows, t.Number, nil
		}
		looked++
		k := e.kindOf(t)
		if !k.shelved(kind) {
			continue
		}
		cells, err := e.cells(tx, k, t)
		if err != nil {
			return nil, 0, err
		}
		rows = append(rows, sheet.Row{Cells: cells})
	}
	return rows, 0, nil
}

// cells are a ticket as a row. Empty ones are left out.
func (e *Engine) cells(tx store.Tx, k Kind, t Ticket) (map[string]sheet.Cell, error) {
	cells := make(map[string]sheet.Cell)
	add := func(name, value string) {
		if value != "" {
			cells[name] = sheet.Cell{Values: []string{value}}
		}
	}
	asker, with, err := e.parties(tx, t)
	if err != nil {
		return nil, err
	}
	for i, value := range []string{
		e.Ref(t.Number), t.Kind, t.Title, string(t.State), t.Stage, t.Outcome,
		instant(t.Opened), instant(t.Changed), instant(t.Due), asker, with, strconv.Itoa(len(t.raised())),
	} {
		add(base()[i], value)
	}
	for _, f := range k.Fields {
		shown, err := e.Shown(tx, f, t.Values[f.Name])
		if err != nil {
			return nil, err
		}
		add(column(f), shown)
	}
	return cells, nil
}

// parties are the asker, if the directory shows their name, and who has the ticket.
func (e *Engine) parties(tx store.Tx, t Ticket) (asker, with string, err error) {
	if t.Asker.ID != "" && t.Values["anonymous"] != "yes" {
		record, _, err := e.people.Record(tx, t.Asker.ID)
		if err != nil {
			return "", "", err
		}
		if record.Shown() == record.Name {
			asker = record.Name
		}
	}
	if t.Owner.ID == "" {
		return asker, t.Desk, nil
	}
	with, err = e.name(tx, t.Owner)
	return asker, with, err
}

// instant writes a time as programs read it, in UTC; empty for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Strangers counts the open tickets whose kind the configuration does not have any more, by
// the name of the kind.
func (e *Engine) Strangers(tx store.Tx) (map[string]int, error) {
	found := make(map[string]int)
	kinds, err := e.everyKind(tx)
	if err != nil {
		return nil, err
	}
	for _, prefix := range kinds {
		name, err := whose(prefix)
		if err != nil {
			return nil, err
		}
		if _, known := e.kind(name); known {
			continue
		}
		for range e.lines.Keys(tx, prefix, store.PrefixEnd(prefix)) {
			found[name]++
		}
	}
	return found, nil
}
