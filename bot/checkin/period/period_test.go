package period

import (
	"testing"
	"time"
	_ "time/tzdata" // the tests know the zones where the machine does not
)

// schedule parses a schedule, or ends the test.
func schedule(t testing.TB, text string) Schedule {
	t.Helper()
	s, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// zone loads a zone, or ends the test.
func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// when reads a time as the tests write it.
func when(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// told writes a period as the tests do.
func told(p Period) string {
	return p.Label + " " + p.At.Format(time.RFC3339) + " " + p.Ends.Format(time.RFC3339)
}

// TestPeriods: the periods around places where clocks jumped. Each line is the period that is running at a time, and the
// next one.
func TestPeriods(t *testing.T) {
	for _, c := range []struct{ schedule, zone, now, latest, next string }{
		{"quarterly", "Europe/Berlin", "2027-01-01T07:59:59Z", "2026-Q4 2026-10-01T09:00:00+02:00 2027-01-01T09:00:00+01:00", "2027-Q1 2027-01-01T09:00:00+01:00 2027-04-01T09:00:00+02:00"},
		{"quarterly", "Europe/Berlin", "2027-01-01T08:00:00Z", "2027-Q1 2027-01-01T09:00:00+01:00 2027-04-01T09:00:00+02:00", "2027-Q2 2027-04-01T09:00:00+02:00 2027-07-01T09:00:00+02:00"},
		{"weekly", "Asia/Kathmandu", "2027-01-04T03:15:00Z", "2027-W01 2027-01-04T09:00:00+05:45 2027-01-11T09:00:00+05:45", "2027-W02 2027-01-11T09:00:00+05:45 2027-01-18T09:00:00+05:45"},
		{"weekly", "Asia/Kathmandu", "2027-01-04T03:14:59Z", "2026-W53 2026-12-28T09:00:00+05:45 2027-01-04T09:00:00+05:45", "2027-W01 2027-01-04T09:00:00+05:45 2027-01-11T09:00:00+05:45"},
		{"30 2 * * *", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29 2026-03-29T03:00:00+02:00 2026-03-30T02:30:00+02:00", "2026-03-30 2026-03-30T02:30:00+02:00 2026-03-31T02:30:00+02:00"}, // skipped
		{"30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25 2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00", "2026-10-26 2026-10-26T02:30:00+01:00 2026-10-27T02:30:00+01:00"}, // twice
		{"30 2 * * *", "Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25 2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00", "2026-10-26 2026-10-26T02:30:00+01:00 2026-10-27T02:30:00+01:00"}, // two again
		// Dublin has its standard time in summer, and less than that in winter.
		{"30 1 * * *", "Europe/Dublin", "2026-03-29T01:00:00Z", "2026-03-29 2026-03-29T02:00:00+01:00 2026-03-30T01:30:00+01:00", "2026-03-30 2026-03-30T01:30:00+01:00 2026-03-31T01:30:00+01:00"},
		{"30 1 * * *", "Europe/Dublin", "2026-10-25T01:15:00Z", "2026-10-25 2026-10-25T01:30:00+01:00 2026-10-26T01:30:00Z", "2026-10-26 2026-10-26T01:30:00Z 2026-10-27T01:30:00Z"},
		{"0 0 * * *", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04 2018-11-04T01:00:00-02:00 2018-11-05T00:00:00-02:00", "2018-11-05 2018-11-05T00:00:00-02:00 2018-11-06T00:00:00-02:00"}, // no midnight
		{"0 0 * * *", "America/Sao_Paulo", "2018-02-18T02:59:59Z", "2018-02-17 2018-02-17T00:00:00-02:00 2018-02-18T00:00:00-03:00", "2018-02-18 2018-02-18T00:00:00-03:00 2018-02-19T00:00:00-03:00"}, // eleven twice
		{"15 2 * * *", "Australia/Lord_Howe", "2026-10-03T15:30:00Z", "2026-10-04 2026-10-04T02:30:00+11:00 2026-10-05T02:15:00+11:00", "2026-10-05 2026-10-05T02:15:00+11:00 2026-10-06T02:15:00+11:00"},
		{"45 1 * * *", "Australia/Lord_Howe", "2026-04-04T15:00:00Z", "2026-04-05 2026-04-05T01:45:00+11:00 2026-04-06T01:45:00+10:30", "2026-04-06 2026-04-06T01:45:00+10:30 2026-04-07T01:45:00+10:30"},
		{"30 2 * * *", "Africa/Casablanca", "2026-02-15T02:15:00Z", "2026-02-15 2026-02-15T02:30:00+01:00 2026-02-16T02:30:00Z", "2026-02-16 2026-02-16T02:30:00Z 2026-02-17T02:30:00Z"},                // Ramadan begins
		{"30 2 * * *", "Africa/Casablanca", "2026-03-22T02:00:00Z", "2026-03-22 2026-03-22T03:00:00+01:00 2026-03-23T02:30:00+01:00", "2026-03-23 2026-03-23T02:30:00+01:00 2026-03-24T02:30:00+01:00"}, // and ends
		{"0 2 * * *", "Antarctica/Troll", "2026-03-29T01:00:00Z", "2026-03-29 2026-03-29T03:00:00+02:00 2026-03-30T02:00:00+02:00", "2026-03-30 2026-03-30T02:00:00+02:00 2026-03-31T02:00:00+02:00"},   // by two hours
		{"0 9 * * *", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30 2011-12-31T00:00:00+14:00 2011-12-31T09:00:00+14:00", "2011-12-31 2011-12-31T09:00:00+14:00 2012-01-01T09:00:00+14:00"},       // no such day
		{"0 9 30 12 *", "Pacific/Apia", "2011-12-30T09:59:59Z", "2010 2010-12-30T09:00:00-10:00 2011-12-31T00:00:00+14:00", "2011 2011-12-31T00:00:00+14:00 2012-12-30T09:00:00+14:00"},                 // in UTC-10 still the 29th
		{"@hourly", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03 2026-03-29T03:00:00+02:00 2026-03-29T04:00:00+02:00", "2026-03-29T04 2026-03-29T04:00:00+02:00 2026-03-29T05:00:00+02:00"},  // two and three at once
		{"@hourly", "Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29T01 2026-03-29T01:00:00+01:00 2026-03-29T03:00:00+02:00", "2026-03-29T02 2026-03-29T03:00:00+02:00 2026-03-29T03:00:00+02:00"},  // the first of both
		{"0 9 29 2 *", "", "2103-12-31T00:00:00Z", "2096 2096-02-29T09:00:00Z 2104-02-29T09:00:00Z", "2104 2104-02-29T09:00:00Z 2108-02-29T09:00:00Z"},                                                  // 2100 is no leap year
		{"30 23 * * *", "America/St_Johns", "2010-11-07T03:00:00Z", "2010-11-06 2010-11-06T23:30:00-02:30 2010-11-07T23:30:00-03:30", "2010-11-07 2010-11-07T23:30:00-03:30 2010-11-08T23:30:00-03:30"}, // at 00:01 back to 23:01
		{"0 0 * * *", "America/St_Johns", "2010-11-07T03:00:00Z", "2010-11-07 2010-11-07T00:00:00-02:30 2010-11-08T00:00:00-03:30", "2010-11-08 2010-11-08T00:00:00-03:30 2010-11-09T00:00:00-03:30"},   // the wall shows the 6th again
		{"0 12 * * *", "America/Juneau", "1867-10-19T12:00:00Z", "1867-10-19 1867-10-19T12:00:00+15:02 1867-10-20T12:00:00-08:57", "1867-10-20 1867-10-20T12:00:00-08:57 1867-10-21T12:00:00-08:57"},    // a day twice
	} {
		s, loc, now := schedule(t, c.schedule), zoneOf(t, c.zone), when(t, c.now)
		if p, ok := s.Latest(now, loc); !ok || told(p) != c.latest {
			t.Errorf("%s in %s: at %s it is %s, %t; want %s", c.schedule, c.zone, c.now, told(p), ok, c.latest)
		}
		if p, ok := s.Next(now, loc); !ok || told(p) != c.next {
			t.Errorf("%s in %s: after %s comes %s, %t; want %s", c.schedule, c.zone, c.now, told(p), ok, c.next)
		}
	}
}

// TestUpcoming leaves none out, not even where two begin at once.
func TestUpcoming(t *testing.T) {
	s, loc := schedule(t, "0 0-4 * * *"), zoneOf(t, "Europe/Berlin")
	labels := ""
	for _, p := range s.Upcoming(when(t, "2026-03-29T00:30:00+01:00"), loc, 5) {
		labels += p.Label + "@" + p.At.Format("15:04") + " "
	}
	if labels != "2026-03-29T01@01:00 2026-03-29T02@03:00 2026-03-29T03@03:00 2026-03-29T04@04:00 2026-03-30T00@00:00 " {
		t.Error(labels)
	}
	if all := s.Upcoming(time.Now(), loc, -1); all != nil {
		t.Error(all)
	}
}

// TestNever: the zero Schedule, and times that no calendar of people has.
func TestNever(t *testing.T) {
	s := schedule(t, "weekly")
	for _, c := range []struct {
		s   Schedule
		now time.Time
		ok  bool
	}{
		{Schedule{}, when(t, "2026-03-29T00:30:00Z"), false},
		{s, when(t, "2026-03-29T00:30:00Z"), true},
		{s, time.Time{}, false},
		{s, time.Unix(1<<62, 0), false},
		{s, time.Unix(-1<<62, 0), false},
		{s, time.Date(9000, 12, 31, 23, 0, 0, 0, time.UTC), true},
		{s, time.Date(1000, 1, 1, 0, 0, 0, 0, time.UTC), true},
	} {
		_, latest := c.s.Latest(c.now, nil)
		_, next := c.s.Next(c.now, nil)
		if all := c.s.Upcoming(c.now, nil, 2); latest != c.ok || next != c.ok || (len(all) == 2) != c.ok {
			t.Errorf("“%s” at %s: latest %t, next %t, upcoming %v", c.s, c.now, latest, next, all)
		}
	}
	if w := (Schedule{}).Words(); w != "never" {
		t.Error(w)
	}
}

// TestNow: a reading of the machine's clock has a part that only grows; it must not be what is compared.
func TestNow(t *testing.T) {
	now := time.Now()
	p, _ := schedule(t, "daily").Latest(now, nil)
	n, _ := schedule(t, "daily").Next(now, nil)
	if p.At.After(now) || !p.Ends.After(now) || !n.At.Equal(p.Ends) {
		t.Errorf("at %s it is %s, then %s", now, told(p), told(n))
	}
}
