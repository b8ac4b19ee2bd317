package faq

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
	"ambassador/store"
)

// phrasingCommand teaches one more way to ask.
func phrasingCommand() bot.Command {
	return bot.Command{
		Name: "faq phrasing", Summary: "teach one more way to ask for an entry that you look after", Needs: bot.Member, Alone: true,
		Examples: []string{"faq phrasing roles What can I become here?"},
		Fields: []bot.Field{
			{Name: "entry", Label: "Which entry?", Hint: "Its id.", Kind: bot.Key},
			{Name: "phrasing", Label: "How do people ask it?", Hint: "In their words."},
			languageField(),
		},
	}
}

// unphraseCommand takes one away.
func unphraseCommand() bot.Command {
	return bot.Command{
		Name: "faq unphrase", Summary: "take a phrasing away from an entry that you look after", Needs: bot.Member, Alone: true,
		Examples: []string{"faq unphrase roles 3", `faq unphrase roles "What can I become here?"`},
		Fields: []bot.Field{
			{Name: "entry", Label: "Which entry?", Hint: "Its id.", Kind: bot.Key},
			{Name: "phrasing", Label: "Which phrasing?", Hint: "Its words, or its number in “faq show”."},
		},
	}
}

// phrase adds a phrasing. It counts from the next question on.
func (r *Room) phrase(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, e, err := r.mine(tx, req, req.Values["entry"])
	if err != nil {
		return bot.Reply{}, err
	}
	text := req.Values["phrasing"]
	if err := v.unheard(e.Entry.ID, text); err != nil {
		return bot.Reply{}, err
	}
	e.Entry.Questions = append(e.Entry.Questions, entry.Text{Lang: req.Values["language"], Text: text})
	allowed, err := r.allow(tx, text)
	if err != nil {
		return bot.Reply{}, err
	}
	said, err := r.missedAs(tx, normal(scrub(text)))
	if err != nil {
		return bot.Reply{}, err
	}
	var answered []missed
	if said.Number != 0 { // it stands on the list of questions without an answer, and has one now
		answered = append(answered, said)
		if err := r.drop(tx, said); err != nil {
			return bot.Reply{}, err
		}
	}
	if err := r.change(tx, req, v, e.Entry.ID, "phrasing added: "+clip(text, mostQuoted), &e, answered...); err != nil {
		return bot.Reply{}, err
	}
	return r.done(tx, e.Entry.ID, sentences("From now on "+quoted(text)+" asks for "+e.Entry.ID+".", allowed))
}

// unphrase takes a phrasing away.
func (r *Room) unphrase(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, e, err := r.mine(tx, req, req.Values["entry"])
	if err != nil {
		return bot.Reply{}, err
	}
	i := questionIn(e.Entry, req.Values["phrasing"])
	if n, err := strconv.Atoi(strings.TrimRight(req.Values["phrasing"], ".")); err == nil && i < 0 && n >= 1 && n <= len(e.Entry.Questions) {
		i = n - 1
	}
	switch {
	case i < 0:
		return bot.Reply{}, bot.Refuse("%s has no phrasing %s.", e.Entry.ID, quoted(req.Values["phrasing"])).
			Offer(bot.Action{Label: "Show it", Line: "faq show " + e.Entry.ID})
	case len(e.Entry.Questions) == 1:
		return bot.Reply{}, bot.Refuse("It is the only one that %s has. Add another one first, or retire the entry.", e.Entry.ID)
	}
	text := e.Entry.Questions[i].Text
	e.Entry.Questions = slices.Delete(e.Entry.Questions, i, i+1)
	if err := r.change(tx, req, v, e.Entry.ID, "phrasing taken away: "+clip(text, mostQuoted), &e); err != nil {
		return bot.Reply{}, err
	}
	return r.done(tx, e.Entry.ID, fmt.Sprintf("%s does not ask for %s any more.", quoted(text), e.Entry.ID))
}

// retire takes an entry out of use. It stays there to be restored.
func (r *Room) retire(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, e, err := r.mine(tx, req, req.Values["entry"])
	if err != nil {
		return bot.Reply{}, err
	}
	e.Retired = true
	if err := r.change(tx, req, v, e.Entry.ID, "retired", &e); err != nil {
		return bot.Reply{}, err
	}
	return r.done(tx, e.Entry.ID, fmt.Sprintf("%s is retired: nobody is answered with it any more.", e.Entry.ID), bot.Action{Label: "Restore it", Line: "faq restore " + e.Entry.ID})
}

// restore puts a retired entry into use again.
func (r *Room) restore(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	id, err := v.resolve(req.Values["entry"], true)
	if err != nil {
		return bot.Reply{}, err
	}
	e := v.editing(id)
	if !e.Retired {
		return bot.Reply{}, bot.Refuse("%s is not retired.", id)
	}
	e.Retired = false
	if err := r.change(tx, req, v, id, "restored", &e); err != nil {
		return bot.Reply{}, err
	}
	return r.done(tx, id, id+" is in use again.")
}
