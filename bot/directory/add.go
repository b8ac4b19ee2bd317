package directory

import (
	"context"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
)

// addCommand adds one record by hand. The place is text here and no field of kind
// Place: a group may meet where the gazetteer knows nothing, and is then kept as
// unplaced, as an import does.
func (d *Directory) addCommand() bot.Command {
	return bot.Command{
		Name: "directory add", Summary: "add a person or group", Needs: bot.Coordinator,
		Examples: []string{`directory add group "Open Cloud Lyon" "Lyon, France" links=https://example.org`},
		Fields: []bot.Field{
			{Name: "kind", Label: "A person or a group?", Kind: bot.Choice, Choices: []string{kindPerson, kindGroup}},
			{Name: "name", Label: "Name?"},
			{Name: "place", Label: "Where?", Hint: "A town with its country."},
			{Name: "languages", Label: "Languages?", Hint: "With commas between.", Optional: true, Check: checkLanguages},
			{Name: "links", Label: "Link?", Kind: bot.Link, Optional: true},
			{Name: "account", Label: "Account?", Hint: "Of a person, as in slack:T123/U456.", Optional: true},
		},
		Handle: d.add,
	}
}

// add takes one row in, by the same way as a file, so that the same rules hold.
func (d *Directory) add(ctx context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	// A table of one row, with a column for each value that was given: what has no
	// column is not touched, should a record of this id exist already.
	table := sheet.Table{Name: sectionOf(req.Values["kind"])}
	row := sheet.Row{Cells: map[string]sheet.Cell{}}
	for _, name := range []string{"name", "place", "languages", "links", "account"} {
		if value := req.Values[name]; value != "" {
			table.Columns = append(table.Columns, sheet.Column{Name: name})
			row.Cells[name] = sheet.Cell{Values: []string{value}}
		}
	}
	table.Rows = []sheet.Row{row}
	plan, err := d.Plan(ctx, tx, Import{Book: sheet.Book{Tables: []sheet.Table{table}}})
	switch {
	case err != nil:
		return bot.Reply{}, err
	case len(plan.Wrong) > 0:
		return bot.Reply{}, bot.Refuse("That cannot be taken in: %s.", plan.Wrong[0].Why)
	case len(plan.Added) == 0: // the id is made of name and place, so both are the same
		return bot.Reply{}, bot.Refuse("“%s” of that place is in the directory already.", brief(req.Values["name"]))
	}
	if err := d.Apply(tx, plan); err != nil {
		return bot.Reply{}, err
	}
	added := plan.Added[0]
	said := added.Name + " is in the directory now, as " + added.ID + "."
	for _, issue := range append(plan.Unplaced, plan.Notes...) {
		said += "\nPlease look at it: " + issue.Why + "."
	}
	return hush(bot.Say(said, bot.Action{Label: "Show", Line: "directory show " + added.ID})), nil
}
