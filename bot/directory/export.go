package directory

import (
	"fmt"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
)

// Export gives everything back in the form Plan reads: kind "people", "groups" or
// "regions" is one table, "directory" all three.
func (d *Directory) Export(tx store.Tx, kind string) (sheet.Book, error) {
	var book sheet.Book
	var err error
	switch kind {
	case "directory", "people", "groups", "regions":
	default:
		return book, fmt.Errorf("export %q: want directory, people, groups or regions", kind)
	}
	// Regions first, for people refer to them; people next, for groups do.
	for _, t := range []struct {
		kind string
		rows func(store.Tx) ([]sheet.Row, error)
	}{
		{kindRegion, rowsOf(d.regions, Region.row)}, {kindPerson, rowsOf(d.people, Person.row)}, {kindGroup, rowsOf(d.groups, Group.row)},
	} {
		table := sheet.Table{Name: sectionOf(t.kind)}
		if kind != "directory" && kind != table.Name {
			continue
		}
		for _, c := range columnsOf(t.kind) {
			table.Columns = append(table.Columns, sheet.Column{Name: c.name, List: c.list})
		}
		if table.Rows, err = t.rows(tx); err != nil {
			return sheet.Book{}, fmt.Errorf("directory: export %s: %w", table.Name, err)
		}
		book.Tables = append(book.Tables, table)
	}
	return book, nil
}

// sectionOf is how the section of a kind is called in a file.
func sectionOf(kind string) string {
	if kind == kindPerson {
		return "people"
	}
	return kind + "s"
}

// rowsOf reads a bucket into rows, in the order of ids, so that two exports of the
// same state are the same text.
func rowsOf[T any](b store.Bucket[T], row func(T) sheet.Row) func(store.Tx) ([]sheet.Row, error) {
	return func(tx store.Tx) ([]sheet.Row, error) {
		var rows []sheet.Row
		for r, err := range b.All(tx, nil) {
			if err != nil {
				return nil, err
			}
			rows = append(rows, row(r.Value))
		}
		return rows, nil
	}
}

// row is the person as an export has it. It is the private view, too: what people
// see of themselves, and coordinators of everybody.
func (p Person) row() sheet.Row {
	cells := cells{}
	cells.text("id", p.ID)
	cells.text("name", p.Name)
	cells.text("role", p.Role.String())
	cells.spot(p.Spot)
	cells.list("regions", p.Regions)
	cells.list("languages", p.Languages)
	cells.list("topics", p.Topics)
	cells.list("accounts", accountTexts(p.Accounts))
	cells.text("zone", p.Zone)
	cells.text("time", p.Time)
	cells.list("days", p.Days)
	cells.list("links", p.Links)
	cells.list("shows", p.Shows)
	cells.text("status", string(p.Status))
	cells.text("until", p.Until)
	cells.text("since", p.Since)
	cells.text("note", p.Note)
	cells.text("source", p.Source)
	return sheet.Row{Cells: cells}
}

// row is the group as an export has it.
func (g Group) row() sheet.Row {
	cells := cells{}
	cells.text("id", g.ID)
	cells.text("name", g.Name)
	cells.spot(g.Spot)
	cells.list("languages", g.Languages)
	cells.list("topics", g.Topics)
	cells.list("links", g.Links)
	cells.list("leaders", g.Leaders)
	cells.text("mentor", g.Mentor)
	cells.text("status", string(g.Standing))
	cells.text("since", g.Since)
	cells.text("source", g.Source)
	return sheet.Row{Cells: cells}
}

// row is the region as an export has it.
func (r Region) row() sheet.Row {
	words := make([]string, len(r.Covers))
	for i, c := range r.Covers {
		words[i] = c.Words
	}
	cells := cells{}
	cells.text("id", r.ID)
	cells.text("name", r.Name)
	cells.text("parent", r.Parent)
	cells.list("covers", words)
	cells.text("source", r.Source)
	return sheet.Row{Cells: cells}
}

// cells are the cells of a row that is being written; empty ones are left out.
type cells map[string]sheet.Cell

func (c cells) text(name, text string) {
	if text != "" {
		c[name] = sheet.Cell{Values: []string{text}}
	}
}

func (c cells) list(name string, values []string) {
	if len(values) > 0 {
		c[name] = sheet.Cell{Values: values, List: true}
	}
}

// spot writes what the file said about a place; what the gazetteer made of it is
// found again by the next import.
func (c cells) spot(s Spot) {
	c.text("place", s.Words)
	c.text("country", s.Country)
	lat, lon := s.coordinates()
	c.text("lat", lat)
	c.text("lon", lon)
}

// accountTexts writes accounts as configuration files do.
func accountTexts(accounts []bot.Address) []string {
	texts := make([]string, len(accounts))
	for i, a := range accounts {
		texts[i] = a.String()
	}
	return texts
}

// subject is a record of any kind as an import compares it.
type subject struct {
	name, source string
	spot         Spot
	areas        []string // of a region
	row          sheet.Row
}

func (p Person) subject() subject { return subject{p.Name, p.Source, p.Spot, nil, p.row()} }
func (g Group) subject() subject  { return subject{g.Name, g.Source, g.Spot, nil, g.row()} }
func (r Region) subject() subject { return subject{r.Name, r.Source, Spot{}, r.areas(), r.row()} }

// diffs lists the fields in which two records of a kind differ. Where the words are
// the same, what the gazetteer makes of them may still have changed.
func diffs(kind string, old, fresh subject) []Diff {
	var all []Diff
	for _, c := range columnsOf(kind) {
		a, b := old.row.Cells[c.name], fresh.row.Cells[c.name]
		if !slices.Equal(a.Values, b.Values) {
			all = append(all, Diff{Field: c.name, Old: strings.Join(a.Values, "; "), New: strings.Join(b.Values, "; ")})
		}
	}
	if len(all) == 0 && !old.spot.equal(fresh.spot) {
		all = append(all, Diff{Field: "place", Old: orElse(old.spot.Label, "unknown"), New: orElse(fresh.spot.Label, "unknown")})
	}
	if len(all) == 0 && !slices.Equal(old.areas, fresh.areas) {
		all = append(all, Diff{Field: "covers", Old: several(len(old.areas), "area", "areas"), New: several(len(fresh.areas), "area", "areas")})
	}
	return all
}
