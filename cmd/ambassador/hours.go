package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot/worktime"
)

// Hours says when people work; deadlines and reminders of requests are counted by it.
type Hours struct {
	From, To time.Duration      // from, to: since midnight, as the clock on the wall shows it
	Days     []time.Weekday     // days; none: all but the weekend of the country
	Zone     string             // zone: IANA name, for desks and for people who have said none
	Holidays []worktime.Holiday // holidays
}

// read fills the section hours.
func (h *Hours) read(s *section) {
	before := len(s.problems)
	s.clock("from", &h.From)
	s.clock("to", &h.To)
	s.list("days", func(word string) error {
		day, err := weekday(word)
		if err == nil {
			h.Days = append(h.Days, day)
		}
		return err
	})
	s.checked("zone", &h.Zone, zoneName)
	s.list("holidays", func(text string) error {
		holiday, err := worktime.ParseHoliday(text)
		if err == nil {
			h.Holidays = append(h.Holidays, holiday)
		}
		return err
	})
	if len(s.problems) > before {
		return
	}
	if _, err := h.calendar(nil); err != nil {
		s.wrong(s.line("to", "from"), "hours: %v", err)
	}
}

// calendar is the working time of these hours; country gives the country of a time zone.
func (h Hours) calendar(country func(zone string) string) (*worktime.Calendar, error) {
	o := worktime.Options{From: h.From, To: h.To, Days: h.Days, Holidays: h.Holidays, Country: country}
	if o.From == 0 {
		o.From = 1 // midnight: zero would mean the default, see worktime.Options
	}
	return worktime.New(o)
}

// weekday reads the name of a day, or its first three letters.
func weekday(word string) (time.Weekday, error) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(word, d.String()) || strings.EqualFold(word, d.String()[:3]) {
			return d, nil
		}
	}
	return 0, fmt.Errorf("%q: want days such as monday, or mon", printable(word))
}

// zoneName says what is wrong with the name of a time zone.
func zoneName(name string) error {
	_, err := time.LoadLocation(name)
	if err != nil || slices.Contains([]string{"", "Local"}, name) { // the machine's own zone is nobody else's
		return fmt.Errorf("%q: want a time zone such as Europe/Berlin, or UTC", printable(name))
	}
	return nil
}

// clock reads a time of day, as the time since midnight.
func (s *section) clock(key string, to *time.Duration) {
	s.checked(key, new(string), func(text string) error {
		at, err := worktime.ParseClock(text)
		if err != nil {
			return errors.New(printable(err.Error()))
		}
		*to = at
		return nil
	})
}
