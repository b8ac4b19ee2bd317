package e2e

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// script is a talk as its file has it: a txtar archive whose comment is a conversation. The package bottest of the
// program itself reads such files, too, but this module imports nothing of the program.
type script struct {
	name   string // with the room that it is of: directory/find
	turns  []turn
	people string // the directory, whose accounts are called console:NAME
	config string // what the configuration has besides, with such accounts, too
	end    string // the line at which it has to be left, because what it wants cannot be done here; empty if there is none
}

// turn is something that somebody does, and what is told to whom then.
type turn struct {
	who, text string
	told      []string // the lines of the file
}

// spoken is a line of a talk on which somebody says something (>) or is told something (<).
var spoken = regexp.MustCompile(`^([A-Za-z0-9_-]+)([<>])(?: (.*))?$`)

// fixture begins a file that a talk needs.
var fixture = regexp.MustCompile(`(?m)^-- (.+) --\n`)

// readScript reads a talk.
func readScript(t *testing.T, file string) script {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	room, name, _ := strings.Cut(filepath.ToSlash(file), "/testdata/talk/")
	s := script{name: path.Base(room) + "/" + strings.TrimSuffix(name, ".txtar")}
	conversation := s.furnish(t, later(string(text)))
	if s.people == "" {
		demo, err := os.ReadFile(demonstration)
		if err != nil {
			t.Fatal(err)
		}
		s.people = string(demo)
	}
	s.read(strings.Split(strings.TrimRight(conversation, "\n"), "\n"))
	return s
}

// furnish takes the files off a talk, and returns the conversation.
func (s *script) furnish(t *testing.T, text string) (conversation string) {
	t.Helper()
	begins := fixture.FindAllStringSubmatchIndex(text, -1)
	for n, at := range begins {
		end := len(text)
		if n+1 < len(begins) {
			end = begins[n+1][0]
		}
		switch name, data := text[at[2]:at[3]], text[at[1]:end]; name {
		case "directory.yaml":
			s.people = data
		case "config.yaml":
			s.config = data
		case "faq.yaml", "faq-2.yaml", "faq-3.yaml": // of talks that are not played
			if unplayed[s.name] == "" {
				t.Fatalf("%s has a FAQ of its own; list it as not played", s.name)
			}
		default:
			t.Fatalf("%s has a fixture that is neither a directory nor a configuration: %s", s.name, name)
		}
	}
	if len(begins) > 0 {
		return text[:begins[0][0]]
	}
	return text
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
