package directory

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// isCommand says who holds the title. Its field is text and no person, because
// somebody who is not in the directory must be answered, too.
func (d *Directory) isCommand() bot.Command {
	return bot.Command{
		Name: "is", Summary: "check whether somebody is an ambassador", Needs: bot.Member, Reads: true,
		Examples: []string{"is ambassador-berlin", "is Ambassador Berlin an ambassador?"},
		Fields:   []bot.Field{{Name: "person", Label: "Who?", Hint: "A mention, or the exact name."}},
		Handle: func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
			return d.is(tx, req)
		},
	}
}

// is answers exactly, for each person of that name, and never guesses: a title that
// somebody else bears must not rub off on a name that only looks like theirs.
func (d *Directory) is(tx store.Tx, req *bot.Request) (bot.Reply, error) {
	words := whom(req.Values["person"])
	if strings.EqualFold(words, "me") { // by account, which is what others would mention
		words = "@" + req.Message.From.Account().String()
	}
	cards, err := d.peopleCalled(tx, req.Who, words)
	if err != nil {
		return bot.Reply{}, err
	}
	var lines []string
	for _, c := range cards {
		p, ok, err := d.people.Get(tx, store.K(c.ID))
		if err != nil {
			return bot.Reply{}, err
		}
		if ok {
			lines = append(lines, p.verdict(words, req.Message.At))
		}
	}
	if len(lines) == 0 {
		return bot.Reply{Text: "No. " + d.stranger(words), Unknown: true}, nil
	}
	return bot.Say(strings.Join(lines, "\n")), nil
}

// whom takes the question around a name away: "Ambassador Berlin an ambassador?".
func whom(words string) string {
	words = strings.TrimSpace(strings.TrimRight(words, "?! "))
	if rest, ok := strings.CutSuffix(words, " an ambassador"); ok {
		words = strings.TrimSpace(rest)
	}
	return words
}

// stranger says what there is to say of somebody without a record: the team of the
// configuration needs none.
func (d *Directory) stranger(words string) string {
	if account, err := bot.ParseAccount(strings.TrimPrefix(words, "@")); err == nil && d.coordinators[account] {
		return brief(words) + " is of the programme's team, and not an ambassador."
	}
	return "Nobody called “" + brief(words) + "” is an ambassador here. Names must be exact; a mention is surest."
}

// verdict says whether the person holds the title on that day. Who does not show
// their name is called as the asker called them.
func (p Person) verdict(words string, at time.Time) string {
	name := brief(words)
	if p.shows("name") {
		name = p.Name
	}
	since := ""
	if p.Since != "" {
		since = ", since " + day(p.Since)
	}
	status := p.At(at)
	switch {
	case status == Emeritus:
		return fmt.Sprintf("Not any more. %s is emeritus%s, with thanks.", name, since)
	case !p.isAmbassador() && p.title() >= bot.Leader:
		return fmt.Sprintf("No. %s is a %s, not an ambassador.", name, map[bot.Role]string{bot.Leader: "group leader", bot.Coordinator: "coordinator"}[p.title()])
	case !p.isAmbassador():
		return fmt.Sprintf("No. %s is not an ambassador.", name)
	case status == Hold && p.away() != "":
		return fmt.Sprintf("Yes, and on hold: %s is an ambassador and away until %s.", name, day(p.away()))
	case status == Hold:
		return fmt.Sprintf("Yes, and on hold: %s is an ambassador and away for now.", name)
	}
	return fmt.Sprintf("Yes. %s is an ambassador%s.", name, since)
}
