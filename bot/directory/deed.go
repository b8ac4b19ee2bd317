package directory

import (
	"fmt"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// orRefuse is the error, or a refusal where there is none.
func orRefuse(err error, text string) error {
	if err != nil {
		return err
	}
	return bot.Refuse("%s", text)
}

// deed names a word to somebody by its cause, so that it is sent once however often
// the cause is seen.
func deed(what string, m bot.Message, to bot.Address) string {
	id := m.ID
	if id == "" {
		id = fmt.Sprint(m.At.UnixNano())
	}
	return strings.Join([]string{what, m.From.Account().String(), m.From.Room, id, to.String()}, "/")
}

// Coordinators lists the accounts of all coordinators, of the configuration and of the
// records, in a fixed order.
func (d *Directory) Coordinators(tx store.Tx) ([]bot.Address, error) {
	var accounts []bot.Address
	for a := range d.coordinators {
		accounts = append(accounts, a)
	}
	for row, err := range d.coordinating.All(tx, nil) {
		if err != nil {
			return nil, err
		}
		accounts = append(accounts, row.Value.Accounts...)
	}
	slices.SortFunc(accounts, func(a, b bot.Address) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(accounts), nil
}
