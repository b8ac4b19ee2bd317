package ticket

import (
	"slices"
	"strings"
	"time"

	"ambassador/bot/directory"
	"ambassador/store"
)

// short cuts words that stand for a longer text.
func short(s string) string {
	s = strings.TrimRight(strings.Join(strings.Fields(s), " "), ".")
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return s
}

// day writes the day of an instant as somebody in the zone sees it: "Thursday, 3 December".
func day(t time.Time, zone string) string { return t.In(location(zone)).Format("Monday, 2 January") }

// stamp writes an instant for a history.
func stamp(t time.Time, zone string) string { return t.In(location(zone)).Format("2 Jan 15:04") }

// location is the zone of that name, or UTC.
func location(zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		return time.UTC
	}
	return loc
}

// called names a ticket with its title: AMB-1042 (“Where do I begin?”).
func (e *Engine) called(t Ticket) string {
	if k := e.kindOf(t); k.Secret {
		return e.Ref(t.Number)
	}
	return e.Ref(t.Number) + " (“" + t.Title + "”)"
}

// theDesk is a desk within a sentence.
func theDesk(desk string) string { return "the " + desk }

// someone is what people are called whom the directory does not know, or who do not show
// their names.
const someone = "a member of the community"

// unnamed is what somebody is called who wants to stay so.
const unnamed = "somebody who wishes to stay unnamed"

// name is what a party is called to others. Accounts are never told.
func (e *Engine) name(tx store.Tx, p Party) (string, error) {
	if p.ID == "" {
		return someone, nil
	}
	record, ok, err := e.people.Record(tx, p.ID)
	if err != nil || !ok {
		return someone, err
	}
	shown := record.Shown()
	if shown != record.Name { // “An ambassador”: within a sentence it is small
		shown = strings.ToLower(shown[:1]) + shown[1:]
	}
	return shown, nil
}

// ownerName is what the owner of a ticket is called. An account that is nobody's in the
// directory sits at a desk by configuration.
func (e *Engine) ownerName(tx store.Tx, t Ticket) (string, error) {
	if t.Owner.ID == "" {
		return oneOf(t.Desk), nil
	}
	return e.name(tx, t.Owner)
}

// oneOf is what somebody at a desk is called whom the directory does not know.
func oneOf(desk string) string {
	if desk == directory.Coordinators {
		return "a coordinator"
	}
	return "one of " + theDesk(desk)
}

// askerName is what the asker of a ticket is called to whoever has it.
func (e *Engine) askerName(tx store.Tx, t Ticket) (string, error) {
	if t.Values["anonymous"] == "yes" {
		return unnamed, nil
	}
	return e.name(tx, t.Asker)
}

// speaker is what a party is called within the story of a ticket.
func (e *Engine) speaker(tx store.Tx, t Ticket, p Party) (string, error) {
	if p.is(t.Asker) {
		return e.askerName(tx, t)
	}
	if p.ID == "" && !slices.ContainsFunc(t.Voices, p.is) {
		return oneOf(t.Desk), nil
	}
	return e.name(tx, p)
}

// sentences puts whole sentences together, of which some may be empty.
func sentences(parts ...string) string {
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, " ")
}
