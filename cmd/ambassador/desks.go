package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ambassador/adapters/console"
	"ambassador/adapters/matrix"
	"ambassador/adapters/slack"
	"ambassador/bot"
	"ambassador/bot/place"
	"ambassador/store"
)

// requests tells what of the configuration of requests does not fit what is in the store.
func (h *house) requests(ctx context.Context, c Config, file string) (all []finding, err error) {
	err = h.view(ctx, func(tx store.Tx) error {
		tickets, err := h.tickets.Check(tx)
		if err != nil {
			return err
		}
		if tickets > 0 {
			all = append(all, fine("tickets: %d, each in all its lists", tickets))
		}
		strangers, err := h.strangers(tx)
		if err != nil {
			return err
		}
		seats, err := h.emptySeats(tx, c.Tickets, file)
		all = slices.Concat(all, strangers, seats)
		return err
	})
	return all, err
}

// strangers tells of open tickets whose kind the configuration does not have.
func (h *house) strangers(tx store.Tx) (all []finding, err error) {
	found, err := h.tickets.Strangers(tx)
	for _, kind := range slices.Sorted(maps.Keys(found)) {
		n := count(found[kind], "open ticket", "open tickets")
		all = append(all, finding{
			what:   fmt.Sprintf("tickets: %s of the kind %s, which is not configured: nobody but who has them, and coordinators, can see them", n, printable(kind)),
			remedy: "put tickets.kinds." + printable(kind) + " back until they are done, or answer and close them as they are", mild: true,
		})
	}
	return all, err
}

// emptySeats tells of those at desks whom words do not reach, or whom the directory does not know.
func (h *house) emptySeats(tx store.Tx, t Tickets, file string) (all []finding, err error) {
	for _, desk := range slices.Sorted(maps.Keys(t.DeskLines)) {
		for _, seat := range t.Desks[desk] {
			why, remedy, err := h.emptySeat(tx, seat)
			if err != nil {
				return nil, err
			}
			if why != "" {
				p := problem{file, t.DeskLines[desk], "tickets.desks." + desk + ": " + why}
				all = append(all, finding{what: p.String(), remedy: remedy, mild: true})
			}
		}
	}
	return all, nil
}

// emptySeat says why somebody at a desk would not be told, or is not known, and what to do about it; nothing if all is well.
func (h *house) emptySeat(tx store.Tx, seat string) (why, remedy string, err error) {
	const ids = "the ids are in: ambassador export people"
	if strings.Contains(seat, ":") {
		account, err := bot.ParseAccount(seat)
		if err != nil {
			return "", "", err
		}
		who, err := h.directory.Who(tx, bot.Message{From: account})
		if err == nil && who.ID == "" {
			return "the directory knows nobody with the account " + printable(seat) + ", so they have no name and no time zone of their own", "add the account to somebody in the directory", nil
		}
		return "", "", err
	}
	p, ok, err := h.directory.Record(tx, seat)
	switch {
	case err != nil:
		return "", "", err
	case !ok:
		return "nobody in the directory has the id " + printable(seat), "write it as in the directory (" + ids + "), or write their account", nil
	case p.Gone || len(p.Accounts) == 0:
		return printable(seat) + " has no account that words could reach", "add an account to them in the directory, or put somebody else at the desk", nil
	}
	return "", "", nil
}

// deafRooms tells of rooms on platforms that are not configured: nothing is posted there.
func (c Config) deafRooms(file string) (all []finding) {
	all = c.deaf(file, "tickets.newsletter.rooms", c.Tickets.Newsletter.RoomsLine, c.Tickets.Newsletter.Rooms, "no issue is announced there")
	for _, k := range c.Checkins {
		if !k.Off {
			all = append(all, c.deaf(file, "checkins."+k.Name+".rooms", k.Lines["rooms"], k.Rooms, "no answer is posted there")...)
		}
	}
	return all
}

// deaf tells of the platforms of some rooms that are not configured, each once.
func (c Config) deaf(file, key string, line int, rooms []bot.Address, so string) (all []finding) {
	on, told := c.platforms(), make(map[string]bool)
	for _, room := range rooms {
		if on[room.Platform] || told[room.Platform] {
			continue
		}
		told[room.Platform] = true
		name := printable(room.Platform)
		p := problem{file, line, key + ": " + name + " is not configured, so " + so}
		all = append(all, finding{what: p.String(), remedy: "configure " + name + ", or leave its rooms out", mild: true})
	}
	return all
}

// platforms says which platforms there is a connection to.
func (c Config) platforms() map[string]bool {
	return map[string]bool{slack.Platform: c.Slack.On(), matrix.Platform: c.Matrix.On(), console.Platform: true}
}

// nowhere tells of holidays in countries that there are not: nobody would have them.
func (c Config) nowhere(file string) (all []finding) {
	if len(c.Hours.Holidays) == 0 {
		return nil
	}
	places, err := place.Open()
	if err != nil {
		return []finding{{what: err.Error(), remedy: "reinstall the program: its own data is damaged"}}
	}
	for _, h := range c.Hours.Holidays {
		if _, known := places.ByRef("country:" + h.Country); known || h.Country == "" {
			continue
		}
		p := problem{file, 0, "hours.holidays: " + h.Date + " " + h.Country + ": there is no country with the code " + h.Country}
		all = append(all, finding{what: p.String(), remedy: "write the two letters of ISO 3166-1, such as DE", mild: true})
	}
	return all
}
