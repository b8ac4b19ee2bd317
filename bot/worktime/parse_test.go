package worktime

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParseHoliday(t *testing.T) {
	for text, want := range map[string]Holiday{
		"2026-12-25":      {Date: "2026-12-25"},
		"12-25":           {Date: "12-25"},
		"02-29":           {Date: "02-29"},
		" 2026-10-03  de": {Date: "2026-10-03", Country: "DE"},
		"01-26 IN":        {Date: "01-26", Country: "IN"},
	} {
		if got, err := ParseHoliday(text); got != want || err != nil {
			t.Errorf("ParseHoliday(%q) = %+v, %v; want %+v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"":                   "want a date and at most one country",
		"2026-10-03 DE AT":   "want a date and at most one country",
		"2026-02-29":         "there is no such day",
		"02-30":              "there is no such day",
		"2026-13-01":         "there is no such day",
		"0000-12-25":         "there is no such day",
		"25.12.2026":         "want a date such as 2026-12-25",
		"2026-1-6":           "want a date such as 2026-12-25",
		"Christmas":          "want a date such as 2026-12-25",
		"2026-10-03 Germany": `"GERMANY" is no country's code of two letters`,
		"2026-10-03 D1":      `"D1" is no country's code of two letters`,
	} {
		if got, err := ParseHoliday(text); err == nil || !strings.Contains(err.Error(), want) || got != (Holiday{}) {
			t.Errorf("ParseHoliday(%q) = %+v, %v; want %s", text, got, err, want)
		}
	}
}

func TestParseClock(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"09:00": 9 * time.Hour, "9": 9 * time.Hour, "9:00": 9 * time.Hour, "17:30": 17*time.Hour + 30*time.Minute,
		"0": 0, "00:00": 0, "24:00": 24 * time.Hour, " 8:05 ": 8*time.Hour + 5*time.Minute,
	} {
		if got, err := ParseClock(text); got != want || err != nil {
			t.Errorf("ParseClock(%q) = %s, %v; want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"": "want hours and minutes", "nine": "want hours and minutes", "9:5": "want hours and minutes", "9:": "want hours and minutes",
		"-1": "want hours and minutes", "+9": "want hours and minutes", "9:+5": "want hours and minutes", "09:00:00": "want hours and minutes",
		"009": "want hours and minutes", "9.30": "want hours and minutes", ":30": "want hours and minutes",
		"12:60": "an hour has 60 minutes", "24:01": "a day has 24 hours", "25": "a day has 24 hours",
	} {
		if got, err := ParseClock(text); err == nil || !strings.Contains(err.Error(), want) || got != 0 {
			t.Errorf("ParseClock(%q) = %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestWeekend(t *testing.T) {
	for country, want := range map[string][]time.Weekday{
		"DE": {time.Saturday, time.Sunday}, "": {time.Saturday, time.Sunday}, "AE": {time.Saturday, time.Sunday}, // since 2022
		"EG": {time.Friday, time.Saturday}, "SA": {time.Friday, time.Saturday}, "IL": {time.Friday, time.Saturday},
		"AF": {time.Thursday, time.Friday}, "IR": {time.Friday}, "IN": {time.Sunday}, "UG": {time.Sunday},
	} {
		if got := Weekend(country); !slices.Equal(got, want) {
			t.Errorf("Weekend(%q) = %v, want %v", country, got, want)
		}
		for d := range time.Weekday(7) {
			if works := !slices.Contains(want, d); weekOf(country).has(d) != works {
				t.Errorf("in %q they work on %s: %t, want %t", country, d, !works, works)
			}
		}
	}
}

// TestWeekends counts the countries that do not rest on Saturday and Sunday.
func TestWeekends(t *testing.T) {
	count := make(map[week]int)
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			count[weekOf(string(a)+string(b))]++
		}
	}
	friday, thursday, sunday := weekOf("EG"), weekOf("AF"), weekOf("IN")
	if count[friday] != 14 || count[thursday] != 1 || count[weekOf("IR")] != 1 || count[sunday] != 2 || len(count) != 5 {
		t.Errorf("so many countries have each week: %v", count)
	}
}

func FuzzParseHoliday(f *testing.F) {
	for _, text := range []string{"2026-12-25", "12-25", "2026-10-03 DE", "02-29 de", "", "25.12."} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, err := ParseHoliday(text)
		if err != nil {
			return
		}
		if again, err := ParseHoliday(h.Date + " " + h.Country); again != h || err != nil {
			t.Errorf("ParseHoliday(%q) = %+v, and read again %+v, %v", text, h, again, err)
		}
		if _, err := New(Options{Holidays: []Holiday{h}}); err != nil {
			t.Errorf("ParseHoliday(%q) = %+v, and New says %v", text, h, err)
		}
	})
}

func FuzzParseClock(f *testing.F) {
	for _, text := range []string{"09:00", "9", "17:30", "24:00", "24:01", ":", "+9"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseClock(text)
		if err != nil {
			return
		}
		if again, err := ParseClock(clock(d)); again != d || err != nil || d < 0 || d > 24*time.Hour {
			t.Errorf("ParseClock(%q) = %s, and %s read again is %s, %v", text, d, clock(d), again, err)
		}
	})
}
