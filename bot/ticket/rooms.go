package ticket

import (
	"ambassador/bot"
	"ambassador/store"
)

// What rooms with a kind of their own need beside Open, Alike and Move.

// Put writes a ticket that a room has changed.
func (e *Engine) Put(tx store.Tx, t Ticket) error { return e.put(tx, t) }

// Join adds the speaker to those who raised a ticket. added is false for somebody who had
// done so before.
func (e *Engine) Join(tx store.Tx, req *bot.Request, t Ticket) (added bool, err error) {
	who := me(req)
	for _, p := range t.raised() {
		if p.is(who) {
			return false, nil
		}
	}
	t.note(req.Message.At, who, joined, "")
	t.Voices = append(t.Voices, who)
	return true, e.put(tx, t)
}

// Kind returns the kind of that name, with its defaults.
func (e *Engine) Kind(name string) (Kind, bool) { return e.kind(name) }

// OfKind lists the open tickets of a kind that pass a test, in the order of their
// deadlines, at most so many.
func (e *Engine) OfKind(tx store.Tx, name string, most int, fits func(Ticket) bool) (all []Ticket, err error) {
	for row, err := range e.lines.All(tx, store.K(ofKind, name)) {
		if err != nil {
			return nil, err
		}
		t, ok, err := e.load(tx, row.Value.Number)
		if err != nil {
			return nil, err
		}
		if ok && fits(t) {
			if all = append(all, t); len(all) == most {
				break
			}
		}
	}
	return all, nil
}

// RaisedBy lists the speaker's own tickets of a kind, the newest first, at most so many.
func (e *Engine) RaisedBy(tx store.Tx, req *bot.Request, name string, most int) (all []Ticket, err error) {
	keys, err := e.keysOf(tx, me(req))
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		for row, err := range e.lines.All(tx, store.K(ofAsker, key)) {
			if err != nil {
				return nil, err
			}
			if row.Value.Kind != name {
				continue
			}
			t, _, err := e.load(tx, row.Value.Number)
			if err != nil {
				return nil, err
			}
			if all = append(all, t); len(all) >= most {
				return all, nil
			}
		}
	}
	return all, nil
}
