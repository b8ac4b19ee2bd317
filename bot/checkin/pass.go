package checkin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// pass has somebody else answer. Whoever was to answer can pass it on, and whose round it is can take it back.
func (e *Engine) pass(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	to, back := req.Values["person"], req.Values["person"] == req.Who.ID
	o, err := e.pickAlso(tx, req, back)
	if err != nil {
		return bot.Reply{}, err
	}
	c, err := e.count(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	m, there := c.member(to)
	if err := e.fit(tx, req, o, m, there); err != nil {
		return bot.Reply{}, err
	}
	a, err := e.give(tx, req.Outbox, o.k, o.Ask, m, req.Message.At.Add(1))
	if err == nil && back { // they read of it here
		a.State = map[bool]State{true: Late, false: Asked}[a.State == Late]
		a.Sent = append(a.Sent, a.Later)
		a.Look = o.k.next(a, m).at
		err = e.put(tx, a)
	}
	if err != nil {
		return bot.Reply{}, err
	}
	note(req, o.k, o.Ask)
	if back {
		return bot.Hush(bot.Say("It is yours again.", o.k.actions(a)...)), nil
	}
	name, err := e.name(tx, to)
	return bot.Hush(bot.Say(fmt.Sprintf("%s is asked for it now, and you are not reminded any more.", bot.Capital(name)),
		o.backAction())), err
}

// pickAlso is pick, and what somebody has passed on and nobody has answered: first where they take it back.
func (e *Engine) pickAlso(tx store.Tx, req *bot.Request, back bool) (owing, error) {
	words := req.Values["round"]
	o, err := e.pick(tx, req, words, true)
	if err == nil && !back {
		return o, nil
	}
	all, failed := e.passedOn(tx, req.Who.ID)
	if failed == nil {
		all, failed = e.narrowed(tx, all, words, req.Who.ID)
	}
	if failed != nil || len(all) == 0 {
		return o, cmp.Or(err, failed)
	}
	return all[0], nil
}

// passedOn lists what somebody has passed on to others who have not answered yet.
func (e *Engine) passedOn(tx store.Tx, who string) (all []owing, err error) {
	kinds, err := e.Kinds(tx)
	if err != nil {
		return nil, err
	}
	for _, k := range kinds {
		rounds, err := e.Rounds(tx, k.Name)
		if err != nil {
			return nil, err
		}
		for _, r := range slices.Backward(rounds) {
			if r.Closed {
				continue
			}
			a, there, err := e.asks.Get(tx, askKey(k.Name, r.Label, who))
			if err != nil {
				return nil, err
			}
			if there && a.Open() && a.To != "" {
				all = append(all, owing{a, k})
			}
		}
	}
	return all, nil
}

// fit refuses somebody who could not answer.
func (e *Engine) fit(tx store.Tx, req *bot.Request, o owing, m member, there bool) error {
	_, reached, err := e.reach(tx, req.Outbox, req.Values["person"])
	if err != nil {
		return err
	}
	name, err := e.name(tx, req.Values["person"])
	if err != nil {
		return err
	}
	_, back := m.back(req.Message.At)
	switch {
	case !there || m.person.Status == directory.Emeritus:
		return bot.Refuse("%s is not there for the programme any more.", bot.Capital(name))
	case m.person.At(req.Message.At) == directory.Hold || !back:
		return bot.Refuse("%s is away, too. Is there somebody else?", bot.Capital(name))
	case !reached && m.person.ID != req.Who.ID:
		return bot.Refuse("%s has no account that I can reach. Is there somebody else?", bot.Capital(name))
	case m.person.ID == o.Who():
		return bot.Refuse("%s is asked for it already.", bot.Capital(name))
	}
	return nil
}

// give has somebody answer an ask from an instant on. They are asked anew, in their own hours; the deadline stays.
func (e *Engine) give(tx store.Tx, out *bot.Outbox, k Kind, a Ask, m member, at time.Time) (Ask, error) {
	if err := e.takeBackFrom(tx, out, a); err != nil {
		return a, err
	}
	a.pass(k, m, at)
	return a, e.put(tx, a)
}

// pass makes somebody the one who is to answer from an instant on: another, or whose it is.
func (a *Ask) pass(k Kind, m member, at time.Time) {
	a.To = m.person.ID
	if a.To == a.Person {
		a.To = ""
	}
	if a.State != Late {
		a.State = map[bool]State{true: Delegated, false: Due}[a.To != ""]
	}
	a.Sent, a.Later = nil, at
	a.Look = k.next(*a, m).at
}
