package ticket

import (
	"fmt"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// remind reminds whoever should answer, in their own working hours, and tells the
// coordinators once when the deadline has passed.
func (w watch) remind(tx store.Tx, t *Ticket, at time.Time) error {
	zone, err := w.zoneOf(tx, t.Owner)
	if err != nil {
		return err
	}
	if !t.Late && !at.Before(t.Due) {
		t.Late = true
		t.note(at, Party{}, "overdue", "")
		t.Look = w.nextLook(*t, at, zone)
		return w.escalate(tx, *t, at)
	}
	if next := w.hours.Next(at, zone); next.After(at) {
		t.Look = next
		if !t.Late && t.Due.Before(next) {
			t.Look = t.Due
		}
		return nil
	}
	t.Nudges++
	t.Look = w.nextLook(*t, at, zone)
	words := fmt.Sprintf("%s waits for your answer until %s.", w.called(*t), day(t.Due, zone))
	if t.Late {
		words = fmt.Sprintf("%s has waited for an answer since %s. A word helps, even a short one; or hand it on.", w.called(*t), day(t.Opened, zone))
	}
	h := hand{Engine: w.Engine, t: *t, k: w.kindOf(*t)}
	seats, err := w.minders(tx, *t)
	if err != nil {
		return err
	}
	return w.nag(tx, *t, seats, fmt.Sprintf("%s %d", reminder, t.Nudges), h.forOwner(words), at)
}

// minders lists who is reminded of a ticket: its owner, or everybody at its desk.
func (w watch) minders(tx store.Tx, t Ticket) ([]directory.Seat, error) {
	if t.Owner.nobody() {
		return w.seats(tx, t, t.Desk)
	}
	to, ok, err := w.reach(tx, w.out, t.Owner)
	if err != nil || !ok {
		return nil, err
	}
	zone, err := w.zoneOf(tx, t.Owner)
	if err != nil {
		return nil, err
	}
	return []directory.Seat{{ID: t.Owner.ID, Account: to, Zone: zone}}, nil
}

// escalate tells the coordinators that nobody has answered in time.
func (w watch) escalate(tx store.Tx, t Ticket, at time.Time) error {
	who := theDesk(t.Desk)
	if !t.Owner.nobody() && !w.kindOf(t).Secret {
		var err error
		if who, err = w.ownerName(tx, t); err != nil {
			return err
		}
	}
	ref := w.Ref(t.Number)
	words := bot.Say(fmt.Sprintf("%s has had no answer in time. It is with %s.", w.called(t), who), bot.Action{Label: "Open " + ref, Line: "status " + ref})
	seats, err := w.seats(tx, t, directory.Coordinators)
	if err != nil {
		return err
	}
	return w.nag(tx, t, seats, overdue, words, at)
}

// overdue is what the word that a deadline has passed is called.
const overdue = "late"

// remindedSoon says whether the next reminder comes within hours of an instant, or before it.
func (t Ticket) remindedSoon(at time.Time) bool {
	return !t.Look.IsZero() && !t.Look.Equal(t.Due) && t.Look.Sub(at) < 12*time.Hour
}

// nag puts words that nobody has asked for. Each reads them in their own working hours. A
// reminder is worth nothing once these are over; what has become of a ticket is to be known.
func (w watch) nag(tx store.Tx, t Ticket, seats []directory.Seat, what string, r bot.Reply, at time.Time) error {
	for _, s := range seats {
		if !w.out.Reaches(s.Account.Platform) {
			continue
		}
		zone := s.Zone
		if zone == "" {
			zone = w.zone
		}
		e := bot.Envelope{
			Key: w.key(t, what, s.Account.String()), To: s.Account, Reply: bot.Hush(r),
			Class: bot.Nudging, NotBefore: w.hours.Next(at, zone), Secret: w.kindOf(t).Secret,
		}
		if strings.HasPrefix(what, reminder) {
			if e.NotBefore.After(at) && t.remindedSoon(e.NotBefore) {
				continue // once is enough
			}
			e.Deadline = w.hours.End(e.NotBefore, 0, zone)
		}
		if err := w.out.Put(tx, e); err != nil {
			return fmt.Errorf("ticket: %s: %w", what, err)
		}
	}
	return nil
}
