package directory

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// deskCommands are for coordinators, who look after the records. People are named by
// a field of kind Human, which asks back when a name is not clear; where a group may
// be meant as well, the handler looks for itself.
func (d *Directory) deskCommands() []bot.Command {
	person := bot.Field{Name: "person", Label: "Who?", Kind: bot.Human}
	record := bot.Field{Name: "record", Label: "Who, or which group?", Hint: "An id, or the exact name."}
	return []bot.Command{{
		Name: "directory show", Summary: "see all that is kept about a person or group", Needs: bot.Coordinator, Reads: true,
		Examples: []string{"directory show ambassador-berlin"}, Fields: []bot.Field{record}, Handle: d.show,
	}, {
		Name: "directory role", Summary: "give somebody a role", Needs: bot.Coordinator,
		Examples: []string{"directory role ambassador-berlin coordinator"},
		Fields:   []bot.Field{person, {Name: "role", Label: "Which role?", Kind: bot.Choice, Choices: roles()}},
		Handle:   d.edit(giveRole),
	}, {
		Name: "directory hold", Summary: "put somebody on hold, who is away for a while", Needs: bot.Coordinator,
		Examples: []string{"directory hold ambassador-berlin until 2027-01-15"},
		Fields:   []bot.Field{person, {Name: "until", Label: "Until when?", Hint: "The last day away.", Kind: bot.Date, Word: "until", Optional: true}},
		Handle:   d.edit(putOnHold),
	}, {
		Name: "directory back", Summary: "welcome back somebody who was on hold or emeritus", Needs: bot.Coordinator,
		Examples: []string{"directory back ambassador-berlin"}, Fields: []bot.Field{person}, Handle: d.edit(welcomeBack),
	}, {
		Name: "directory emeritus", Summary: "let somebody step down with thanks", Needs: bot.Coordinator,
		Examples: []string{"directory emeritus ambassador-berlin"}, Fields: []bot.Field{person}, Handle: d.edit(stepDown),
	}, d.addCommand(), {
		Name: "directory remove", Summary: "take a person or group out of the directory", Needs: bot.Coordinator,
		Examples: []string{"directory remove group-berlin", "directory remove group-berlin sure=yes"},
		Fields:   []bot.Field{record, {Name: "sure", Label: "Really?", Kind: bot.YesNo, Optional: true}},
		Handle:   d.removeRecord,
	}, {
		Name: "directory unplaced", Summary: "list people and groups without a place", Needs: bot.Coordinator, Reads: true,
		Examples: []string{"directory unplaced"}, Handle: d.listUnplaced,
	}}
}

// roles names the roles that a coordinator can give.
func roles() []string {
	var names []string
	for _, r := range bot.Roles() {
		names = append(names, r.String())
	}
	return names
}

// edit makes a handler that changes one person and says what it has done. The record
// is read and written in the same transaction, with all its indexes, so that a title
// given or taken counts at the next message.
func (d *Directory) edit(change func(*Person, *bot.Request) (string, error)) bot.Handler {
	return func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
		p, ok, err := d.people.Get(tx, store.K(req.Values["person"]))
		if err != nil || !ok {
			return bot.Reply{}, orRefuse(err, "That person is not in the directory any more.")
		}
		said, err := change(&p, req)
		if err != nil {
			return bot.Reply{}, err
		}
		if err := d.putPerson(tx, p); err != nil {
			return bot.Reply{}, err
		}
		return bot.Hush(bot.Say(said, bot.Action{Label: "Show", Line: "directory show " + p.ID})), nil
	}
}

// giveRole makes the person what the coordinator says, from today on.
func giveRole(p *Person, req *bot.Request) (string, error) {
	role, err := bot.ParseRole(req.Values["role"])
	if err != nil {
		return "", err
	}
	if role == p.Role {
		return "", bot.Refuse("%s is %s already.", p.Name, aRole(role))
	}
	p.Role, p.Since = role, today(req)
	said := fmt.Sprintf("%s is %s now.", p.Name, aRole(role))
	if len(p.Accounts) > 1 { // one linked long ago by somebody else would show here
		said += " The accounts that count as theirs: " + strings.Join(accountTexts(p.Accounts), ", ") + "."
	}
	return said, nil
}

// aRole is the role with its article.
func aRole(r bot.Role) string {
	if r == bot.Ambassador {
		return "an " + r.String()
	}
	return "a " + r.String()
}

// putOnHold keeps the person out of answers for a while. With a last day they come
// back by themselves: the indexes hold the day, and every search looks at it.
func putOnHold(p *Person, req *bot.Request) (string, error) {
	until := req.Values["until"]
	if p.Status == Emeritus {
		return "", bot.Refuse("%s has stepped down. “directory back” comes first.", p.Name)
	}
	if until != "" && until < today(req) {
		return "", bot.Refuse("%s is in the past.", day(until))
	}
	p.Status, p.Until = Hold, until
	if until == "" {
		return p.Name + " is on hold until “directory back”.", nil
	}
	return p.Name + " is on hold until " + day(until) + " and back the day after.", nil
}

