package worktime

import (
	"archive/zip"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestInstant holds the one rule of the package against places where clocks jumped.
func TestInstant(t *testing.T) {
	for _, c := range []struct{ zone, wall, want string }{
		{"Europe/Berlin", "2026-03-29T01:59:59Z", "2026-03-29T01:59:59+01:00"},
		{"Europe/Berlin", "2026-03-29T02:00:00Z", "2026-03-29T03:00:00+02:00"}, // skipped
		{"Europe/Berlin", "2026-03-29T02:59:00Z", "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", "2026-10-25T02:30:00Z", "2026-10-25T02:30:00+02:00"}, // twice
		{"Europe/Berlin", "2026-10-25T03:00:00Z", "2026-10-25T03:00:00+01:00"},
		{"America/New_York", "2026-03-08T02:30:00Z", "2026-03-08T03:00:00-04:00"},
		{"America/New_York", "2026-11-01T01:30:00Z", "2026-11-01T01:30:00-04:00"},
		{"Australia/Lord_Howe", "2026-04-05T01:45:00Z", "2026-04-05T01:45:00+11:00"},
		{"Australia/Lord_Howe", "2026-10-04T02:15:00Z", "2026-10-04T02:30:00+11:00"},
		{"America/Sao_Paulo", "2018-11-04T00:00:00Z", "2018-11-04T01:00:00-02:00"}, // no midnight
		{"America/Sao_Paulo", "2018-02-17T23:30:00Z", "2018-02-17T23:30:00-02:00"},
		{"Pacific/Apia", "2011-12-30T12:00:00Z", "2011-12-31T00:00:00+14:00"}, // no such day
		{"Pacific/Kwajalein", "1969-09-30T12:00:00Z", "1969-09-30T12:00:00+11:00"},
		{"Africa/Casablanca", "2026-02-15T02:30:00Z", "2026-02-15T02:30:00+01:00"},
		{"America/Juneau", "1867-10-18T12:00:00Z", "1867-10-18T12:00:00+15:02"}, // a whole day twice
		{"Asia/Manila", "1844-12-31T12:00:00Z", "1845-01-01T00:00:00+08:03"},    // and one left out
		{"Asia/Kathmandu", "2026-03-27T09:00:00Z", "2026-03-27T09:00:00+05:45"},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := Instant(when(t, c.wall), loc).Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %s is %s, want %s", c.wall, c.zone, got, c.want)
		}
	}
}

// TestHoursInJumps: hours that clocks jump over or repeat.
func TestHoursInJumps(t *testing.T) {
	every := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	for _, c := range []struct {
		zone, from, to, at string
		end, next          string // of today, and work from at on
	}{
		{"Europe/Berlin", "02:30", "04:00", "2026-03-29T00:00:00Z", "2026-03-29T04:00:00+02:00", "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", "02:00", "03:00", "2026-03-29T00:00:00Z", "2026-03-30T03:00:00+02:00", "2026-03-30T02:00:00+02:00"}, // all skipped
		{"Europe/Berlin", "01:00", "02:30", "2026-10-25T00:29:59Z", "2026-10-25T02:30:00+02:00", "2026-10-25T02:29:59+02:00"},
		{"Europe/Berlin", "01:00", "02:30", "2026-10-25T01:10:00Z", "2026-10-26T02:30:00+01:00", "2026-10-26T01:00:00+01:00"}, // 2:10 again
		{"America/Sao_Paulo", "20:00", "24:00", "2018-11-03T23:00:00Z", "2018-11-04T01:00:00-02:00", "2018-11-03T20:00:00-03:00"},
		// At one past midnight it was one past eleven again: the second 23:30 of the 6th lies after the beginning of the 7th.
		{"America/St_Johns", "00:01", "24:00", "2010-11-07T03:00:00Z", "2010-11-08T00:00:00-03:30", "2010-11-07T00:01:00-03:30"},
	} {
		from, _ := ParseClock(c.from)
		to, _ := ParseClock(c.to)
		cal, at := calendar(t, Options{From: from, To: to, Days: every}), when(t, c.at)
		if got := cal.End(at, 0, c.zone).Format(time.RFC3339); got != c.end {
			t.Errorf("%s-%s in %s: work ends at %s, want %s", c.from, c.to, c.zone, got, c.end)
		}
		if got := cal.Next(at, c.zone).Format(time.RFC3339); got != c.next {
			t.Errorf("%s-%s in %s: after %s comes %s, want %s", c.from, c.to, c.zone, c.at, got, c.next)
		}
	}
}

// zones lists the zones that come with Go.
func zones(t *testing.T) (names []string) {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("SKIPPED, NO ZONE IS TESTED: no go command here: ", err)
	}
	files, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skip("SKIPPED, NO ZONE IS TESTED: ", err)
	}
	defer files.Close()
	for _, f := range files.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	if len(names) < 400 {
		t.Fatalf("Go has %d zones only", len(names))
	}
	return names
}

// moments are one in the seventy years from 1970 on, and one within a day of the next change of the zone.
func moments(random *rand.Rand, loc *time.Location) []time.Time {
	at := time.Unix(random.Int64N(70*365*24*3600), 0).In(loc)
	_, change := at.ZoneBounds()
	if change.IsZero() {
		return []time.Time{at}
	}
	return []time.Time{at, change.Add(time.Duration(random.IntN(48*60)-24*60) * time.Minute)}
}

