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

// showName is what shows an entry.
const showName = "faq show"

// showFields are what it is told. Asked is the number of the question to which the entry was offered.
func showFields() []bot.Field {
	return []bot.Field{
		{Name: "entry", Label: "Which entry?", Hint: "Its id, or its title."},
		{Name: "lang", Label: "In which language?", Optional: true, Hidden: true},
		{Name: "asked", Label: "For which question?", Kind: bot.Number, Optional: true, Hidden: true},
	}
}

// show shows an entry's answer, and to curators what else there is to know of it. Among others it keeps to the answer.
func (r *Room) show(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	id, err := v.resolve(req.Values["entry"], curates(req))
	if err != nil {
		return bot.Reply{}, err
	}
	if err := r.choose(tx, req, id); err != nil {
		return bot.Reply{}, err
	}
	e, inForce := v.by[id]
	if !inForce {
		e = v.edits[id].Entry
	}
	reader := strings.ToLower(req.Values["lang"])
	if reader == "" {
		reader = strings.ToLower(req.Who.Lang)
	}
	blocks := shown(e, reader, req)
	if mayEdit(req, e) && !inPublic(req.Message) {
		more, err := r.details(tx, req, v, e)
		if err != nil {
			return bot.Reply{}, err
		}
		return bot.Hush(bot.Compose(append(blocks, more...)...)), nil
	}
	return bot.Compose(append(blocks, bot.Block{Actions: append(r.judging(req, e, ""), v.related(e, reader)...)})...), nil
}

// choose notes that whoever asked a question took an entry from what they were offered: curators see it, and decide.
func (r *Room) choose(tx store.Tx, req *bot.Request, id string) error {
	number, err := strconv.ParseUint(req.Values["asked"], 10, 64)
	if err != nil {
		return nil // not offered to a question
	}
	m, there, err := r.missed.Get(tx, store.K(number))
	if err != nil || !there || slices.Contains(m.Chosen, id) {
		return err
	}
	m.Chosen = append(m.Chosen, id)
	_, err = r.keep(tx, m)
	return err
}

// details is what curators see of an entry beside its answer, and what they can do.
func (r *Room) details(tx store.Tx, req *bot.Request, v *view, e entry.Entry) ([]bot.Block, error) {
	tally, err := r.judged(tx, e.ID, dayOf(req.Message.At.AddDate(0, 0, -90)))
	if err != nil {
		return nil, err
	}
	var questions []string
	for i, q := range e.Questions {
		questions = append(questions, fmt.Sprintf("%d. %s", i+1, joined(" ", q.Text, bracketed(q.Lang))))
	}
	var spoken []string
	for _, a := range e.Answers {
		if a.Lang != "" {
			spoken = append(spoken, a.Lang)
		}
	}
	facts := facts(
		"Entry", e.ID, "Answers in", languageNames(spoken), "Tags", strings.Join(e.Tags, ", "), "Related", strings.Join(e.Related, ", "), "Owner", e.Owner,
		"To be reviewed by", dayWords(dayOf(e.ReviewBy)), "Stands in", v.origin(e.ID),
		"In 90 days", fmt.Sprintf("helped %d, did not help %d", tally.Helped, tally.Unhelped),
	)
	actions := []bot.Action{
		{Label: "Change it", Line: "faq edit " + e.ID}, {Label: "Add a phrasing", Line: "faq phrasing " + e.ID}, {Label: "History", Line: "faq history " + e.ID},
	}
	if _, inForce := v.by[e.ID]; !inForce {
		actions = []bot.Action{{Label: "Restore it", Line: "faq restore " + e.ID}, {Label: "History", Line: "faq history " + e.ID}}
	} else if curates(req) {
		actions = append(actions, bot.Action{Label: "Retire it", Line: "faq retire " + e.ID})
	}
	return []bot.Block{{Section: &bot.Section{Title: "People ask it so", Text: strings.Join(questions, "\n")}}, {Facts: facts}, {Actions: actions}}, nil
}

// origin says where an entry comes from.
func (v *view) origin(id string) string {
	edited, chat := v.edits[id]
	file, there := v.base.by[id]
	where := ""
	if there && file.Where.File != "" {
		name := file.Where.File[strings.LastIndexAny(file.Where.File, `/\`)+1:] // the rest of the path is nobody's business here
		where = fmt.Sprintf("%s, line %d", name, file.Where.Line)
	}
	switch {
	case !chat:
		return where
	case edited.Retired:
		return joined("; ", where, "retired in chat")
	case v.odds[id] == conflict:
		return joined("; ", where, "changed there and in chat, see “faq conflicts”")
	case there:
		return joined("; ", where, "changed in chat")
	}
	return "chat"
}

// facts pairs labels with values; what is empty is left out.
func facts(pairs ...string) (all []bot.Fact) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all = append(all, bot.Fact{Label: pairs[i], Value: pairs[i+1]})
		}
	}
	return all
}

// bracketed is words in brackets; nothing for none.
func bracketed(words string) string {
	if words == "" {
		return ""
	}
	return "(" + words + ")"
}

// curates says whether somebody looks after all entries.
func curates(req *bot.Request) bool {
	return req.Who.May(bot.Command{Needs: bot.Coordinator, Desk: Desk})
}

// mayEdit says whether somebody may change an entry: those who look after all, and its owner, who may be a desk.
func mayEdit(req *bot.Request, e entry.Entry) bool {
	own := e.Owner != "" && (e.Owner == req.Who.ID || slices.Contains(req.Who.Desks, e.Owner))
	return own || curates(req)
}
