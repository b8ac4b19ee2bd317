package e2e

import (
	"path/filepath"
	"testing"
)

// talks are the conversations that the tests of the program itself play too, there on pretended platforms and in a time of
// their own.
var talks = []string{root + "/cmd/ambassador/testdata/talk/*.txtar", root + "/bot/*/testdata/talk/*.txtar"}

// unplayed are the talks that cannot be played here, by room and name, with the reason. There is no stage here but the direct
// conversation, and no time but now.
var unplayed = map[string]string{
	"ambassador/readme-report": "is about a morning that is given in the talk",
	"checkin/begin":            "is about days that pass: questions, and reminders of them",
	"checkin/campaign":         "is about days that pass: questions, and reminders of them",
	"checkin/card":             "begins in a room of many",
	"checkin/privacy":          "begins in a room of many",
	"checkin/quarter":          "is about weeks that pass",
	"contact/misuse-in-a-room": "begins in a room of many",
	"directory/away":           "says until which day of a year somebody is away",
	"directory/is-at-once":     "says since which day somebody has a title that is given in the talk, and starts the bot anew",
	"directory/link":           "says until which minute somebody has to wait",
	"directory/privacy":        "begins in a room of many",
	"faq/ask":                  "is asked a FAQ of its own, which is a file",
	"faq/conflict":             "is about a FAQ whose file changes while the bot runs",
	"faq/curate":               "is asked a FAQ of its own, which is a file",
	"faq/helped":               "is asked a FAQ of its own, which is a file",
	"faq/learn":                "is asked a FAQ of its own, which is a file",
	"faq/list":                 "is asked a FAQ of its own, which is a file",
	"faq/odd":                  "is asked a FAQ of its own, which is a file",
	"faq/rooms":                "begins in a room of many",
	"faq/unsure":               "is asked a FAQ of its own, which is a file",
	"handover/hand-over":       "says until which day of a year somebody is away",
	"newsletter/in-a-room":     "begins in a room of many",
	"newsletter/rooms":         "begins in a room of many, and ends with what is told there",
	"reports/history":          "is about reports whose months are given in the talk",
	"reports/namesakes":        "is about reports whose months are given in the talk",
	"reports/seen":             "is about weeks that pass: what was seen since the last report",
	"ticket/deadline":          "is about days that pass: reminders, and what is overdue",
	"ticket/digest":            "is about weeks that pass: the word of what waits",
}

// shortened are the talks that are played up to a line which wants what cannot be done here, with that line.
var shortened = map[string]string{
	"directory/find-hold":    "at 2126-05-02T09:00Z",
	"directory/is":           "at 2126-05-01T23:00Z",
	"newsletter/queue":       "at 2126-04-02T10:00Z",
	"newsletter/two-editors": "at 2126-05-30T09:00Z",
	"ticket/hand-on":         "at 2126-04-01T10:00Z",
	"ticket/receipt":         "at 2126-05-04T12:00Z",
}

// atOnce is how many talks are played at the same time, however large the machine is: each has a bot and some people with
// keys of their own, and they share one homeserver.
const atOnce = 6

// TestTalks plays talks with people who have clients of their own, each in a direct conversation with the bot, every
// second of which is encrypted.
func TestTalks(t *testing.T) {
	t.Parallel()
	places, met := make(chan struct{}, atOnce), map[string]bool{}
	for _, pattern := range talks {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no talks in %s (%v)", pattern, err)
		}
		for _, file := range files {
			s, number := readScript(t, file), len(met)
			met[s.name] = true
			t.Run(s.name, func(t *testing.T) {
				if why := unplayed[s.name]; why != "" {
					t.Skip(why)
				}
				t.Parallel()
				places <- struct{}{}
				t.Cleanup(func() { <-places })
				s.perform(t, number)
			})
		}
	}
	for _, list := range []map[string]string{unplayed, shortened} {
		for name := range list {
			if !met[name] {
				t.Errorf("there is no talk %q to leave out", name)
			}
		}
	}
}

// perform plays a talk, and holds that it is played to its end or to where it is known to be left. The number of the talk
// decides which conversations are encrypted, and how the first button is pressed, so that over all talks everything meets
// everything.
func (s script) perform(t *testing.T, number int) {
	t.Helper()
	if s.end != shortened[s.name] {
		t.Fatalf("the talk is to be left at %q, and not at %q", s.end, shortened[s.name])
	}
	g := newStage(t, s, staging{secret: func(seat int) bool { return (number+seat)%2 == 1 }, typing: number/4%2 == 1})
	for _, u := range s.turns {
		g.play(u)
	}
	g.close()
}
