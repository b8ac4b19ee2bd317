package faq

import (
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// Desk is what waits for those who look after the entries: questions without an answer, entries that are due for
// another look, and conflicts.
func (r *Room) Desk(tx store.Tx, who bot.Person, at time.Time) ([]bot.Block, error) {
	if !who.May(bot.Command{Needs: bot.Coordinator, Desk: Desk}) {
		return nil, nil
	}
	v, err := r.view(tx)
	if err != nil {
		return nil, err
	}
	waiting, err := r.waiting(tx)
	if err != nil {
		return nil, err
	}
	due := ""
	late := v.due(at)
	if len(late) > 0 {
		due = several(len(late), "entry is due for another look", "entries are due for another look")
	}
	odds := ""
	if n := len(v.conflicts()); n > 0 {
		odds = several(n, "entry was changed in a file and in chat", "entries were changed in a file and in chat")
	}
	missed := ""
	if waiting > 0 {
		missed = several(waiting, "question without an answer", "questions without an answer")
	}
	text := joined(" · ", missed, due, odds)
	if text == "" {
		return nil, nil
	}
	var actions []bot.Action
	if waiting > 0 {
		actions = append(actions, bot.Action{Label: "Unanswered questions", Line: "faq unanswered"})
	}
	if odds != "" {
		actions = append(actions, bot.Action{Label: "Conflicts", Line: "faq conflicts"})
	}
	if due != "" {
		actions = append(actions, bot.Action{Label: "Look at " + label(v.by[late[0]], ""), Line: "faq show " + late[0]})
	}
	return []bot.Block{{Section: &bot.Section{Title: "Questions and answers", Text: bot.Capital(text) + "."}}, {Actions: actions}}, nil
}

// due lists the ids of the entries that are to be looked at again by now.
func (v *view) due(at time.Time) (ids []string) {
	for _, id := range v.order {
		if by := v.by[id].ReviewBy; !by.IsZero() && !at.Before(by) {
			ids = append(ids, id)
		}
	}
	return ids
}
