package faq

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
	"ambassador/store"
)

// Entries lists the entries in force: those of the files as chat has changed them, then those of chat.
func (r *Room) Entries(tx store.Tx) ([]entry.Entry, error) {
	v, err := r.view(tx)
	if err != nil {
		return nil, err
	}
	all := make([]entry.Entry, len(v.order))
	for i, id := range v.order {
		all[i] = v.by[id]
		if name, there := v.base.names[id]; there {
			all[i].ID = name
		}
	}
	return all, nil
}

// export gives the FAQ as the file that would say all of it.
func (r *Room) export(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	all, err := r.Entries(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	var out bytes.Buffer
	if err := entry.Write(&out, all); err != nil {
		return bot.Reply{}, err
	}
	words := "The FAQ with all that was changed in chat: " + several(len(all), "entry", "entries") +
		". In place of its file it says the same, and nothing of chat is needed any more."
	return bot.Hush(bot.Compose(bot.Block{Section: &bot.Section{Text: words}},
		bot.Block{File: &bot.File{Name: "faq-" + today(req) + ".yaml", Type: "application/yaml; charset=utf-8", Data: out.Bytes()}})), nil
}

// Plan is what an import would change.
type Plan struct {
	Added   []entry.Entry
	Changed []Change
	Same    int
}

// Change is an entry before and after an import.
type Change struct {
	Before, After entry.Entry
}

// Fields lists what differs, by name: answer, questions, tags …
func (c Change) Fields() (names []string) {
	if !slices.Equal(c.Before.Questions, c.After.Questions) {
		names = append(names, "questions")
	}
	if !slices.Equal(c.Before.Answers, c.After.Answers) {
		names = append(names, "answer")
	}
	for _, field := range editable() {
		if field != "answer" && valueOf(c.Before, field, "") != valueOf(c.After, field, "") {
			names = append(names, field)
		}
	}
	return names
}

// Empty says that nothing would change.
func (p Plan) Empty() bool { return len(p.Added)+len(p.Changed) == 0 }

// Plan says what giving the FAQ these entries would change. Entries that are not among them stay as they are.
func (r *Room) Plan(tx store.Tx, all []entry.Entry) (p Plan, err error) {
	v, err := r.view(tx)
	if err != nil {
		return p, err
	}
	for _, e := range all {
		e.ID, e.Where = strings.ToLower(e.ID), entry.Where{}
		old, there := v.by[e.ID]
		old.Where = entry.Where{}
		switch {
		case !there:
			p.Added = append(p.Added, e)
		case old.Hash() == e.Hash():
			p.Same++
		default:
			p.Changed = append(p.Changed, Change{old, e})
		}
	}
	return p, nil
}

// Apply makes the changes of a plan that was made in the same transaction. They can be taken back like those of chat.
func (r *Room) Apply(tx store.Tx, p Plan, at time.Time) error {
	v, err := r.view(tx)
	if err != nil {
		return err
	}
	put := func(e entry.Entry, what string) error {
		after := v.editing(e.ID)
		after.Entry, after.Retired = e, false
		return r.write(tx, v, e.ID, version{What: what, Day: dayOf(at), After: &after})
	}
	for _, e := range p.Added {
		if err := put(e, "imported"); err != nil {
			return err
		}
	}
	for _, c := range p.Changed {
		if err := put(c.After, fmt.Sprintf("imported: %s", strings.Join(c.Fields(), ", "))); err != nil {
			return err
		}
	}
	return nil
}
