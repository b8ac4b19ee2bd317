package period

import (
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
)

// walkFrom is where the walk begins: it takes in the ends of summer time in Russia, Morocco, Syria, Iran, Mexico and
// elsewhere, minutes after midnight in Gaza, and zones that moved for good.
var walkFrom = time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)

// specs are the schedules of the walk, each with what it means said once more, without a word of cron.
func specs() []spec {
	hour := func(t time.Time, h, m int) bool { return t.Hour() == h && t.Minute() == m }
	return []spec{
		{"30 2 * * *", func(t time.Time) bool { return hour(t, 2, 30) }},
		{"0 0 * * *", func(t time.Time) bool { return hour(t, 0, 0) }},
		{"45 23 * * 6", func(t time.Time) bool { return t.Weekday() == time.Saturday && hour(t, 23, 45) }},
		{"0 1-3 * * *", func(t time.Time) bool { return t.Hour() >= 1 && t.Hour() <= 3 && t.Minute() == 0 }},
		{"7 1 * * 0", func(t time.Time) bool { return t.Weekday() == time.Sunday && hour(t, 1, 7) }},
		{"weekly", func(t time.Time) bool { return t.Weekday() == time.Monday && hour(t, 9, 0) }},
		{"monthly", func(t time.Time) bool { return t.Day() == 1 && hour(t, 9, 0) }},
		{"quarterly", func(t time.Time) bool { return t.Day() == 1 && t.Month()%3 == 1 && hour(t, 9, 0) }},
		{"0 3 31 * 5", func(t time.Time) bool { return (t.Day() == 31 || t.Weekday() == time.Friday) && hour(t, 3, 0) }},
	}
}

type spec struct {
	text string
	is   func(wall time.Time) bool
}

// names lists the zones of the tz database (public domain, as it comes with Go 1.26) that are called after a place, links
// included: those with a slash, but for Etc/.
func names(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(text))
}

// TestAllZones walks through the minutes of ten years in every zone, looking at nothing but what the wall shows, and
// compares what begins when with what the package says: none missed, none doubled, none at another time.
func TestAllZones(t *testing.T) {
	days := walkFrom.AddDate(yearsWalked, 0, 0).Sub(walkFrom).Hours() / 24
	due := reckon(int(days) + 2) // walls may be ahead of UTC
	var periods, missed, doubled, libMissed, libDoubled atomic.Int64
	zones := names(t)
	t.Run("zones", func(t *testing.T) {
		for half := range 4 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				for i := half; i < len(zones); i += 4 {
					loc := zoneOf(t, zones[i])
					for n, begun := range walk(t, due, loc, int(days)) {
						m, d := compare(t, schedule(t, specs()[n].text), begun, loc)
						periods.Add(int64(len(begun)))
						missed.Add(int64(m))
						doubled.Add(int64(d))
					}
					m, d := library(t, loc)
					libMissed.Add(int64(m))
					libDoubled.Add(int64(d))
				}
			})
		}
	})
	t.Logf("%d zones × %d years from %d × %d schedules, %d periods: %d missed, %d doubled; robfig/cron's own evaluation of “30 2 * * *”: %d missed, %d doubled",
		len(zones), yearsWalked, walkFrom.Year(), len(specs()), periods.Load(), missed.Load(), doubled.Load(), libMissed.Load(), libDoubled.Load())
	if missed.Load()+doubled.Load() > 0 || len(zones) < 500 || periods.Load() < 1_000_000*yearsWalked || libMissed.Load() == 0 {
		t.Fail()
	}
}

// reckon says for every minute of the wall, from a day before the walk on, which of the schedules are due, as bits.
func reckon(days int) []uint16 {
	due, all := make([]uint16, (days+1)*24*60), specs()
	for i := range due {
		wall := walkFrom.Add(time.Duration(i-24*60) * time.Minute)
		for n, s := range all {
			if s.is(wall) {
				due[i] |= 1 << n
			}
		}
	}
	return due
}

// beginning is what the walk saw: what was due at a time of the wall began at an instant. Both are minutes since a day
// before walkFrom.
type beginning struct{ wall, at int }

