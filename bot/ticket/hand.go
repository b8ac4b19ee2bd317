package ticket

import (
	"context"
	"errors"
	"slices"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// hand is a ticket in the hands of whoever speaks: what they are to it.
type hand struct {
	*Engine
	tx  store.Tx
	req *bot.Request
	t   Ticket
	k   Kind
	me  Party

	asker  bool // raised it first
	voice  bool // raised it, too
	nearby bool // is an ambassador of its region
	owner  bool // has it
	office bool // may look after it: owner, its desk, or a coordinator
	reads  bool // may see it
}

// hold finds the ticket that a request names, for its speaker. One that is not theirs to
// see is not there.
func (e *Engine) hold(tx store.Tx, req *bot.Request) (*hand, error) {
	return e.holdRef(tx, req, req.Values["ref"])
}

// holdRef is hold for a reference that another field holds.
func (e *Engine) holdRef(tx store.Tx, req *bot.Request, ref string) (*hand, error) {
	t, err := e.ByRef(tx, ref)
	if err != nil && !errors.Is(err, ErrNoTicket) {
		return nil, err
	}
	h := &hand{Engine: e, tx: tx, req: req, t: t, k: e.kindOf(t), me: me(req)}
	if err == nil {
		req.Secret = req.Secret || h.k.Secret
		err = h.judge()
	}
	if err == nil && !h.reads {
		err = ErrNoTicket
	}
	if errors.Is(err, ErrNoTicket) {
		return nil, bot.Refuse("I know no %s of yours. “status” lists what is.", short(ref)).Offer(bot.Action{Label: "List mine", Line: "status"})
	}
	return h, err
}

// judge finds out what the speaker is to the ticket.
func (h *hand) judge() error {
	who := h.req.Who
	h.asker = h.me.is(h.t.Asker)
	h.voice = slices.ContainsFunc(h.t.Voices, h.me.is)
	h.owner = h.me.is(h.t.Owner)
	h.office = h.owner || h.seated(who)
	if h.k.Secret && h.office {
		concerned, err := h.concerns(h.tx, h.t, h.me)
		if err != nil {
			return err
		}
		h.office = who.Role >= bot.Coordinator && !concerned
	}
	if err := h.lookAround(who); err != nil {
		return err
	}
	h.reads = h.asker || h.voice || h.office || h.nearby
	return nil
}

// lookAround finds out whether the ticket lies in a region of the speaker's.
func (h *hand) lookAround(who bot.Person) error {
	if h.k.Secret || who.Role < bot.Ambassador || len(h.t.Regions) == 0 {
		return nil
	}
	record, _, err := h.people.Record(h.tx, who.ID)
	h.nearby = slices.ContainsFunc(record.Regions, func(id string) bool { return slices.Contains(h.t.Regions, id) })
	return err
}

// seated says whether somebody sits where the ticket is looked after. What one person is
// asked by another is for coordinators only if it came to their desk.
func (h *hand) seated(who bot.Person) bool {
	if h.k.To == ToPerson && !h.t.Owner.nobody() && !h.t.Late {
		return false
	}
	return who.Role >= bot.Coordinator || slices.Contains(who.Desks, h.t.Desk) && h.t.Desk != directory.Coordinators
}

// handler makes a handler of what is done with a ticket: it is written back, and named in
// the audit log, which has nobody's name if it is in confidence.
func (e *Engine) handler(do func(*hand) (bot.Reply, error)) bot.Handler {
	return func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
		h, err := e.hold(tx, req)
		if err != nil {
			return bot.Reply{}, err
		}
		reply, err := do(h)
		if err != nil {
			return bot.Reply{}, err
		}
		req.On["ticket"], req.Secret = e.Ref(h.t.Number), h.k.Secret
		return bot.Hush(reply), e.put(tx, h.t)
	}
}

// ref is what the ticket is called.
func (h *hand) ref() string { return h.Ref(h.t.Number) }

// note writes down what the speaker has done.
func (h *hand) note(what, text string) { h.t.note(h.req.Message.At, h.me, what, text) }

// myName is what the speaker is called to the others.
func (h *hand) myName() (string, error) { return h.speaker(h.tx, h.t, h.me) }

// whileOpen refuses what cannot be done with a closed ticket.
func (h *hand) whileOpen() error {
	if h.t.State != Closed {
		return nil
	}
	return bot.Refuse("%s is over since %s: %s. You can ask anew.", h.ref(), day(h.t.Changed, h.req.Who.Zone), h.t.Outcome)
}

// forOffice refuses what only whoever looks after an open ticket may do.
func (h *hand) forOffice() error {
	if err := h.whileOpen(); err != nil || h.office {
		return err
	}
	return bot.Refuse("%s is not yours to look after.", h.ref())
}

// forAsker refuses what only the asker of an open ticket may do.
func (h *hand) forAsker() error {
	if err := h.whileOpen(); err != nil || h.asker {
		return err
	}
	return bot.Refuse("Only whoever asked can do that with %s.", h.ref())
}

// take makes the speaker the owner, if nobody is.
func (h *hand) take() {
	if h.t.Owner.nobody() {
		h.t.Owner = Party{ID: h.me.ID}
		if h.me.ID == "" {
			h.t.Owner = h.me
		}
	}
}
