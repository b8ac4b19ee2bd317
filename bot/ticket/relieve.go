package ticket

import (
	"context"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// relieve finds another owner for the tickets of everybody who has left, or is away.
func (w watch) relieve(ctx context.Context, at time.Time) error {
	var from store.Key
	for {
		gone, next, err := w.gone(ctx, from, at)
		if err != nil {
			return fmt.Errorf("tickets without owner: %w", err)
		}
		if len(gone) > 0 {
			err = w.db.Update(ctx, w.space, func(tx store.Tx) error { return w.reroute(tx, gone, at) })
			if err != nil {
				return fmt.Errorf("tickets without owner: %w", err)
			}
			w.out.Wake()
		}
		if next == nil {
			return nil
		}
		from = next
	}
}

// mostScanned bounds how many lines one transaction reads: while it is open, a file that
// has to grow makes its writers wait.
const mostScanned = 2000

// gone lists tickets from a key on whose owners are not there any more, a batch of them,
// and where to go on; nil at the end. An owner is looked up once for all their tickets.
func (w watch) gone(ctx context.Context, from store.Key, at time.Time) (numbers []uint64, next store.Key, err error) {
	err = w.db.View(ctx, w.space, func(tx store.Tx) error {
		numbers, next = nil, nil
		if from == nil {
			from = store.K(ofOwner)
		}
		scanned, owner, there := 0, "", false
		for row, err := range w.lines.From(tx, from, store.PrefixEnd(store.K(ofOwner))) {
			if err != nil {
				return err
			}
			if scanned++; scanned > mostScanned || len(numbers) == batch {
				next = row.Key.Clone()
				return nil
			}
			name, err := whose(row.Key)
			if err != nil {
				return err
			}
			if name != owner || scanned == 1 {
				owner = name
				if there, err = w.there(tx, w.out, partyOf(name), at); err != nil {
					return err
				}
			}
			if !there || row.Value.Secret { // of what is in confidence the second look says more
				numbers = append(numbers, row.Value.Number)
			}
		}
		return nil
	})
	return numbers, next, err
}

// partyOf is the party that a key names.
func partyOf(key string) Party {
	account, err := bot.ParseAccount(key)
	if err != nil {
		return Party{ID: key}
	}
	return Party{Account: account}
}

// reroute gives tickets to somebody else whose owners are not there, and tells whom it
// concerns.
func (w watch) reroute(tx store.Tx, numbers []uint64, at time.Time) error {
	for _, number := range numbers {
		t, ok, err := w.load(tx, number)
		if err != nil {
			return err
		}
		if !ok || t.Owner.nobody() || t.State == Closed {
			continue // somebody was faster
		}
		tended, err := w.tended(tx, w.out, t, at)
		if err != nil {
			return err
		}
		if tended {
			continue
		}
		if err := w.replace(tx, t, at); err != nil {
			return fmt.Errorf("%s: %w", w.Ref(number), err)
		}
	}
	return nil
}

// replace finds another owner for one ticket.
func (w watch) replace(tx store.Tx, t Ticket, at time.Time) error {
	left := t.Owner
	why, err := w.whyNot(tx, t, at)
	if err != nil {
		return err
	}
	t.note(at, Party{}, passed, why)
	t.Deeds[len(t.Deeds)-1].From = left
	to, err := w.route(tx, w.out, t, at, "")
	if err != nil {
		return err
	}
	if to.nobody() {
		if err := w.staff(tx, w.out, &t, at); err != nil {
			return err
		}
	}
	if err := w.tellRelieved(tx, t, left, to); err != nil {
		return err
	}
	if err := w.give(tx, w.out, &t, to, Party{}, at); err != nil {
		return err
	}
	return w.put(tx, t)
}

// whyNot says why the owner of a ticket has it no more: “Ambassador Berlin is away”.
func (w watch) whyNot(tx store.Tx, t Ticket, at time.Time) (string, error) {
	name, err := w.ownerName(tx, t)
	if err != nil {
		return "", err
	}
	record, known, err := w.people.Record(tx, t.Owner.ID)
	switch {
	case err != nil:
		return "", err
	case w.kindOf(t).Secret, t.Owner.ID != "" && !known:
		return "not there any more", nil
	case known && record.At(at) == directory.Hold:
		return name + " is away", nil
	case known && record.At(at) == directory.Emeritus:
		return name + " has stepped down", nil
	}
	return name + " cannot be reached", nil
}

// tellRelieved tells whoever had a ticket that it left them. Of what is in confidence they
// hear nothing more.
func (w watch) tellRelieved(tx store.Tx, t Ticket, left, to Party) error {
	if w.kindOf(t).Secret {
		return nil
	}
	name := theDesk(t.Desk)
	if !to.nobody() {
		var err error
		if name, err = w.name(tx, to); err != nil {
			return err
		}
	}
	_, err := w.post(tx, w.out, t, left, "relieved", relieved(w.called(t), name))
	return err
}

// relieved are the words for whoever has a ticket no more.
func relieved(called, name string) bot.Reply {
	return bot.Say(fmt.Sprintf("%s is with %s now; you need not answer it.", called, name))
}
