package faq

import (
	"crypto/rand"
	"fmt"
	"slices"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
	"ambassador/store"
)

// mostVersions is how many changes of one entry are remembered.
const mostVersions = 30

// change gives an entry another form: that of an edit, or with nil that of the files again. Questions are those that
// leave the list with it.
func (r *Room) change(tx store.Tx, req *bot.Request, v *view, id, what string, after *edit, questions ...missed) error {
	req.On["entry"] = id
	return r.write(tx, v, id, version{What: what, By: req.Who.ID, Day: today(req), After: after, Missed: questions})
}

// write makes the next version of an entry. It is the one way in which entries change, so that each change can be
// taken back.
func (r *Room) write(tx store.Tx, v *view, id string, next version) error {
	if before, had := v.edits[id]; had {
		next.Before = &before
	}
	number, err := r.record(tx, id, next)
	if err != nil {
		return fmt.Errorf("faq: history of %s: %w", id, err)
	}
	if err := r.changes.Put(tx, store.K(), position{id, number}); err != nil {
		return err
	}
	return r.set(tx, v, id, next.After)
}

// set makes an edit that of an entry. One that says what the files say is none.
func (r *Room) set(tx store.Tx, v *view, id string, after *edit) error {
	var err error
	if after == nil || !after.Retired && v.base.sums[id] == after.Entry.Hash() {
		err = r.edits.Delete(tx, store.K(id))
	} else {
		err = r.edits.Put(tx, store.K(id), *after)
	}
	if err != nil {
		return err
	}
	return r.renew(tx)
}

// renew marks what is asked as changed.
func (r *Room) renew(tx store.Tx) error { return r.editions.Put(tx, store.K(), rand.Text()) }

// record adds to the history of an entry, and forgets what is too old. It returns the number of the change.
func (r *Room) record(tx store.Tx, id string, ver version) (uint64, error) {
	all, err := r.history(tx, id)
	if err != nil {
		return 0, err
	}
	number := uint64(1)
	if len(all) > 0 {
		number = all[len(all)-1].number + 1
	}
	for _, old := range all[:max(0, len(all)-mostVersions+1)] {
		if err := r.versions.Delete(tx, store.K(id, old.number)); err != nil {
			return 0, err
		}
	}
	return number, r.versions.Put(tx, store.K(id, number), ver)
}

// numbered is a change with its number.
type numbered struct {
	version
	number uint64
}

// history lists the changes of an entry that are remembered, the oldest first.
func (r *Room) history(tx store.Tx, id string) (all []numbered, err error) {
	for row, err := range r.versions.All(tx, store.K(id)) {
		if err != nil {
			return nil, err
		}
		parts, err := row.Key.Parts()
		if err != nil {
			return nil, err
		}
		number, _ := parts[len(parts)-1].(uint64)
		all = append(all, numbered{row.Value, number})
	}
	return all, nil
}

// editing is an entry as it is about to change: as it stands, with the sum of the files' entry.
func (v *view) editing(id string) edit {
	e, chat := v.edits[id]
	if !chat {
		e = edit{Entry: v.base.by[id]}
		e.Base = v.base.sums[id]
	}
	// What is shared with the view stays as it is.
	e.Entry.Questions, e.Entry.Answers = slices.Clone(e.Entry.Questions), slices.Clone(e.Entry.Answers)
	e.Entry.Tags, e.Entry.Related = slices.Clone(e.Entry.Tags), slices.Clone(e.Entry.Related)
	return e
}

// mine is the entry of an id, ready to be changed by the speaker; else the refusal.
func (r *Room) mine(tx store.Tx, req *bot.Request, words string) (v *view, e edit, err error) {
	v, err = r.view(tx)
	if err != nil {
		return nil, e, err
	}
	id, err := v.resolve(words, curates(req))
	if err != nil {
		return nil, e, err
	}
	e = v.editing(id)
	switch {
	case !mayEdit(req, e.Entry):
		return nil, e, bot.Refuse("That is for coordinators, the desk %s and the owner of the entry only.", Desk)
	case e.Retired:
		return nil, e, bot.Refuse("%s is retired.", quoted(title(e.Entry, ""))).Offer(bot.Action{Label: "Restore it", Line: "faq restore " + id})
	}
	return v, e, nil
}

// done is what is said after a change, with the way back.
func (r *Room) done(tx store.Tx, id, words string, more ...bot.Action) (bot.Reply, error) {
	last, _, err := r.changes.Get(tx, store.K())
	actions := append([]bot.Action{
		{Label: "Show it", Line: "faq show " + id},
		{Label: "Undo", Line: undoLine(id, last.Number)},
	}, more...)
	return bot.Hush(bot.Say(words, actions...)), err
}

// questionIn finds a question of an entry by its words; -1 where it has none.
func questionIn(e entry.Entry, text string) int {
	want := normal(text)
	return slices.IndexFunc(e.Questions, func(q entry.Text) bool { return normal(q.Text) == want })
}
