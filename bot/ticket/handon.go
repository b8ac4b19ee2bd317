package ticket

import (
	"fmt"
	"slices"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// passed is the deed of a ticket that goes on to somebody else.
const passed = "handed on"

// pass hands a ticket on to a person.
func (h *hand) pass() (bot.Reply, error) {
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	to := Party{ID: h.req.Values["person"]}
	name, err := h.name(h.tx, to)
	if err != nil {
		return bot.Reply{}, err
	}
	if err := h.fitToHave(to, name); err != nil {
		return bot.Reply{}, err
	}
	return h.handTo(to, name)
}

// fitToHave refuses to hand the ticket to somebody for whom it is not, or who is not there.
func (h *hand) fitToHave(to Party, name string) error {
	ok, err := h.there(h.tx, h.req.Outbox, to, h.req.Message.At)
	if err != nil {
		return err
	}
	seats, err := h.seats(h.tx, h.t, h.t.Desk)
	if err != nil {
		return err
	}
	concerned, err := h.concerns(h.tx, h.t, to)
	switch {
	case err != nil:
		return err
	case to.is(h.t.Owner):
		return bot.Refuse("%s has it already.", bot.Capital(name))
	case to.is(h.t.Asker):
		return bot.Refuse("%s is who asked.", bot.Capital(name))
	case concerned:
		return bot.Refuse("%s is about %s, so it cannot be theirs to look after.", h.ref(), name)
	case h.k.Secret && !slices.ContainsFunc(seats, func(s directory.Seat) bool { return to.is(Party{ID: s.ID, Account: s.Account}) }):
		return bot.Refuse("%s was said in confidence; only coordinators may read it.", h.ref())
	case !ok:
		return bot.Refuse("%s is away, or has no account that I can reach.", bot.Capital(name))
	}
	return nil
}

// release gives a ticket back to its desk.
func (h *hand) release() (bot.Reply, error) {
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	if h.t.Owner.nobody() {
		return bot.Reply{}, bot.Refuse("%s is at the desk of %s already.", h.ref(), theDesk(h.t.Desk))
	}
	if err := h.staff(h.tx, h.req.Outbox, &h.t, h.req.Message.At); err != nil {
		return bot.Reply{}, err
	}
	return h.handTo(Party{}, theDesk(h.t.Desk))
}

// staff gives a ticket that goes back to its desk to that of the coordinators, where all
// who sit at its own are away or out of reach.
func (e *Engine) staff(tx store.Tx, out *bot.Outbox, t *Ticket, at time.Time) error {
	seats, err := e.people.Seats(tx, t.Desk)
	for _, s := range seats {
		if ok, err := e.there(tx, out, Party{ID: s.ID, Account: s.Account}, at); err != nil || ok {
			return err
		}
	}
	if err == nil && len(seats) > 0 {
		t.Desk = directory.Coordinators
	}
	return err
}

// handTo gives the ticket to somebody else, with at least a working day to answer, and
// tells everybody whom it concerns.
func (h *hand) handTo(to Party, name string) (bot.Reply, error) {
	h.note(passed, "to "+name)
	concerned, err := h.concerns(h.tx, h.t, h.t.Owner)
	if err != nil {
		return bot.Reply{}, err
	}
	if !h.t.Owner.is(h.me) && !h.t.Owner.nobody() && !concerned { // who it turned out to be about hears nothing more
		if _, err := h.post(h.tx, h.req.Outbox, h.t, h.t.Owner, "relieved", relieved(h.called(h.t), name)); err != nil {
			return bot.Reply{}, err
		}
	}
	if err := h.give(h.tx, h.req.Outbox, &h.t, to, h.me, h.req.Message.At); err != nil {
		return bot.Reply{}, err
	}
	return bot.Say(fmt.Sprintf("%s is with %s now.", h.ref(), name)), nil
}

// give makes somebody, or with nobody the desk, the owner of a ticket, and tells them and
// the asker, but for one who knows already.
func (e *Engine) give(tx store.Tx, out *bot.Outbox, t *Ticket, to, but Party, at time.Time) error {
	t.Owner = to
	if t.running() {
		t.State = Open
		due := t.Due
		if err := e.start(tx, t, at); err != nil {
			return err
		}
		if err := e.hurry(tx, t, due, at); err != nil {
			return err
		}
	}
	if t.State != Answered { // nothing is to be done for that
		if err := e.announce(tx, out, *t, but); err != nil {
			return err
		}
	}
	where, err := e.whereabouts(tx, out, *t)
	if err != nil || !t.running() || t.Asker.is(but) {
		return err
	}
	_, err = e.post(tx, out, *t, t.Asker, "passed", bot.Say("Somebody else looks after "+e.called(*t)+" now. "+where))
	return err
}

// hurry keeps a ticket to the deadline that it had before, or to the end of the next working
// day where that is near: handing on must not make anybody wait longer than they have to.
func (e *Engine) hurry(tx store.Tx, t *Ticket, due, at time.Time) error {
	zone, err := e.zoneOf(tx, t.Owner)
	if err != nil || due.IsZero() || !due.Before(t.Due) {
		return err
	}
	if t.Due = e.hours.End(at, 1, zone); due.After(t.Due) {
		t.Due = due
	}
	t.Look = e.nextLook(*t, at, zone)
	return nil
}
