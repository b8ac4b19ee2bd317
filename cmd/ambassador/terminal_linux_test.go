package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// openTerminal returns both ends of a terminal of 40 columns: the one a person sits at, who waits for
// no more than a minute, and the one that a program is given.
func openTerminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Skipf("SKIPPED: no terminals here: %v", err)
	}
	t.Cleanup(func() { person.Close() })
	if err := person.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	raw, err := person.SyscallConn() // Fd would make the file a blocking one, without deadlines
	if err != nil {
		t.Fatal(err)
	}
	var number uint32
	var locked, numbered, sized error
	err = raw.Control(func(fd uintptr) {
		locked = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0)
		number, numbered = unix.IoctlGetUint32(int(fd), unix.TIOCGPTN)
		sized = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 40})
	})
	if err := errors.Join(err, locked, numbered, sized); err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return person, program
}

// sitting is a person at a terminal.
type sitting struct {
	t      *testing.T
	screen *os.File
	unread string // what has appeared behind what was looked for last
}

// sees reads until the text has appeared.
func (s *sitting) sees(text string) {
	s.t.Helper()
	buf := make([]byte, 4096)
	for {
		if _, after, found := strings.Cut(s.unread, text); found {
			s.unread = after
			return
		}
		n, err := s.screen.Read(buf)
		s.unread += string(buf[:n])
		if err != nil {
			s.t.Fatalf("waiting for %q: %v; seen since:\n%s", text, err, s.unread)
		}
	}
}

// types presses keys.
func (s *sitting) types(keys string) {
	s.t.Helper()
	if _, err := s.screen.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// TestProgress holds that work which takes long shows a bar to a person, and nothing to anybody else.
func TestProgress(t *testing.T) {
	person, program := openTerminal(t)
	defer program.Close()
	bar := newProgress(shell{err: program}, "Reading a.csv")
	bar.began = time.Now().Add(-patience)
	bar.at(1, 4)
	(&sitting{t: t, screen: person}).sees("Reading a.csv  25%")
	bar.end()
	if newProgress(shell{err: new(strings.Builder)}, "Reading a.csv").to != nil {
		t.Error("a bar where nobody watches")
	}
}

// TestTerminal sits down at the interactive console: greeting, completion, a button, history, Ctrl-C
// and Ctrl-D.
func TestTerminal(t *testing.T) {
	person, program := openTerminal(t)
	cmd := exec.CommandContext(t.Context(), "ambassador", "console", "--as", "leader")
	cmd.Env = append(os.Environ(), "TERM=xterm", "NO_COLOR=")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = program, program, program
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	program.Close()
	s := &sitting{t: t, screen: person}
	s.sees("leader> ")
	s.types("abo\t\r") // Tab completes the only command
	s.sees("groups and regions.")
	s.sees("leader> ")
	s.types("nonsense\r")
	s.sees("\x1b[33m[1] Help\x1b[0m")
	s.types("1\r") // a number presses the button
	s.sees("I am Ambassador.")
	s.sees("leader> ")
	s.types("\x1b[A\x1b[A\r") // twice up, to the line before the last
	s.sees("I do not know “nonsense”.")
	s.sees("leader> ")
	s.types("half a line")
	s.sees("line") // the editor reads by now; before, Ctrl-C would be a signal
	s.types("\x03")
	s.sees("Press Ctrl-C once more to leave")
	s.sees("leader> ")
	s.types("\x04")
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v; seen:\n%s", err, s.unread)
	}
}
