package bot

import (
	"strings"
	"time"
)

// dateLayouts are the dates people type without a doubt about their meaning.
// All-number dates other than ISO (3/5/2026) are left out: half of the world
// reads them the other way round.
var dateLayouts = [...]string{
	"2006-01-02", "2006-1-2", "2006/1/2", "2.1.2006",
	"2 January 2006", "2 Jan 2006", "January 2 2006", "Jan 2 2006", "2 January, 2006",
}

// yearless are the same without the year: the next such day is meant.
var yearless = [...]string{"2 January", "2 Jan", "January 2", "Jan 2", "2.1."}

// checkDate reads a day as people write it, relative to today, and returns it as
// 2006-01-02.
func checkDate(v string, today day) (string, error) {
	words := strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(v, ",", " ")), " "))
	if t, ok := relativeDate(words, today); ok {
		return t.Format(time.DateOnly), nil
	}
	words = ordinal(words)
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, words); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	for _, layout := range yearless {
		// 2024 is a leap year, so that 29 February can be read at all.
		if t, err := time.Parse(layout+" 2006", words+" 2024"); err == nil {
			return nextSuch(t, today).Format(time.DateOnly), nil
		}
	}
	return "", Refuse("I do not understand “%s” as a date. Try 2026-05-03, 3 May, tomorrow or Monday.", short(v))
}

// relativeDate reads today, tomorrow, next week and weekdays; a weekday is the
// next such day after today.
func relativeDate(words string, today day) (time.Time, bool) {
	t := today.time()
	switch words {
	case "today":
		return t, true
	case "tomorrow":
		return t.AddDate(0, 0, 1), true
	case "next week":
		return t.AddDate(0, 0, 7), true
	}
	words = strings.TrimPrefix(words, "next ")
	for i := 1; i <= 7; i++ {
		next := t.AddDate(0, 0, i)
		name := strings.ToLower(next.Weekday().String())
		if words == name || words == name[:3] {
			return next, true
		}
	}
	return time.Time{}, false
}

// nextSuch is the first day with t's month and day that is not before today. A
// 29 February waits for the next leap year.
func nextSuch(t time.Time, today day) time.Time {
	for year := today.year; ; year++ {
		next := time.Date(year, t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
		if next.Day() == t.Day() && !next.Before(today.time()) {
			return next
		}
	}
}

// ordinal takes the endings off 1st, 2nd, 3rd and 4th.
func ordinal(words string) string {
	fields := strings.Fields(words)
	for i, w := range fields {
		for _, ending := range [...]string{"st", "nd", "rd", "th"} {
			if digits, ok := strings.CutSuffix(w, ending); ok && digits != "" && strings.Trim(digits, "0123456789") == "" {
				fields[i] = digits
			}
		}
	}
	return strings.Join(fields, " ")
}
