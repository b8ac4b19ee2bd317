package checkin

import (
	"time"
)

// deed is what happens to an ask.
type deed string

// The deeds, as the plan calls them.
const (
	nothing deed = ""
	asks    deed = "ask"
	reminds deed = "reminder"
	lates   deed = "late"
	closes  deed = "close"
)

// step is what is to happen to an ask next, and when.
type step struct {
	what deed
	at   time.Time
}

// next is what happens to an ask next, unless an answer comes before. Both the sweep and the plan go by it: what
// people can read beforehand is what will be sent.
//
// Words go out in the working hours of whoever is to answer, on their own days, not before the time they have chosen,
// not while they are away, and at most once a day.
func (k Kind) next(a Ask, m member) step {
	if !a.Open() {
		return step{}
	}
	s := k.nextWord(a, m)
	if a.State != Late && (s.what == nothing || a.LateAt.Before(s.at)) {
		s = step{lates, a.LateAt}
	}
	if s.what == nothing || !s.at.Before(a.Closes) {
		s = step{closes, a.Closes}
	}
	return s
}

// nextWord is the next word to whoever is to answer; nothing where there is none any more.
func (k Kind) nextWord(a Ask, m member) step {
	sent := len(a.Sent)
	switch {
	case sent == 0:
		return m.open(step{asks, later(a.Due, a.Later)})
	case a.Later.After(a.Sent[sent-1]): // they have said when
		return m.open(step{reminds, a.Later})
	case sent > len(k.Reminders):
		return step{}
	}
	at := m.hours.Start(a.Sent[0], k.Reminders[sent-1], m.zone)
	if soonest := m.hours.Start(a.Sent[sent-1], 1, m.zone); soonest.After(at) { // a word went out late, or was asked for
		at = soonest
	}
	return m.open(step{reminds, at})
}

// open moves a word into somebody's hours, and behind their return; where nobody knows when they are back there is none.
func (m member) open(s step) step {
	s.at = m.hours.Next(s.at, m.zone)
	for range 3 { // a return may lie outside their hours, and their hours in another absence
		back, ok := m.back(s.at)
		if !ok {
			return step{}
		}
		if !back.After(s.at) {
			break
		}
		s.at = m.hours.Next(back, m.zone)
	}
	return s
}

// later is the later one of two instants.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