// TestAllZones holds what the package promises against every zone.
func TestAllZones(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, zone := range zones(t) {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range moments(random, loc) {
			from := time.Duration(1+random.IntN(23*60)) * time.Minute
			to := from + time.Duration(1+random.IntN(24*60-int(from/time.Minute)))*time.Minute
			cal := calendar(t, Options{From: from, To: to, Days: []time.Weekday{time.Weekday(random.IntN(7)), time.Weekday(random.IntN(7))}})
			holds(t, cal, at, zone)
			firstInstant(t, at, loc)
			ordinary(t, calendar(t, Options{}), at, zone)
		}
	}
}

// holds checks what is true of every calendar at every time.
func holds(t *testing.T, c *Calendar, at time.Time, zone string) {
	t.Helper()
	next := c.Next(at, zone)
	if next.Before(at) || !c.Open(next, zone) || !c.Next(next, zone).Equal(next) || c.Open(at, zone) != next.Equal(at) {
		t.Errorf("%s-%s: Next(%s, %s) = %s, open: %t", clock(c.from), clock(c.to), at, zone, next, c.Open(next, zone))
	}
	if before := next.Add(-time.Nanosecond); next.After(at) && c.Open(before, zone) {
		t.Errorf("%s-%s: Next(%s, %s) = %s, and it was open before", clock(c.from), clock(c.to), at, zone, next)
	}
	last := time.Time{}
	for days := -2; days <= 2; days++ {
		end, start := c.End(at, days, zone), c.Start(at, days, zone)
		if end.Before(last) || c.Open(end, zone) && !c.Start(end, 0, zone).Equal(end) || !c.Open(end.Add(-1), zone) {
			t.Errorf("%s-%s: End(%s, %d, %s) = %s, the day before %s", clock(c.from), clock(c.to), at, days, zone, end, last)
		}
		if !c.Open(start, zone) || c.Open(start.Add(-1), zone) && c.to < 24*time.Hour {
			t.Errorf("%s-%s: Start(%s, %d, %s) = %s is not where work begins", clock(c.from), clock(c.to), at, days, zone, start)
		}
		if days != 0 && !start.Before(end) || days == 0 && end.Before(at) {
			t.Errorf("%s-%s: day %d after %s in %s begins %s and ends %s", clock(c.from), clock(c.to), days, at, zone, start, end)
		}
		last = end
	}
}

// firstInstant compares Instant with a walk from minute to minute, for the time a clock shows at a moment and
// for one up to two hours away.
func firstInstant(t *testing.T, at time.Time, loc *time.Location) {
	t.Helper()
	at = at.Truncate(time.Minute)
	if _, offset := at.Zone(); offset%60 != 0 || at.Year() < 1973 { // Liberia was 44 min 30 s behind
		return
	}
	y, m, d := at.Date()
	wall := time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, time.UTC).Add(time.Duration(at.Minute()*4-120) * time.Minute)
	walk := wall.Add(-16 * time.Hour)
	for shows(walk, loc).Before(wall) {
		walk = walk.Add(time.Minute)
	}
	if got := Instant(wall, loc); !got.Equal(walk) {
		t.Errorf("a clock in %s shows %s first at %s, want %s", loc, wall.Format(time.DateTime), got, walk.In(loc))
	}
}

// shows is what a clock in loc shows, as a time in UTC.
func shows(at time.Time, loc *time.Location) time.Time {
	_, offset := at.In(loc).Zone()
	return at.Add(time.Duration(offset) * time.Second)
}

// ordinary compares Open with the plain reading of a clock, where no clock is changed that day.
func ordinary(t *testing.T, c *Calendar, at time.Time, zone string) {
	t.Helper()
	from, change := at.ZoneBounds()
	if !from.IsZero() && at.Sub(from) < 24*time.Hour || !change.IsZero() && change.Sub(at) < 24*time.Hour {
		return
	}
	h, d := at.Hour(), at.Weekday()
	if want := h >= 9 && h < 17 && d != time.Saturday && d != time.Sunday; c.Open(at, zone) != want {
		t.Errorf("Open(%s, %s) = %t", at, zone, !want)
	}
}

// FuzzCalendar asks with any time, count and zone.
func FuzzCalendar(f *testing.F) {
	f.Add(int64(1774634400), 3, "Europe/Berlin")
	f.Add(int64(1325203200), -1, "Pacific/Apia")
	f.Add(int64(-1<<63), 1<<62, "../etc/passwd")
	f.Fuzz(func(t *testing.T, seconds int64, days int, zone string) {
		c, at := calendar(t, Options{Country: countryOf}), time.Unix(seconds, 0)
		next, end := c.Next(at, zone), c.End(at, days, zone)
		if y := at.Year(); y < 1 || y > 9990 { // no more is promised than that it returns
			return
		}
		if next.Before(at) || !c.Open(next, zone) || !c.Open(end.Add(-1), zone) || days >= 0 && end.Before(at) {
			t.Errorf("%s and %d days in %q: next %s, end %s", at, days, zone, next, end)
		}
	})
}
