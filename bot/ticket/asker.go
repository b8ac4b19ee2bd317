package ticket

import (
	"context"
	"fmt"

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
		Name: "ticket edit", Summary: "change what you asked, until somebody has taken it", Needs: bot.Member, Alone: true,
		Examples: []string{`ticket edit AMB-1042 title "Cloud day in Berlin"`},
		Fields: []bot.Field{ref, {Name: "field", Label: "What do you want to change?", Optional: true},
			{Name: "to", Label: "What shall it be?", Hint: "“none” leaves it empty.", Kind: bot.Long, Optional: true}},
		Handle: e.handler((*hand).edit),
	}, {
		Name: "ticket withdraw", Summary: "take back what you asked", Needs: bot.Member, Alone: true,
		Examples: []string{"ticket withdraw AMB-1042"}, Fields: []bot.Field{ref}, Handle: e.handler((*hand).withdraw),
	}, {
		Name: "ticket helped", Summary: "say whether an answer helped", Needs: bot.Member, Alone: true,
		Examples: []string{"ticket helped AMB-1042 yes"},
		Fields:   []bot.Field{ref, {Name: "it", Label: "Did it help?", Kind: bot.YesNo}}, Handle: e.handler((*hand).helped),
	}, {
		Name: "ticket close", Summary: "end it: no more words go either way", Needs: bot.Member, Alone: true,
		Examples: []string{"ticket close AMB-1042"}, Fields: []bot.Field{ref}, Handle: e.handler((*hand).close),
	}}
}

// replyCommand passes words on to the other side.
func replyCommand(e *Engine) bot.Command {
	return bot.Command{
		Name: "ticket reply", Summary: "answer, or say more", Needs: bot.Member, Alone: true,
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
	return bot.Hush(card), err
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
	if err := h.resume(); err != nil {
		return bot.Reply{}, err
	}
	h.note("added", text)
	name, err := h.myName()
	if err != nil {
		return bot.Reply{}, err
	}
	words := fmt.Sprintf("%s adds to %s:\n\n%s", bot.Capital(name), h.called(h.t), text)
	if err := h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, "added", h.forOwner(words)); err != nil {
		return bot.Reply{}, err
	}
	where, err := h.whereabouts(h.tx, h.req.Outbox, h.t)
	return bot.Say("I have added that to " + h.ref() + ". " + where), err
}

// forOwner are words for whoever has the ticket, with what they can do.
func (h *hand) forOwner(words string) bot.Reply {
	if h.k.Secret { // it is opened first: what can be done stands beside what was said
		return bot.Say(words, bot.Action{Label: "Open " + h.ref(), Line: "status " + h.ref()})
	}
	return bot.Say(words, h.ownerActions(h.t, h.k)...)
}
