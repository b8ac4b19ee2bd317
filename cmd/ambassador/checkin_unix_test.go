//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/slack"
	"ambassador/adapters/slack/slackfake"
)

// TestCheckinKill kills the program again and again while it asks forty people something. In the end each of them has
// been asked in each round, and nobody twice: Slack's history can be read, so that a word in doubt is looked for before it
// is sent again. Three rounds are played; a hundred where AMBASSADOR_FIGURES is set.
func TestCheckinKill(t *testing.T) {
	rounds := 3
	if os.Getenv("AMBASSADOR_FIGURES") != "" {
		rounds = 100
	}
	const people = 40
	s := newStation(t, slack.HTTP)
	s.poll(people)
	s.start()
	missed, twice, midway := 0, 0, 0
	for round := range rounds {
		question := fmt.Sprintf("Question %d?", round)
		line := fmt.Sprintf(`checkin start poll%d-x "%s" for=leaders sure=yes`, round, question)
		for attempt := 0; !s.bring(s.DM("chief", line), attempt); attempt++ {
			if attempt == 5 {
				t.Fatalf("round %d could not be started", round)
			}
		}
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
		for range 1 + rand.IntN(3) { // it asks as soon as it runs, and dies meanwhile
			before := s.asked(people, question)
			s.start()
			for began := time.Now(); s.asked(people, question) == before && time.Since(began) < 200*time.Millisecond; {
				time.Sleep(100 * time.Microsecond)
			}
			time.Sleep(time.Duration(rand.IntN(4)) * time.Millisecond)
			_ = s.cmd.Process.Kill()
			_ = s.cmd.Wait()
		}
		if n := s.asked(people, question); n > 0 && n < people {
			midway++
		}
		s.start()
		until(t, "asked in round "+fmt.Sprint(round), func() bool { return s.asked(people, question) >= people })
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	for round := range rounds {
		for n := range people {
			switch s.told(n, fmt.Sprintf("Question %d?", round)) {
			case 0:
				missed++
			case 1:
			default:
				twice++
			}
		}
	}
	t.Logf("%d rounds with %d people, killed in the middle of %d: %d missed, %d asked twice", rounds, people, midway, missed, twice)
	if missed > 0 || twice > 0 {
		t.Fail()
	}
}

// poll gives the program people who are always at work, and a coordinator.
func (s *station) poll(people int) {
	s.t.Helper()
	var file strings.Builder
	file.WriteString("people:\n")
	for n := range people {
		fmt.Fprintf(&file, "  - {id: leader-%d, name: Leader %d, role: leader, zone: UTC, accounts: [\"console:leader%d\"]}\n", n, n, n)
	}
	dir := filepath.Dir(s.config)
	if err := os.WriteFile(filepath.Join(dir, "directory.yaml"), slackfake.Fixture([]byte(file.String())), 0o600); err != nil {
		s.t.Fatal(err)
	}
	config, err := os.ReadFile(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	more := fmt.Sprintf("coordinators: [\"%s\"]\nhours: {from: \"00:00\", to: \"24:00\", days: [mon, tue, wed, thu, fri, sat, sun]}\n", slackfake.Account("chief"))
	if err := os.WriteFile(s.config, append(config, more...), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// asked counts those who were asked a question.
func (s *station) asked(people int, question string) (n int) {
	for i := range people {
		if s.told(i, question) > 0 {
			n++
		}
	}
	return n
}

// told counts how often somebody was asked a question.
func (s *station) told(n int, question string) (times int) {
	for _, m := range s.Posted(fmt.Sprint("Dleader", n)) {
		if strings.Contains(fmt.Sprint(m), question) {
			times++
		}
	}
	return times
}
