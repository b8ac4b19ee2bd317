package ticket

import (
	"fmt"

	"ambassador/bot"
)

// actions are what the speaker can do with the ticket now.
func (h *hand) actions() []bot.Action {
	act := func(label, verb string) bot.Action {
		return bot.Action{Label: label, Line: "ticket " + verb + " " + h.ref()}
	}
	switch {
	case h.t.State == Closed:
		return nil
	case h.office && !h.asker:
		return h.ownerActions(h.t, h.k)
	case h.reads && !h.asker && !h.voice && h.t.Owner.nobody():
		return []bot.Action{act("Take it", "claim")}
	case !h.asker:
		return nil
	}
	var all []bot.Action
	if h.t.State == Answered && h.t.Stage == "" {
		all = append(all, bot.Action{Label: "That helped", Line: "ticket helped " + h.ref() + " yes"}, bot.Action{Label: "It did not help", Line: "ticket helped " + h.ref() + " no"})
	}
	all = append(all, act("Say more", "reply"))
	if h.mayEdit() == nil {
		all = append(all, act("Change it", "edit"))
	}
	return append(all, act("Withdraw it", "withdraw"))
}

// ownerActions are what whoever looks after a ticket can do with it.
func (e *Engine) ownerActions(t Ticket, k Kind) []bot.Action {
	ref := e.Ref(t.Number)
	act := func(label, verb string) bot.Action {
		return bot.Action{Label: label, Line: "ticket " + verb + " " + ref}
	}
	var all []bot.Action
	for _, a := range k.Actions {
		if t.Stage == "" {
			all = append(all, bot.Action{Label: a.Label, Line: fmt.Sprintf(a.Line, ref)})
		}
	}
	if t.Owner.nobody() || t.State == Open {
		all = append(all, act("Take it", "claim"))
	}
	if k.Approvals > len(t.Approved) {
		all = append(all, bot.Action{Label: "Approve", Line: "ticket approve " + ref + " seen=" + t.seal()})
	}
	if len(k.Stages) > 0 && len(k.Actions) == 0 {
		all = append(all, act("How far is it?", "move"))
	}
	if k.Edited {
		all = append(all, act("Change it", "edit"))
	}
	return append(all, act("Answer", "reply"), act("Ask back", "ask"), act("Hand on", "pass"), act("Decline", "decline"))
}
