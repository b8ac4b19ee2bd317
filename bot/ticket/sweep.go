package ticket

import (
	"context"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// reminder is how the names of words begin that nobody has asked for.
const reminder = "reminder"

// mostNudges is how often an owner is reminded of one ticket in all. After that it stands
// in the lists of what is overdue.
const mostNudges = 6

// askerSilence and closingSilence are how many working days a question to the asker waits
// until they are reminded, once, and until the ticket ends.
const (
	askerSilence   = 3
	closingSilence = 10
)

// Jobs are what the engine looks at on a schedule. What is due it finds in the store, so
// that late, twice or after a crash comes to the same.
func (e *Engine) Jobs(db store.DB, space string, out *bot.Outbox) []bot.Job {
	w := watch{e, db, space, out}
	return []bot.Job{
		{Name: "tickets", Spec: "@every 20s", Run: w.sweep},
		{Name: "tickets without owner", Spec: "@every 5m", Run: w.relieve},
		{Name: "tickets to delete", Spec: "41 3 * * *", Run: w.retire},
		{Name: "digests", Spec: "@every 10m", Run: w.digest},
	}
}

// watch is the engine with what it needs to work without being asked.
type watch struct {
	*Engine
	db    store.DB
	space string
	out   *bot.Outbox
}

// batch is how many tickets one transaction looks at, so that no writer waits long.
const batch = 100

// sweep looks at every ticket whose time to be looked at has come.
func (w watch) sweep(ctx context.Context, at time.Time) error {
	for more := true; more; {
		due, err := w.due(ctx, at)
		if err != nil || len(due) == 0 {
			return err
		}
		more = len(due) == batch
		err = w.db.Update(ctx, w.space, func(tx store.Tx) error { return w.lookAt(tx, due, at) })
		if err != nil {
			return fmt.Errorf("tickets: %w", err)
		}
		w.out.Wake()
	}
	return nil
}

// due lists the looks that have come due, a batch of them. It reads only: most often there
// are none.
func (w watch) due(ctx context.Context, at time.Time) (due []store.Key, err error) {
	err = w.db.View(ctx, w.space, func(tx store.Tx) error {
		due = due[:0]
		for key := range w.looks.Keys(tx, nil, store.K(at.Add(1))) {
			if due = append(due, key.Clone()); len(due) == batch {
				break
			}
		}
		return nil
	})
	return due, err
}

// lookAt looks at the tickets of these keys.
func (w watch) lookAt(tx store.Tx, due []store.Key, at time.Time) error {
	for _, key := range due {
		parts, err := key.Parts()
		if err != nil || len(parts) != 2 {
			return fmt.Errorf("look %s: %w", key, store.ErrDamaged)
		}
		number, _ := parts[1].(uint64)
		t, ok, err := w.tickets.Get(tx, store.K(number))
		if err != nil {
			return err
		}
		if !ok || t.Look.IsZero() || t.Look.After(at) { // an old key: somebody was faster
			if err := w.looks.Delete(tx, key); err != nil {
				return err
			}
			continue
		}
		if err := w.look(tx, &t, at); err != nil {
			return fmt.Errorf("%s: %w", w.Ref(number), err)
		}
		if !t.Look.IsZero() && !t.Look.After(at) {
			t.Look = at.Add(time.Hour) // whatever it was, it must not turn in a circle
		}
		if err := w.put(tx, t); err != nil {
			return err
		}
	}
	return nil
}

// look does what is due for one ticket.
func (w watch) look(tx store.Tx, t *Ticket, at time.Time) error {
	switch t.State {
	case Open, Taken:
		return w.remind(tx, t, at)
	case Asked:
		return w.remindAsker(tx, t, at)
	case Answered:
		return w.settle(tx, t, at)
	}
	t.Look = time.Time{}
	return nil
}

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
		return nil
	}
	t.Nudges++
	words := fmt.Sprintf("%s waits for your answer until %s.", w.called(*t), day(t.Due, zone))
	if t.Late {
		words = fmt.Sprintf("%s has waited for an answer since %s. A word helps, even a short one; or hand it on.", w.called(*t), day(t.Opened, zone))
	}
	t.Look = w.nextLook(*t, at, zone)
	what := fmt.Sprintf("%s %d", reminder, t.Nudges)
	h := hand{Engine: w.Engine, t: *t, k: w.kindOf(*t)}
	return w.tellOwner(tx, w.out, *t, Party{}, what, h.forOwner(words))
}

