package faq

import (
	"context"
	"fmt"
	"strings"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
	"ambassador/store"
)

// isNew is what stands in place of an entry for one that is to be made.
const isNew = "new"

// answerFields are how a question on the list gets an answer.
func answerFields() []bot.Field {
	return []bot.Field{
		{Name: "which", Label: "Which question?", Hint: "Its number in “faq unanswered”; several with commas between.", Kind: bot.Key},
		{Name: "entry", Label: "Which entry answers it?", Hint: "Its id, or “new”.", Kind: bot.Key, Optional: true},
		{Name: "answer", Label: "What is the answer?", Hint: "Markdown, up to 4,000 characters.", Kind: bot.Long, Optional: true},
		{Name: "id", Label: "What is the new entry called?", Optional: true, Hidden: true},
	}
}

// learn gives questions on the list an answer: they become phrasings of an entry, which may be a new one.
func (r *Room) learn(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	questions, err := picked(tx, r.missed, req.Values["which"])
	if err != nil {
		return bot.Reply{}, err
	}
	words := req.Values["entry"]
	switch {
	case words == "":
		return bot.Reply{}, r.whichEntry(req, v, questions)
	case words == isNew && req.Values["answer"] == "":
		return bot.Reply{}, &bot.Missing{Field: "answer", Text: "The question is: " + clip(questions[0].Text, 3*mostQuoted)}
	case words == isNew:
		return r.learnNew(tx, req, v, questions)
	}
	id, err := v.resolve(words, false)
	if err != nil {
		return bot.Reply{}, err
	}
	if req.Values["answer"] != "" {
		return bot.Reply{}, bot.Refuse("%s has an answer. For a new one say “faq answer %s new” and the answer; to change that one, “faq edit %s answer”.", id, req.Values["which"], id)
	}
	return r.learnAs(tx, req, v, id, questions)
}

// whichEntry asks for the entry, with the likely ones to choose from.
func (r *Room) whichEntry(req *bot.Request, v *view, questions []missed) error {
	refusal := bot.Refuse("Which entry answers “%s”? Say “faq answer %s” and its id, or “new”.", clip(questions[0].Text, 2*mostQuoted), req.Values["which"])
	f := v.look(questions[0].Text)
	for _, id := range f.offered() {
		if f.p() < near {
			break
		}
		refusal.Offer(bot.Action{Label: label(v.by[id], ""), Line: "faq answer " + req.Values["which"] + " " + id})
	}
	return refusal.Offer(bot.Action{Label: "A new one", Line: "faq answer " + req.Values["which"] + " " + isNew})
}

// learnAs makes phrasings of an entry of questions.
func (r *Room) learnAs(tx store.Tx, req *bot.Request, v *view, id string, questions []missed) (bot.Reply, error) {
	e := v.editing(id)
	var quotes []string
	for _, m := range questions {
		if questionIn(e.Entry, m.Text) < 0 { // one that is there already need not be learnt, only taken off the list
			if err := v.unheard(id, m.Text); err != nil {
				return bot.Reply{}, err
			}
			e.Entry.Questions = append(e.Entry.Questions, entry.Text{Lang: m.Lang, Text: m.Text})
		}
		quotes = append(quotes, quoted(m.Text))
		if err := r.drop(tx, m); err != nil {
			return bot.Reply{}, err
		}
	}
	what := "learnt: " + clip(strings.Join(quotes, ", "), 2*mostQuoted)
	if err := r.change(tx, req, v, id, what, &e, questions...); err != nil {
		return bot.Reply{}, err
	}
	return r.done(tx, id, fmt.Sprintf("From now on this asks for %s: %s.", id, strings.Join(quotes, ", ")), bot.Action{Label: "More questions", Line: "faq unanswered"})
}

