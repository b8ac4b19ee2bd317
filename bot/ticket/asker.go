package ticket

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// reference is the field that names a ticket.
func reference() bot.Field {
	return bot.Field{Name: "ref", Label: "Which one?", Hint: "Its reference, such as AMB-1042.", Kind: bot.Reference}
}

// askerCommands are for whoever asks; a reply is for both sides.
func (e *Engine) askerCommands() []bot.Command {
	ref := reference()
	maybe := ref
	maybe.Optional = true
	return []bot.Command{{
		Name: "status", Summary: "see what became of what you asked", Needs: bot.Member, Reads: true,
		Examples: []string{"status", "status AMB-1042"}, Fields: []bot.Field{maybe}, Handle: e.status,
	}, replyCommand(e), {
		Name: "ticket edit", Summary: "change what you asked, until somebody has taken it", Needs: bot.Member,
		Examples: []string{`ticket edit AMB-1042 title "Cloud day in Berlin"`},
		Fields: []bot.Field{ref, {Name: "field", Label: "What do you want to change?", Optional: true},
			{Name: "to", Label: "What shall it be?", Hint: "“none” leaves it empty.", Kind: bot.Long, Optional: true}},
		Handle: e.handler((*hand).edit),
	}, {
		Name: "ticket withdraw", Summary: "take back what you asked", Needs: bot.Member,
		Examples: []string{"ticket withdraw AMB-1042"}, Fields: []bot.Field{ref}, Handle: e.handler((*hand).withdraw),
	}, {
		Name: "ticket helped", Summary: "say whether an answer helped", Needs: bot.Member,
		Examples: []string{"ticket helped AMB-1042 yes"},
		Fields:   []bot.Field{ref, {Name: "it", Label: "Did it help?", Kind: bot.YesNo}}, Handle: e.handler((*hand).helped),
	}, {
		Name: "ticket close", Summary: "end it: no more words go either way", Needs: bot.Member,
		Examples: []string{"ticket close AMB-1042"}, Fields: []bot.Field{ref}, Handle: e.handler((*hand).close),
	}}
}

// replyCommand passes words on to the other side.
func replyCommand(e *Engine) bot.Command {
	return bot.Command{
		Name: "ticket reply", Summary: "answer, or say more", Needs: bot.Member,
		Examples: []string{`ticket reply AMB-1042 "Come to the next meet-up."`},
		Fields:   []bot.Field{reference(), {Name: "text", Label: "What shall I tell them?", Kind: bot.Long}},
		Handle:   e.handler((*hand).reply),
	}
}

// status shows one ticket to whoever may see it, or lists those that the speaker raised.
func (e *Engine) status(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	if req.Values["ref"] == "" {
		return e.raisedBy(tx, req)
	}
	h, err := e.hold(tx, req)
	if err != nil {
		return bot.Reply{}, err
	}
	card, err := h.card()
	return hush(card), err
}

// reply passes words on to the other side.
func (h *hand) reply() (bot.Reply, error) {
	if err := h.whileOpen(); err != nil {
		return bot.Reply{}, err
	}
	text := h.req.Values["text"]
	if h.asker {
		return h.addition(text)
	}
	if !h.office {
		return bot.Reply{}, h.forOffice()
	}
	return h.answer(text)
}

// addition is what the asker has to add: an answer to a question, or more of the request.
func (h *hand) addition(text string) (bot.Reply, error) {
	awaited := !h.t.running()
	if awaited {
		h.t.State = Taken
		if h.t.Owner.nobody() {
			h.t.State = Open
		}
		if err := h.start(h.tx, &h.t, h.req.Message.At); err != nil {
			return bot.Reply{}, err
		}
	}
	h.note("added", text)
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	words := fmt.Sprintf("%s adds to %s:\n\n%s", capital(name), h.called(h.t), text)
	if h.k.Secret {
		words = "There are new words in " + h.ref() + "."
	}
	if awaited || !h.t.Owner.nobody() {
		if err := h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, "added", h.forOwner(words)); err != nil {
			return bot.Reply{}, err
		}
	}
	where, err := h.whereabouts(h.tx, h.req.Outbox, h.t)
	return bot.Say("I have added that to " + h.ref() + ". " + where), err
}

// forOwner are words for whoever has the ticket, with what they can do.
func (h *hand) forOwner(words string) bot.Reply {
	if h.k.Secret {
		return bot.Say(words, bot.Action{Label: "Open " + h.ref(), Line: "status " + h.ref()})
	}
	return bot.Say(words, h.ownerActions(h.t, h.k)...)
}

