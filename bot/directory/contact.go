package directory

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// contactCommand asks for an introduction. It writes, though nothing stays in the
// directory: the envelopes are stored with the fact that the message was seen.
func (d *Directory) contactCommand() bot.Command {
	return bot.Command{
		Name: "contact", Summary: "ask somebody for an introduction", Needs: bot.Member,
		Shortcut: "Ask for an introduction", Takes: "message",
		Examples: []string{`contact ambassador-berlin "I am new in town and look for a group."`},
		Fields: []bot.Field{
			{Name: "person", Label: "Whom do you want to meet?", Kind: bot.Human},
			{Name: "message", Label: "What shall I tell them?", Hint: "They will see your name with it.", Kind: bot.Long},
		},
		Handle: d.contactPerson,
	}
}

// contactPerson passes words on to a person, or to the coordinators where the person
// has no account. Nothing of it is kept but the envelope on its way.
func (d *Directory) contactPerson(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	p, ok, err := d.people.Get(tx, store.K(req.Values["person"]))
	if err != nil || !ok {
		return bot.Reply{}, orRefuse(err, "That person is not in the directory any more.")
	}
	name := p.card().Name
	switch {
	case p.ID == req.Who.ID:
		return bot.Reply{}, bot.Refuse("That is you.")
	case p.Status == Emeritus:
		return bot.Reply{}, bot.Refuse("%s has stepped down. “find” names somebody who is there.", name)
	case p.At(req.Message.At) == Hold && p.away() != "":
		return bot.Reply{}, bot.Refuse("%s is away until %s. “find” names somebody who is there.", name, day(p.away()))
	case p.At(req.Message.At) == Hold:
		return bot.Reply{}, bot.Refuse("%s is away for now. “find” names somebody who is there.", name)
	}
	// The person sees who asks, and the asker sees no account: the answer decides
	// whether the two talk.
	words := fmt.Sprintf("%s asks to be introduced to you:\n\n%s\n\nPlease answer them directly.", asker(req), req.Values["message"])
	said := "Thank you. " + name + " has your words, with your name, and can answer you directly."
	accounts, err := d.Reach(tx, p.ID)
	if err != nil {
		return bot.Reply{}, err
	}
	accounts = slices.DeleteFunc(slices.Clone(accounts), func(a bot.Address) bool { return !req.Outbox.Reaches(a.Platform) })
	to := reachable(accounts, req.Message.From)
	if len(to) == 0 {
		if to, err = d.Coordinators(tx); err != nil {
			return bot.Reply{}, err
		}
		words = fmt.Sprintf("%s asks to be introduced to %s (%s), who has no account that I can reach:\n\n%s\n\nPlease pass it on.",
			asker(req), p.Name, p.ID, req.Values["message"])
		said = "Thank you. " + name + " has no account that I can reach, so the coordinators have your words and will pass them on."
	}
	if len(to) == 0 {
		return bot.Reply{}, bot.Refuse("%s", sentences("I can reach neither "+name+" nor a coordinator. Nothing was sent.", d.programme()))
	}
	for _, account := range to { // each under a key of its own, so each once
		e := bot.Envelope{Key: deed("contact", req.Message, account), To: account, Reply: bot.Say(words)}
		if err := req.Outbox.Put(tx, e); err != nil {
			return bot.Reply{}, err
		}
	}
	reply := bot.Say(said)
	reply.Private = true
	return reply, nil
}

// orRefuse is the error, or a refusal where there is none.
func orRefuse(err error, text string) error {
	if err != nil {
		return err
	}
	return bot.Refuse("%s", text)
}

// asker is how the person who asks is called to others: by mention, so that they can
// be answered, and by name.
func asker(req *bot.Request) string {
	mention := "@" + req.Message.From.Account().String()
	if req.Who.Name != "" {
		return req.Who.Name + " (" + mention + ")"
	}
	return mention
}

// deed names a word to somebody by its cause, so that it is sent once however often
// the cause is seen.
func deed(what string, m bot.Message, to bot.Address) string {
	id := m.ID
	if id == "" {
		id = fmt.Sprint(m.At.UnixNano())
	}
	return strings.Join([]string{what, m.From.Account().String(), m.From.Room, id, to.String()}, "/")
}

// reachable picks one account: on the asker's own platform, where the two can go on talking, or else the one that the
// person prefers.
func reachable(accounts []bot.Address, from bot.Address) []bot.Address {
	for _, a := range accounts {
		if a.Platform == from.Platform && a.Space == from.Space {
			return []bot.Address{a}
		}
	}
	return accounts[:min(len(accounts), 1)]
}

// Coordinators lists the accounts of all coordinators, of the configuration and of the
// records, in a fixed order.
func (d *Directory) Coordinators(tx store.Tx) ([]bot.Address, error) {
	var accounts []bot.Address
	for a := range d.coordinators {
		accounts = append(accounts, a)
	}
	for row, err := range d.coordinating.All(tx, nil) {
		if err != nil {
			return nil, err
		}
		accounts = append(accounts, row.Value.Accounts...)
	}
	slices.SortFunc(accounts, func(a, b bot.Address) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(accounts), nil
}
