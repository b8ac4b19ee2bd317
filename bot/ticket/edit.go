package ticket

import (
	"strings"

	"ambassador/bot"
)

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
	value, none := "", strings.EqualFold(typed, "none")
	switch {
	case none && !f.Optional:
		return bot.Reply{}, bot.Refuse("%s cannot be left empty. “ticket withdraw %s” takes it all back.", label(f), h.ref())
	case !none:
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
