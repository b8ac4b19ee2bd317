package ticket

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// What rooms need that have a desk of their own: its people decide on tickets, and bring two
// of them together.

// AtDesk finds an open ticket of a kind for somebody who may look after it, or refuses. The
// ticket is named in the audit log.
func (e *Engine) AtDesk(tx store.Tx, req *bot.Request, kind, ref string) (Ticket, error) {
	h, err := e.holdRef(tx, req, ref)
	if err != nil {
		return Ticket{}, err
	}
	if h.t.Kind != kind {
		k, _ := e.kind(kind)
		return Ticket{}, bot.Refuse("%s is no %s.", h.ref(), k.Noun)
	}
	if req.On != nil {
		req.On["ticket"] = h.ref()
	}
	return h.t, h.forOffice()
}

// Return is the handler of a command with the fields ref and text, which gives a ticket back
// to its asker with a comment. Before may change the ticket, or refuse; it may be nil.
func (e *Engine) Return(before func(t *Ticket) error) bot.Handler {
	return e.handler(func(h *hand) (bot.Reply, error) {
		if before != nil {
			if err := before(&h.t); err != nil {
				return bot.Reply{}, err
			}
		}
		return h.giveBack("returned", "returns")
	})
}

// Last returns the latest deed of that name in a ticket's history; the zero deed where there
// is none.
func (t Ticket) Last(what string) Deed {
	for _, d := range slices.Backward(t.Deeds) {
		if d.What == what {
			return d
		}
	}
	return Deed{}
}

// Whose says who did a deed and when, to whoever speaks: “Coordinator A on 1 Apr 09:05”, in
// the speaker's time zone.
func (e *Engine) Whose(tx store.Tx, req *bot.Request, t Ticket, d Deed) (string, error) {
	who, err := e.speaker(tx, t, d.By)
	if d.By.is(me(req)) {
		who = "you"
	}
	return who + " on " + stamp(d.At, req.Who.Zone), err
}

// Called names a ticket with its title: AMB-1042 (“Where do I begin?”).
func (e *Engine) Called(t Ticket) string { return e.called(t) }

// Stands says in words how a ticket stands, to somebody in an IANA zone.
func (e *Engine) Stands(t Ticket, zone string) string { return stands(t, zone) }

// mergedInto is how the outcome of a ticket begins that is part of another one now.
const mergedInto = "merged into "

// merged says that the ticket is part of another one now.
func (t Ticket) merged() bool { return t.State == Closed && strings.HasPrefix(t.Outcome, mergedInto) }

// Merge makes a ticket part of another one that tells of the same: it ends, its words stand
// in the other's history, and whoever raised it hears what becomes of the other. Both sides
// are told. Both tickets are written.
func (e *Engine) Merge(tx store.Tx, req *bot.Request, from, into Ticket) error {
	at, who := req.Message.At, me(req)
	into.note(at, who, took+e.Ref(from.Number), e.kindOf(from).words(from.Values))
	told := bot.Say(fmt.Sprintf("%s was merged into %s: both tell of the same. You hear what becomes of it.", e.called(from), e.called(into)),
		bot.Action{Label: "How is it?", Line: "status " + e.Ref(into.Number)})
	from.note(at, who, mergedInto+e.Ref(into.Number), "")
	from.end(mergedInto + e.Ref(into.Number))
	for _, p := range from.raised() {
		if _, err := e.post(tx, req.Outbox, from, p, "merged", told); err != nil {
			return err
		}
		into.hear(p)
	}
	if from.Asker.is(into.Asker) { // they know it from the word above
		return e.joined(tx, from, into)
	}
	if _, err := e.post(tx, req.Outbox, into, into.Asker, "merged", bot.Say("Somebody else told of the same as "+e.called(into)+", so both are one now.")); err != nil {
		return err
	}
	return e.joined(tx, from, into)
}

// joined writes two tickets of which one is part of the other now. Its links lead there.
func (e *Engine) joined(tx store.Tx, from, into Ticket) error {
	into.Also = append(into.Also, e.kindOf(from).leads(from)...)
	return errors.Join(e.put(tx, from), e.put(tx, into))
}

// hear adds somebody to those who raised the ticket.
func (t *Ticket) hear(p Party) {
	for _, other := range t.raised() {
		if other.is(p) {
			return
		}
	}
	t.Voices = append(t.Voices, p)
}

// words are all values that somebody wrote, one behind the other.
func (k Kind) words(values map[string]string) string {
	var parts []string
	for _, f := range k.Fields {
		if v := values[f.Name]; v != "" && (f.Kind == bot.Text || f.Kind == bot.Long || f.Kind == bot.Link) {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " – ")
}

// RaisedBy says whether whoever speaks has raised the ticket, first or too.
func (t Ticket) RaisedBy(req *bot.Request) bool { return slices.ContainsFunc(t.raised(), me(req).is) }
