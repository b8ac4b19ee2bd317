package worktime

import "time"

// What keeps a search short whatever a calendar says.
const (
	longestBreak = 400   // days without work; what is longer is a mistake in the calendar
	mostDays     = 1_000 // working days that are counted
)

// local is the calendar as it is in one zone. Days in it are midnights in UTC, for arithmetic.
type local struct {
	*Calendar
	loc  *time.Location
	cc   string // of the country, "" where unknown
	week week   // never empty
}

// where is what is known of a zone: its clock, and the country that it is in.
type where struct {
	loc *time.Location
	cc  string
}

// in looks the zone up. To read one takes 10-20 µs, which would be most of the work of any question, so that
// zones are remembered.
func (c *Calendar) in(zone string) local {
	w, known := c.zones.Get(zone)
	if !known {
		w = c.lookUp(zone)
		c.zones.Put(zone, w)
	}
	l := local{Calendar: c, loc: w.loc, cc: w.cc, week: c.days}
	if l.week == 0 {
		l.week = weekOf(l.cc)
	}
	return l
}

// lookUp reads a zone.
func (c *Calendar) lookUp(zone string) where {
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		loc, zone = time.UTC, ""
	}
	w := where{loc: loc}
	if c.country != nil && zone != "" {
		w.cc = c.country(zone)
	}
	return w
}

// day is the day it is at t.
func (l local) day(t time.Time) time.Time {
	y, m, d := t.In(l.loc).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// shift is the work of one day: from start up to end, without that instant.
type shift struct{ day, start, end time.Time }

// current returns the first shift that has not ended at t. It is hardly ever further than the second that find
// finds; where a whole day came twice it may be, and the bound is for times at the end of all numbers.
func (l local) current(t time.Time) shift {
	s := l.find(l.day(t), 1)
	for range 4 {
		if s.end.After(t) {
			break
		}
		s = l.find(s.day.AddDate(0, 0, 1), 1)
	}
	return s
}

// count returns the days-th shift after a day, or before it.
func (l local) count(day time.Time, days int) shift {
	days = min(max(days, -mostDays), mostDays)
	by := 1
	if days < 0 {
		by, days = -1, -days
	}
	s := shift{day: day}
	for range days {
		s = l.find(s.day.AddDate(0, 0, by), by)
	}
	return s
}

// find returns the first shift from a day on, that day included; backwards if by is -1. Where holidays leave
// none for longer than anybody rests, it does as if there were none: a bot that waits for such a calendar's
// next working day would look as if it were broken.
func (l local) find(day time.Time, by int) shift {
	for _, holidays := range [...]bool{true, false} {
		for i := range longestBreak {
			d := day.AddDate(0, 0, i*by)
			if !l.week.has(d.Weekday()) || holidays && l.holiday(d) {
				continue
			}
			if s := l.on(d); s.start.Before(s.end) { // else all its hours were skipped
				return s
			}
		}
	}
	return l.on(day) // times so far away that they cannot be told apart
}

// on is the shift of a day, if it has one.
func (l local) on(day time.Time) shift {
	return shift{day: day, start: Instant(day.Add(l.from), l.loc), end: Instant(day.Add(l.to), l.loc)}
}

// holiday says whether the day is one here.
func (l local) holiday(day time.Time) bool {
	if len(l.holidays) == 0 {
		return false
	}
	y, m, d := day.Date()
	return l.holidays[date{y, m, d, ""}] || l.holidays[date{0, m, d, ""}] ||
		l.holidays[date{y, m, d, l.cc}] || l.holidays[date{0, m, d, l.cc}]
}

// Instant is the first one at which a clock in loc shows wall, a time in UTC to be read without its zone, or a
// later time; it is given in loc. A later wall never has an earlier instant, but two in the same gap share one.
// time.Date does not say which of two it takes, nor what it makes of a time that is skipped.
func Instant(wall time.Time, loc *time.Location) time.Time {
	at := wall.Add(-24 * time.Hour).In(loc) // no zone has been as far as that from UTC
	for range 16 {                          // far more changes than two days have ever seen
		_, offset := at.Zone()
		_, change := at.ZoneBounds()
		shown := wall.Add(-time.Duration(offset) * time.Second).In(loc)
		if shown.Before(at) { // the change to this offset has skipped it
			return at
		}
		if change.IsZero() || shown.Before(change) {
			return shown
		}
		at = change
	}
	return at
}
