package period

import (
	"fmt"
	"math/bits"
	"time"
)

// Unit is what a label names: a span of the calendar.
type Unit int

// The units, the coarsest first. A Week is that of ISO 8601: from Monday on, and the first of a year is the one with
// 4 January in it.
const (
	Year Unit = iota
	Quarter
	Month
	Week
	Day
	Hour
)

// String is the unit's name: year, quarter, month, week, day or hour.
func (u Unit) String() string {
	names := [...]string{"year", "quarter", "month", "week", "day", "hour"}
	if u < Year || u > Hour {
		return fmt.Sprintf("Unit(%d)", int(u))
	}
	return names[u]
}

// Label names the span of this unit that a time is in: 2027, 2027-Q1, 2027-03, 2027-W09, 2027-03-14 or 2027-03-14T09.
// The time is read as it stands, without its zone.
func (u Unit) Label(wall time.Time) string {
	switch u {
	case Year:
		return wall.Format("2006")
	case Quarter:
		return fmt.Sprintf("%s-Q%d", wall.Format("2006"), quarter(wall))
	case Month:
		return wall.Format("2006-01")
	case Week:
		year, week := wall.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case Day:
		return wall.Format(time.DateOnly)
	}
	return wall.Format("2006-01-02T15")
}

// quarter is 1 to 4.
func quarter(t time.Time) int { return (int(t.Month()) + 2) / 3 }

// first is the first day of the span that a day is in; for an hour the day itself.
func (u Unit) first(day time.Time) time.Time {
	y, m, d := day.Date()
	switch u {
	case Year:
		m, d = time.January, 1
	case Quarter:
		m, d = time.Month(quarter(day)*3-2), 1
	case Month:
		d = 1
	case Week:
		d -= (int(day.Weekday()) + 6) % 7
	}
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// next is the first day after the span that begins with a day; for an hour the day after.
func (u Unit) next(first time.Time) time.Time {
	switch u {
	case Year:
		return first.AddDate(1, 0, 0)
	case Quarter:
		return first.AddDate(0, 3, 0)
	case Month:
		return first.AddDate(0, 1, 0)
	case Week:
		return first.AddDate(0, 0, 7)
	}
	return first.AddDate(0, 0, 1)
}

// unit is the coarsest unit of which no span has two occurrences. After 28 years weekdays and leap days come round again,
// so that whatever can share a span has done so; the centuries without a leap day have no week that those lack.
func (f fields) unit() Unit {
	if bits.OnesCount64(f.hours) > 1 { // and one minute of each, so that hours are never shared
		return Hour
	}
	var shared [Day]bool
	// Days come in order, so a span is shared if and only if it is by two that follow each other.
	last := time.Date(1999, 12, 1, 0, 0, 0, 0, time.UTC)
	for day := f.day(last.AddDate(0, 1, 0), 1); day.Year() < 2029; day = f.day(day.AddDate(0, 0, 1), 1) {
		all := true
		for u := range Day {
			shared[u] = shared[u] || !u.first(day).After(last)
			all = all && shared[u]
		}
		if all { // as dense ones soon do; the others have few days to look at
			return Day
		}
		last = day
	}
	for u, is := range shared {
		if !is {
			return Unit(u)
		}
	}
	return Day
}
