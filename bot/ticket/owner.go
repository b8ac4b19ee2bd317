package ticket

import (
	"fmt"

	"ambassador/bot"
)

// ownerCommands are for whoever looks after a ticket.
func (e *Engine) ownerCommands() []bot.Command {
	ref := reference()
	return []bot.Command{{
		Name: "ticket claim", Summary: "take a request that nobody has yet", Needs: bot.Member, Alone: true,
		Examples: []string{"ticket claim AMB-1042"}, Fields: []bot.Field{ref}, Handle: e.handler((*hand).claim),
	}, {
		Name: "ticket ask", Summary: "ask back", Needs: bot.Member, Alone: true,
		Examples: []string{`ticket ask AMB-1042 "Which release do you run?"`},
		Fields:   []bot.Field{ref, {Name: "text", Label: "What do you want to know?", Kind: bot.Long}},
		Handle:   e.handler((*hand).ask),
	}, {
		Name: "ticket pass", Summary: "hand a request on to somebody else", Needs: bot.Member, Alone: true,
		Examples: []string{"ticket pass AMB-1042 to ambassador-berlin"},
		Fields:   []bot.Field{ref, {Name: "person", Label: "To whom?", Kind: bot.Human, Word: "to"}},
		Handle:   e.handler((*hand).pass),
	}, {
		Name: "ticket release", Summary: "give a request back to its desk", Needs: bot.Member, Alone: true,
		Examples: []string{"ticket release AMB-1042"}, Fields: []bot.Field{ref}, Handle: e.handler((*hand).release),
	}, {
		Name: "ticket decline", Summary: "say no to a request, and why", Needs: bot.Member, Alone: true,
		Examples: []string{`ticket decline AMB-1042 "We have no budget left this year."`},
		Fields:   []bot.Field{ref, {Name: "reason", Label: "Why?", Hint: "They are told this.", Kind: bot.Long}},
		Handle:   e.handler((*hand).decline),
	}, {
		Name: "ticket approve", Summary: "agree to a request that needs several coordinators", Needs: bot.Coordinator, Alone: true,
		Examples: []string{"ticket approve AMB-1042"}, Handle: e.handler((*hand).approve),
		Fields: []bot.Field{ref, {Name: "seen", Label: "Which values?", Optional: true, Hidden: true}},
	}, {
		Name: "ticket move", Summary: "say how far a request has come", Needs: bot.Member, Alone: true,
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
	h.settled()
	return h.relay("answers", text, owner, []bot.Action{
		{Label: "That helped", Line: "ticket helped " + h.ref() + " yes"},
		{Label: "It did not help", Line: "ticket helped " + h.ref() + " no"},
		{Label: "Say more", Line: "ticket reply " + h.ref()},
	})
}

// ask passes a question on to the asker, for whom the ticket waits from now on.
func (h *hand) ask() (bot.Reply, error) {
	if h.asker {
		return bot.Reply{}, h.own()
	}
	return h.giveBack("asked", "asks about")
}

// own refuses what somebody else has to do with a request of one's own.
func (h *hand) own() error {
	return bot.Refuse("%s is your own; others have to look after it.", h.ref())
}

// giveBack passes words on to the asker, who may change the ticket from now on.
func (h *hand) giveBack(deed, verb string) (bot.Reply, error) {
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	owner := h.t.Owner
	h.take()
	text := h.req.Values["text"]
	h.note(deed, text)
	h.t.rest(Asked)
	h.t.Returned, h.t.Look = true, h.afterSilence(h.t, h.req.Message.At)
	return h.relay(verb, text, owner, []bot.Action{
		{Label: "Answer", Line: "ticket reply " + h.ref()},
		{Label: "Change it", Line: "ticket edit " + h.ref()},
		{Label: "Withdraw it", Line: "ticket withdraw " + h.ref()},
	})
}

// relay tells the asker what somebody says, and the owner if it was somebody else.
func (h *hand) relay(verb, text string, owner Party, actions []bot.Action) (bot.Reply, error) {
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	words := fmt.Sprintf("%s %s %s:\n\n%s", bot.Capital(name), verb, h.called(h.t), text)
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
	if h.k.Secret { // the reply, too, may lie where others read it
		asker = "whoever said it"
	}
	if !reached {
		return bot.Say(fmt.Sprintf("It is written down in %s, but I cannot reach %s any more: their account is gone.", h.ref(), asker)), nil
	}
	return bot.Say(fmt.Sprintf("%s has your words (%s).", bot.Capital(asker), h.ref())), nil
}

// claim takes a ticket that nobody has, or says that one has begun with it.
func (h *hand) claim() (bot.Reply, error) {
	if err := h.whileOpen(); err != nil {
		return bot.Reply{}, err
	}
	switch {
	case h.asker:
		return bot.Reply{}, h.own()
	case h.owner && h.t.State != Open:
		return bot.Reply{}, bot.Refuse("You have %s already.", h.ref())
	case !h.t.Owner.nobody() && !h.owner:
		name, err := h.ownerName(h.tx, h.t)
		if err != nil {
			return bot.Reply{}, err
		}
		return bot.Reply{}, bot.Refuse("%s has %s already. Only they, or a coordinator with “ticket pass”, can hand it on.", bot.Capital(name), h.ref())
	case !h.office && !h.nearby:
		return bot.Reply{}, h.forOffice()
	}
	h.take()
	if h.t.State == Open {
		h.t.State = Taken
	}
	h.note("taken", "")
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	words := fmt.Sprintf("%s looks after %s now.", bot.Capital(name), h.called(h.t))
	if h.t.running() {
		zone, err := h.zoneOf(h.tx, h.t.Owner)
		if err != nil {
			return bot.Reply{}, err
		}
		words = fmt.Sprintf("%s has taken %s, and will answer by %s.", bot.Capital(name), h.called(h.t), day(h.t.Due, zone))
	}
	_, err = h.tellRaised(h.tx, h.req.Outbox, h.t, "taken", bot.Say(words))
	return bot.Say("It is yours: "+h.called(h.t)+".", h.ownerActions(h.t, h.k)...), err
}
