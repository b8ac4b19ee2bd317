package ticket

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// Positive is a Field.Check for how much or how many: it refuses 0 and less, and returns the
// value as it is.
func Positive(value string) (string, error) {
	if n, err := strconv.ParseInt(value, 10, 64); err == nil && n < 1 {
		return "", bot.Refuse("That has to be 1 or more.")
	}
	return value, nil
}

// Ahead is a Kind.Before for a field of the kind bot.Date: it asks anew for a day that is over
// where the speaker lives, since nothing can be done for it.
func Ahead(name string) func(store.Tx, *bot.Request) error {
	return func(_ store.Tx, req *bot.Request) error {
		today := req.Message.At.In(location(req.Who.Zone))
		when, err := time.ParseInLocation(time.DateOnly, req.Values[name], today.Location())
		if err != nil || when.Format(time.DateOnly) >= today.Format(time.DateOnly) { // optional, or ahead
			return nil
		}
		return &bot.Missing{Field: name, Text: when.Format("2 January 2006") + " is past. Which day do you mean?"}
	}
}

// Valid says what is wrong with a kind, in words for whoever configures it.
func (k Kind) Valid() error {
	var wrong []error
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	if k.Name == "" || strings.ContainsFunc(k.Name, func(r rune) bool { return r < 'a' || r > 'z' }) {
		say("kind %q: want a name of small letters", k.Name)
	}
	if k.Days < 0 || k.Days > 250 {
		say("kind %s: want 1 to 250 working days", k.Name)
	}
	if k.Approvals < 0 || k.Keep < 0 {
		say("kind %s: want no negative number of approvals, or of days that it is kept", k.Name)
	}
	switch k.To {
	case ToDesk, ToRegion:
	case ToPerson:
		if f, ok := k.field("person"); !ok || f.Kind != bot.Human {
			say("kind %s goes to a person and has no field “person” of that kind", k.Name)
		}
	default:
		say("kind %s: there is no route %q; want person, region, or none for the desk", k.Name, k.To)
	}
	if f, ok := k.field(k.Match); k.Match != "" && (!ok || f.Kind != bot.Choice || len(f.Choices) != 2) {
		say("kind %s matches by %q: want a field of two choices", k.Name, k.Match)
	}
	k.checkFields(say)
	k.checkStages(say)
	k.checkSecret(say)
	return errors.Join(wrong...)
}

// checkFields says what is wrong with what a kind asks for.
func (k Kind) checkFields(say func(string, ...any)) {
	if len(k.Fields) == 0 {
		say("kind %s has no fields", k.Name)
	}
	for i, f := range k.Fields {
		if f.Kind == bot.Choice && len(f.Choices) == 0 {
			say("kind %s: field %q has no choices", k.Name, f.Name)
		}
		if slices.ContainsFunc(k.Fields[:i], func(other bot.Field) bool { return other.Name == f.Name }) {
			say("kind %s has two fields %q", k.Name, f.Name)
		}
	}
	for _, a := range k.Actions {
		if strings.Count(a.Line, "%") != 1 || !strings.Contains(a.Line, "%s") {
			say("kind %s: button %q: want “%%s” once in its line, where the reference stands", k.Name, a.Label)
		}
	}
}

// checkStages says what is wrong with how far a ticket of a kind can come.
func (k Kind) checkStages(say func(string, ...any)) {
	for i, s := range k.Stages {
		switch {
		case s.Name == "" || s.Name == approved || s.Name == receiptAsked:
			say("kind %s: a stage cannot be called %q", k.Name, s.Name)
		case s.Ends && s.Rests:
			say("kind %s: stage %q ends a ticket, so that it cannot rest", k.Name, s.Name)
		case slices.ContainsFunc(k.Stages[:i], func(other Stage) bool { return strings.EqualFold(other.Name, s.Name) }):
			say("kind %s has two stages %q", k.Name, s.Name)
		}
	}
}

// checkSecret says what would let others in on what is said in confidence.
func (k Kind) checkSecret(say func(string, ...any)) {
	switch {
	case !k.Secret:
	case k.To != ToDesk:
		say("kind %s is said in confidence: it goes to coordinators alone, not to a person or region", k.Name)
	case k.Alike, k.Match != "":
		say("kind %s is said in confidence: it is not compared with others", k.Name)
	case slices.ContainsFunc(k.Stages, func(s Stage) bool { return s.Forward != "" }):
		say("kind %s is said in confidence: it is not passed on to other programs", k.Name)
	}
}
