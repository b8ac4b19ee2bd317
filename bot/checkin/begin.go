package checkin

import (
	"context"
	"fmt"

	"ambassador/bot"
	"ambassador/store"
)

// begin has the present round of a kind begun now, for everybody who has not been asked in it: after an installation in the
// middle of a quarter, or a long time switched off.
func (e *Engine) begin(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	k, _, known, err := e.named(tx, req.Values["round"])
	switch {
	case err != nil:
		return bot.Reply{}, err
	case !known || !e.Has(k.Name):
		return bot.Reply{}, bot.Refuse("The configuration has no check-in “%s”. “checkin start” asks something new.", short(req.Values["round"])).Offer(bot.Action{Label: "List them", Line: "checkin list"})
	case len(k.Silence) > 0:
		return bot.Reply{}, bot.Refuse("People are asked for a %s when they have been silent; there is nothing to begin.", k.Noun)
	}
	n, label, err := e.unasked(tx, req, k)
	switch {
	case err != nil:
		return bot.Reply{}, err
	case n == 0:
		return bot.Reply{}, bot.Refuse("Everybody has been asked for the %s already.", k.called(label)).Offer(bot.Action{Label: "How it stands", Line: "checkin status " + k.Name})
	case req.Values["sure"] != "yes":
		text := fmt.Sprintf("This asks %s for the %s now, each in their next working hours, and is open for %d days.", people(n), k.called(label), k.Window)
		return bot.Hush(bot.Say(text, bot.Action{Label: "Begin", Line: "checkin begin " + k.Name + " yes"})), nil
	}
	s, _, err := e.schedules.Get(tx, store.K(k.Name))
	if err != nil {
		return bot.Reply{}, err
	}
	s.Begin = req.Message.At
	note(req, k, Ask{})
	return bot.Hush(bot.Say(fmt.Sprintf("%s asked, each in their next working hours.", isAre(n)), bot.Action{Label: "How it stands", Line: "checkin status " + k.Name})),
		e.schedules.Put(tx, store.K(k.Name), s)
}

// unasked counts those who have not been asked in the present round, and returns what it is called.
func (e *Engine) unasked(tx store.Tx, req *bot.Request, k Kind) (n int, label string, err error) {
	c, err := e.count(tx)
	if err != nil {
		return 0, "", err
	}
	for _, m := range c.of(k.Of, req.Message.At) {
		p, ok := k.present(m, req.Message.At)
		if !ok {
			continue
		}
		kept, err := e.asks.Has(tx, askKey(k.Name, p.Label, m.person.ID))
		if err != nil {
			return 0, "", err
		}
		if label = p.Label; !kept {
			n++
		}
	}
	return n, label, nil
}
