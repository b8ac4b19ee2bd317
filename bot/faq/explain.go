package faq

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/faq/match"
	"ambassador/store"
)

// explain says what a question would get, and why.
func (r *Room) explain(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	f := v.look(spoken(req.Values["question"]))
	if len(f.hits) == 0 {
		return bot.Hush(bot.Say("Nothing in the FAQ is like " + quoted(f.text) + ".")), nil
	}
	top := f.hits[0]
	phrasing := "the words of its answer"
	if top.Phrasing != "" {
		phrasing = quoted(top.Phrasing)
	}
	learnt, err := r.since(tx, top.ID, top.Phrasing)
	if err != nil {
		return bot.Reply{}, err
	}
	var others []string
	for _, h := range f.hits[1:] {
		others = append(others, fmt.Sprintf("%s (%s)", h.ID, percent(h.P)))
	}
	actions := []bot.Action{v.opener(top.ID, "", 0)}
	if questionIn(v.by[top.ID], f.text) < 0 {
		line := Fitting(phrasingCommand(), map[string]string{"entry": top.ID, "phrasing": clip(f.text, 300)}, "phrasing")
		actions = append(actions, bot.Action{Label: "Make it a phrasing of " + top.ID, Line: line})
	}
	learning := ""
	if !v.trained {
		learning = "not all of it yet; within minutes"
	}
	return bot.Hush(bot.Compose(
		bot.Block{Section: &bot.Section{Title: "What " + quoted(f.text) + " would get"}},
		bot.Block{Facts: facts(
			"Asked", verdictOf(top.P), "Unasked", unaskedVerdict(top.P), "Most likely", fmt.Sprintf("%s (%s)", top.ID, percent(top.P)),
			"Most like", phrasing, "Known since", learnt, "Next", strings.Join(others, ", "),
			"Noted as no question", map[bool]string{true: "yes"}[v.not[normal(scrub(f.text))]], "Learnt", learning,
		)},
		bot.Block{Actions: actions},
	)), nil
}

// percent writes a probability.
func percent(p float64) string { return fmt.Sprintf("%.0f %%", 100*p) }

// verdictOf is what happens to a question that was put to the bot.
func verdictOf(p float64) string {
	switch {
	case p >= match.Sure:
		return "an answer, from " + percent(match.Sure) + " on"
	case p >= match.Maybe:
		return "asked back with choices, from " + percent(match.Maybe) + " on"
	}
	return "no answer, and a person to ask"
}

// unaskedVerdict is what happens to one that people ask each other, where the bot may speak up.
func unaskedVerdict(p float64) string {
	if p >= match.Unasked {
		return "an answer, from " + percent(match.Unasked) + " on"
	}
	return "silence"
}

// since says from when a phrasing is known: the day on which chat learnt it, or the files.
func (r *Room) since(tx store.Tx, id, phrasing string) (string, error) {
	all, err := r.history(tx, id)
	if err != nil || phrasing == "" {
		return "", err
	}
	has := func(e *edit) bool { return e != nil && questionIn(e.Entry, phrasing) >= 0 }
	for _, ver := range slices.Backward(all) {
		if has(ver.After) && !has(ver.Before) {
			name, err := r.who(tx, ver.By)
			return dayWords(ver.Day) + ", by " + name, err
		}
	}
	return "the files, or longer than I remember", nil
}
