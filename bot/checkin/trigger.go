package checkin

import (
	"time"

	"ambassador/bot/checkin/period"
	"ambassador/bot/worktime"
)

// latest is the round that somebody is in at an instant: the last one that has begun for them. heard is when they were
// heard of last, which matters to kinds that ask after silence.
func (k Kind) latest(m member, at, heard time.Time) (period.Period, bool) {
	switch {
	case k.Once != "":
		p, ok := k.once(m)
		return p, ok && !p.At.After(at)
	case len(k.Silence) > 0:
		return k.silent(m, heard, func(p period.Period) bool { return !p.At.After(at) })
	}
	return k.Schedule.Latest(at, m.loc)
}

// upcoming is the first round that begins for somebody after an instant.
func (k Kind) upcoming(m member, at, heard time.Time) (period.Period, bool) {
	switch {
	case k.Once != "":
		p, ok := k.once(m)
		return p, ok && p.At.After(at)
	case len(k.Silence) > 0:
		for i := range k.Silence {
			one := Kind{Silence: k.Silence[i : i+1]}
			if p, ok := one.silent(m, heard, func(p period.Period) bool { return p.At.After(at) }); ok {
				return p, true
			}
		}
		return period.Period{}, false
	}
	return k.Schedule.Next(at, m.loc)
}

// present is the round that somebody writes for who writes of their own accord: the one that they are in; and where that
// is closed the coming one, if its name is that of today: who reports in November writes about the fourth quarter,
// though it is asked in December.
func (k Kind) present(m member, at time.Time) (period.Period, bool) {
	p, begun := k.latest(m, at, time.Time{})
	if begun && at.Before(k.ask(m, p).Closes) || k.Once != "" || len(k.Silence) > 0 {
		return p, begun
	}
	y, month, d := at.In(m.loc).Date()
	today := k.Schedule.Unit().Label(time.Date(y, month, d, 0, 0, 0, 0, time.UTC))
	if next, comes := k.upcoming(m, at, time.Time{}); comes && next.Label == today {
		return next, true
	}
	return p, begun
}

// once is the only round of a kind that is asked once.
func (k Kind) once(m member) (period.Period, bool) {
	on, err := time.Parse(time.DateOnly, k.Once)
	if err != nil {
		return period.Period{}, false
	}
	return period.Period{Label: k.Once, At: worktime.Instant(on, m.loc), Ends: worktime.Instant(on.AddDate(0, 0, k.Window), m.loc)}, true
}

// silent is the last of the days of silence that is wanted. Its round is that of the month, so that coordinators read
// of those who fell silent once a month and not each day.
func (k Kind) silent(m member, heard time.Time, wanted func(period.Period) bool) (last period.Period, ok bool) {
	if heard.IsZero() {
		return last, false
	}
	y, month, d := heard.In(m.loc).Date()
	for _, days := range k.Silence {
		on := time.Date(y, month, d+days, 0, 0, 0, 0, time.UTC)
		p := period.Period{Label: period.Month.Label(on), At: worktime.Instant(on, m.loc), Ends: worktime.Instant(on.AddDate(0, 0, 30), m.loc)}
		if wanted(p) {
			last, ok = p, true
		}
	}
	return last, ok
}

// catchUp is how long after its beginning a round is still begun for somebody: up to half of it, and seven days. What
// was missed for longer is left out, and said so.
func catchUp(p period.Period) time.Duration {
	return min(p.Ends.Sub(p.At)/2, 7*24*time.Hour)
}

// ask is what somebody owes in a round that begins for them.
func (k Kind) ask(m member, p period.Period) Ask {
	y, month, d := p.At.In(m.loc).Date()
	closes := worktime.Instant(time.Date(y, month, d+k.Window, 0, 0, 0, 0, time.UTC), m.loc) // a day is over when it is over
	if closes.After(p.Ends) && p.Ends.After(p.At) {
		closes = p.Ends
	}
	a := Ask{Kind: k.Name, Label: p.Label, Person: m.person.ID, Regions: m.own, State: Due, Zone: m.zone, Due: p.At, Closes: closes}
	if a.LateAt = m.hours.End(p.At, k.Late, m.zone); a.LateAt.After(closes) {
		a.LateAt = closes
	}
	return a
}
