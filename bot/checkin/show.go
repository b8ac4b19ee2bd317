package checkin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// show posts an answer where answers are read. A changed one takes the place of what was posted.
func (e *Engine) show(tx store.Tx, out *bot.Outbox, k Kind, a Ask) error {
	for _, room := range k.Rooms {
		if !out.Reaches(room.Platform) {
			continue
		}
		card, err := e.card(tx, k, a)
		if err != nil {
			return err
		}
		first := fmt.Sprintf("answer/%s/%s/%s/%s", a.Kind, a.Label, a.Person, room)
		env := bot.Envelope{Key: first, To: room, Reply: card, Lasting: true}
		if a.Versions > 1 {
			env.Key, env.Replaces = fmt.Sprintf("%s/%d", first, a.Versions), first
		}
		if err := out.Put(tx, env); err != nil {
			return fmt.Errorf("show an answer: %w", err)
		}
	}
	return nil
}

// card is an answer as everybody reads it who may.
func (e *Engine) card(tx store.Tx, k Kind, a Ask) (bot.Reply, error) {
	who, err := e.signature(tx, a)
	if err != nil {
		return bot.Reply{}, err
	}
	blocks := []bot.Block{{Section: &bot.Section{Title: who, Text: bot.Capital(k.called(a.Label))}}}
	for _, f := range k.Fields {
		if v := a.Values[f.Name]; v != "" {
			blocks = append(blocks, bot.Block{Section: &bot.Section{Title: strings.TrimRight(f.Label, ":"), Text: v}})
		}
	}
	if len(a.Values) == 0 {
		blocks = append(blocks, bot.Block{Section: &bot.Section{Text: "The answer was taken back."}})
	}
	return bot.Compose(blocks...), nil
}

// signature is who answers, and for what: “Ambassador Berlin, Germany”.
func (e *Engine) signature(tx store.Tx, a Ask) (string, error) {
	name, err := e.name(tx, a.Person)
	if err != nil {
		return "", err
	}
	name = bot.Capital(name)
	regions, err := e.regionsOf(tx, a)
	if err != nil {
		return "", err
	}
	if len(regions) > 0 {
		name += " (" + strings.Join(regions, ", ") + ")"
	}
	if a.By != "" && a.By != a.Person {
		by, err := e.name(tx, a.By)
		if err != nil {
			return "", err
		}
		name += ", written by " + by
	}
	return name, nil
}

// regionsOf names the regions that an ask is about: of one that is over those that the person looked after then.
func (e *Engine) regionsOf(tx store.Tx, a Ask) (names []string, err error) {
	if a.Open() {
		if err := e.about(tx, &a); err != nil {
			return nil, err
		}
	}
	c, err := e.count(tx)
	if err != nil {
		return nil, err
	}
	for _, region := range a.Regions {
		if name := c.named[region]; name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}

// about notes the regions that somebody looks after now, as long as the directory knows them.
func (e *Engine) about(tx store.Tx, a *Ask) error {
	c, err := e.count(tx)
	if err != nil {
		return err
	}
	if m, there := c.member(a.Person); there {
		a.Regions = m.own
	}
	return nil
}

// showOne shows an answer: to whoever gave it or is to give it, and to coordinators.
func (e *Engine) showOne(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	round, whose, _ := strings.Cut(req.Values["round"], of)
	k, label, known, err := e.named(tx, round)
	if err != nil {
		return bot.Reply{}, err
	}
	if !known {
		return bot.Reply{}, bot.Refuse("I know no check-in “%s”.", short(req.Values["round"])).Offer(mineAction())
	}
	a, there, err := e.visible(tx, req, k, label, cmp.Or(req.Values["person"], whose, req.Who.ID))
	switch {
	case err != nil:
		return bot.Reply{}, err
	case !there:
		return bot.Reply{}, bot.Refuse("There is no %s that you could see here.", k.called(label)).Offer(mineAction())
	case a.State != Answered:
		line, err := e.standing(tx, owing{a, k}, req)
		if !a.Open() || a.Who() != req.Who.ID {
			return bot.Hush(bot.Say(line)), err
		}
		return bot.Hush(bot.Say(line, k.actions(a)...)), err
	}
	card, err := e.card(tx, k, a)
	if err != nil || !a.Editable(req.Message.At) || a.Who() != req.Who.ID {
		return bot.Hush(card), err
	}
	card.Blocks = append(card.Blocks, bot.Block{Actions: []bot.Action{{Label: "Change it", Line: k.line(a, "")}}})
	return bot.Hush(card), nil
}

// visible is the ask of somebody in a round, or in the last one where there is no label, if the speaker may see it: it is
// theirs, or theirs to answer, or they look after the kind.
func (e *Engine) visible(tx store.Tx, req *bot.Request, k Kind, label, person string) (a Ask, there bool, err error) {
	runs, err := e.runs(tx, req, k)
	if err != nil {
		return a, false, err
	}
	rounds, err := e.Rounds(tx, k.Name)
	if err != nil {
		return a, false, err
	}
	for _, r := range slices.Backward(rounds) {
		if label != "" && r.Label != label {
			continue
		}
		a, there, err = e.asks.Get(tx, askKey(k.Name, r.Label, person))
		if err != nil || there {
			return a, there && (runs || a.Person == req.Who.ID || a.Who() == req.Who.ID), err
		}
	}
	if person != req.Who.ID {
		return a, false, nil
	}
	all, err := e.owes(tx, person)
	if all = meantBy(all, k.Name, label, "", person); len(all) > 0 { // what another has passed on to them
		return all[0].Ask, true, err
	}
	return a, false, err
}