// walk looks at a wall each quarter of an hour, and each minute where the clock was changed between, and notes for every
// schedule when the wall first showed what is due, or had passed it.
func walk(t *testing.T, due []uint16, loc *time.Location, days int) [9][]beginning {
	var all [9][]beginning
	offset := func(minute int) int {
		_, o := walkFrom.Add(time.Duration(minute-24*60) * time.Minute).In(loc).Zone()
		if o%60 != 0 {
			t.Fatalf("%s is off by seconds", loc)
		}
		return o / 60
	}
	most := 24*60 + offset(24*60) - 1 // the furthest the wall has shown; all before has begun before the walk
	for look := 24 * 60; look < (days+1)*24*60; look += 15 {
		o := offset(look)
		changed := offset(look+14) != o
		for at := look; at < look+15; at++ {
			if changed {
				o = offset(at)
			}
			for ; most < at+o; most++ {
				for n := 0; due[most+1]>>n != 0; n++ {
					if due[most+1]>>n&1 == 1 {
						all[n] = append(all[n], beginning{most + 1, at})
					}
				}
			}
		}
	}
	return all
}

// compare holds a schedule against the walk: Upcoming in one go, and Latest and Next around each beginning.
func compare(t *testing.T, s Schedule, begun []beginning, loc *time.Location) (missed, doubled int) {
	t.Helper()
	instant := func(minute int) time.Time { return walkFrom.Add(time.Duration(minute-24*60) * time.Minute) }
	seen := make(map[string]bool, len(begun))
	got := s.Upcoming(walkFrom.Add(-1), loc, len(begun))
	for i, p := range got {
		b := begun[i]
		if label := s.Unit().Label(instant(b.wall)); seen[p.Label] {
			doubled++
		} else if p.Label != label || !p.At.Equal(instant(b.at)) {
			missed++
			t.Errorf("%s in %s: %s; the walk saw %s begin at %s", s, loc, told(p), label, instant(b.at).In(loc))
		}
		seen[p.Label] = true
		if i > 0 && !got[i-1].Ends.Equal(p.At) {
			t.Errorf("%s in %s: %s does not end with %s", s, loc, told(got[i-1]), told(p))
		}
		if s.Unit() < Day || i%16 == 0 { // the others are too many
			around(t, s, p, loc)
		}
	}
	return missed + len(begun) - len(got), doubled
}

// around asks for the running and the next period at the beginning of one, right before it, and not an hour later, when
// the wall may have gone back to before the beginning.
func around(t *testing.T, s Schedule, p Period, loc *time.Location) {
	t.Helper()
	if l, _ := s.Latest(p.At, loc); l != p && !p.At.Equal(p.Ends) {
		t.Errorf("%s in %s: at the beginning of %s it is %s", s, loc, told(p), told(l))
	}
	if l, _ := s.Latest(p.At.Add(55*time.Minute), loc); l.At.Before(p.At) {
		t.Errorf("%s in %s: soon after the beginning of %s it is %s", s, loc, told(p), told(l))
	}
	if n, _ := s.Next(p.At.Add(-1), loc); !n.At.Equal(p.At) {
		t.Errorf("%s in %s: right before %s the next is %s", s, loc, told(p), told(n))
	}
	if l, _ := s.Latest(p.At.Add(-1), loc); !l.Ends.Equal(p.At) {
		t.Errorf("%s in %s: right before %s it is %s", s, loc, told(p), told(l))
	}
}

// library counts on how many days robfig/cron, told to reckon in a zone itself, has “30 2 * * *” not at all or more than
// once. It is what this package is for.
func library(t *testing.T, loc *time.Location) (missed, doubled int) {
	t.Helper()
	s, err := cron.ParseStandard("30 2 * * *")
	if err != nil {
		t.Fatal(err)
	}
	fired := make(map[string]int)
	y, m, d := walkFrom.Date()
	end := time.Date(y+yearsWalked, m, d, 0, 0, 0, 0, loc)
	for at := s.Next(time.Date(y, m, d, 0, 0, 0, 0, loc)); at.Before(end); at = s.Next(at) {
		fired[at.Format(time.DateOnly)]++
	}
	for day := walkFrom; day.Before(walkFrom.AddDate(yearsWalked, 0, 0)); day = day.AddDate(0, 0, 1) {
		switch n := fired[day.Format(time.DateOnly)]; {
		case n == 0:
			missed++
		case n > 1:
			doubled += n - 1
		}
	}
	return missed, doubled
}
