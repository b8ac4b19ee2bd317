package ticket

import (
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// What is said in confidence is for coordinators whom it does not concern, and for nobody
// else: not for whoever it is about, not for whoever said it, not for a desk or a region.

// announced is what the first word of a ticket to whoever has it is called.
const announced = "new"

// seats lists who may look after a ticket at a desk, or the coordinators where nobody sits
// there.
func (e *Engine) seats(tx store.Tx, t Ticket, desk string) ([]directory.Seat, error) {
	secret := e.kindOf(t).Secret
	if secret {
		desk = directory.Coordinators
	}
	seats, err := e.people.Seats(tx, desk)
	if err == nil && len(seats) == 0 && desk != directory.Coordinators {
		seats, err = e.people.Seats(tx, directory.Coordinators)
	}
	if err != nil || !secret {
		return seats, err
	}
	var clear []directory.Seat
	for _, s := range seats {
		concerned, err := e.concerns(tx, t, Party{ID: s.ID, Account: s.Account})
		if err != nil {
			return nil, err
		}
		if !concerned {
			clear = append(clear, s)
		}
	}
	return clear, nil
}

// concerns says that a ticket in confidence is about somebody, or from them: it is not for
// them to look after. It may be about whoever is behind an account that the directory does
// not know; such an account has it only where nobody else could.
func (e *Engine) concerns(tx store.Tx, t Ticket, p Party) (bool, error) {
	switch {
	case !e.kindOf(t).Secret:
		return false, nil
	case p.is(t.Asker):
		return true, nil
	case p.ID != "":
		return t.names(p.ID), nil
	}
	aboutTeam, others := false, false
	seats, err := e.people.Seats(tx, directory.Coordinators)
	for _, s := range seats {
		switch {
		case s.ID == "":
		case t.names(s.ID):
			aboutTeam = true
		default:
			others = others || !t.Asker.is(Party{ID: s.ID})
		}
	}
	return aboutTeam && others, err
}

// names says whether a value names a person, or did before it was changed: whoever was named
// once has a part in it. Every field counts: of a kind that has left the configuration
// nobody knows any more which of them name people.
func (t Ticket) names(id string) bool {
	if slices.Contains(t.Named, id) {
		return true
	}
	for _, value := range t.Values {
		if value == id {
			return true
		}
	}
	return false
}

// tended says whether a ticket's owner is there, and may have it: of what was said in
// confidence not whoever is no coordinator any more.
func (e *Engine) tended(tx store.Tx, out *bot.Outbox, t Ticket, at time.Time) (bool, error) {
	ok, err := e.there(tx, out, t.Owner, at)
	if err != nil || !ok || !e.kindOf(t).Secret {
		return ok, err
	}
	seats, err := e.seats(tx, t, directory.Coordinators)
	return slices.ContainsFunc(seats, func(s directory.Seat) bool { return t.Owner.is(Party{ID: s.ID, Account: s.Account}) }), err
}

// quiet are the words that go out on a ticket. Of what was said in confidence they say only
// that there is news: an envelope may wait for long, and others read one that nobody takes.
func (e *Engine) quiet(t Ticket, what string, r bot.Reply) bot.Reply {
	if !e.kindOf(t).Secret || what == announced || strings.HasPrefix(what, reminder) {
		return r
	}
	ref := e.Ref(t.Number)
	return bot.Say("There is news of "+ref+".", bot.Action{Label: "Open " + ref, Line: "status " + ref})
}
