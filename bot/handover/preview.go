package handover

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// region finds a region by its id or name.
func (r *Room) region(tx store.Tx, words string) (directory.Region, error) {
	words = strings.Trim(words, " .“”\"")
	for region, err := range r.people.Regions(tx) {
		if err != nil {
			return region, err
		}
		if region.ID == words || strings.EqualFold(region.Name, words) {
			return region, nil
		}
	}
	return directory.Region{}, bot.Refuse("I know no region “%s”. Give its name as “find” shows it.", words)
}

// words says what goes to somebody else; nothing of it is changed.
func (t turn) words() (all []string, err error) {
	if t.m.Why != hold {
		regions, err := t.regions()
		if err != nil {
			return nil, err
		}
		if len(regions) > 0 {
			all = append(all, "Regions: "+strings.Join(regions, ", "))
		}
		groups, err := t.people.Mentored(t.tx, t.m)
		if err != nil {
			return nil, err
		}
		var names []string
		for _, g := range groups {
			names = append(names, g.Name)
		}
		if len(names) > 0 {
			all = append(all, "Groups to mentor: "+strings.Join(names, ", "))
		}
	}
	for _, b := range t.belongings {
		held, err := b.Held(t.tx, t.m)
		if err != nil {
			return nil, err
		}
		if held != "" {
			all = append(all, bot.Capital(held))
		}
	}
	return all, nil
}

// regions names the regions that move.
func (t turn) regions() (names []string, err error) {
	ids := t.m.Regions
	if ids == nil {
		ids = t.from.Regions
	}
	for _, id := range ids {
		r, there, err := t.people.Region(t.tx, id)
		if err != nil {
			return nil, err
		}
		if there {
			names = append(names, r.Name)
		}
	}
	return names, nil
}

// preview shows what would happen, with a button that does it.
func (t turn) preview(what, label string) (bot.Reply, error) {
	words, err := t.words()
	if err != nil {
		return bot.Reply{}, err
	}
	whom := "to whoever is there for it"
	if t.m.To != "" {
		whom = "to " + t.to.Shown()
	}
	text := what
	if len(words) > 0 {
		text += fmt.Sprintf("\nThis goes %s:\n%s", whom, strings.Join(words, "\n"))
	} else {
		text += "\nNothing is open that would have to go to somebody else."
	}
	values := maps.Clone(t.req.Values)
	values["sure"] = "yes"
	return bot.Hush(bot.Say(text, bot.Action{Label: label, Line: t.req.Command.Line(values)})), nil
}

// move changes the directory and moves all belongings. What goes to whoever is there must not come back, so that the
// directory comes first; where somebody takes it, the belongings are reckoned by the directory as it was.
func (t turn) move(change func() error) error {
	t.req.On["from"] = t.m.From
	if t.m.To != "" {
		t.req.On["to"] = t.m.To
	}
	if t.m.To != "" {
		return errors.Join(t.moveAll(), change())
	}
	return errors.Join(change(), t.moveAll())
}

// moveAll moves all belongings.
func (t turn) moveAll() (err error) {
	for _, b := range t.belongings {
		err = errors.Join(err, b.HandOver(t.tx, t.req.Outbox, t.m))
	}
	return err
}

// tell tells whoever takes over what they have now, and the coordinators that it is so.
func (t turn) tell(said string, words []string) error {
	key := fmt.Sprintf("handover/%s/%s/%d/", t.m.From, t.m.Why, t.m.At.UnixNano())
	told := map[bot.Address]bool{t.req.Message.From.Account(): true}
	if t.m.To != "" && t.m.To != t.req.Who.ID {
		accounts, err := t.people.Reach(t.tx, t.m.To)
		if err != nil {
			return err
		}
		text := said
		if len(words) > 0 {
			text += "\nYou have now:\n" + strings.Join(words, "\n")
		}
		for _, a := range accounts {
			if t.req.Outbox.Reaches(a.Platform) {
				told[a] = true
				if err := t.req.Outbox.Put(t.tx, bot.Envelope{Key: key + a.String(), To: a, Reply: bot.Hush(bot.Say(text, bot.Action{Label: "What waits for me", Line: "desk"}))}); err != nil {
					return err
				}
				break
			}
		}
	}
	seats, err := t.people.Seats(t.tx, directory.Coordinators)
	if err != nil {
		return err
	}
	for _, s := range seats {
		if told[s.Account] || !t.req.Outbox.Reaches(s.Account.Platform) {
			continue
		}
		if err := t.req.Outbox.Put(t.tx, bot.Envelope{Key: key + s.Account.String(), To: s.Account, Reply: bot.Hush(bot.Say(said))}); err != nil {
			return err
		}
	}
	return nil
}
