package checkin

import (
	"strings"
	"time"

	"ambassador/bot/checkin/period"
)

// Ref is what people call a round of the kind, one word that they can type: report-2027-q1; of what is asked only
// once, the kind's name.
func (k Kind) Ref(label string) string {
	if k.Once != "" {
		return k.Name
	}
	return k.Name + "-" + strings.ToLower(label)
}

// ref is what whoever is to answer calls an ask: the round, and whose it is where they answer in another's place, for
// they may have one of their own in the same round.
func (k Kind) ref(a Ask) string {
	if a.To == "" {
		return k.Ref(a.Label)
	}
	return k.Ref(a.Label) + of + a.Person
}

// of stands between a round and whose it is.
const of = "/"

// called is a round in a sentence: “regional report for the first quarter of 2027”.
func (k Kind) called(label string) string { return k.calledOf(label, "") }

// calledOf is called with whose it is: “regional report of Ambassador Berlin for the first quarter of 2027”.
func (k Kind) calledOf(label, name string) string {
	words := k.Noun
	if name != "" {
		words += " of " + name
	}
	if k.Once != "" || len(k.Silence) > 0 || label == "" {
		return words
	}
	return words + " for " + period.Named(label)
}

// location is a zone; UTC for one that is not known.
func location(zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		return time.UTC
	}
	return loc
}

// day is an instant as people say a day, in a zone.
func day(t time.Time, zone string) string { return t.In(location(zone)).Format("Monday, 2 January") }

// short cuts words that are quoted in a line.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > 80 {
		return string(runes[:79]) + "…"
	}
	return s
}
