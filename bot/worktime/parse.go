package worktime

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Holiday is a day without work.
type Holiday struct {
	Date    string // 2006-01-02, or 01-02 for every year
	Country string // ISO 3166-1 code, in capitals; "" for everywhere
}

// date is a holiday as it is looked up.
type date struct {
	year  int // 0 for every year
	month time.Month
	day   int
	cc    string
}

// ParseHoliday reads a date and perhaps the code of a country: "2026-12-25", "12-25" for every year,
// "2026-10-03 DE". Whether there is such a country is not looked at. Errors say in people's words what is wrong.
func ParseHoliday(text string) (Holiday, error) {
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > 2 {
		return Holiday{}, fmt.Errorf("holiday %q: want a date and at most one country, such as 2026-10-03 DE", text)
	}
	h := Holiday{Date: words[0]}
	if len(words) == 2 {
		h.Country = strings.ToUpper(words[1])
	}
	if _, err := h.date(); err != nil {
		return Holiday{}, err
	}
	return h, nil
}

// date takes the holiday apart, or says what is wrong with it.
func (h Holiday) date() (date, error) {
	full := h.Date
	if len(h.Date) == len("01-02") {
		full = "2024-" + h.Date // a leap year: 29 February is a day of some years
	}
	t, err := time.Parse(time.DateOnly, full)
	switch {
	case dateShaped(full) && (err != nil || t.Year() == 0):
		return date{}, fmt.Errorf("holiday %q: there is no such day", h.Date)
	case err != nil:
		return date{}, fmt.Errorf("holiday %q: want a date such as 2026-12-25, or 12-25 for every year", h.Date)
	case h.Country != "" && !isCode(h.Country):
		return date{}, fmt.Errorf("holiday %s: %q is no country's code of two letters, such as DE", h.Date, h.Country)
	}
	d := date{t.Year(), t.Month(), t.Day(), h.Country}
	if full != h.Date {
		d.year = 0
	}
	return d, nil
}

// dateShaped says whether the text is written as a date, though there may be no such day.
func dateShaped(text string) bool {
	parts := strings.Split(text, "-")
	return len(parts) == 3 && len(parts[0]) == 4 && len(parts[1]) == 2 && len(parts[2]) == 2 &&
		strings.Trim(text, "0123456789-") == ""
}

// isCode says whether the text is two capital letters.
func isCode(text string) bool {
	return len(text) == 2 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// ParseClock reads a time of day, "09:00", "9" or "17:30", and returns how long after midnight that is on the
// wall; "24:00" is the end of the day. Errors say in people's words what is wrong.
func ParseClock(text string) (time.Duration, error) {
	hours, minutes, found := strings.Cut(strings.TrimSpace(text), ":")
	if !found {
		minutes = "00"
	}
	h, m := digits(hours), digits(minutes)
	switch {
	case len(hours) > 2 || h < 0 || len(minutes) != 2 || m < 0:
		return 0, fmt.Errorf("time %q: want hours and minutes, such as 09:00 or 17:30", text)
	case m > 59:
		return 0, fmt.Errorf("time %q: an hour has 60 minutes", text)
	case h*60+m > 24*60:
		return 0, fmt.Errorf("time %q: a day has 24 hours", text)
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute, nil
}

// digits reads a number without a sign; -1 if it is none.
func digits(text string) int {
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return -1
	}
	return int(n)
}
