package e2e

import (
	"regexp"
	"testing"
)

// The talks begin in April 2026, and name days that are still to come then. Here, where it is whatever day it is, they are
// to come if they are in a later century; and what is past already when the talks begin stays past.
const laterYear = "2126"

// talksYear finds the year of the talks, and with it the months that are past when they begin.
var talksYear = regexp.MustCompile(`\b(?:(?:January|February|March) 2026\b|2026(?:-0[1-3]\b)?)`)

// later puts the days of a text that are to come into the later century. The bot is read so, too: it says the year by itself.
func later(text string) string {
	return talksYear.ReplaceAllStringFunc(text, func(found string) string {
		if found != "2026" {
			return found
		}
		return laterYear
	})
}

// month is one by name, in whole or for short.
const (
	month      = `(?:January|February|March|April|May|June|July|August|September|October|November|December)`
	shortMonth = `(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)`
)

// todays are the forms in which the bot says what is another each time, and the words that stand for it. Nothing else of what
// is said may differ from the talks.
var todays = []struct {
	form  *regexp.Regexp
	stand string
}{
	{regexp.MustCompile(`\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [1-3]?\d ` + month + `\b`), "DAY"}, // of deadlines and ends
	{regexp.MustCompile(`\bis out since [1-3]?\d ` + month + ` \d{4}\b`), "is out since DAY"},             // of an issue
	{regexp.MustCompile(`\b[1-3]?\d ` + shortMonth + ` [0-2]\d:[0-5]\d\b`), "MINUTE"},                     // in histories
	{regexp.MustCompile(`(?m)^( +\d+  )\d{4}-[01]\d-[0-3]\d(?: [0-2]\d:[0-5]\d)?(  )`), "${1}WHEN${2}"},   // in the audit log
	{regexp.MustCompile(`\breference [A-Z2-9]{7}\b`), "reference …"},                                      // of an accident
}

// timeless is a text as it is on all days.
func timeless(text string) string {
	for _, each := range todays {
		text = each.form.ReplaceAllString(text, each.stand)
	}
	return text
}

// TestTimeless holds that only what cannot be the same each day is taken for the same.
func TestTimeless(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"expect an answer by Monday, 6 April.":              "expect an answer by DAY.",
		"is over since Wednesday, 1 April: it helped":       "is over since DAY: it helped",
		"    26 Nov 03:20  you: opened":                     "    MINUTE  you: opened",
		"is out since 26 November 2026, at https://e.org/1": "is out since DAY, at https://e.org/1",
		"    12  2026-11-26 03:20  somebody  done":          "    12  WHEN  somebody  done",
		"    7  2026-11-26  somebody  in confidence  done":  "    7  WHEN  somebody  in confidence  done",
		"is away until 1 May 2126.":                         "is away until 1 May 2126.",
		"    Until: 2126-05-03":                             "    Until: 2126-05-03",
		"It is on 3 May at 10:00, come by Monday":           "It is on 3 May at 10:00, come by Monday",
		"by Monday, 6 Aprils, Someday, 6 April":             "by Monday, 6 Aprils, Someday, 6 April",
		"the reference AMB-1001 at 2026-11-26 03:20":        "the reference AMB-1001 at 2026-11-26 03:20",
	} {
		if got := timeless(text); got != want {
			t.Errorf("%q is taken for %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"until=2026-05-01": "until=2126-05-01", "2026-4": "2126-4", "20 April 2026": "20 April 2126", "release 2027.1": "release 2027.1",
		"until=2026-03-01": "until=2026-03-01", "1 March 2026 is past": "1 March 2026 is past", "12026": "12026",
	} {
		if got := later(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
