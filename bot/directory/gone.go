package directory

import (
	"slices"

	"ambassador/bot"
	"ambassador/store"
)

// Accounts lists every account of the people of the directory, in the order of their ids.
func (d *Directory) Accounts(tx store.Tx) (accounts []bot.Address, err error) {
	for row, err := range d.people.All(tx, nil) {
		if err != nil {
			return nil, err
		}
		accounts = append(accounts, row.Value.Accounts...)
	}
	return accounts, nil
}

// MarkGone writes down what platforms said of accounts: asked are those they were asked
// about, gone those of them that are deactivated. Somebody of whom every account is
// deactivated is not named to others any more, and comes back with any of them. Nothing
// else of the record changes, and nobody is removed. It returns how many people changed.
func (d *Directory) MarkGone(tx store.Tx, asked, gone []bot.Address) (changed int, err error) {
	people := make(map[string]bool) // those to look at
	for _, a := range asked {
		id, ok, err := d.accounts.Get(tx, accountKey(a))
		if err != nil {
			return changed, err
		}
		if ok {
			people[id] = true
		}
	}
	for id := range people {
		p, ok, err := d.people.Get(tx, store.K(id))
		if err != nil {
			return changed, err
		}
		now := ok && !slices.ContainsFunc(p.Accounts, func(a bot.Address) bool { return !slices.Contains(gone, a) })
		if !ok || p.Gone == now {
			continue
		}
		p.Gone = now
		if err := d.putPerson(tx, p); err != nil {
			return changed, err
		}
		changed++
	}
	return changed, nil
}
