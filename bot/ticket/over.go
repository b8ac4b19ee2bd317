package ticket

import (
	"fmt"
	"time"

	"ambassador/bot"
)

// withdraw takes the request back.
func (h *hand) withdraw() (bot.Reply, error) {
	if err := h.forAsker(); err != nil {
		return bot.Reply{}, err
	}
	return h.over("withdrawn", "%s has withdrawn %s. There is nothing more to do.")
}

// close ends a ticket from either side.
func (h *hand) close() (bot.Reply, error) {
	switch {
	case h.asker && h.t.running():
		return h.withdraw()
	case h.asker:
		if err := h.forAsker(); err != nil {
			return bot.Reply{}, err
		}
		return h.over("closed", "%s has closed %s.")
	}
	if err := h.forOffice(); err != nil {
		return bot.Reply{}, err
	}
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	h.note("closed", "")
	h.t.end("closed")
	words := fmt.Sprintf("%s has closed %s. You can always ask anew.", bot.Capital(name), h.called(h.t))
	_, err = h.tellRaised(h.tx, h.req.Outbox, h.t, "closed", bot.Say(words))
	return bot.Say(h.ref() + " is closed."), err
}

// over ends the ticket for its asker, and tells whoever has it with these words.
func (h *hand) over(outcome, words string) (bot.Reply, error) {
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	h.note(outcome, "")
	h.t.end(outcome)
	told := bot.Say(fmt.Sprintf(words, bot.Capital(name), h.called(h.t)))
	return bot.Say(h.ref() + " is " + outcome + "."), h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, outcome, told)
}

// helped closes an answered ticket, or gives it back to whoever answered.
func (h *hand) helped() (bot.Reply, error) {
	if err := h.forAsker(); err != nil {
		return bot.Reply{}, err
	}
	late := h.req.Values["it"] == "yes" && h.t.Last("answered").What != "" // it was not enough first, and is now
	if h.t.State != Answered && !late {
		return bot.Reply{}, bot.Refuse("%s has no answer yet.", h.ref())
	}
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	if h.req.Values["it"] == "yes" {
		h.note("helped", "")
		if h.later() {
			return bot.Say("Good to hear. " + h.ref() + " stays " + h.t.Stage + "."), nil
		}
		h.t.end("it helped")
		thanks := bot.Say(fmt.Sprintf("Your answer to %s helped. Thank you!", h.called(h.t)))
		return bot.Say("Good to hear. " + h.ref() + " is closed."), h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, "helped", thanks)
	}
	if err := h.resume(); err != nil {
		return bot.Reply{}, err
	}
	h.note("not helped", "")
	told := h.forOwner(fmt.Sprintf("The answer to %s has not helped %s yet.", h.called(h.t), name))
	return bot.Say("I am sorry. "+h.ref()+" is open again. If you say what is missing, I pass it on.",
		bot.Action{Label: "Say what is missing", Line: "ticket reply " + h.ref()}), h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, "not helped", told)
}

// later says that an answer does not end the ticket: it rests at its stage, or a receipt is
// wanted of what was approved.
func (h *hand) later() bool {
	s, _ := h.k.stage(h.t.Stage)
	return s.Rests || h.t.Stage == approved && h.k.Receipt != ""
}

// settled stops the clock: it has been answered, or decided.
func (h *hand) settled() {
	h.t.rest(Answered)
	h.t.Look = h.req.Message.At.Add(answeredFor)
	if h.t.Stage == approved {
		h.t.Look = h.receiptTime(h.req.Message.At)
	}
}

// resume gives whoever has a ticket that waited for nobody, or for its asker, their full
// time. One that runs already goes on.
func (h *hand) resume() error {
	if h.t.running() {
		if h.t.State == Open && h.t.Owner.is(h.me) {
			h.t.State = Taken
		}
		return nil
	}
	h.t.State = Taken
	if h.t.Owner.nobody() {
		h.t.State = Open
	}
	return h.start(h.tx, &h.t, h.req.Message.At)
}

// answeredFor is how long an answer waits for a word from the asker until it counts as enough.
const answeredFor = 14 * 24 * time.Hour