// welcomeBack ends a hold, or takes a farewell back.
func welcomeBack(p *Person, req *bot.Request) (string, error) {
	if p.Gone && p.Status == Active {
		return "", bot.Refuse("Every account of %s is deactivated, so nobody is sent to them. They are back with the first account that works again.", p.Name)
	}
	if p.Status == Active {
		return "", bot.Refuse("%s is not away.", p.Name)
	}
	p.Status, p.Until = Active, ""
	return p.Name + " is back.", nil
}

// stepDown ends the title but not the record: "is" goes on to say with thanks what
// they were, and the regions stay written down for whoever follows.
func stepDown(p *Person, req *bot.Request) (string, error) {
	if p.Status == Emeritus {
		return "", bot.Refuse("%s is emeritus already.", p.Name)
	}
	p.Status, p.Until, p.Since = Emeritus, "", today(req)
	return p.Name + " is emeritus now, with thanks.", nil
}

// today is the day of the message in UTC: one day for everybody, whoever looks.
func today(req *bot.Request) string { return req.Message.At.UTC().Format(time.DateOnly) }

// record is one record of any kind that words have named, private data included.
type record struct {
	kind, id, name string
	place          string     // its label; may be empty
	facts          []bot.Fact // as an export has them, and what the gazetteer made of the place
}

// recordCalled finds one person or group by id, account or exact name. It never
// guesses, because what follows may be a removal.
func (d *Directory) recordCalled(tx store.Tx, who bot.Person, words string) (record, error) {
	people, err := d.peopleCalled(tx, who, words)
	if err != nil {
		return record{}, err
	}
	groups, err := d.named(tx, words, kindGroup)
	if err != nil {
		return record{}, err
	}
	g, ok, err := d.groups.Get(tx, store.K(words))
	if err != nil {
		return record{}, err
	}
	if ok {
		groups = []Card{g.card()}
	}
	cards := append(people, groups...)
	switch len(cards) {
	case 0:
		return record{}, bot.Refuse("There is nobody and no group called “%s”.", brief(words))
	case 1:
		return d.record(tx, cards[0])
	}
	var ids []string // these are what tells namesakes apart
	for _, c := range cards {
		ids = append(ids, c.ID)
	}
	return record{}, bot.Refuse("There are several of that name: %s.", strings.Join(ids, ", "))
}

// record reads what a card stands for.
func (d *Directory) record(tx store.Tx, c Card) (record, error) {
	if g, ok, err := d.groups.Get(tx, store.K(c.ID)); ok || err != nil {
		place := bot.Fact{Label: "Understood as", Value: orElse(g.Spot.Label, "no place")}
		return record{kindGroup, g.ID, g.Name, g.Spot.Label, append(rowFacts(kindGroup, g.row()), place)}, err
	}
	p, _, err := d.people.Get(tx, store.K(c.ID))
	kept := append(rowFacts(kindPerson, p.row()), bot.Fact{Label: "Understood as", Value: orElse(p.Spot.Label, "no place")})
	if p.Gone { // no column of a file, but why nobody is sent to them
		kept = append(kept, bot.Fact{Label: "Gone", Value: "every account is deactivated"})
	}
	return record{kindPerson, p.ID, p.Name, p.Spot.Label, kept}, err
}

// show is the whole record, private data included.
func (d *Directory) show(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	r, err := d.recordCalled(tx, req.Who, req.Values["record"])
	if err != nil {
		return bot.Reply{}, err
	}
	return bot.Hush(bot.Compose(bot.Block{Section: &bot.Section{Title: r.name}}, bot.Block{Facts: r.facts})), nil
}

// removeRecord takes a record out, after a yes. The question names what goes, so it is
// asked here, once it is clear which record is meant.
func (d *Directory) removeRecord(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	r, err := d.recordCalled(tx, req.Who, req.Values["record"])
	if err != nil {
		return bot.Reply{}, err
	}
	switch req.Values["sure"] {
	case "yes":
	case "":
		return bot.Reply{}, &bot.Missing{Field: "sure", Text: "Remove " + joined(", ", r.name, r.place) + ", with all that is kept?"}
	default:
		return bot.Hush(bot.Say(r.name + " stays.")), nil // the audit log names nobody then
	}
	req.On[r.kind] = r.id
	if err := d.remove(tx, r.kind, r.id); err != nil {
		return bot.Reply{}, err
	}
	return bot.Hush(bot.Say(r.name + " is not in the directory any more.")), nil
}

// mostListed is how many records one answer lists.
const mostListed = 20

// listUnplaced lists the records that find cannot find by distance.
func (d *Directory) listUnplaced(_ context.Context, tx store.Tx, _ *bot.Request) (bot.Reply, error) {
	var lines []string
	count := 0
	for row, err := range d.unplaced.All(tx, nil) {
		if err != nil {
			return bot.Reply{}, err
		}
		if count++; count > mostListed {
			continue // only counted
		}
		id, err := lastText(row.Key)
		if err != nil {
			return bot.Reply{}, err
		}
		lines = append(lines, joined(" – ", id, orElse(row.Value, "no place given")))
	}
	if count == 0 {
		return bot.Hush(bot.Say("Everybody and every group has a place.")), nil
	}
	if count > mostListed {
		lines = append(lines, fmt.Sprintf("… and %s more", thousands(count-mostListed)))
	}
	return bot.Hush(bot.Compose(bot.Block{Section: &bot.Section{Title: "Without a place: " + thousands(count), Text: strings.Join(lines, "\n")}})), nil
}
