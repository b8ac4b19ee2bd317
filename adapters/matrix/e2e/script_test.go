package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// script is a talk as its file has it: a txtar archive whose comment is a conversation. The package bottest of the
// program itself reads such files, too, but this module imports nothing of the program.
type script struct {
	name   string
	turns  []turn
	people string // the directory, whose accounts are called console:NAME
	end    string // the line at which it has to be left, because what it wants cannot be done here; empty if there is none
}

// turn is something that somebody does, and what is told to whom then.
type turn struct {
	who, text string
	told      []string // the lines of the file
}

// spoken is a line of a talk on which somebody says something (>) or is told something (<).
var spoken = regexp.MustCompile(`^([A-Za-z0-9_-]+)([<>])(?: (.*))?$`)

// The talks begin in April 2026, and name days of that year that are still to come. Here, where it is whatever day it is,
// they are to come if they are in a later century.
const (
	talksYear = "2026"
	laterYear = "2126"
)

// readScript reads a talk.
func readScript(t *testing.T, file string) script {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	conversation, people, own := strings.Cut(strings.ReplaceAll(string(text), talksYear, laterYear), "\n-- directory.yaml --\n")
	if !own {
		demo, err := os.ReadFile(demonstration)
		if err != nil {
			t.Fatal(err)
		}
		people = string(demo)
	}
	if strings.Contains(conversation+"\n"+people, "\n-- ") {
		t.Fatalf("%s has other fixtures than a directory", file)
	}
	s := script{name: strings.TrimSuffix(filepath.Base(file), ".txtar"), people: people}
	s.read(strings.Split(strings.TrimRight(conversation, "\n"), "\n"))
	return s
}

// read makes turns of the lines of a conversation, as far as that goes.
func (s *script) read(lines []string) {
	for n, line := range lines {
		m := spoken.FindStringSubmatch(line)
		switch {
		case m != nil && m[2] == ">":
			s.turns = append(s.turns, turn{who: m[1], text: m[3]})
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "at ") && len(s.turns) == 0: // when it begins, which is now
		case (m != nil || continues(lines[n:])) && len(s.turns) > 0:
			last := &s.turns[len(s.turns)-1]
			last.told = append(last.told, line)
		case line == "":
		default:
			s.end = line
			return
		}
	}
}

// continues says whether the first of some lines belongs to what was said above it. A blank one does if what follows does.
func continues(lines []string) bool {
	for _, line := range lines {
		if line != "" {
			return strings.HasPrefix(line, "    ")
		}
	}
	return false
}

// hearers are those who are told something in a turn, one for each thing. To whom has spoken it is the bot who speaks.
func (u turn) hearers() (names []string) {
	for _, line := range u.told {
		m := spoken.FindStringSubmatch(line)
		switch {
		case m == nil:
		case m[1] == "bot":
			names = append(names, u.who)
		default:
			names = append(names, m[1])
		}
	}
	return names
}
