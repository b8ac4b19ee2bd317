package ticket

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

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
	words := fmt.Sprintf("%s has to say no to %s:\n\n%s", bot.Capital(name), h.called(h.t), reason)
	_, err = h.tellRaised(h.tx, h.req.Outbox, h.t, "declined", bot.Say(words))
	return bot.Say(h.ref() + " is declined, and the reason is passed on."), err
}

// move brings a ticket to a stage of its kind.
func (h *hand) move() (bot.Reply, error) {
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	if len(h.k.Stages) == 0 {
		return bot.Reply{}, bot.Refuse("%s has no stages; answer it, or close it.", h.ref())
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

// approved is the stage of what as many coordinators as its kind needs have agreed to.
const approved = "approved"

// approve adds a coordinator's yes. The last one that is needed tells the asker.
func (h *hand) approve() (bot.Reply, error) {
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	switch {
	case h.k.Approvals == 0:
		return bot.Reply{}, bot.Refuse("%s needs no approval; answer it.", h.ref())
	case h.asker:
		return bot.Reply{}, h.own()
	case slices.ContainsFunc(h.t.Approved, h.me.is):
		return bot.Reply{}, bot.Refuse("You have approved %s already. It needs %d different people.", h.ref(), h.k.Approvals)
	case len(h.t.Approved) >= h.k.Approvals:
		return bot.Reply{}, bot.Refuse("%s is approved already.", h.ref())
	case h.req.Values["seen"] != h.t.seal():
		return bot.Reply{}, h.unseen()
	}
	h.t.Approved = append(h.t.Approved, h.me)
	h.note("approved", "")
	if missing := h.k.Approvals - len(h.t.Approved); missing > 0 {
		if err := h.resume(); err != nil {
			return bot.Reply{}, err
		}
		words := h.forOwner(fmt.Sprintf("%s has one yes; it needs %d more.", h.called(h.t), missing))
		_, err := h.tellDesk(h.tx, h.req.Outbox, h.t, directory.Coordinators, h.me, "one yes", words)
		return bot.Say(fmt.Sprintf("Noted: yes to %s. %s needs %d more.", h.summed(), h.ref(), missing)), err
	}
	h.t.Stage = approved
	h.settled()
	words := h.called(h.t) + " is approved."
	_, err := h.tellRaised(h.tx, h.req.Outbox, h.t, "approved", bot.Say(words, bot.Action{Label: "Say more", Line: "ticket reply " + h.ref()}))
	return bot.Say(h.ref() + " is approved (" + h.summed() + "), and the asker is told."), err
}

// seal names the values of a ticket as they are: a yes is for these and no others. It is
// the start of a SHA-256, so that nobody can find other values with the same one.
func (t Ticket) seal() string {
	all := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(t.Values)) {
		if v := t.Values[name]; v != "" {
			fmt.Fprintf(all, "%q=%q\n", name, v)
		}
	}
	return hex.EncodeToString(all.Sum(nil)[:8])
}

// unseen shows the values of a ticket to whoever wants to approve it, and has perhaps read
// others: a line has none, and the button of an old notice has those of its day.
func (h *hand) unseen() error {
	words := "Is it this that you approve?"
	if h.req.Values["seen"] != "" {
		words = h.ref() + " has changed since. Is it this that you approve?"
	}
	for _, f := range h.k.Fields {
		if shown := h.shown(f); shown != "" {
			words += "\n" + label(f) + ": " + shown
		}
	}
	return bot.Refuse("%s", words).Offer(bot.Action{Label: "Approve", Line: "ticket approve " + h.ref() + " seen=" + h.t.seal()})
}

// summed are the short values of the ticket in a few words: “300 EUR, 2027-05-03”.
func (h *hand) summed() string {
	words, number := "", false
	for _, f := range h.k.Fields {
		shown := h.shown(f)
		if shown == "" || f.Kind == bot.Long {
			continue
		}
		switch {
		case words == "":
		case number && f.Kind == bot.Choice:
			words += " "
		default:
			words += ", "
		}
		words, number = words+shown, f.Kind == bot.Number
	}
	return cmp.Or(words, h.t.Title)
}
