package directory

import (
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// Coordinators is the desk that is always there: that of the programme's team.
const Coordinators = "coordinators"

// Seat is somebody who sits at a desk: how they are known, and where words reach them.
type Seat struct {
	ID      string // of the directory; empty for an account that it does not know
	Account bot.Address
	Zone    string // IANA; empty if nobody has said
}

// Seats lists who sits at a desk, each person once, by the account they prefer and in a
// fixed order. Accounts that are deactivated are left out.
func (d *Directory) Seats(tx store.Tx, desk string) ([]Seat, error) {
	if desk != Coordinators {
		return d.seated(tx, d.desks[desk])
	}
	var words []string
	for a := range d.coordinators {
		words = append(words, a.String())
	}
	for row, err := range d.coordinating.All(tx, nil) {
		if err != nil {
			return nil, err
		}
		id, err := lastText(row.Key)
		if err != nil {
			return nil, err
		}
		words = append(words, id)
	}
	slices.Sort(words)
	return d.seated(tx, words)
}

// seated finds those whom words name, by account or id.
func (d *Directory) seated(tx store.Tx, words []string) (seats []Seat, err error) {
	for _, word := range words {
		s, ok, err := d.seat(tx, word)
		if err != nil {
			return nil, err
		}
		if ok && !slices.ContainsFunc(seats, func(other Seat) bool { return other.Account == s.Account }) {
			seats = append(seats, s)
		}
	}
	return seats, nil
}

// seat finds one; ok is false for somebody who cannot be reached.
func (d *Directory) seat(tx store.Tx, word string) (s Seat, ok bool, err error) {
	var p Person
	if strings.Contains(word, ":") {
		if s.Account, err = bot.ParseAccount(word); err != nil {
			return s, false, err
		}
		p, ok, err = d.owner(tx, s.Account)
	} else {
		p, ok, err = d.people.Get(tx, store.K(word))
	}
	if err != nil || !ok {
		return s, err == nil && s.Account.User != "", err
	}
	if p.Gone || len(p.Accounts) == 0 {
		return s, false, nil
	}
	return Seat{ID: p.ID, Account: p.Accounts[0], Zone: d.Zone(p)}, true, nil
}

// sitsAt lists the desks of an account and of the person behind it.
func (d *Directory) sitsAt(account bot.Address, id string) (desks []string) {
	for desk, words := range d.desks {
		if slices.Contains(words, account.String()) || id != "" && slices.Contains(words, id) {
			desks = append(desks, desk)
		}
	}
	slices.Sort(desks)
	return desks
}

// Record returns somebody of the directory, private data included: for rooms that have
// to reach them, never for an answer.
func (d *Directory) Record(tx store.Tx, id string) (Person, bool, error) {
	return d.people.Get(tx, store.K(id))
}

// Shown is what others call somebody: by name if they show it, else by what they are.
func (p Person) Shown() string { return p.card().Name }

// Zone is the time zone that somebody lives in: their own setting, or that of their
// place; empty where neither is known.
func (d *Directory) Zone(p Person) string {
	if p.Zone != "" || p.Spot.Ref == "" {
		return p.Zone
	}
	where, _ := d.places.ByRef(p.Spot.Ref)
	return where.Zone
}

// ZoneCountry is the country of a time zone, as ISO 3166-1 alpha-2; empty if unknown.
func (d *Directory) ZoneCountry(zone string) string { return d.places.ZoneCountry(zone) }

// Away says in words that somebody is not there at an instant, and until when: "away until
// 1 May 2026"; empty for somebody who is.
func (p Person) Away(at time.Time) string {
	switch {
	case p.At(at) != Hold:
		return ""
	case p.away() != "":
		return "away until " + day(p.away())
	}
	return "away for now"
}
