package directory

import (
	"context"
	"strings"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
)

// privacyCommands tell people what is kept about them. Their answers are private
// even when asked in a room.
func (d *Directory) privacyCommands() []bot.Command {
	return []bot.Command{{
		Name: "privacy", Summary: "see what the directory keeps about you", Needs: bot.Member, Reads: true,
		Examples: []string{"privacy"}, Handle: d.privacy,
	}, {
		Name: "privacy export", Summary: "get what the directory keeps about you as JSON", Needs: bot.Member, Reads: true,
		Examples: []string{"privacy export"}, Handle: d.privacyExport,
	}}
}

// logged is what the audit log keeps, whoever asks.
const logged = "Beside that the audit log has a line for each change you make and each refusal by role: who, when, which command and on whom. It never has your words."

// besides is what is kept beside somebody's entry.
const besides = logged + " What you have asked of the programme is under “status”; “privacy requests” gives all of it, and “privacy delete” deletes it; so do “privacy answers” and “privacy forget” with what you answered in check-ins."

// unknownToUs is what somebody hears whom the directory does not know.
const unknownToUs = "The directory keeps nothing about you."

// noEntry is the same for somebody who wants to know all that is kept: what they have asked
// is, without an entry, too.
const noEntry = "The directory has no entry for you. Your requests: “status”; all that is kept of them: “privacy requests”; delete them: “privacy delete”."

// privacy shows the speaker's own record, all of it, to nobody else.
func (d *Directory) privacy(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	p, ok, err := d.self(tx, req)
	if err != nil || !ok {
		return bot.Hush(bot.Say(noEntry + " Where you look for people is not kept. " + logged)), err
	}
	others := p.shownWords()
	if others == "" {
		others = nothing
	}
	return bot.Hush(bot.Compose(
		bot.Block{Section: &bot.Section{Text: "The directory keeps this about you:"}},
		bot.Block{Facts: rowFacts(kindPerson, p.row())},
		bot.Block{Section: &bot.Section{Text: "Others see: " + others + ". “settings shows” changes that. Coordinators see everything. " + besides}},
		bot.Block{Actions: []bot.Action{{Label: "Export", Line: "privacy export"}, {Label: "Settings", Line: "settings"}}},
	)), nil
}

// privacyExport gives the speaker's own record in the form that an import reads.
func (d *Directory) privacyExport(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	p, ok, err := d.self(tx, req)
	if err != nil || !ok {
		return bot.Hush(bot.Say(noEntry)), err
	}
	table := sheet.Table{Name: sectionOf(kindPerson), Rows: []sheet.Row{p.row()}}
	for _, c := range columnsOf(kindPerson) {
		table.Columns = append(table.Columns, sheet.Column{Name: c.name, List: c.list})
	}
	var b strings.Builder
	if err := sheet.WriteJSON(&b, sheet.Book{Tables: []sheet.Table{table}}); err != nil {
		return bot.Reply{}, err
	}
	return bot.Hush(bot.Say(strings.TrimSpace(b.String()))), nil
}

// self is the record of whoever speaks, by the account they speak from.
func (d *Directory) self(tx store.Tx, req *bot.Request) (Person, bool, error) {
	if req.Who.ID == "" {
		return Person{}, false, nil
	}
	return d.people.Get(tx, store.K(req.Who.ID))
}

// shownWords lists what others see, for a reader.
func (p Person) shownWords() string {
	var all []string
	for _, what := range shown() {
		if p.shows(what) {
			all = append(all, what)
		}
	}
	return strings.Join(all, ", ")
}

// rowFacts lists the cells of a row in the order of an export.
func rowFacts(kind string, row sheet.Row) []bot.Fact {
	var pairs []string
	for _, c := range columnsOf(kind) {
		pairs = append(pairs, bot.Capital(c.name), strings.Join(row.Cells[c.name].Values, ", "))
	}
	return facts(pairs...)
}
