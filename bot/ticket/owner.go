package ticket

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// passed is the deed of a ticket that goes on to somebody else.
const passed = "handed on"

// ownerCommands are for whoever looks after a ticket.
func (e *Engine) ownerCommands() []bot.Command {
	ref := reference()
	return []bot.Command{{
		Name: "ticket claim", Summary: "take a request that nobody has yet", Needs: bot.Member,
		Examples: []string{"ticket claim AMB-1042"}, Fields: []bot.Field{ref}, Handle: e.handler((*hand).claim),
	}, {
		Name: "ticket ask", Summary: "ask back", Needs: bot.Member,
		Examples: []string{`ticket ask AMB-1042 "Which release do you run?"`},
		Fields:   []bot.Field{ref, {Name: "text", Label: "What do you want to know?", Kind: bot.Long}},
		Handle:   e.handler((*hand).ask),
	}, {
		Name: "ticket pass", Summary: "hand a request on to somebody else", Needs: bot.Member,
		Examples: []string{"ticket pass AMB-1042 to ambassador-berlin"},
		Fields:   []bot.Field{ref, {Name: "person", Label: "To whom?", Kind: bot.Human, Word: "to"}},
		Handle:   e.handler((*hand).pass),
	}, {
		Name: "ticket release", Summary: "give a request back to its desk", Needs: bot.Member,
		Examples: []string{"ticket release AMB-1042"}, Fields: []bot.Field{ref}, Handle: e.handler((*hand).release),
	}, {
		Name: "ticket decline", Summary: "say no to a request, and why", Needs: bot.Member,
		Examples: []string{`ticket decline AMB-1042 "We have no budget left this year."`},
		Fields:   []bot.Field{ref, {Name: "reason", Label: "Why?", Hint: "They are told this.", Kind: bot.Long}},
		Handle:   e.handler((*hand).decline),
	}, {
		Name: "ticket approve", Summary: "agree to a request that needs several coordinators", Needs: bot.Coordinator,
		Examples: []string{"ticket approve AMB-1042"}, Fields: []bot.Field{ref}, Handle: e.handler((*hand).approve),
	}, {
		Name: "ticket move", Summary: "say how far a request has come", Needs: bot.Member,
		Examples: []string{"ticket move AMB-1042 planned", `ticket move AMB-1042 done "It is in the next release."`},
		Fields: []bot.Field{ref, {Name: "stage", Label: "How far is it?", Optional: true},
			{Name: "note", Label: "A word with it?", Hint: "Everybody who raised it is told.", Kind: bot.Long, Optional: true}},
		Handle: e.handler((*hand).move),
	}}
}

// answer passes the words of whoever looks after a ticket on to its asker.
func (h *hand) answer(text string) (bot.Reply, error) {
	owner := h.t.Owner
	h.take()
	h.note("answered", text)
	h.rest(Answered)
	h.t.Look = h.req.Message.At.Add(answeredFor)
	return h.relay("answers", text, owner, []bot.Action{
		{Label: "That helped", Line: "ticket helped " + h.ref() + " yes"},
		{Label: "It did not help", Line: "ticket helped " + h.ref() + " no"},
		{Label: "Say more", Line: "ticket reply " + h.ref()},
	})
}

// ask passes a question on to the asker, for whom the ticket waits from now on.
func (h *hand) ask() (bot.Reply, error) { return h.giveBack("asked", "asks about") }

// giveBack passes words on to the asker, who may change the ticket from now on.
func (h *hand) giveBack(deed, verb string) (bot.Reply, error) {
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	owner := h.t.Owner
	h.take()
	text := h.req.Values["text"]
	h.note(deed, text)
	h.rest(Asked)
	h.t.Returned, h.t.Look = true, h.afterSilence(h.t, h.req.Message.At)
	return h.relay(verb, text, owner, []bot.Action{
		{Label: "Answer", Line: "ticket reply " + h.ref()},
		{Label: "Change it", Line: "ticket edit " + h.ref()},
		{Label: "Withdraw it", Line: "ticket withdraw " + h.ref()},
	})
}

// rest stops the clock.
func (h *hand) rest(s State) { h.t.rest(s) }