// edit changes one value. Without one it asks what to change, with the fields as buttons.
func (h *hand) edit() (bot.Reply, error) {
	if err := h.mayEdit(); err != nil {
		return bot.Reply{}, err
	}
	f, typed, err := h.editable(h.req.Values["field"], h.req.Values["to"])
	if err != nil {
		return bot.Reply{}, err
	}
	if typed == "" {
		return bot.Reply{}, &bot.Missing{Field: "to", Text: f.Label + "\nNow: " + h.shown(f)}
	}
	value := ""
	if !f.Optional || !strings.EqualFold(typed, "none") {
		if value, err = h.req.Check(f, typed); err != nil {
			return bot.Reply{}, err
		}
	}
	h.t.Values[f.Name] = value
	h.t.Title = h.k.Title(h.t.Values)
	h.note("changed "+f.Name, "")
	said := "Changed. " + h.ref() + " is called “" + h.t.Title + "”."
	if !h.asker {
		return bot.Say(said), nil
	}
	if err := h.sendBack(); err != nil {
		return bot.Reply{}, err
	}
	return bot.Say(said, bot.Action{Label: "Change more", Line: "ticket edit " + h.ref()}, bot.Action{Label: "Show it", Line: "status " + h.ref()}), nil
}

// sendBack gives a ticket that was returned for a change to whoever has it, once. Of
// other changes an owner hears, too; a desk reads what is there when it gets to it.
func (h *hand) sendBack() error {
	words := h.forOwner(h.called(h.t) + " was changed.")
	switch {
	case h.t.State == Asked:
	case h.t.Owner.nobody():
		return nil
	default:
		return h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, "changed", words)
	}
	h.t.State = Taken
	if h.t.Owner.nobody() {
		h.t.State = Open
	}
	if err := h.start(h.tx, &h.t, h.req.Message.At); err != nil {
		return err
	}
	return h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, "changed", words)
}

// mayEdit refuses whoever may not change the ticket, or not any more.
func (h *hand) mayEdit() error {
	if err := h.whileOpen(); err != nil {
		return err
	}
	if h.office && h.k.Edited && !h.asker {
		return nil
	}
	if err := h.forAsker(); err != nil {
		return err
	}
	if h.t.State == Open && h.t.Stage == "" || h.t.State == Asked || h.t.Returned {
		return nil
	}
	return bot.Refuse("%s is in hand already, so it stays as it is. You can add something.", h.ref()).
		Offer(bot.Action{Label: "Add something", Line: "ticket reply " + h.ref()})
}

// editable is the field that words name, and what it is to be. On one line both stand in
// the words: “title Cloud day in Berlin”.
func (h *hand) editable(words, to string) (bot.Field, string, error) {
	which := bot.Refuse("What do you want to change in %s?", h.ref())
	first, rest, _ := strings.Cut(words, " ")
	for _, f := range h.k.Fields {
		switch {
		case f.Hidden:
			continue
		case strings.EqualFold(words, f.Name), strings.EqualFold(words, strings.TrimRight(f.Label, "?: ")):
			return f, to, nil
		case strings.EqualFold(first, f.Name) && to == "":
			return f, rest, nil
		}
		which.Offer(bot.Action{Label: f.Name, Line: "ticket edit " + h.ref() + " " + f.Name})
	}
	return bot.Field{}, "", which
}

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
	words := fmt.Sprintf("%s has closed %s. You can always ask anew.", capital(name), h.called(h.t))
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
	told := bot.Say(fmt.Sprintf(words, capital(name), h.called(h.t)))
	return bot.Say(h.ref() + " is " + outcome + "."), h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, outcome, told)
}

// helped closes an answered ticket, or gives it back to whoever answered.
func (h *hand) helped() (bot.Reply, error) {
	if err := h.forAsker(); err != nil {
		return bot.Reply{}, err
	}
	if h.t.State != Answered {
		return bot.Reply{}, bot.Refuse("%s has no answer yet.", h.ref())
	}
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	if h.req.Values["it"] == "yes" {
		h.note("helped", "")
		if s, _ := h.k.stage(h.t.Stage); s.Rests {
			h.rest(Answered)
			return bot.Say("Good to hear. " + h.ref() + " stays " + s.Name + "."), nil
		}
		h.t.end("it helped")
		thanks := bot.Say(fmt.Sprintf("Your answer to %s helped. Thank you!", h.called(h.t)))
		return bot.Say("Good to hear. " + h.ref() + " is closed."), h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, "helped", thanks)
	}
	h.t.State = Taken
	if err := h.start(h.tx, &h.t, h.req.Message.At); err != nil {
		return bot.Reply{}, err
	}
	h.note("not helped", "")
	told := h.forOwner(fmt.Sprintf("The answer to %s has not helped %s yet.", h.called(h.t), name))
	return bot.Say("I am sorry. "+h.ref()+" is open again. If you say what is missing, I pass it on.",
		bot.Action{Label: "Say what is missing", Line: "ticket reply " + h.ref()}), h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, "not helped", told)
}

// answeredFor is how long an answer waits for a word from the asker until it counts as enough.
const answeredFor = 14 * 24 * time.Hour
