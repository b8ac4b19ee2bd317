package faq

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// undoCommand takes the last change of an entry back.
func undoCommand() bot.Command {
	return bot.Command{
		Name: "faq undo", Summary: "take back the last change of an entry that you look after; once more makes it again", Needs: bot.Member, Alone: true,
		Examples: []string{"faq undo", "faq undo roles"},
		Fields: []bot.Field{
			{Name: "entry", Label: "Of which entry?", Hint: "Its id; without one it is your last change.", Optional: true},
			{Name: "change", Label: "Which change?", Kind: bot.Number, Optional: true, Hidden: true},
		},
	}
}

// undoLine is the line that takes back one change and no later one.
func undoLine(id string, number uint64) string {
	return undoCommand().Line(map[string]string{"entry": id, "change": strconv.FormatUint(number, 10)})
}

// undo takes back the last change of an entry. It is a change itself, so undoing that makes the first one again.
func (r *Room) undo(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	id, err := r.undoable(tx, req, v)
	if err != nil {
		return bot.Reply{}, err
	}
	all, err := r.history(tx, id)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(all) == 0 {
		return bot.Reply{}, bot.Refuse("Nothing of %s has been changed in chat.", quoted(id))
	}
	last := all[len(all)-1]
	if n := req.Values["change"]; n != "" && n != fmt.Sprint(last.number) {
		return bot.Reply{}, bot.Refuse("%s has changed again since.", quoted(id)).Offer(bot.Action{Label: "History", Line: "faq history " + id})
	}
	if err := r.change(tx, req, v, id, opposite(last.What), last.Before, last.Missed...); err != nil {
		return bot.Reply{}, err
	}
	for _, m := range last.Missed { // what came off the list with the change comes back, or goes again
		if undone(last.What) {
			err = r.drop(tx, m)
		} else {
			err = r.putBack(tx, m)
		}
		if err != nil {
			return bot.Reply{}, err
		}
	}
	return r.done(tx, id, fmt.Sprintf("%s: %s.", id, opposite(last.What)))
}

// undoable is the entry whose last change is to be undone: the one named, or that of the speaker's own change, if
// it was the last of all.
func (r *Room) undoable(tx store.Tx, req *bot.Request, v *view) (id string, err error) {
	words := req.Values["entry"]
	if words == "" {
		last, there, err := r.changes.Get(tx, store.K())
		if err != nil {
			return "", err
		}
		if !there {
			return "", bot.Refuse("Nothing has been changed in chat yet.")
		}
		ver, _, err := r.versions.Get(tx, store.K(last.ID, last.Number))
		if err != nil {
			return "", err
		}
		if ver.By != req.Who.ID {
			return "", bot.Refuse("The last change was not yours: %s, %s.", last.ID, ver.What).
				Offer(bot.Action{Label: "Undo it", Line: undoLine(last.ID, last.Number)}, bot.Action{Label: "History", Line: "faq history " + last.ID})
		}
		words = last.ID
	}
	id = strings.ToLower(words)
	if _, err := v.resolve(words, true); err != nil {
		all, err := r.history(tx, id) // an entry whose making was undone is known by its history alone
		if err != nil {
			return "", err
		}
		if len(all) == 0 {
			_, err = v.resolve(words, true)
			return "", err
		}
	} else if id, err = v.resolve(words, true); err != nil {
		return "", err
	}
	if !mayEdit(req, v.editing(id).Entry) {
		return "", bot.Refuse("That is for coordinators, the desk %s and the owner of the entry only.", Desk)
	}
	return id, nil
}

// back is how the words of an undone change begin.
const back = "taken back: "

// undone says whether a change took another one back.
func undone(what string) bool { return strings.HasPrefix(what, back) }

// opposite is what undoing a change is called. Undoing twice is the change itself again.
func opposite(what string) string {
	if undone(what) {
		return strings.TrimPrefix(what, back)
	}
	return back + what
}

// shownHistory is how many changes a history lists.
const shownHistory = 15

// historyOf lists the changes of an entry, the latest first.
func (r *Room) historyOf(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	id, err := r.undoable(tx, req, v)
	if err != nil {
		return bot.Reply{}, err
	}
	all, err := r.history(tx, id)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(all) == 0 {
		return bot.Hush(bot.Say("Nothing of " + quoted(id) + " has been changed in chat.")), nil
	}
	var lines []string
	for i := len(all) - 1; i >= 0 && len(lines) < shownHistory; i-- {
		name, err := r.who(tx, all[i].By)
		if err != nil {
			return bot.Reply{}, err
		}
		lines = append(lines, joined(" · ", dayWords(all[i].Day), all[i].What, name))
	}
	last := all[len(all)-1].number
	return bot.Hush(bot.Compose(
		bot.Block{Section: &bot.Section{Title: "Changes of " + id, Text: strings.Join(lines, "\n")}},
		bot.Block{Actions: []bot.Action{{Label: "Undo the latest", Line: undoLine(id, last)}}},
	)), nil
}
