//go:build linux || darwin

package bolt

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"

	"ambassador/store"
)

// Some promises only hold between processes, so the test binary runs itself again, as a child with a
// part to play.
const (
	childPart = "AMBASSADOR_TEST_PART"
	childPath = "AMBASSADOR_TEST_PATH"
)

func TestMain(m *testing.M) {
	var err error
	path := os.Getenv(childPath)
	switch os.Getenv(childPart) {
	case "":
		os.Exit(m.Run())
	case "hold":
		err = hold(path)
	case "write":
		err = writeOn(path)
	case "full":
		err = fillUp(path)
	}
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
}

// child is a running child.
type child struct {
	cmd   *exec.Cmd
	lines *bufio.Scanner // what it says
	stdin io.WriteCloser // closed to tell it to end
}

// play starts a child.
func play(t *testing.T, part, path string) child {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childPart+"="+part, childPath+"="+path)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return child{cmd, bufio.NewScanner(stdout), stdin}
}

// expect fails unless the next line of the child is words.
func (c child) expect(t *testing.T, words string) {
	t.Helper()
	if !c.lines.Scan() || c.lines.Text() != words {
		t.Fatalf("the child said %q, want %q", c.lines.Text(), words)
	}
}

// hold keeps the database open until its input ends.
func hold(path string) error {
	db, err := Open(path, Options{})
	if err != nil {
		return err
	}
	fmt.Println("open")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return db.Close()
}

// writeOn stores numbers for ever, 4 at a time, and says each one when it is stored. It goes on where
// the database ends.
func writeOn(path string) error {
	db, err := Open(path, Options{})
	if err != nil {
		return err
	}
	last := 0
	err = db.View(context.Background(), "space", func(tx store.Tx) error {
		for row := range numbers.All(tx, nil) {
			last = row.Value
		}
		return nil
	})
	if err != nil {
		return err
	}
	var next atomic.Int64
	next.Store(int64(last))
	var writers sync.WaitGroup
	for range 4 {
		writers.Go(func() {
			for {
				i := int(next.Add(1))
				err := db.Update(context.Background(), "space", func(tx store.Tx) error {
					return numbers.Put(tx, store.K(i), i)
				})
				if err != nil {
					fmt.Println("failed:", err)
					return
				}
				fmt.Println(i)
			}
		})
	}
	writers.Wait()
	return nil
}
