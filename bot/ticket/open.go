package ticket

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// openCommand is the command that opens a ticket of a kind.
func (e *Engine) openCommand(k Kind) bot.Command {
	return bot.Command{
		Name: k.Command, Summary: k.Summary, Examples: k.Examples, Fields: k.Fields, Needs: k.Needs,
		Shortcut: k.Shortcut, Takes: k.Takes, Secret: k.Secret,
		Handle: func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
			if reply, again, err := e.Again(tx, req, k); again || err != nil {
				return reply, err
			}
			t, err := e.Open(tx, req, k)
			if err != nil {
				return bot.Reply{}, err
			}
			return e.Thanks(tx, req, t)
		},
	}
}

// twinTime is how long the same words of the same person are one request, and mostTwins how
// many of their latest requests are looked at for it.
const (
	twinTime  = 10 * time.Minute
	mostTwins = 20
)

// Again says whether the speaker has just asked for the very same, and what to reply then.
func (e *Engine) Again(tx store.Tx, req *bot.Request, k Kind) (bot.Reply, bool, error) {
	sum, looked := k.sum(req.Values), 0
	for row, err := range e.lines.All(tx, store.K(ofAsker, me(req).key())) { // the newest first
		if looked++; err != nil || looked > mostTwins || !fresh(row.Value.Opened, req.Message.At, twinTime) {
			return bot.Reply{}, false, err
		}
		if row.Value.Sum != sum {
			continue
		}
		t, ok, err := e.load(tx, row.Value.Number)
		if err != nil {
			return bot.Reply{}, false, err
		}
		if !ok || t.State == Closed || !me(req).is(t.Asker) || !k.same(t, req.Values) {
			continue // what was taken back, or is over, can be asked anew
		}
		ref := e.Ref(t.Number)
		return bot.Hush(bot.Say("I already have that: it is "+ref+". Once is enough.", bot.Action{Label: "How is it?", Line: "status " + ref})), true, nil
	}
	return bot.Reply{}, false, nil
}

// sum is a number for the values of a ticket of the kind: others have another one, nearly always.
func (k Kind) sum(values map[string]string) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q", k.Name) // never fails, see hash.Hash
	for _, f := range k.Fields {
		fmt.Fprintf(h, " %q", values[f.Name])
	}
	return h.Sum64()
}

// same says whether a ticket is one of the kind with just these values.
func (k Kind) same(t Ticket, values map[string]string) bool {
	return t.Kind == k.Name && !slices.ContainsFunc(k.Fields, func(f bot.Field) bool { return t.Values[f.Name] != values[f.Name] })
}

// Open makes a ticket of a request, finds it an owner, and tells them. Whoever calls it
// has asked Again before, and says Thanks afterwards.
func (e *Engine) Open(tx store.Tx, req *bot.Request, k Kind) (Ticket, error) {
	k = k.filled()
	if k.Before != nil {
		if err := k.Before(tx, req); err != nil {
			return Ticket{}, err
		}
	}
	number, err := e.next(tx)
	if err != nil {
		return Ticket{}, err
	}
	at := req.Message.At
	t := Ticket{
		Number: number, Kind: k.Name, Values: req.Values, Title: k.Title(req.Values), Asker: me(req),
		Desk: k.Desk, Secret: k.Secret, State: Open, Opened: at,
	}
	if t.Regions, err = e.regions(tx, k, req.Values["place"], req.Who.Zone); err != nil {
		return t, err
	}
	if t.Owner, err = e.route(tx, req.Outbox, t, at, req.Who.Zone); err != nil {
		return t, err
	}
	if err := e.start(tx, &t, at); err != nil {
		return t, err
	}
	t.note(at, t.Asker, "opened", "")
	if err := e.announce(tx, req.Outbox, t, t.Asker); err != nil {
		return t, err
	}
	req.On["ticket"], req.Secret = e.Ref(number), k.Secret
	return t, e.put(tx, t)
}

// announce tells whoever has a ticket that it is theirs now.
func (e *Engine) announce(tx store.Tx, out *bot.Outbox, t Ticket, but Party) error {
	card, err := e.notice(tx, t)
	if err != nil {
		return err
	}
	return e.tellOwner(tx, out, t, but, announced, card)
}

// Thanks is what the asker is told of a ticket that was just opened.
func (e *Engine) Thanks(tx store.Tx, req *bot.Request, t Ticket) (bot.Reply, error) {
	where, err := e.whereabouts(tx, req.Outbox, t)
	if err != nil {
		return bot.Reply{}, err
	}
	ref := e.Ref(t.Number)
	return bot.Hush(bot.Say("Thank you. Your "+e.kindOf(t).Noun+" is "+ref+". "+where,
		bot.Action{Label: "Change it", Line: "ticket edit " + ref},
		bot.Action{Label: "Withdraw it", Line: "ticket withdraw " + ref},
		bot.Action{Label: "How is it?", Line: "status " + ref},
	)), nil
}

// whereabouts says who has a ticket, and by when they should answer.
func (e *Engine) whereabouts(tx store.Tx, out *bot.Outbox, t Ticket) (string, error) {
	zone, err := e.zoneOf(tx, t.Owner)
	if err != nil {
		return "", err
	}
	by := "; expect an answer by " + day(t.Due, zone) + "."
	if !t.Owner.nobody() {
		name, err := e.ownerName(tx, t)
		return bot.Capital(name) + " has it" + by, err
	}
	if e.kindOf(t).To == ToPerson && t.Values["person"] != "" {
		name, err := e.name(tx, Party{ID: t.Values["person"]})
		if err != nil {
			return "", err
		}
		return "I cannot reach " + name + " myself, so " + theDesk(t.Desk) + " have it and pass it on" + by, nil
	}
	seats, err := e.seats(tx, t, t.Desk)
	if err == nil && len(seats) == 0 {
		return "It is kept, but nobody sits at the desk of " + theDesk(t.Desk) + " yet, so it may take a while.", nil
	}
	if e.kindOf(t).Secret {
		return "Coordinators whom it does not concern have it" + by, err
	}
	return bot.Capital(theDesk(t.Desk)) + " have it" + by, err
}
