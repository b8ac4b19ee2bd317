package faq

import (
	"context"
	"fmt"

	"ambassador/bot"
	"ambassador/store"
)

// helpedName is what the buttons below an answer say.
const helpedName = "faq helped"

// helpedFields are what these buttons tell. What was asked is there only for an answer that did not help.
func helpedFields() []bot.Field {
	return []bot.Field{
		{Name: "entry", Label: "Which answer?", Hint: "The entry's id.", Kind: bot.Key},
		{Name: "it", Label: "Did it help?", Kind: bot.Choice, Choices: []string{"yes", "no"}},
		{Name: "of", Label: "Which message?", Optional: true, Hidden: true},
		{Name: "question", Label: "What was asked?", Kind: bot.Long, Optional: true, Hidden: true},
	}
}

// verdictLine is the line that says whether the n-th answer to a message helped.
func (r *Room) verdictLine(req *bot.Request, id string, helped bool, question string, n int) string {
	c := bot.Command{Name: helpedName, Fields: helpedFields()}
	values := map[string]string{"entry": id, "it": "no", "of": fmt.Sprintf("%s-%d", mark(req.Message), n), "question": question}
	if helped {
		values["it"] = "yes"
	}
	return Fitting(c, values, "question")
}

// helped counts whether an answer helped, and goes on from one that did not: the question is kept for the curators,
// and can be put to a person. Of one answer only the last word counts.
func (r *Room) helped(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	e, there := v.by[req.Values["entry"]]
	if !there {
		return bot.Reply{}, bot.Refuse("There is no entry %s any more.", quoted(req.Values["entry"]))
	}
	helped, of := req.Values["it"] == "yes", req.Values["of"]
	if of == "" {
		of = mark(req.Message)
	}
	fresh, err := r.count(tx, e.ID, of, verdict{helped, today(req)})
	if err != nil {
		return bot.Reply{}, fmt.Errorf("faq: count: %w", err)
	}
	if helped {
		return bot.Hush(bot.Say("Good to hear.")), nil
	}
	question := req.Values["question"]
	if fresh && question != "" {
		if _, err := r.miss(tx, req, v, v.look(question), e.ID); err != nil {
			return bot.Reply{}, err
		}
	}
	words := "I am sorry. Whoever looks after my answers sees that this one did not help."
	if a, ok := r.person(question, topic(e)); ok {
		return bot.Hush(bot.Say(words+" I can put your question to a person, and bring you what they say.", a)), nil
	}
	return bot.Hush(bot.Say(words)), nil
}

// count adds what was said of an answer to the entry's tally of the day. It tells whether that is new.
func (r *Room) count(tx store.Tx, id, of string, now verdict) (fresh bool, err error) {
	key := store.K(id, of)
	before, had, err := r.verdicts.Get(tx, key)
	if err != nil || had && before.Helped == now.Helped {
		return false, err
	}
	if had {
		if err := r.tallyUp(tx, id, before, -1); err != nil {
			return false, err
		}
	}
	if err := r.tallyUp(tx, id, now, 1); err != nil {
		return false, err
	}
	return true, r.verdicts.Put(tx, key, now)
}

// tallyUp adds to the tally of an entry on the day of a verdict.
func (r *Room) tallyUp(tx store.Tx, id string, v verdict, by int) error {
	key := store.K(id, v.Day)
	t, _, err := r.tallies.Get(tx, key)
	if err != nil {
		return err
	}
	if v.Helped {
		t.Helped = max(0, t.Helped+by)
	} else {
		t.Unhelped = max(0, t.Unhelped+by)
	}
	return r.tallies.Put(tx, key, t)
}

// judged adds up what people said of an entry from a day on.
func (r *Room) judged(tx store.Tx, id, from string) (sum tally, err error) {
	for row, err := range r.tallies.From(tx, store.K(id, from), store.PrefixEnd(store.K(id))) {
		if err != nil {
			return sum, err
		}
		sum.Helped += row.Value.Helped
		sum.Unhelped += row.Value.Unhelped
	}
	return sum, nil
}