// relay tells the asker what somebody says, and the owner if it was somebody else.
func (h *hand) relay(verb, text string, owner Party, actions []bot.Action) (bot.Reply, error) {
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	words := fmt.Sprintf("%s %s %s:\n\n%s", capital(name), verb, h.called(h.t), text)
	reached, err := h.post(h.tx, h.req.Outbox, h.t, h.t.Asker, verb, bot.Say(words, actions...))
	if err != nil {
		return bot.Reply{}, err
	}
	if !owner.nobody() && !owner.is(h.me) {
		if _, err := h.post(h.tx, h.req.Outbox, h.t, owner, "instead", bot.Say(words)); err != nil {
			return bot.Reply{}, err
		}
	}
	asker, err := h.askerName(h.tx, h.t)
	if err != nil {
		return bot.Reply{}, err
	}
	if !reached {
		return bot.Say(fmt.Sprintf("It is written down in %s, but I cannot reach %s any more: their account is gone.", h.ref(), asker)), nil
	}
	return bot.Say(fmt.Sprintf("%s has your words (%s).", capital(asker), h.ref())), nil
}

// claim takes a ticket that nobody has, or says that one has begun with it.
func (h *hand) claim() (bot.Reply, error) {
	if err := h.whileOpen(); err != nil {
		return bot.Reply{}, err
	}
	switch {
	case h.owner && h.t.State != Open:
		return bot.Reply{}, bot.Refuse("You have %s already.", h.ref())
	case !h.t.Owner.nobody() && !h.owner:
		name, err := h.name(h.tx, h.t.Owner)
		if err != nil {
			return bot.Reply{}, err
		}
		return bot.Reply{}, bot.Refuse("%s has %s already. Only they, or a coordinator with “ticket pass”, can hand it on.", capital(name), h.ref())
	case !h.reads || h.k.concerns(h.t, h.me) || h.asker && !h.office:
		return bot.Reply{}, h.forOffice()
	}
	h.take()
	h.t.State = Taken
	h.note("taken", "")
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	words := fmt.Sprintf("%s has taken %s, and will answer by %s.", capital(name), h.called(h.t), day(h.t.Due, h.req.Who.Zone))
	_, err = h.tellRaised(h.tx, h.req.Outbox, h.t, "taken", bot.Say(words))
	return bot.Say("It is yours: "+h.called(h.t)+".", h.ownerActions(h.t, h.k)...), err
}

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
	ok, err := h.there(h.tx, h.req.Outbox, to, h.req.Message.At)
	switch {
	case err != nil:
		return bot.Reply{}, err
	case to.is(h.t.Owner):
		return bot.Reply{}, bot.Refuse("%s has it already.", capital(name))
	case to.is(h.t.Asker):
		return bot.Reply{}, bot.Refuse("%s is who asked.", capital(name))
	case h.k.concerns(h.t, to):
		return bot.Reply{}, bot.Refuse("%s is about %s, so it cannot be theirs to look after.", h.ref(), name)
	case !ok:
		return bot.Reply{}, bot.Refuse("%s is away, or has no account that I can reach.", capital(name))
	}
	return h.handTo(to, name)
}

// release gives a ticket back to its desk.
func (h *hand) release() (bot.Reply, error) {
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	if h.t.Owner.nobody() {
		return bot.Reply{}, bot.Refuse("%s is at the desk of %s already.", h.ref(), theDesk(h.t.Desk))
	}
	return h.handTo(Party{}, theDesk(h.t.Desk))
}

// handTo gives the ticket to somebody else, with at least a working day to answer, and
// tells everybody whom it concerns.
func (h *hand) handTo(to Party, name string) (bot.Reply, error) {
	h.note(passed, "to "+name)
	if !h.t.Owner.is(h.me) && !h.t.Owner.nobody() {
		words := bot.Say(fmt.Sprintf("%s is with %s now; you need not answer it.", h.called(h.t), name))
		if _, err := h.post(h.tx, h.req.Outbox, h.t, h.t.Owner, "relieved", words); err != nil {
			return bot.Reply{}, err
		}
	}
	if err := h.give(h.tx, h.req.Outbox, &h.t, to, h.req.Message.At); err != nil {
		return bot.Reply{}, err
	}
	return bot.Say(fmt.Sprintf("%s is with %s now.", h.ref(), name)), nil
}

// give makes somebody, or with nobody the desk, the owner of a ticket, and tells them and
// the asker.
func (e *Engine) give(tx store.Tx, out *bot.Outbox, t *Ticket, to Party, at time.Time) error {
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
	if err := e.announce(tx, out, *t, Party{}); err != nil {
		return err
	}
	where, err := e.whereabouts(tx, out, *t)
	if err != nil || !t.running() {
		return err
	}
	_, err = e.post(tx, out, *t, t.Asker, "passed", bot.Say("Somebody else looks after "+e.called(*t)+" now. "+where))
	return err
}

// hurry keeps a ticket to the deadline that it had before, or to the end of the next working
// day where that is near: handing on must not make anybody wait longer than they have to.
func (e *Engine) hurry(tx store.Tx, t *Ticket, due, at time.Time) error {
	zone, err := e.zoneOf(tx, t.Owner)
	if err != nil || !due.Before(t.Due) {
		return err
	}
	if t.Due = e.hours.End(at, 1, zone); due.After(t.Due) {
		t.Due = due
	}
	t.Look = e.nextLook(*t, at, zone)
	return nil
}