// escalate tells the coordinators that nobody has answered in time. They read it in their
// own working hours.
func (w watch) escalate(tx store.Tx, t Ticket, at time.Time) error {
	who := theDesk(t.Desk)
	if !t.Owner.nobody() {
		var err error
		if who, err = w.name(tx, t.Owner); err != nil {
			return err
		}
	}
	ref := w.Ref(t.Number)
	words := bot.Say(fmt.Sprintf("%s has had no answer in time. It is with %s.", capital(w.called(t)), who), bot.Action{Label: "Open " + ref, Line: "status " + ref})
	seats, err := w.seats(tx, t, directory.Coordinators)
	if err != nil {
		return err
	}
	for _, s := range seats {
		if !w.out.Reaches(s.Account.Platform) {
			continue
		}
		zone := s.Zone
		if zone == "" {
			zone = w.zone
		}
		e := bot.Envelope{
			Key: w.key(t, "late", s.Account.String()), To: s.Account, Reply: hush(words),
			Class: bot.Nudging, NotBefore: w.hours.Next(at, zone),
		}
		if err := w.out.Put(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// nextLook is when a ticket that somebody should answer is looked at next: half-way, on
// the morning of its last day, at its deadline, and then once a week.
func (e *Engine) nextLook(t Ticket, at time.Time, zone string) time.Time {
	if t.Late {
		if t.Nudges >= mostNudges {
			return time.Time{}
		}
		return e.hours.Start(at, 5, zone)
	}
	days := e.kindOf(t).Days
	for _, look := range []time.Time{e.hours.Start(t.Due, -days/2, zone), e.hours.Start(t.Due, 0, zone)} {
		if look.After(at) {
			return look
		}
	}
	return t.Due
}

// remindAsker reminds the asker once that a question waits for them, and ends the ticket
// when they keep silent.
func (w watch) remindAsker(tx store.Tx, t *Ticket, at time.Time) error {
	zone, err := w.zoneOf(tx, t.Asker)
	if err != nil {
		return err
	}
	ref := w.Ref(t.Number)
	if t.Nudges > 0 {
		t.note(at, Party{}, "closed", "there was no word from the asker")
		t.end("closed, as no word came")
		words := bot.Say(w.called(*t) + " is closed, as I have not heard from you. You can always ask anew.")
		if _, err := w.post(tx, w.out, *t, t.Asker, reminder+" end", words); err != nil {
			return err
		}
		return w.tellOwner(tx, w.out, *t, Party{}, reminder+" end", bot.Say(w.called(*t)+" is closed: its asker did not answer."))
	}
	if next := w.hours.Next(at, zone); next.After(at) {
		t.Look = next
		return nil
	}
	t.Nudges++
	t.Look = w.hours.Start(at, closingSilence-askerSilence, zone)
	words := bot.Say("There is a question for you about "+w.called(*t)+". If you have no time now, that is fine; it waits for another week or two.",
		bot.Action{Label: "Show it", Line: "status " + ref}, bot.Action{Label: "Answer", Line: "ticket reply " + ref}, bot.Action{Label: "Withdraw it", Line: "ticket withdraw " + ref})
	_, err = w.post(tx, w.out, *t, t.Asker, reminder+" asker", words)
	return err
}

// afterSilence is when the asker is reminded of a question.
func (h *hand) afterSilence(t Ticket, at time.Time) time.Time {
	return h.hours.Start(at, askerSilence, h.zone)
}

// settle ends an answered ticket to which the asker had nothing more to say; or asks for
// the receipt that its kind wants after approval.
func (w watch) settle(tx store.Tx, t *Ticket, at time.Time) error {
	k := w.kindOf(*t)
	if s, _ := k.stage(t.Stage); s.Rests {
		t.Look = time.Time{}
		return nil
	}
	if k.rests() && t.Stage == "" { // answered, and still to be decided on
		t.State = Taken
		return w.start(tx, t, at)
	}
	if t.Stage != "approved" || k.Receipt == "" {
		t.note(at, Party{}, "closed", "")
		t.end("answered")
		return nil
	}
	t.Stage = "receipt asked for"
	t.note(at, Party{}, "asked", k.Receipt)
	t.State, t.Nudges, t.Look = Asked, 0, w.hours.Start(at, askerSilence, w.zone)
	_, err := w.post(tx, w.out, *t, t.Asker, "receipt", bot.Say(w.called(*t)+": "+k.Receipt, bot.Action{Label: "Answer", Line: "ticket reply " + w.Ref(t.Number)}))
	return err
}

// receiptTime is when an approved ticket is looked at again: on the morning after the day
// that it is about, or two weeks later.
func (h *hand) receiptTime(at time.Time) time.Time {
	when, err := time.ParseInLocation(time.DateOnly, h.t.Values["date"], location(h.zone))
	if err != nil || when.Before(at) {
		when = at.Add(answeredFor)
	}
	return h.hours.Start(when, 1, h.zone)
}

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

// gone lists tickets of the first owner from a key on who is not there any more, a batch
// of them, and where to go on; nil at the end.
func (w watch) gone(ctx context.Context, from store.Key, at time.Time) (numbers []uint64, next store.Key, err error) {
	err = w.db.View(ctx, w.space, func(tx store.Tx) error {
		numbers, next = nil, nil
		if from == nil {
			from = store.K(ofOwner)
		}
		for row, err := range w.lines.From(tx, from, store.PrefixEnd(store.K(ofOwner))) {
			if err != nil {
				return err
			}
			owner, err := whose(row.Key)
			if err != nil {
				return err
			}
			next = store.PrefixEnd(store.K(ofOwner, owner))
			t, _, err := w.tickets.Get(tx, store.K(row.Value.Number))
			if err != nil {
				return err
			}
			there, err := w.there(tx, w.out, t.Owner, at)
			if err != nil || there {
				return err
			}
			numbers, err = w.numbers(tx, store.K(ofOwner, owner), batch)
			if len(numbers) == batch {
				next = row.Key.Clone() // there may be more of the same
			}
			return err
		}
		return nil
	})
	return numbers, next, err
}

// reroute gives tickets to somebody else, and tells whom it concerns.
func (w watch) reroute(tx store.Tx, numbers []uint64, at time.Time) error {
	for _, number := range numbers {
		t, ok, err := w.tickets.Get(tx, store.K(number))
		if err != nil || !ok || t.Owner.nobody() || t.State == Closed {
			return err
		}
		if there, err := w.there(tx, w.out, t.Owner, at); err != nil || there {
			return err
		}
		t.note(at, t.Owner, passed, "not there any more")
		to, err := w.route(tx, w.out, t, at, "")
		if err != nil {
			return err
		}
		if err := w.give(tx, w.out, &t, to, at); err != nil {
			return err
		}
		if err := w.put(tx, t); err != nil {
			return err
		}
	}
	return nil
}
