package worktime

import (
	"math"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests know the zones where the machine does not
)

// calendar makes a calendar, or ends the test.
func calendar(t testing.TB, o Options) *Calendar {
	t.Helper()
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
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

// holidays reads a list with commas between.
func holidays(t testing.TB, list string) (all []Holiday) {
	t.Helper()
	for text := range strings.SplitSeq(list, ",") {
		h, err := ParseHoliday(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	return all
}

// countryOf knows as many countries as the tests need.
func countryOf(zone string) string {
	switch zone {
	case "Europe/Berlin":
		return "DE"
	case "Asia/Riyadh":
		return "SA"
	case "Asia/Tehran":
		return "IR"
	case "Asia/Kolkata":
		return "IN"
	case "Asia/Kabul":
		return "AF"
	}
	return ""
}

func TestNext(t *testing.T) {
	for _, c := range []struct{ zone, at, want string }{ // 2026-03-27 is a Friday
		{"Europe/Berlin", "2026-03-27T08:59:59+01:00", "2026-03-27T09:00:00+01:00"},
		{"Europe/Berlin", "2026-03-27T09:00:00+01:00", "2026-03-27T09:00:00+01:00"},
		{"Europe/Berlin", "2026-03-27T16:59:59+01:00", "2026-03-27T16:59:59+01:00"},
		{"Europe/Berlin", "2026-03-27T17:00:00+01:00", "2026-03-30T09:00:00+02:00"}, // summer time begins on the 29th
		{"Europe/Berlin", "2026-10-23T16:00:00Z", "2026-10-26T09:00:00+01:00"},
		{"America/New_York", "2026-03-06T23:00:00Z", "2026-03-09T09:00:00-04:00"},
		{"America/New_York", "2026-10-30T21:00:00Z", "2026-11-02T09:00:00-05:00"},
		{"Australia/Lord_Howe", "2026-04-03T06:00:00Z", "2026-04-06T09:00:00+10:30"}, // by half an hour
		{"Australia/Lord_Howe", "2026-10-02T07:00:00Z", "2026-10-05T09:00:00+11:00"},
		{"Asia/Kathmandu", "2026-03-27T03:14:59Z", "2026-03-27T09:00:00+05:45"},
		{"Africa/Casablanca", "2026-02-13T16:00:00Z", "2026-02-16T09:00:00Z"}, // Ramadan
		{"Pacific/Apia", "2011-12-30T03:00:00Z", "2011-12-31T09:00:00+14:00"}, // from Thursday the 29th to Saturday
		{"", "2026-03-27T08:00:00Z", "2026-03-27T09:00:00Z"},
		{"Local", "2026-03-27T08:00:00Z", "2026-03-27T09:00:00Z"},
		{"Atlantis/Main", "2026-03-27T08:00:00Z", "2026-03-27T09:00:00Z"},
	} {
		days := []time.Weekday(nil)
		if c.zone == "Pacific/Apia" { // so that the day after the skipped one is not a free one
			days = []time.Weekday{1, 2, 3, 4, 5, 6}
		}
		cal, at := calendar(t, Options{Days: days}), when(t, c.at)
		if got := cal.Next(at, c.zone).Format(time.RFC3339); got != c.want {
			t.Errorf("Next(%s, %s) = %s, want %s", c.at, c.zone, got, c.want)
		}
		if want := when(t, c.want).Equal(at); cal.Open(at, c.zone) != want {
			t.Errorf("Open(%s, %s) = %t", c.at, c.zone, !want)
		}
	}
}

func TestEndAndStart(t *testing.T) {
	o := Options{Country: countryOf, Holidays: holidays(t, "12-25,12-26,01-01,2026-04-03 DE,2026-04-06 DE,2026-03-27 US,10-03 DE,2027-10-05")}
	cal := calendar(t, o)
	for _, c := range []struct {
		zone, at   string
		days       int
		end, start string
	}{
		{"Europe/Berlin", "2026-06-10T10:00:00+02:00", 0, "2026-06-10T17:00:00+02:00", "2026-06-10T09:00:00+02:00"},
		{"Europe/Berlin", "2026-06-10T06:00:00+02:00", 0, "2026-06-10T17:00:00+02:00", "2026-06-10T09:00:00+02:00"},
		{"Europe/Berlin", "2026-06-10T17:00:00+02:00", 0, "2026-06-11T17:00:00+02:00", "2026-06-10T09:00:00+02:00"},
		{"Europe/Berlin", "2026-06-10T23:00:00+02:00", 1, "2026-06-11T17:00:00+02:00", "2026-06-11T09:00:00+02:00"},
		{"Europe/Berlin", "2026-06-13T12:00:00+02:00", 0, "2026-06-15T17:00:00+02:00", "2026-06-15T09:00:00+02:00"}, // a Saturday
		{"Europe/Berlin", "2026-06-13T12:00:00+02:00", 1, "2026-06-15T17:00:00+02:00", "2026-06-15T09:00:00+02:00"},
		{"Europe/Berlin", "2026-06-13T12:00:00+02:00", -1, "2026-06-12T17:00:00+02:00", "2026-06-12T09:00:00+02:00"},
		{"Europe/Berlin", "2026-06-15T12:00:00+02:00", -2, "2026-06-11T17:00:00+02:00", "2026-06-11T09:00:00+02:00"},
		{"Europe/Berlin", "2026-12-24T12:00:00+01:00", 1, "2026-12-28T17:00:00+01:00", "2026-12-28T09:00:00+01:00"}, // Christmas
		{"Europe/Berlin", "2026-12-24T12:00:00+01:00", 5, "2027-01-04T17:00:00+01:00", "2027-01-04T09:00:00+01:00"}, // and New Year
		{"Europe/Berlin", "2026-03-26T12:00:00+01:00", 5, "2026-04-02T17:00:00+02:00", "2026-04-02T09:00:00+02:00"}, // summer time
		{"Europe/Berlin", "2026-03-26T12:00:00+01:00", 6, "2026-04-07T17:00:00+02:00", "2026-04-07T09:00:00+02:00"}, // and Easter
		{"Europe/Berlin", "2026-04-07T12:00:00+02:00", -6, "2026-03-26T17:00:00+01:00", "2026-03-26T09:00:00+01:00"},
		{"Europe/Berlin", "2025-10-02T12:00:00+02:00", 1, "2025-10-06T17:00:00+02:00", "2025-10-06T09:00:00+02:00"}, // 3 October of every year
		{"Europe/Vienna", "2025-10-02T12:00:00+02:00", 1, "2025-10-03T17:00:00+02:00", "2025-10-03T09:00:00+02:00"},
		{"Europe/Berlin", "2027-10-04T12:00:00+02:00", 1, "2027-10-06T17:00:00+02:00", "2027-10-06T09:00:00+02:00"}, // everywhere, once
		{"Europe/Vienna", "2026-10-02T12:00:00+02:00", 2, "2026-10-06T17:00:00+02:00", "2026-10-06T09:00:00+02:00"},
		{"Europe/Vienna", "2026-04-02T12:00:00+02:00", 1, "2026-04-03T17:00:00+02:00", "2026-04-03T09:00:00+02:00"}, // in no country
		{"America/New_York", "2026-03-06T12:00:00Z", 1, "2026-03-09T17:00:00-04:00", "2026-03-09T09:00:00-04:00"},
		{"America/New_York", "2026-12-24T23:30:00-05:00", 1, "2026-12-28T17:00:00-05:00", "2026-12-28T09:00:00-05:00"}, // the 25th in UTC
		{"Pacific/Apia", "2011-12-29T12:00:00-10:00", 1, "2012-01-02T17:00:00+14:00", "2012-01-02T09:00:00+14:00"},
		{"Pacific/Apia", "2012-01-02T12:00:00+14:00", -1, "2011-12-29T17:00:00-10:00", "2011-12-29T09:00:00-10:00"},
		{"Asia/Riyadh", "2026-06-11T12:00:00+03:00", 1, "2026-06-14T17:00:00+03:00", "2026-06-14T09:00:00+03:00"},
		{"Asia/Tehran", "2026-06-11T12:00:00+03:30", 1, "2026-06-13T17:00:00+03:30", "2026-06-13T09:00:00+03:30"},
		{"Asia/Kolkata", "2026-06-12T12:00:00+05:30", 1, "2026-06-13T17:00:00+05:30", "2026-06-13T09:00:00+05:30"},
		{"Asia/Kabul", "2026-06-10T12:00:00+04:30", 1, "2026-06-13T17:00:00+04:30", "2026-06-13T09:00:00+04:30"},
		{"Asia/Kathmandu", "2026-06-11T18:30:00Z", 1, "2026-06-15T17:00:00+05:45", "2026-06-15T09:00:00+05:45"}, // Friday there
	} {
		if got := cal.End(when(t, c.at), c.days, c.zone).Format(time.RFC3339); got != c.end {
			t.Errorf("End(%s, %d, %s) = %s, want %s", c.at, c.days, c.zone, got, c.end)
		}
		if got := cal.Start(when(t, c.at), c.days, c.zone).Format(time.RFC3339); got != c.start {
			t.Errorf("Start(%s, %d, %s) = %s, want %s", c.at, c.days, c.zone, got, c.start)
		}
	}
}

// TestOwnDays: days that are given hold everywhere, whatever the country has.
func TestOwnDays(t *testing.T) {
	cal := calendar(t, Options{Days: []time.Weekday{time.Friday}, Country: countryOf, From: 7 * time.Hour, To: 24 * time.Hour})
	got := cal.End(when(t, "2026-06-12T12:00:00Z"), 1, "Asia/Riyadh").Format(time.RFC3339)
	if want := "2026-06-20T00:00:00+03:00"; got != want {
		t.Errorf("the end of the next Friday is %s, want %s", got, want)
	}
}

// TestNoZone: what is no zone means UTC and no country, wherever the machine stands.
func TestNoZone(t *testing.T) {
	here := time.Local
	t.Cleanup(func() { time.Local = here })
	time.Local = time.FixedZone("here", 9*3600)
	cal := calendar(t, Options{Country: func(string) string { return "SA" }})
	for _, zone := range []string{"", "Local", "Atlantis/Main", "../etc/passwd"} {
		got := cal.Next(when(t, "2026-06-11T18:00:00Z"), zone).Format(time.RFC3339)
		if want := "2026-06-12T09:00:00Z"; got != want { // a Friday
			t.Errorf("in zone %q work begins at %s, want %s", zone, got, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for want, o := range map[string]Options{
		"work from 18:00 to 17:00":     {From: 18 * time.Hour},
		"work from 09:00 to 09:00":     {To: 9 * time.Hour},
		"work from 09:00 to 24:01":     {To: 24*time.Hour + time.Minute},
		"the earlier one first":        {From: -time.Hour},
		"work on no day of the week":   {Days: []time.Weekday{}},
		"work on day 7 of the week":    {Days: []time.Weekday{7}},
		"work on day -1 of the week":   {Days: []time.Weekday{-1}},
		`"2026-02-30": there is no`:    {Holidays: []Holiday{{Date: "2026-02-30"}}},
		`"Germany" is no country's`:    {Holidays: []Holiday{{Date: "2026-10-03", Country: "Germany"}}},
		`"de" is no country's code of`: {Holidays: []Holiday{{Date: "2026-10-03", Country: "de"}}},
	} {
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New(%+v): %v, want %s", o, err, want)
		}
	}
}

// TestNoEnd holds a calendar without a single working day, and times and counts that nobody means, against
// the promise that every question has an answer.
func TestNoEnd(t *testing.T) {
	var always []Holiday
	for d := when(t, "2024-01-01T00:00:00Z"); d.Year() == 2024; d = d.AddDate(0, 0, 1) {
		always = append(always, Holiday{Date: d.Format("01-02")})
	}
	cal, at := calendar(t, Options{Holidays: always}), when(t, "2026-06-12T18:00:00+02:00")
	if got, want := cal.Next(at, "Europe/Berlin"), when(t, "2026-06-15T09:00:00+02:00"); !got.Equal(want) || !cal.Open(got, "Europe/Berlin") {
		t.Errorf("without any working day Next is %s, want %s and open", got, want)
	}
	plain := calendar(t, Options{})
	if got, want := plain.End(at, math.MaxInt, ""), plain.End(at, 1000, ""); !got.Equal(want) {
		t.Errorf("the last day is %s, want the 1000th, %s", got, want)
	}
	if got, want := plain.Start(at, math.MinInt, ""), plain.Start(at, -1000, ""); !got.Equal(want) {
		t.Errorf("the first day is %s, want the 1000th before, %s", got, want)
	}
	for _, at := range []time.Time{{}, time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64, 0), time.Unix(1<<62, 999_999_999), time.Unix(-1<<62, 0)} {
		for _, zone := range []string{"Europe/Berlin", "Africa/Casablanca", ""} {
			for _, c := range []*Calendar{cal, plain} {
				_, _, _, _ = c.Next(at, zone), c.Open(at, zone), c.End(at, 3, zone), c.Start(at, -3, zone) // that they return is the test
			}
		}
	}
}

func BenchmarkNext(b *testing.B) {
	cal, at := calendar(b, Options{Country: countryOf}), when(b, "2026-03-27T18:00:00Z")
	for b.Loop() {
		cal.Next(at, "Europe/Berlin")
	}
}

func BenchmarkEnd(b *testing.B) {
	cal, at := calendar(b, Options{Country: countryOf, Holidays: holidays(b, "12-25,2026-04-03 DE")}), when(b, "2026-03-27T18:00:00Z")
	for b.Loop() {
		cal.End(at, 10, "Europe/Berlin")
	}
}
