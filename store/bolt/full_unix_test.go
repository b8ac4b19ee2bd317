//go:build linux || darwin

package bolt

import (
	"context"
	"fmt"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"ambassador/store"
)

// TestFullDisk lets a child run against a limit on the size of its files, which fails a write as a full
// disk does.
func TestFullDisk(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	count(t, db, 0, 10)
	closeDB(t, db)
	c := play(t, "full", path)
	c.expect(t, "refused while full")
	c.expect(t, "stored afterwards")
	if err := c.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	db, log := reopen(t, path)
	if log != "" {
		t.Errorf("afterwards, the log says:\n%s", log)
	}
	counted(t, db, 20)
	closeDB(t, db)
}

// fillUp stores the numbers from 10 to 20, with a disk that is full for a while in between. While it is,
// five writers at a time must all be refused.
func fillUp(path string) error {
	db, err := Open(path, Options{})
	if err != nil {
		return err
	}
	put := func(i int, ballast string) error {
		return db.Update(context.Background(), "space", func(tx store.Tx) error {
			if len(ballast) > 0 {
				return tx.Put([]byte("ballast"), []byte(ballast))
			}
			return numbers.Put(tx, store.K(i), i)
		})
	}
	if err := put(10, ""); err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ) // what the system sends first, and a full disk does not
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	full := syscall.Rlimit{Cur: 16 << 10, Max: limit.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &full); err != nil {
		return err
	}
	refused := make(chan error)
	for i := range 5 {
		go func() { refused <- put(100+i, strings.Repeat("x", 1<<20)) }()
	}
	for range 5 {
		if err := <-refused; err == nil || !strings.Contains(err.Error(), "bolt: commit: ") {
			return fmt.Errorf("a write to a full disk: %v", err)
		}
	}
	fmt.Println("refused while full")
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	for i := 11; i < 20; i++ {
		if err := put(i, ""); err != nil {
			return fmt.Errorf("a write with room again: %w", err)
		}
	}
	fmt.Println("stored afterwards")
	return db.Close()
}