// decline closes a ticket with a reason.
func (h *hand) decline() (bot.Reply, error) {
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	h.take()
	reason := h.req.Values["reason"]
	h.note("declined", reason)
	h.t.end("declined")
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	words := fmt.Sprintf("%s has to say no to %s:\n\n%s", capital(name), h.called(h.t), reason)
	_, err = h.tellRaised(h.tx, h.req.Outbox, h.t, "declined", bot.Say(words))
	return bot.Say(h.ref() + " is declined, and the reason is passed on."), err
}

// move brings a ticket to a stage of its kind.
func (h *hand) move() (bot.Reply, error) {
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	if len(h.k.Stages) == 0 {
		return bot.Reply{}, bot.Refuse("A %s has no stages; answer it, or close it.", h.k.Noun)
	}
	which := bot.Refuse("How far has %s come?", h.ref())
	for _, s := range h.k.Stages {
		which.Offer(bot.Action{Label: s.Name, Line: "ticket move " + h.ref() + " " + s.Name})
	}
	i := slices.IndexFunc(h.k.Stages, func(s Stage) bool { return strings.EqualFold(s.Name, h.req.Values["stage"]) })
	if i < 0 {
		return bot.Reply{}, which
	}
	if h.k.Stages[i].Name == h.t.Stage {
		return bot.Reply{}, bot.Refuse("%s is %s already.", h.ref(), h.t.Stage)
	}
	return bot.Say(h.ref() + " is " + h.k.Stages[i].Name + " now. Whoever raised it is told."),
		h.Move(h.tx, h.req, &h.t, h.k.Stages[i], h.req.Values["note"])
}

// Move brings a ticket to a stage, tells everybody who raised it, and passes it on to the
// stage's hook. Whoever calls it writes the ticket afterwards, with Put.
func (e *Engine) Move(tx store.Tx, req *bot.Request, t *Ticket, s Stage, note string) error {
	t.note(req.Message.At, me(req), s.Name, note)
	t.Stage, t.Returned = s.Name, false
	if t.State == Open {
		t.State = Taken
	}
	if s.Rests {
		t.rest(Answered)
	}
	if s.Ends {
		t.end(s.Name)
	}
	if s.Forward != "" {
		if err := e.forward(tx, req.Outbox, *t, s.Forward); err != nil {
			return err
		}
	}
	if s.Tell == "" && note == "" {
		return nil
	}
	words := sentences(e.called(*t)+":", s.Tell)
	if note != "" {
		words += "\n\n" + note
	}
	_, err := e.tellRaised(tx, req.Outbox, *t, s.Name, bot.Say(words, bot.Action{Label: "How is it?", Line: "status " + e.Ref(t.Number)}))
	return err
}

// approve adds a coordinator's yes. The last one that is needed tells the asker.
func (h *hand) approve() (bot.Reply, error) {
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	switch {
	case h.k.Approvals == 0:
		return bot.Reply{}, bot.Refuse("A %s needs no approval; answer it.", h.k.Noun)
	case h.asker:
		return bot.Reply{}, bot.Refuse("%s is your own; others have to decide.", h.ref())
	case slices.ContainsFunc(h.t.Approved, h.me.is):
		return bot.Reply{}, bot.Refuse("You have approved %s already. It needs %d different people.", h.ref(), h.k.Approvals)
	case len(h.t.Approved) >= h.k.Approvals:
		return bot.Reply{}, bot.Refuse("%s is approved already.", h.ref())
	}
	h.t.Approved = append(h.t.Approved, h.me)
	h.note("approved", "")
	if missing := h.k.Approvals - len(h.t.Approved); missing > 0 {
		h.t.State = Taken
		words := h.forOwner(fmt.Sprintf("%s has one yes; it needs %d more.", h.called(h.t), missing))
		_, err := h.tellDesk(h.tx, h.req.Outbox, h.t, directory.Coordinators, h.me, "one yes", words)
		return bot.Say(fmt.Sprintf("Noted. %s needs %d more.", h.ref(), missing)), err
	}
	h.t.Stage = "approved"
	h.rest(Answered)
	h.t.Look = h.receiptTime(h.req.Message.At)
	words := h.called(h.t) + " is approved."
	_, err := h.tellRaised(h.tx, h.req.Outbox, h.t, "approved", bot.Say(words, bot.Action{Label: "Say more", Line: "ticket reply " + h.ref()}))
	return bot.Say(h.ref() + " is approved, and the asker is told."), err
}
