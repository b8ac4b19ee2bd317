// Package worktime knows when people work: their hours and days, in their own time zone, without holidays.
//
// Hours are those of the clock on the wall. What the wall shows is turned into an instant by one rule: it is
// the first instant at which a clock there shows that time or a later one. So where clocks are put forward
// over the beginning of work, work begins right after the jump; where they are put back over it, it begins
// the first time round; and a day that a country has skipped is no working day.
//
// All times returned are in the zone that was asked for. A zone that nobody knows, the empty one and "Local",
// which is the machine's and nobody else's, mean UTC.
package worktime

import (
	"fmt"
	"time"

	"ambassador/bot/memo"
)

// What Options mean where they say nothing.
const (
	DefaultFrom = 9 * time.Hour
	DefaultTo   = 17 * time.Hour
)

// Options says when people work. The zero value of a field takes the default; so whoever works from midnight
// on begins a nanosecond after it.
type Options struct {
	From, To time.Duration  // since midnight, on the wall: 9h and 17h by default; 24h at most
	Days     []time.Weekday // when nil: all but the Weekend of the zone's country
	Holidays []Holiday      // days without work
	// Country gives the ISO 3166-1 code of the country that an IANA zone is in, "" where it knows none. When nil,
	// every zone has Saturday and Sunday free, and the holidays of a country are nobody's.
	Country func(zone string) string
}

// mostZones is how many zones are remembered: there are some six hundred names.
const mostZones = 1000

// Calendar is when people work, anywhere. It never changes, so that many may use it at once.
type Calendar struct {
	from, to time.Duration
	days     week // none: as the country has them
	holidays map[date]bool
	country  func(zone string) string
	zones    *memo.Memo[string, where]
}

// New makes a Calendar, or says in people's words what is wrong with the options.
func New(o Options) (*Calendar, error) {
	c := &Calendar{from: o.From, to: o.To, country: o.Country, holidays: make(map[date]bool), zones: memo.New[string, where](mostZones)}
	if c.from == 0 {
		c.from = DefaultFrom
	}
	if c.to == 0 {
		c.to = DefaultTo
	}
	if c.from < 0 || c.to > 24*time.Hour || c.from >= c.to {
		return nil, fmt.Errorf("work from %s to %s: want two times of one day, the earlier one first", clock(c.from), clock(c.to))
	}
	if o.Days != nil && len(o.Days) == 0 {
		return nil, fmt.Errorf("work on no day of the week: want at least one")
	}
	for _, d := range o.Days {
		if d < time.Sunday || d > time.Saturday {
			return nil, fmt.Errorf("work on day %d of the week: want 0, Sunday, to 6, Saturday", int(d))
		}
		c.days = c.days.with(d)
	}
	for _, h := range o.Holidays {
		d, err := h.date()
		if err != nil {
			return nil, err
		}
		c.holidays[d] = true
	}
	return c, nil
}

// clock writes a time since midnight as people do.
func clock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

// Open says whether people in the zone work at t. Work has ended when its end has come.
func (c *Calendar) Open(t time.Time, zone string) bool {
	return !c.in(zone).current(t).start.After(t)
}

// Next returns t itself when people in the zone work at t, else the first instant of work after it.
func (c *Calendar) Next(t time.Time, zone string) time.Time {
	l := c.in(zone)
	if s := l.current(t); s.start.After(t) {
		return s.start
	}
	return t.In(l.loc)
}

// End returns the end of work on the days-th working day after the zone's day of t; or before it, if days is
// negative. With 0 it is the end of today's work, or of the next working day's if today has none left. More
// than 1,000 days, some four years, count as 1,000.
func (c *Calendar) End(t time.Time, days int, zone string) time.Time {
	l := c.in(zone)
	if days == 0 {
		return l.current(t).end
	}
	return l.count(l.day(t), days).end
}

// Start returns the start of work on the days-th working day after the zone's day of t; or before it, if days
// is negative. With 0 it is the start of that day itself, even if it is over; of the next working day if that
// day is none. More than 1,000 days count as 1,000.
func (c *Calendar) Start(t time.Time, days int, zone string) time.Time {
	l := c.in(zone)
	if days == 0 {
		return l.find(l.day(t), 1).start
	}
	return l.count(l.day(t), days).start
}
