package ticket

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// reach finds where a party reads: the account they spoke from, if it is still theirs and
// there is a connection to it, else the one they prefer. ok is false for somebody who
// cannot be written to.
func (e *Engine) reach(tx store.Tx, out *bot.Outbox, p Party) (to bot.Address, ok bool, err error) {
	accounts := []bot.Address{p.Account}
	if p.ID != "" {
		if accounts, err = e.people.Reach(tx, p.ID); err != nil {
			return to, false, err
		}
	}
	accounts = slices.DeleteFunc(slices.Clone(accounts), func(a bot.Address) bool { return a.User == "" || !out.Reaches(a.Platform) })
	switch {
	case len(accounts) == 0:
		return to, false, nil
	case slices.Contains(accounts, p.Account):
		return p.Account, true, nil
	}
	return accounts[0], true, nil
}

// post puts words for a party into the outbox, under a key that names the ticket and the
// deed. reached is false for somebody who cannot be written to.
func (e *Engine) post(tx store.Tx, out *bot.Outbox, t Ticket, p Party, what string, r bot.Reply) (reached bool, err error) {
	to, ok, err := e.reach(tx, out, p)
	if err != nil || !ok {
		return false, err
	}
	return true, e.send(tx, out, t, to, what, r)
}

// send puts words for an account.
func (e *Engine) send(tx store.Tx, out *bot.Outbox, t Ticket, to bot.Address, what string, r bot.Reply) error {
	env := bot.Envelope{Key: e.key(t, what, to.String()), To: to, Reply: bot.Hush(e.quiet(t, what, r)), Secret: e.kindOf(t).Secret}
	if strings.HasPrefix(what, reminder) {
		env.Class = bot.Nudging
	}
	if err := out.Put(tx, env); err != nil {
		return fmt.Errorf("ticket: %s: %w", what, err)
	}
	return nil
}

// key names a word by its cause: the ticket, which of its deeds, and to whom.
func (e *Engine) key(t Ticket, what, to string) string {
	return fmt.Sprintf("ticket/%s/%d/%s/%s", e.Ref(t.Number), t.count(), what, to)
}

// tellRaised tells everybody who raised a ticket, and says whether its asker could be
// reached.
func (e *Engine) tellRaised(tx store.Tx, out *bot.Outbox, t Ticket, what string, r bot.Reply) (reached bool, err error) {
	for i, p := range t.raised() {
		ok, err := e.post(tx, out, t, p, what, r)
		if err != nil {
			return false, err
		}
		reached = reached || ok && (i == 0 || t.Asker.nobody())
	}
	return reached, nil
}

// tellOwner tells whoever has a ticket: its owner, or everybody at its desk, but for one
// who knows already.
func (e *Engine) tellOwner(tx store.Tx, out *bot.Outbox, t Ticket, but Party, what string, r bot.Reply) error {
	if !t.Owner.nobody() {
		if t.Owner.is(but) {
			return nil
		}
		_, err := e.post(tx, out, t, t.Owner, what, r)
		return err
	}
	_, err := e.tellDesk(tx, out, t, t.Desk, but, what, r)
	return err
}

// tellDesk tells everybody at a desk, or the coordinators where nobody sits there. It
// returns how many could be told.
func (e *Engine) tellDesk(tx store.Tx, out *bot.Outbox, t Ticket, desk string, but Party, what string, r bot.Reply) (told int, err error) {
	seats, err := e.seats(tx, t, desk)
	if err != nil {
		return 0, err
	}
	for _, s := range seats {
		who := Party{ID: s.ID, Account: s.Account}
		if who.is(but) || !out.Reaches(s.Account.Platform) {
			continue
		}
		if err := e.send(tx, out, t, s.Account, what, r); err != nil {
			return told, err
		}
		told++
	}
	return told, nil
}

// fresh says whether an instant lies less than a span before another.
func fresh(then, now time.Time, span time.Duration) bool {
	return !then.IsZero() && now.Sub(then) < span
}
