package directory

import (
	"context"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
)

// addCommand adds one record by hand. The place is text here and no field of kind
// Place: a group may meet where the gazetteer knows nothing, and is then kept as
// unplaced, as an import does. The role is a member's unless somebody says otherwise: a
// title is given on purpose, whereas a file without roles is a list of ambassadors.
func (d *Directory) addCommand() bot.Command {
	return bot.Command{
		Name: "directory add", Summary: "add a person or group", Needs: bot.Coordinator,
		Examples: []string{
			`directory add group "Open Cloud Lyon" "Lyon, France" links=https://example.org`,
			`directory add person "Ambassador Oslo" "Oslo, Norway" role=ambassador`,
		},
		Fields: []bot.Field{
			{Name: "kind", Label: "A person or a group?", Kind: bot.Choice, Choices: []string{kindPerson, kindGroup}},
			{Name: "name", Label: "Name?"},
			{Name: "place", Label: "Where?", Hint: "A town with its country."},
			{Name: "role", Label: "Which role?", Hint: "Of a person; member if you do not say.", Kind: bot.Choice, Choices: roles(), Optional: true},
			{Name: "languages", Label: "Languages?", Hint: "With commas between.", Optional: true, Check: checkLanguages},
			{Name: "links", Label: "Link?", Kind: bot.Link, Optional: true},
			{Name: "account", Label: "Account?", Hint: "Of a person: platform:user, or platform:space/user.", Optional: true},
		},
		Handle: d.add,
	}
}

// add takes one row in, by the same way as a file, so that the same rules hold.
func (d *Directory) add(ctx context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	kind, role := req.Values["kind"], ""
	if kind == kindPerson {
		role = orElse(req.Values["role"], bot.Member.String())
	}
	namesakes, err := d.named(tx, req.Values["name"], kind)
	if err != nil {
		return bot.Reply{}, err
	}
	plan, err := d.Plan(ctx, tx, Import{Book: sheet.Book{Tables: []sheet.Table{oneRow(kind, role, req.Values)}}})
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
	req.On[kind] = added.ID
	said := added.Name + " is in the directory now, as " + added.ID
	if role != "" {
		said += ", with the role " + role
	}
	said += "."
	for _, issue := range append(plan.Unplaced, plan.Notes...) {
		said += "\nPlease look at it: " + issue.Why + "."
	}
	for _, c := range namesakes {
		said += "\nThere is another one of that name: " + joined(", ", c.ID, c.Place) + "."
	}
	return bot.Hush(bot.Say(said, bot.Action{Label: "Show", Line: "directory show " + added.ID})), nil
}

// oneRow is a table with a column for each value that was given: what has no column is
// not touched, should a record of this id exist already.
func oneRow(kind, role string, values map[string]string) sheet.Table {
	table := sheet.Table{Name: sectionOf(kind)}
	row := sheet.Row{Cells: map[string]sheet.Cell{}}
	add := func(name, value string) {
		if value != "" {
			table.Columns = append(table.Columns, sheet.Column{Name: name})
			row.Cells[name] = sheet.Cell{Values: []string{value}}
		}
	}
	add("role", role)
	for _, name := range []string{"name", "place", "languages", "links", "account"} {
		add(name, values[name])
	}
	table.Rows = []sheet.Row{row}
	return table
}
