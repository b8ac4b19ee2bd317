package faq

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
	"ambassador/bot/faq/match"
	"ambassador/store"
)

// pageSize is how many entries one answer lists.
const pageSize = 10

// mostSearched is how many words people look for entries by.
const mostSearched = 2

// list lists what can be asked, by tag; with words those that have them all.
func (r *Room) list(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	words := req.Values["words"]
	if len(strings.Fields(words)) > mostSearched { // too many to look for: it is a question
		if l := v.lookInto(words); len(l.answer) > 0 {
			return bot.Hush(r.answers(req, v, l)), nil
		}
	}
	ids := v.having(words)
	if len(ids) == 1 && words != "" && !curates(req) {
		return bot.Hush(r.answers(req, v, looked{answer: []found{{text: words, hits: []match.Hit{{ID: ids[0], P: 1}}}}})), nil
	}
	if len(ids) == 0 && words == "" {
		return bot.Hush(bot.Say("There is no entry yet." + map[bool]string{true: " “faq add” makes the first."}[curates(req)])), nil
	}
	if len(ids) == 0 {
		return bot.Hush(bot.Say("No entry has "+quoted(words)+". As a question it may be understood all the same.",
			bot.Action{Label: "Ask it", Line: Fitting(r.askCommand(), map[string]string{"question": words}, "question")}, bot.Action{Label: "All entries", Line: "faq"})), nil
	}
	pages := (len(ids) + pageSize - 1) / pageSize
	page, _ := strconv.Atoi(req.Values["page"])
	page = min(max(page, 1), pages)
	first, end := (page-1)*pageSize, min(page*pageSize, len(ids))
	head := "What I can answer"
	if words != "" {
		head += " on " + quoted(words)
	}
	if pages > 1 {
		head += fmt.Sprintf(": %d to %d of %d", first+1, end, len(ids))
	}
	lang := strings.ToLower(req.Who.Lang)
	var actions []bot.Action
	for _, id := range ids[first:end] {
		actions = append(actions, v.opener(id, lang, 0))
	}
	if page < pages {
		actions = append(actions, bot.Action{Label: "More", Line: req.Command.Line(map[string]string{"words": words, "page": strconv.Itoa(page + 1)})})
	}
	text := strings.Join(v.lines(ids[first:end], lang), "\n")
	if gone := v.retired(); page == pages && words == "" && len(gone) > 0 && curates(req) {
		text += "\nRetired: " + strings.Join(gone, ", ")
	}
	return bot.Hush(bot.Compose(bot.Block{Section: &bot.Section{Title: head, Text: text}}, bot.Block{Actions: actions})), nil
}

// lines are entries, one a line, below the tag that they are listed under.
func (v *view) lines(ids []string, lang string) (lines []string) {
	tag := ""
	for _, id := range ids {
		e := v.by[id]
		if of := cmp.Or(topic(e), others); of != tag {
			tag = of
			lines = append(lines, bot.Capital(tag)+":")
		}
		lines = append(lines, "• "+clip(title(e, lang), 2*mostQuoted))
	}
	return lines
}

// others is the heading of entries without a tag.
const others = "others"

// having lists the ids of the entries that have all of these words, by their first tag in the order of the FAQ.
func (v *view) having(words string) (ids []string) {
	want := strings.Fields(normal(words))
	for _, id := range v.order {
		text := v.text(v.by[id])
		if !slices.ContainsFunc(want, func(w string) bool { return !strings.Contains(text, w) }) {
			ids = append(ids, id)
		}
	}
	rank := make(map[string]int)
	for _, id := range v.order {
		if tag := topic(v.by[id]); tag != "" && rank[tag] == 0 {
			rank[tag] = len(rank) + 1
		}
	}
	rank[""] = len(rank) + 1
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(rank[topic(v.by[a])], rank[topic(v.by[b])]) })
	return ids
}

// retired lists the ids of the entries that are not in force any more.
func (v *view) retired() (ids []string) {
	for id, e := range v.edits {
		if e.Retired {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// text is all words of an entry, as normal makes them.
func (v *view) text(e entry.Entry) string {
	parts := append([]string{e.ID, e.Name}, e.Tags...)
	for _, t := range slices.Concat(e.Questions, e.Answers) {
		parts = append(parts, t.Text)
	}
	return normal(strings.Join(parts, " "))
}
