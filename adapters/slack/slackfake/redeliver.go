package slackfake

import "time"

// patience is how long Slack waits before it brings an event again that was not acknowledged: hardly at all, a minute, and
// five; then it gives up (docs.slack.dev, "The Events API", "Retries").
func patience() []time.Duration { return []time.Duration{0, time.Minute, 5 * time.Minute} }

// again keeps an event that was not acknowledged, until Redeliver, or brings it again by itself.
func (s *Slack) again(d delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.attempt >= len(patience()) {
		s.lost++
		return
	}
	wait := patience()[d.attempt]
	d.attempt++
	if !s.insists {
		s.unacked = append(s.unacked, d)
		return
	}
	// A timer alone keeps no bubble alive, and clean-up stops those that are left.
	s.timers = append(s.timers, time.AfterFunc(wait, func() { s.deliver(d) }))
}

// Insist has events that are not acknowledged come again by themselves from now on, as those of Slack do. Without it they
// wait for Redeliver, so that a test says when.
func (s *Slack) Insist() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.insists = true
}

// Redeliver brings once more whatever event was not acknowledged, and returns how many there were.
func (s *Slack) Redeliver() int {
	s.mu.Lock()
	again := s.unacked
	s.unacked = nil
	s.mu.Unlock()
	for _, d := range again {
		s.deliver(d)
	}
	return len(again)
}

// Lost counts the events that Slack has given up: not acknowledged at four deliveries.
func (s *Slack) Lost() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lost
}

// stopDelivering ends what waits for an acknowledgement, and what would be brought again later.
func (s *Slack) stopDelivering() {
	close(s.over)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.insists = false
	for _, t := range s.timers {
		t.Stop()
	}
}
