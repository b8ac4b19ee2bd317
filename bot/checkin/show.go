package checkin

import (
	"context"
	"fmt"
	"strings"
	"time"

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
	regions, err := e.regionsOf(tx, a.Person)
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

// regionsOf names the regions that somebody looks after.
func (e *Engine) regionsOf(tx store.Tx, id string) (names []string, err error) {
	p, there, err := e.people.Record(tx, id)
	if err != nil || !there {
		return nil, err
	}
	for _, region := range p.Regions {
		r, there, err := e.people.Region(tx, region)
		if err != nil {
			return nil, err
		}
		if there {
			names = append(names, r.Name)
		}
	}
	return names, nil
}

// showOne shows an answer: to whoever gave it or is to give it, and to coordinators.
func (e *Engine) showOne(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	k, label, known, err := e.named(tx, req.Values["round"])
	if err != nil {
		return bot.Reply{}, err
	}
	if !known {
		return bot.Reply{}, bot.Refuse("I know no check-in “%s”.", short(req.Values["round"])).Offer(mineAction())
	}
	runs, err := e.runs(tx, req, k)
	if err != nil {
		return bot.Reply{}, err
	}
	person := req.Values["person"]
	if person == "" || !runs {
		person = req.Who.ID
	}
	a, there, err := e.askOf(tx, k, label, person)
	switch {
	case err != nil:
		return bot.Reply{}, err
	case !there:
		return bot.Reply{}, bot.Refuse("There is no %s of yours.", k.called(label)).Offer(mineAction())
	case a.State != Answered:
		line, err := e.standing(tx, owing{a, k}, req)
		return bot.Hush(bot.Say(line, k.actions(a)...)), err
	}
	card, err := e.card(tx, k, a)
	if err != nil || !a.Editable(req.Message.At) || a.Who() != req.Who.ID {
		return bot.Hush(card), err
	}
	card.Blocks = append(card.Blocks, bot.Block{Actions: []bot.Action{{Label: "Change it", Line: k.line(a, "")}}})
	return bot.Hush(card), nil
}

// askOf is what somebody owes in a round: their own, or what another passed on to them; without a label the last one.
func (e *Engine) askOf(tx store.Tx, k Kind, label, person string) (Ask, bool, error) {
	all, err := e.owes(tx, person)
	if err != nil {
		return Ask{}, false, err
	}
	var last time.Time
	var found Ask
	for _, o := range all {
		if o.Kind == k.Name && (label == o.Label || label == "" && o.Due.After(last)) {
			found, last = o.Ask, o.Due
		}
	}
	return found, !last.IsZero(), nil
}
