package worktime

import (
	"testing"
	"time"
)

// TestFor: a person's own hours and days, with the holidays of all.
func TestFor(t *testing.T) {
	c, err := New(Options{Holidays: []Holiday{{Date: "2028-01-05"}}})
	if err != nil {
		t.Fatal(err)
	}
	monday := time.Date(2028, 1, 3, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		c    *Calendar
		want string
	}{
		"as it is":     {c.For(0, nil), "2028-01-03 09:00"},
		"later":        {c.For(14*time.Hour+30*time.Minute, nil), "2028-01-03 14:30"},
		"after work":   {c.For(20*time.Hour, nil), "2028-01-03 20:00"},
		"at midnight":  {c.For(24*time.Hour, nil), "2028-01-03 23:00"},
		"Sundays":      {c.For(0, []time.Weekday{time.Sunday}), "2028-01-09 09:00"},
		"on a holiday": {c.For(0, []time.Weekday{time.Wednesday}), "2028-01-12 09:00"},
	} {
		if got := test.c.Next(monday, "UTC").Format("2006-01-02 15:04"); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
	if got := c.For(20*time.Hour, nil).End(monday, 0, "UTC"); got.Format("15:04") != "21:00" {
		t.Errorf("who is asked from 20:00 on is asked until %s", got)
	}
	if got := c.Next(monday, "UTC").Format("15:04"); got != "09:00" {
		t.Errorf("the calendar of all has changed: %s", got)
	}
}
