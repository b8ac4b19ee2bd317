//go:build linux || darwin

package bolt

import (
	"errors"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"ambassador/store"
)

// killRounds names the variable that sets how often TestKilledWriter kills; see there.
const killRounds = "AMBASSADOR_KILL_ROUNDS"

// TestKilledWriter kills a process that writes, without warning, and expects all that it was told to be
// stored in the file: 5 times, or as often as AMBASSADOR_KILL_ROUNDS says.
func TestKilledWriter(t *testing.T) {
	rounds := 5
	if set := os.Getenv(killRounds); set != "" {
		var err error
		if rounds, err = strconv.Atoi(set); err != nil {
			t.Fatal(err)
		}
	}
	path := newPath(t)
	closeDB(t, fresh(t, path))
	acked := map[int]bool{}
	for round := range rounds {
		c := play(t, "write", path)
		enough := len(acked) + 1 + rand.IntN(200)
		for c.lines.Scan() { // to the end of the pipe: what was said before the kill counts, too
			i, err := strconv.Atoi(c.lines.Text())
			if err != nil {
				t.Fatal(c.lines.Text())
			}
			if acked[i] = true; len(acked) == enough {
				if err := c.cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		c.cmd.Wait()

		begin := time.Now()
		db, log := reopen(t, path)
		if took := time.Since(begin); took > 2*time.Second {
			t.Errorf("round %d: opening took %v", round, took)
		}
		if !strings.Contains(log, "so it was checked") {
			t.Errorf("round %d: the log says:\n%s", round, log)
		}
		extra := allThere(t, db, acked)
		closeDB(t, db)
		t.Logf("round %d: %d acknowledged, all stored; %d stored that were not", round, len(acked), extra)
	}
}

// allThere fails unless all numbers in want are stored, and returns how many others are.
func allThere(t *testing.T, db *DB, want map[int]bool) (others int) {
	t.Helper()
	err := db.View(t.Context(), "space", func(tx store.Tx) error {
		found := 0
		for row, err := range numbers.All(tx, nil) {
			if err != nil {
				return err
			}
			if want[row.Value] {
				found++
			} else {
				others++
			}
		}
		if found != len(want) {
			t.Errorf("%d of %d acknowledged records are lost", len(want)-found, len(want))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return others
}

// TestSecondProcess opens a database that another process has open.
func TestSecondProcess(t *testing.T) {
	path := newPath(t)
	closeDB(t, fresh(t, path))
	other := play(t, "hold", path)
	other.expect(t, "open")

	begin := time.Now()
	_, err := Open(path, Options{})
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "another process has it open") {
		t.Errorf("a second process got %v", err)
	}
	if took := time.Since(begin); took > lockTimeout+time.Second {
		t.Errorf("it was refused after %v", took)
	}
	if err := errors.Join(other.stdin.Close(), other.cmd.Wait()); err != nil {
		t.Fatal(err)
	}
	db, log := reopen(t, path)
	if log != "" {
		t.Errorf("afterwards, the log says:\n%s", log)
	}
	closeDB(t, db)
}
