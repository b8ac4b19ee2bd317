// Package period knows when the periods of a schedule begin, for anybody, in whatever zone they live.
//
// A [Schedule] is a line of cron, or a word such as quarterly. It is read on the clock on the wall: its occurrences are
// reckoned without any zone, and each begins where the wall first shows that time or a later one (worktime.Instant). So
// an occurrence that a clock jumps over begins right after the jump, one that a clock shows twice begins the first time
// round, and a day that a country skipped still has its period. None is missed and none comes twice, which cannot be said
// of looking for matching times zone by zone, as cron does.
//
// A [Period] is named by a date label such as 2027-Q1, taken from the wall and never from the instant: whoever moves to
// another zone is still in the same period.
//
// Nothing here reads a clock, keeps anything or looks a zone up.
package period

import (
	"time"

	"ambassador/bot/worktime"
)

// Period is the time from one occurrence of a schedule to the next, for people in one zone.
type Period struct {
	Label string    // stable, in the zone's own days, and of no other period of the schedule: 2027-Q1; see Unit
	At    time.Time // the instant at which it begins, in the zone
	Ends  time.Time // the instant at which the next one begins; equal to At where one gap has swallowed both beginnings
}

// What people's calendars reach. Outside of it no period is told, since a label has four digits for the year.
const (
	firstYear = 1000
	lastYear  = 9000
)

// Latest returns the last period that has begun at now in loc (nil: UTC). It never goes back as now grows, whatever the
// clocks there do: when the wall shows a time again, the period of the first time goes on. False for the zero Schedule,
// and for times outside of the years 1000 to 9000.
func (s Schedule) Latest(now time.Time, loc *time.Location) (Period, bool) {
	h, ok := s.begun(now, loc)
	if !ok {
		return Period{}, false
	}
	return Period{s.unit.Label(h.wall), worktime.Instant(h.wall, h.loc), h.ends}, true
}

// Next returns the first period that begins after now in loc (nil: UTC). Where several begin at one instant, since all
// their beginnings were skipped, it is the first of them. False as with Latest.
func (s Schedule) Next(now time.Time, loc *time.Location) (Period, bool) {
	for _, p := range s.Upcoming(now, loc, 1) {
		return p, true
	}
	return Period{}, false
}

// Upcoming returns the first n periods that begin after now in loc (nil: UTC), in order and without leaving any out. It
// has fewer, none, where Latest says false.
func (s Schedule) Upcoming(now time.Time, loc *time.Location, n int) (all []Period) {
	h, ok := s.begun(now, loc)
	for i := 0; ok && i < n; i++ {
		label, at := s.unit.Label(h.next), h.ends
		h.step(s.fields)
		all = append(all, Period{label, at, h.ends})
	}
	return all
}

// here is a place in the order of a schedule's occurrences, in one zone.
type here struct {
	loc        *time.Location
	wall, next time.Time // an occurrence and the one after it, as times in UTC to be read without their zone
	ends       time.Time // the instant at which next begins
}

// step goes one occurrence on.
func (h *here) step(f fields) {
	h.wall, h.next = h.next, f.after(h.next)
	h.ends = worktime.Instant(h.next, h.loc)
}

// begun finds the last occurrence that has begun at now. What the wall shows now or has passed has begun; where it was
// put back it has shown more than that, at most a day's.
func (s Schedule) begun(now time.Time, loc *time.Location) (here, bool) {
	if loc == nil {
		loc = time.UTC
	}
	shows := wall(now, loc)
	if s == (Schedule{}) || shows.Year() < firstYear || shows.Year() > lastYear {
		return here{}, false
	}
	h := here{loc: loc, next: s.fields.upTo(shows)}
	for h.step(s.fields); !h.ends.After(now); {
		h.step(s.fields)
	}
	return h, true
}

// wall is what a clock in loc shows at t, as a time in UTC to be read without its zone.
func wall(t time.Time, loc *time.Location) time.Time {
	_, offset := t.In(loc).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}
