package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ambassador/store/bolt"
)

// conversation is the program on a pipe that stays open.
type conversation struct {
	*exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr bytes.Buffer
}

// converse starts the program with the arguments; it is killed if the test ends before it does.
func converse(t *testing.T, args ...string) *conversation {
	t.Helper()
	c := &conversation{Cmd: exec.CommandContext(t.Context(), "ambassador", args...)}
	c.Stderr = &c.stderr
	var err error
	if c.in, err = c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.out = bufio.NewReader(out)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// ask types a line and returns the answer, up to the empty line that ends it.
func (c *conversation) ask(t *testing.T, line string) (answer string) {
	t.Helper()
	if _, err := io.WriteString(c.in, line+"\n"); err != nil {
		t.Fatal(err)
	}
	for {
		row, err := c.out.ReadString('\n')
		if err != nil {
			t.Fatalf("after %q: %v; stderr: %s", line, err, &c.stderr)
		}
		if row == "\n" {
			return answer
		}
		answer += row
	}
}

// TestSignal sends the program what a service manager sends, while it waits for a line: it closes the
// store and ends well, and the next one goes on with the question that was open.
func TestSignal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	first := converse(t, "console", "--data", dir)
	if answer := first.ask(t, "contact Ambassador Berlin"); !strings.Contains(answer, "?") && !strings.Contains(answer, "What") {
		t.Fatalf("no question: %q", answer)
	}
	if err := first.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := first.Wait(); err != nil {
		t.Fatalf("%v; stderr: %s", err, &first.stderr)
	}
	db, err := bolt.Open(databaseFile(dir), bolt.Options{})
	if err != nil {
		t.Fatalf("the store was not closed: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	second := converse(t, "console", "--data", dir)
	if answer := second.ask(t, "Hello, I am new in town."); !strings.Contains(answer, "Thank you") {
		t.Errorf("the question was forgotten: %q", answer)
	}
	second.in.Close()
	if err := second.Wait(); err != nil {
		t.Errorf("%v; stderr: %s", err, &second.stderr)
	}
	if want := "→ to ambassador-berlin: "; !strings.Contains(second.stderr.String(), want) {
		t.Errorf("nobody got the words: %q", second.stderr.String())
	}
}

// TestBackupWhileRunning asks for a backup of data that another process has open.
func TestBackupWhileRunning(t *testing.T) {
	work := t.TempDir()
	dir, copied := filepath.Join(work, "data"), filepath.Join(work, "copy.db")
	bot := converse(t, "console", "--data", dir)
	bot.ask(t, "find Berlin")
	out, err := exec.Command("ambassador", "backup", copied, "--data", dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err = exec.Command("ambassador", "backup", dir, "--data", dir).CombinedOutput()
	if err == nil || !strings.HasPrefix(string(out), "ambassador: backup: ") {
		t.Errorf("a backup in the place of a folder: %v: %s", err, out)
	}
	bot.ask(t, "find Vienna")
	bot.in.Close()
	if err := bot.Wait(); err != nil {
		t.Error(err)
	}
	db, err := bolt.Open(copied, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