// learnNew makes a new entry of questions and their answer.
func (r *Room) learnNew(tx store.Tx, req *bot.Request, v *view, questions []missed) (bot.Reply, error) {
	id, err := v.newID(req.Values["id"], questions[0].Text)
	if err != nil {
		return bot.Reply{}, err
	}
	e := entry.Entry{ID: id, Answers: []entry.Text{{Lang: questions[0].Lang, Text: req.Values["answer"]}}, Reviewed: midnight(req)}
	for _, m := range questions {
		if err := v.unheard(id, m.Text); err != nil {
			return bot.Reply{}, err
		}
		e.Questions = append(e.Questions, entry.Text{Lang: m.Lang, Text: m.Text})
		if err := r.drop(tx, m); err != nil {
			return bot.Reply{}, err
		}
	}
	if err := r.change(tx, req, v, id, "added for a question", &edit{Entry: e}, questions...); err != nil {
		return bot.Reply{}, err
	}
	return r.done(tx, id, fmt.Sprintf("%s has an answer now, as %s.", quoted(questions[0].Text), id),
		bot.Action{Label: "Add a phrasing", Line: "faq phrasing " + id}, bot.Action{Label: "More questions", Line: "faq unanswered"})
}

// dismiss says that questions on the list are none: what is like them gets no answer from then on.
func (r *Room) dismiss(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	questions, err := picked(tx, r.missed, req.Values["which"])
	if err != nil {
		return bot.Reply{}, err
	}
	var quotes []string
	for _, m := range questions {
		if err := r.drop(tx, m); err != nil {
			return bot.Reply{}, err
		}
		if err := r.nots.Put(tx, store.K(m.Number), m); err != nil {
			return bot.Reply{}, err
		}
		quotes = append(quotes, quoted(m.Text))
	}
	which := numbersOf(questions)
	req.On["questions"] = which
	return bot.Hush(bot.Say("Noted as no question for me: "+strings.Join(quotes, ", ")+".",
		bot.Action{Label: "Undo", Line: "faq reopen " + which}, bot.Action{Label: "More questions", Line: "faq unanswered"})), r.renew(tx)
}

// reopen takes that back.
func (r *Room) reopen(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	questions, err := picked(tx, r.nots, req.Values["which"])
	if err != nil {
		return bot.Reply{}, err
	}
	var quotes []string
	for _, m := range questions {
		if err := r.nots.Delete(tx, store.K(m.Number)); err != nil {
			return bot.Reply{}, err
		}
		if err := r.putBack(tx, m); err != nil {
			return bot.Reply{}, err
		}
		quotes = append(quotes, quoted(m.Text))
	}
	req.On["questions"] = numbersOf(questions)
	return bot.Hush(bot.Say("On the list again: "+strings.Join(quotes, ", ")+".", bot.Action{Label: "List them", Line: "faq unanswered"})), r.renew(tx)
}

// shownNots is how much a list of what is no question shows.
const shownNots = 20

// dismissed lists what has been said to be no question, the latest first.
func (r *Room) dismissed(_ context.Context, tx store.Tx, _ *bot.Request) (bot.Reply, error) {
	var lines []string
	for row, err := range r.nots.All(tx, nil) {
		if err != nil {
			return bot.Reply{}, err
		}
		lines = append([]string{fmt.Sprintf("%d · %s", row.Value.Number, clip(row.Value.Text, 2*mostQuoted))}, lines...)
	}
	if len(lines) == 0 {
		return bot.Hush(bot.Say("Nothing has been said to be no question.")), nil
	}
	more := len(lines) - shownNots
	lines = lines[:min(len(lines), shownNots)]
	if more > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more", more))
	}
	lines = append(lines, "“faq reopen” and a number takes it back.")
	return bot.Hush(bot.Compose(bot.Block{Section: &bot.Section{Title: "No questions for me", Text: strings.Join(lines, "\n")}})), nil
}

// allow forgets that a text was said to be no question, now that it is one, and says so.
func (r *Room) allow(tx store.Tx, text string) (said string, err error) {
	want := normal(scrub(text))
	for row, err := range r.nots.All(tx, nil) {
		if err != nil {
			return "", err
		}
		if normal(row.Value.Text) == want {
			return "It was noted as no question; that is over.", r.nots.Delete(tx, store.K(row.Value.Number))
		}
	}
	return "", nil
}
