package ticket

import (
	"slices"

	"ambassador/bot"
	"ambassador/store"
)

// Party is somebody who has to do with a ticket: a person of the directory, or an account
// that it does not know.
type Party struct {
	ID      string      `json:"id,omitempty"`
	Account bot.Address `json:"account,omitzero"` // of a person: the one they spoke from
}

// key names the party in indexes. Ids hold no colon, accounts always do.
func (p Party) key() string {
	if p.ID != "" {
		return p.ID
	}
	return p.Account.String()
}

// nobody says that there is none.
func (p Party) nobody() bool { return p == Party{} }

// is says whether two parties are the same person. Somebody may have come to be known to
// the directory since.
func (p Party) is(other Party) bool {
	if p.ID != "" && other.ID != "" {
		return p.ID == other.ID
	}
	return !p.nobody() && p.Account == other.Account && p.Account.User != ""
}

// me is the party that speaks.
func me(req *bot.Request) Party {
	return Party{ID: req.Who.ID, Account: req.Message.From.Account()}
}

// current is a party as the directory knows it today. An account may have come to be
// somebody's since it spoke, or be theirs no more: then it reads nothing of theirs.
func (e *Engine) current(tx store.Tx, p Party) (Party, error) {
	if p.ID != "" {
		record, known, err := e.people.Record(tx, p.ID)
		switch {
		case err != nil || !known && p.Account.User == "":
			return p, err
		case known && !slices.Contains(record.Accounts, p.Account):
			return Party{ID: p.ID}, nil
		case known:
			return p, nil
		}
	}
	if p.Account.User == "" {
		return p, nil
	}
	who, err := e.people.Who(tx, bot.Message{From: p.Account})
	return Party{ID: who.ID, Account: p.Account}, err
}

// load reads a ticket, with everybody in it as the directory knows them today.
func (e *Engine) load(tx store.Tx, number uint64) (Ticket, bool, error) {
	t, ok, err := e.tickets.Get(tx, store.K(number))
	if err != nil || !ok {
		return t, ok, err
	}
	if t.Asker, err = e.current(tx, t.Asker); err != nil {
		return t, true, err
	}
	if t.Owner, err = e.current(tx, t.Owner); err != nil {
		return t, true, err
	}
	if t.Voices, err = e.currents(tx, t.Voices, t.Asker); err != nil {
		return t, true, err
	}
	t.Approved, err = e.currents(tx, t.Approved, Party{})
	return t, true, err
}

// currents are several parties as the directory knows them today, each person once and
// without one.
func (e *Engine) currents(tx store.Tx, all []Party, but Party) (now []Party, err error) {
	for _, p := range all {
		if p, err = e.current(tx, p); err != nil {
			return nil, err
		}
		if !p.is(but) && !slices.ContainsFunc(now, p.is) {
			now = append(now, p)
		}
	}
	return now, nil
}

// keysOf are all the keys under which a party may be known: the person, and every account
// of theirs from the time before the directory knew it.
func (e *Engine) keysOf(tx store.Tx, p Party) ([]string, error) {
	if p.ID == "" {
		return []string{p.key()}, nil
	}
	keys := []string{p.ID}
	record, _, err := e.people.Record(tx, p.ID)
	for _, a := range record.Accounts {
		keys = append(keys, a.String())
	}
	return keys, err
}
