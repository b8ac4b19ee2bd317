//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"ambassador/adapters/slack"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// TestSubmissionKill kills the program again and again while people hand in questions, and lets Slack bring again what was
// not acknowledged. In the end each is there exactly once and whole, and whoever should answer was told of it. Five rounds
// are played; two hundred where AMBASSADOR_FIGURES is set.
func TestSubmissionKill(t *testing.T) {
	rounds := 5
	if os.Getenv("AMBASSADOR_FIGURES") != "" {
		rounds = 200
	}
	s := newStation(t, slack.HTTP)
	var said, acked, repeated int
	var again []map[string]any // what Slack brings once more
	for range rounds {
		s.start()
		var mu sync.Mutex
		var events []map[string]any
		for range 40 {
			said++
			events = append(events, s.DM(fmt.Sprint("asker", said), submission(said)))
		}
		ends := rand.IntN(60)
		killed := sync.OnceFunc(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
		left := s.crowd(again, 1, func() {})
		left = append(left, s.crowd(events, 0, func() {
			mu.Lock()
			defer mu.Unlock()
			if ends--; ends <= 0 {
				killed()
			}
		})...)
		killed()
		acked += len(again) + len(events) - len(left)
		again = left
		repeated += len(left)
	}
	s.start()
	for attempt := 1; len(again) > 0 && attempt < 5; attempt++ {
		left := s.crowd(again, attempt, func() {})
		acked += len(again) - len(left)
		again = left
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait()
	found, waiting, half := s.kept(t)
	told := len(s.Posted("Dambassador-berlin")) + waiting // one a second may be posted; the rest waits
	lost, doubled := 0, 0
	for n := 1; n <= said; n++ {
		switch found[submission(n)] {
		case 0:
			lost++
		case 1:
		default:
			doubled++
		}
	}
	t.Logf("%d rounds, %d submissions, %d acknowledged, %d of them only when they were brought again: %d lost, %d doubled, half: %v; %d words for the owner", rounds, said, acked, repeated, lost, doubled, half, told)
	if repeated == 0 || lost > 0 || told < said || doubled > 0 || half != nil || acked != said {
		t.Fail()
	}
}

// submission is what the n-th person hands in.
func submission(n int) string {
	return fmt.Sprintf(`contact expert "Question %d: where do we begin?" in Berlin`, n)
}

// kept reads the tickets that the program has left, by what was said; how many words about them wait to be delivered; and
// what is there by half.
func (s *station) kept(t *testing.T) (found map[string]int, waiting int, half error) {
	t.Helper()
	c := defaults()
	db, err := openStore(filepath.Join(filepath.Dir(s.config), "data"), logger(c.Log, t.Output()))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	h, err := furnish(c, db, c.Limits, logger(c.Log, t.Output()))
	if err != nil {
		t.Fatal(err)
	}
	found = make(map[string]int)
	err = h.view(context.Background(), func(tx store.Tx) error {
		if _, half = h.tickets.Check(tx); half != nil {
			return nil
		}
		all, err := h.tickets.OfKind(tx, "question", -1, func(ticket.Ticket) bool { return true })
		for _, t := range all {
			found[fmt.Sprintf(`contact expert "%s" in Berlin`, strings.TrimSpace(t.Values["message"]))]++
		}
		return err
	})
	if err == nil {
		err = h.eachEntry(context.Background(), func(e entry) error {
			if e.Bucket == "outbox" && bytes.Contains(e.Value, []byte("/new/")) {
				waiting++
			}
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return found, waiting, half
}
