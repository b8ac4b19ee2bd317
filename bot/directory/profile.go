package directory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// groupCommand shows one group.
func (d *Directory) groupCommand() bot.Command {
	return bot.Command{
		Name: "group", Summary: "show a group by its name", Needs: bot.Member, Reads: true,
		Examples: []string{"group Open Cloud Meetup Berlin"},
		Fields:   []bot.Field{{Name: "name", Label: "Which group?", Hint: "Its name, or some words of it."}},
		Handle: func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
			return d.group(tx, req)
		},
	}
}

// group shows the group of a name, or those that sound like it as buttons. Ids and
// exact names go first: what a button says must never be guessed at.
func (d *Directory) group(tx store.Tx, req *bot.Request) (bot.Reply, error) {
	name := req.Values["name"]
	g, ok, err := d.groups.Get(tx, store.K(name))
	if ok || err != nil {
		return d.profile(tx, req, g, err)
	}
	cards, err := d.named(tx, name, kindGroup)
	more := 0
	if err == nil && len(cards) == 0 {
		cards, more, err = d.groupsLike(tx, name)
	}
	if err != nil {
		return bot.Reply{}, err
	}
	switch len(cards) {
	case 0:
		return bot.Reply{}, bot.Refuse("I know no group called “%s”. “find group” with a place lists those around it.", brief(name))
	case 1:
		g, _, err := d.groups.Get(tx, store.K(cards[0].ID))
		return d.profile(tx, req, g, err)
	}
	var actions []bot.Action
	for _, c := range cards {
		actions = append(actions, bot.Action{Label: joined(" – ", c.Name, c.Place), Line: `group ` + c.ID})
	}
	which := "Which of these groups do you mean?"
	if more > 0 {
		which += " There are " + thousands(more) + " more; another word of the name will tell."
	}
	return bot.Say(which, actions...), nil
}

// profile is all that is public of a group. Leaders and mentor are named by their
// cards: whoever does not show a name is not named here either.
func (d *Directory) profile(tx store.Tx, req *bot.Request, g Group, err error) (bot.Reply, error) {
	if err != nil {
		return bot.Reply{}, err
	}
	people, err := d.cardsFor(tx, append(slices.Clone(g.Leaders), g.Mentor))
	if err != nil {
		return bot.Reply{}, err
	}
	leaders, mentor := []string{}, ""
	for _, c := range people {
		if c.ID == g.Mentor {
			mentor = c.Name
		} else {
			leaders = append(leaders, c.Name)
		}
	}
	actions, err := d.introductions(tx, req, people)
	if err != nil {
		return bot.Reply{}, err
	}
	c := g.card()
	blocks := []bot.Block{
		{Section: &bot.Section{Title: c.Name, Text: orElse(c.Place, g.Spot.Words), Link: c.Link}},
		{Facts: facts(
			"Standing", c.Title, "Languages", languageNames(c.Languages), "Topics", strings.Join(c.Topics, ", "),
			"Led by", strings.Join(leaders, ", "), "Mentor", mentor, "Also at", strings.Join(g.Links[min(1, len(g.Links)):], " "))},
	}
	if len(actions) > 0 {
		blocks = append(blocks, bot.Block{Actions: actions})
	}
	return bot.Compose(blocks...), nil
}

// facts makes facts of labels and values in turn; those without a value are left out.
func facts(pairs ...string) []bot.Fact {
	var all []bot.Fact
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all = append(all, bot.Fact{Label: pairs[i], Value: pairs[i+1]})
		}
	}
	return all
}

// Bounds of the search by similar names.
const (
	mostNames = 50_000 // names that are compared
	mostAlike = 6      // groups that are offered
)

// alike is a group whose name is like the words asked for.
type alike struct {
	id, name string
	score    int
}

// groupsLike returns the groups whose names have all the words, give or take a
// mistyped letter, and how many more there are. One that is clearly the likeliest comes
// alone.
func (d *Directory) groupsLike(tx store.Tx, words string) (cards []Card, more int, err error) {
	var found []alike
	asked, seen := strings.Fields(fold(words)), 0
	for key := range d.names.Keys(tx, nil, nil) {
		if seen++; seen > mostNames {
			break
		}
		parts, err := key.Parts()
		if err != nil {
			return nil, 0, err
		}
		name, _ := parts[0].(string)
		id, _ := parts[2].(string)
		if score := likeness(asked, strings.Fields(name)); score > 0 && parts[1] == kindGroup {
			found = append(found, alike{id, name, score})
		}
	}
	slices.SortFunc(found, func(a, b alike) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(len(a.name), len(b.name)), cmp.Compare(a.id, b.id))
	})
	if len(found) > 1 && found[0].score > found[1].score {
		found = found[:1]
	}
	var ids []string
	for _, a := range found[:min(len(found), mostAlike)] {
		ids = append(ids, a.id)
	}
	cards, err = d.cardsFor(tx, ids)
	return cards, len(found) - len(ids), err
}

// likeness is how well a name has the words asked for; 0 if one of them is missing.
// Words of the name beyond those do not matter: people say "the Hamburg meetup".
func likeness(asked, name []string) int {
	total := 0
	for _, a := range asked {
		best := 0
		for _, n := range name {
			best = max(best, sameness(a, n))
		}
		if best == 0 {
			return 0
		}
		total += best
	}
	return total
}

// sameness compares two folded words: 3 the same, 2 the beginning, 1 mistyped. The
// lengths from which mistakes are forgiven are those used for places: 4 letters for
// one, 8 for two.
func sameness(asked, word string) int {
	a, w := []rune(asked), []rune(word)
	switch {
	case asked == word:
		return 3
	case len(a) >= 3 && strings.HasPrefix(word, asked):
		return 2
	case len(a) >= 4 && within(a, w, 1), len(a) >= 8 && within(a, w, 2):
		return 1
	}
	return 0
}

// within says whether at most n letters must be added, dropped or changed, or two
// neighbours swapped, to make b of a. With n up to 2 trying is quicker than a table.
func within(a, b []rune, n int) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	if len(a) == 0 || len(b) == 0 || n == 0 {
		return len(a)+len(b) <= n
	}
	return within(a[1:], b, n-1) || within(a, b[1:], n-1) || within(a[1:], b[1:], n-1) ||
		len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && within(a[2:], b[2:], n-1)
}
