package worktime

import "time"

// For is the calendar for one person, who wants to be asked not before a time of day, and on these days only. Zero and
// nil leave it as it is. At least an hour of the day is left to ask in, up to midnight; holidays stay.
func (c *Calendar) For(from time.Duration, days []time.Weekday) *Calendar {
	own := *c
	if from > 0 {
		own.from = min(from, 23*time.Hour)
		own.to = max(own.to, own.from+time.Hour)
	}
	for i, d := range days {
		if i == 0 {
			own.days = 0
		}
		own.days = own.days.with(d)
	}
	return &own
}
