package e2e

import (
	"path/filepath"
	"testing"
)

// talks are the conversations that the tests of the program itself play too, there on pretended platforms and in a time of
// their own.
var talks = []string{root + "/cmd/ambassador/testdata/talk/*.txtar", root + "/bot/directory/testdata/talk/*.txtar"}

// unplayed are the talks that cannot be played here, with the reason. There is no stage here but the direct conversation,
// and no time but now.
var unplayed = map[string]string{
	"desk-add":   "shows the audit log, which has the minute of everything",
	"is-at-once": "says since which day somebody has a title that is given in the talk, and starts the bot anew",
	"link":       "says until which minute somebody has to wait",
	"privacy":    "begins in a room of many",
}

// shortened are the talks that are played up to a line which wants what cannot be done here, with that line.
var shortened = map[string]string{
	"find-hold": "at 2126-05-02T09:00Z",
	"is":        "at 2126-05-01T23:00Z",
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
	for name := range unplayed {
		if !met[name] {
			t.Errorf("there is no talk %q to leave out", name)
		}
	}
}

// perform plays a talk, and holds that it is played to its end or to where it is known to be left.
func (s script) perform(t *testing.T, number int) {
	t.Helper()
	if s.end != shortened[s.name] {
		t.Fatalf("the talk is to be left at %q, and not at %q", s.end, shortened[s.name])
	}
	g := newStage(t, s, number)
	for _, u := range s.turns {
		g.play(u)
	}
	g.close()
}
