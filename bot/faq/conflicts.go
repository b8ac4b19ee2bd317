package faq

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
	"ambassador/store"
)

// mostConflicts is how many conflicts one answer lists.
const mostConflicts = 8

// listConflicts lists the entries that files and chat have changed apart, with what differs.
func (r *Room) listConflicts(_ context.Context, tx store.Tx, _ *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	ids := v.conflicts()
	if len(ids) == 0 {
		return bot.Hush(bot.Say("Files and chat agree.")), nil
	}
	blocks := []bot.Block{{Section: &bot.Section{Title: "Changed in a file and in chat", Text: "What chat says counts until somebody decides."}}}
	for _, id := range ids[:min(len(ids), mostConflicts)] {
		blocks = append(blocks,
			bot.Block{Section: &bot.Section{Title: id, Text: strings.Join(v.apart(id), "\n")}},
			bot.Block{Actions: []bot.Action{{Label: "Keep chat's " + id, Line: "faq keep " + id + " chat"}, {Label: "Take the file's " + id, Line: "faq keep " + id + " file"}}},
		)
	}
	if n := len(ids) - mostConflicts; n > 0 {
		blocks = append(blocks, bot.Block{Section: &bot.Section{Text: fmt.Sprintf("… and %d more: %s", n, strings.Join(ids[mostConflicts:], ", "))}})
	}
	return bot.Hush(bot.Compose(blocks...)), nil
}

// apart says how file and chat differ over an entry.
func (v *view) apart(id string) (lines []string) {
	chat := v.edits[id]
	file, there := v.base.by[id]
	switch {
	case !there:
		return []string{"The file does not have it any more."}
	case chat.Retired:
		return []string{"It is retired in chat, and the file has changed it since."}
	case chat.Base == "":
		lines = append(lines, "Chat added it, and a file has an entry of that id, too.")
	}
	for _, field := range editable() {
		f, c := valueOf(file, field, ""), valueOf(chat.Entry, field, "")
		if f != c {
			lines = append(lines, fmt.Sprintf("%s: %s in the file, %s in chat", bot.Capital(spelled(field)), quotedOrNothing(f), quotedOrNothing(c)))
		}
	}
	if more := without(file.Questions, chat.Entry.Questions); len(more) > 0 {
		lines = append(lines, "Only the file has: "+strings.Join(more, ", "))
	}
	if more := without(chat.Entry.Questions, file.Questions); len(more) > 0 {
		lines = append(lines, "Only chat has: "+strings.Join(more, ", "))
	}
	if len(lines) == 0 {
		lines = append(lines, "They differ in languages or in order only.")
	}
	return lines
}

// quotedOrNothing is a value in quotation marks, or that there is none.
func quotedOrNothing(words string) string {
	if words == "" {
		return orNothing(words)
	}
	return quoted(words)
}

// without quotes the texts that others have not.
func without(all, others []entry.Text) (quotes []string) {
	for _, t := range all {
		if !slices.ContainsFunc(others, func(o entry.Text) bool { return normal(o.Text) == normal(t.Text) }) {
			quotes = append(quotes, quoted(t.Text))
		}
	}
	return quotes
}

// The two sides of a conflict.
const (
	sideChat = "chat"
	sideFile = "file"
)

// decide ends a conflict. Chat's entry then stands on the file as it is now, or goes.
func (r *Room) decide(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	id := strings.ToLower(req.Values["entry"])
	if v.odds[id] != conflict {
		return bot.Reply{}, bot.Refuse("File and chat are not at odds over %s.", quoted(id)).Offer(bot.Action{Label: "Conflicts", Line: "faq conflicts"})
	}
	if req.Values["side"] == sideFile {
		if err := r.change(tx, req, v, id, "the file's taken", nil); err != nil {
			return bot.Reply{}, err
		}
		if _, there := v.base.by[id]; !there {
			return r.done(tx, id, id+" is gone, as from the file.")
		}
		return r.done(tx, id, id+" is as in the file now.")
	}
	e := v.editing(id)
	e.Base = v.base.sums[id]
	if err := r.change(tx, req, v, id, "chat's kept", &e); err != nil {
		return bot.Reply{}, err
	}
	return r.done(tx, id, id+" stays as it is in chat. “faq export” gives the file that says so, too.")
}
