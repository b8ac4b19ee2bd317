// Package bottest reads conversations from txtar files and plays them against a
// bot: tests that read like documentation.
//
// A talk is the comment of a txtar file; the files below it are fixtures. Its
// lines are
//
//	# a remark
//	leader> newsletter submit     somebody says something
//	leader> [Write report]        … or presses a button they were shown
//	bot< Title?                   what the bot answers the last speaker
//	    [yes] [no]                … with buttons; indented lines go on
//	    File: 2026-12.md          … and a file, which must have arrived
//	editor< New item: …           what somebody else is told meanwhile
//	(general)< It is out.         … or everybody in a room
//	in #general                   further lines are said in that room; without /ambassador or !ambassador
//	                              to others: the bot overhears them, or they answer what it has asked
//	in dm                         … or again to the bot alone
//	as leader@elsewhere           that speaker now uses another platform
//	at 2026-04-01T09:00Z          time moves on
//	bot restarts                  the program ends and starts on the same state
//
// Playing a talk writes down everything that anybody is told. The result must be
// the file, line for line, so that nothing unexpected can slip in; the test flag
// -update writes the file instead.
package bottest

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/tools/txtar"

	"ambassador/bot"
)

// update is defined by the tests of each package that plays talks.
func update() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

// Stage is where a talk is played: a platform with a bot behind it.
type Stage interface {
	Platform
	// Restart ends the bot, and starts it on the same state.
	Restart() error
}

// Line is something that somebody does.
type Line struct {
	Who      string // name in the talk
	Platform string // after "as"; empty for the stage's own
	Room     string // without #; empty for the bot alone
	Text     string
	Press    string // label of a button instead of a text
}

// Word is something that somebody is told.
type Word struct {
	To      string // name in the talk
	Room    string
	Text    string
	Actions []bot.Action

	// Files came with the words, or by themselves behind them. Their types are empty where
	// the platform keeps none.
	Files []bot.File
}

// Archive is a talk with its fixtures.
type Archive = txtar.Archive

// Opener makes the stage for one talk from its fixtures; the test's clean-up
// takes it down.
type Opener func(t testing.TB, fixtures *Archive) Stage

// Play plays all talks that match the pattern, each as a test of its own inside
// a bubble of its own time. There must be one at least.
func Play(t *testing.T, pattern string, open Opener) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("talks %s: none found (%v)", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { playFile(t, file, open) })
		})
	}
}

// playFile plays one talk and holds what was said against the file.
func playFile(t *testing.T, file string, open Opener) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(archive.Comment), "\n"), "\n")
	passTo(firstTime(lines))
	stage := open(t, archive)
	synctest.Wait() // until the bot listens
	p := player{stage: stage, seen: map[string][]bot.Action{}, platform: map[string]string{}}
	for n, line := range lines {
		if heard(lines, n) {
			continue
		}
		if err := p.play(line); err != nil {
			t.Fatalf("%s:%d: %v", file, n+1, err)
		}
	}
	got := strings.TrimRight(p.out.String(), "\n") + "\n"
	want := strings.TrimRight(string(archive.Comment), "\n") + "\n"
	if got == want {
		return
	}
	if update() {
		archive.Comment = []byte(got)
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s is said differently (-update writes it):\n%s", file, difference(want, got))
}

// heard says whether a line tells what somebody was told: such lines are written
// anew. A blank line belongs to a reply that goes on behind it.
func heard(lines []string, n int) bool {
	blank := lines[n] == ""
	for n < len(lines)-1 && lines[n] == "" {
		n++
	}
	_, _, told := cutSpeaker(lines[n], "< ")
	return strings.HasPrefix(lines[n], "    ") || told && !blank
}

// start is the time at which a talk begins that does not say.
var start = time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)

// firstTime is the time at which the talk begins: its first "at", if that stands
// before anything is said.
func firstTime(lines []string) time.Time {
	for _, line := range lines {
		if at, ok := strings.CutPrefix(line, "at "); ok {
			if t, err := parseTime(at); err == nil {
				return t
			}
		}
		if _, _, said := cutSpeaker(line, "> "); said {
			break
		}
	}
	return start
}

// passTo lets the bubble's time pass until then.
func passTo(t time.Time) { time.Sleep(time.Until(t)) }

// parseTime reads a time in UTC, to the minute or the second.
func parseTime(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if t, err := time.Parse("2006-01-02T15:04Z07:00", s); err == nil {
		return t, nil
	}
	return time.Parse(time.RFC3339, s)
}

// difference shows two texts from shortly before the first line that differs.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	same := 0
	for same < len(w) && same < len(g) && w[same] == g[same] {
		same++
	}
	var b bytes.Buffer
	for _, line := range w[max(0, same-3):same] {
		b.WriteString("  " + line + "\n")
	}
	for _, line := range w[same:min(len(w), same+12)] {
		b.WriteString("- " + line + "\n")
	}
	for _, line := range g[same:min(len(g), same+12)] {
		b.WriteString("+ " + line + "\n")
	}
	return b.String()
}
