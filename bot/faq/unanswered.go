package faq

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/bot/faq/match"
	"ambassador/store"
)

// mostGroups is how many groups of questions one answer lists. Each has three buttons, of which platforms show about 25.
const mostGroups = 5

// mostAlike is how many questions of a group are shown, and so how many its buttons are for: nobody approves of what
// they have not read.
const mostAlike = 3

// group is questions that ask nearly the same.
type group struct {
	all   []missed // the most frequent first
	count int      // how often they were asked
}

// groups sorts the questions on the list into those that ask nearly the same, the most frequent first. What has an
// answer by now, and got no bad one, is left out.
func (r *Room) groups(tx store.Tx, v *view) ([]group, error) {
	all, err := r.allMissed(tx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(m missed) bool {
		return m.Answered || !v.trained && v.answered(m) // once all is learnt, the list has been looked over
	})
	texts := make([]string, len(all))
	for i, m := range all {
		texts[i] = m.Text
	}
	var groups []group
	for _, indexes := range match.Group(texts) {
		var g group
		for _, i := range indexes {
			g.all, g.count = append(g.all, all[i]), g.count+all[i].Count
		}
		slices.SortStableFunc(g.all, func(a, b missed) int { return cmp.Compare(b.Count, a.Count) })
		groups = append(groups, g)
	}
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(b.count, a.count) })
	return groups, nil
}

// answered says whether a question has an answer by now that it did not have when it was asked.
func (v *view) answered(m missed) bool {
	f := v.look(m.Text)
	return f.sure() && !slices.Contains(m.Given, f.best())
}

// unanswered lists questions without an answer.
func (r *Room) unanswered(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	groups, err := r.groups(tx, v)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(groups) == 0 {
		words := "Every question of late has an answer."
		if r.Keep <= 0 {
			words = "Questions without an answer are not kept here; the configuration says so."
		}
		return bot.Hush(bot.Say(words)), nil
	}
	pages := (len(groups) + mostGroups - 1) / mostGroups
	page, _ := strconv.Atoi(req.Values["page"])
	page = min(max(page, 1), pages)
	first, end := (page-1)*mostGroups, min(page*mostGroups, len(groups))
	head := "Questions without an answer"
	if pages > 1 {
		head += fmt.Sprintf(": %d to %d of %d", first+1, end, len(groups))
	}
	blocks := []bot.Block{{Section: &bot.Section{Title: head}}}
	for _, g := range groups[first:end] {
		blocks = append(blocks, g.blocks(v)...)
	}
	if page < pages {
		blocks = append(blocks, bot.Block{Actions: []bot.Action{{Label: "More", Line: req.Command.Line(map[string]string{"page": strconv.Itoa(page + 1)})}}})
	}
	return bot.Hush(bot.Compose(blocks...)), nil
}

// blocks are a group on the list, with what can be done about it.
func (g group) blocks(v *view) []bot.Block {
	some := g.all[:min(len(g.all), mostAlike)]
	var lines []string
	for _, m := range some {
		lines = append(lines, m.line())
	}
	if n := len(g.all) - len(some); n > 0 {
		lines = append(lines, "… and "+several(n, "more like these", "more like these"))
	}
	which, are := numbersOf(some), " is "
	if len(some) > 1 {
		are = " are "
	}
	actions := []bot.Action{{Label: "Answer " + which, Line: "faq answer " + which}}
	if id := g.likely(v); id != "" {
		actions = append(actions, bot.Action{Label: which + are + quoted(label(v.by[id], "")), Line: "faq answer " + which + " " + id})
	}
	actions = append(actions, bot.Action{Label: which + are + "no question", Line: "faq dismiss " + which})
	return []bot.Block{{Section: &bot.Section{Text: strings.Join(lines, "\n")}}, {Actions: actions}}
}

// line is a question on the list: 12 · How do I …? · 3 times, 1 to 9 May 2026 · was given roles.
func (m missed) line() string {
	when := dayWords(m.First)
	if m.Last != m.First {
		when += " to " + dayWords(m.Last)
	}
	if m.Count > 1 {
		when = fmt.Sprintf("%d times, %s", m.Count, when)
	}
	given, chosen := "", ""
	if len(m.Given) > 0 {
		given = "did not help: " + strings.Join(m.Given, ", ")
	}
	if len(m.Chosen) > 0 {
		chosen = "was looked up: " + strings.Join(m.Chosen, ", ")
	}
	return joined(" · ", fmt.Sprint(m.Number), clip(m.Text, 3*mostQuoted), when, chosen, given)
}

// likely is the entry that a group most likely asks for: one that somebody chose, else the nearest; empty where none is near.
func (g group) likely(v *view) string {
	for _, m := range g.all {
		for _, id := range m.Chosen {
			if _, there := v.by[id]; there {
				return id
			}
		}
	}
	f := v.look(g.all[0].Text)
	if f.p() < near || slices.Contains(g.all[0].Given, f.best()) {
		return ""
	}
	return f.best()
}
