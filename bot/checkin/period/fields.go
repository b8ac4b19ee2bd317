package period

import (
	"math/bits"
	"time"
)

// fields is what the five of a line of cron say: a bit for each hour, day of the month, month and weekday that it names.
// All times are in UTC, to be read without their zone.
//
// Only what a line says is taken from robfig/cron. Its search goes forwards only, gives up after five years, which
// 29 February around 2100 takes longer than, and is at its weakest where a clock is changed.
type fields struct {
	minute                        int
	hours, days, months, weekdays uint64
	// A day must be one of days or of weekdays, else of both. That is the rule of old cron: where both fields name some
	// days, "0 9 1 * 1" is the 1st and every Monday; where one says any day, the other decides.
	either bool
}

// rarest is more years than any schedule lets pass: 29 February leaves out eight around 1900 and 2100.
const rarest = 9

// after returns the first occurrence after a time.
func (f fields) after(t time.Time) time.Time {
	day := midnight(t)
	if f.on(day) {
		for h := f.hours; h != 0; h &= h - 1 {
			if at := f.at(day, bits.TrailingZeros64(h)); at.After(t) {
				return at
			}
		}
	}
	return f.at(f.day(day.AddDate(0, 0, 1), 1), bits.TrailingZeros64(f.hours))
}

// upTo returns the last occurrence that is not after a time. It looks back day by day, and by months where the months are
// named, so that a yearly schedule takes no more than some forty steps.
func (f fields) upTo(t time.Time) time.Time {
	day := midnight(t)
	if f.on(day) {
		for hour := 23; hour >= 0; hour-- {
			if at := f.at(day, hour); f.hours>>hour&1 == 1 && !at.After(t) {
				return at
			}
		}
	}
	return f.at(f.day(day.AddDate(0, 0, -1), -1), bits.Len64(f.hours)-1)
}

// day returns the first day with an occurrence from a day on, that day included; backwards if by is -1. The zero time
// where there is none in as long as the rarest takes: then there is none at all.
func (f fields) day(day time.Time, by int) time.Time {
	for last := day.Year() + by*rarest; day.Year() != last; {
		y, m, _ := day.Date()
		switch {
		case f.months>>m&1 == 1 && f.on(day):
			return day
		case f.months>>m&1 == 1:
			day = day.AddDate(0, 0, by)
		case by > 0:
			day = time.Date(y, m+1, 1, 0, 0, 0, 0, time.UTC)
		default:
			day = time.Date(y, m, 0, 0, 0, 0, 0, time.UTC)
		}
	}
	return time.Time{}
}

// on says whether a day has occurrences.
func (f fields) on(day time.Time) bool {
	_, m, d := day.Date()
	inMonth, inWeek := f.days>>d&1 == 1, f.weekdays>>day.Weekday()&1 == 1
	return f.months>>m&1 == 1 && (inMonth && inWeek || f.either && (inMonth || inWeek))
}

// at is the time of an hour's occurrence.
func (f fields) at(day time.Time, hour int) time.Time {
	return day.Add(time.Duration(hour)*time.Hour + time.Duration(f.minute)*time.Minute)
}

// midnight is the beginning of a time's day.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
