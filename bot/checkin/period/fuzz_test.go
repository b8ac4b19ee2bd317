package period

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// FuzzParse: it never panics; what it says fits into a message; and what it takes comes round for ever.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"weekly", "@monthly", "30 2 * * 1-5", "TZ=0", "CRON_TZ=UTC 0 9 * * *", "@every 1h", "0 0 31 2 *", "*/5 * * * *", "0 9 */3 jan-mar ?", "0 0 9 * * 1", "9 30 * * 7", "`0 9 * * 1–5`", "0 9 29 2 0/8"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			if said := err.Error(); utf8.RuneCountInString(said) > 330 || !utf8.ValidString(said) || strings.ContainsFunc(said, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("Parse(%q) says %q", text, said)
			}
			return
		}
		if again, err := Parse(s.String()); again != s || err != nil {
			t.Errorf("Parse(%q) = %+v, and again %+v, %v", text, s, again, err)
		}
		if shown := s.Words() + s.String(); strings.ContainsFunc(shown, func(r rune) bool { return r > unicode.MaxASCII && !strings.ContainsRune("“”", r) || r < ' ' }) {
			t.Errorf("Parse(%q) is shown as %q", text, shown)
		}
		at, labels := time.Date(2095, 12, 1, 0, 0, 0, 0, time.UTC), make(map[string]bool)
		all := s.Upcoming(at, time.UTC, 50)
		for _, p := range all {
			if _, _, unit, err := ParseLabel(p.Label); labels[p.Label] || unit != s.Unit() || err != nil || p.At.Sub(at) < time.Hour && len(labels) > 0 || !p.Ends.After(p.At) {
				t.Errorf("Parse(%q) has %s after %s, %v", text, told(p), at, err)
			}
			labels[p.Label], at = true, p.At
		}
		if len(all) != 50 {
			t.Errorf("Parse(%q) ends with %s", text, at)
		}
	})
}

func FuzzParseLabel(f *testing.F) {
	for _, text := range []string{"2027", "2027-Q1", "2027-03", "2027-W09", "2027-03-14", "2027-03-14T09", "2027-w9", "q1 2027", "0000", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		from, to, unit, err := ParseLabel(text)
		if err != nil {
			if said := err.Error(); utf8.RuneCountInString(said) > 330 || strings.ContainsFunc(said, func(r rune) bool { return !unicode.IsPrint(r) }) || Named(text) != text {
				t.Errorf("ParseLabel(%q) says %q", text, said)
			}
			return
		}
		if label := unit.Label(from); !from.Before(to) || unit != Hour && !strings.EqualFold(label, strings.TrimSpace(text)) || Named(text) == text && unit != Year {
			t.Errorf("ParseLabel(%q) = %s, %s, %s: %s", text, from, to, unit, label)
		}
	})
}

// FuzzLatest: as now grows the running period never goes back, begins before now, and ends where the next one begins.
func FuzzLatest(f *testing.F) {
	f.Add("30 2 * * *", "Europe/Berlin", int64(1792890000), uint32(3600))
	f.Add("@hourly", "Pacific/Apia", int64(1325239000), uint32(100000))
	f.Add("0 12 * * *", "America/Juneau", int64(-3225200000), uint32(86400))
	f.Add("yearly", "", int64(1<<62), uint32(1))
	f.Fuzz(func(t *testing.T, text, zone string, seconds int64, later uint32) {
		s, err := Parse(text)
		loc, unknown := time.LoadLocation(zone)
		if err != nil || unknown != nil || zone == "Local" {
			return
		}
		now, then := time.Unix(seconds, 0), time.Unix(seconds, 0).Add(time.Duration(later)*time.Second)
		p, ok := s.Latest(now, loc)
		q, still := s.Latest(then, loc)
		if !ok || !still {
			if y := now.Year(); y > firstYear && y < lastYear-200 {
				t.Errorf("%s in %s: none at %s or %s", text, zone, now, then)
			}
			return
		}
		if q.At.Before(p.At) || p.At.After(now) || !p.Ends.After(now) || s.Unit() == Day && q.Label < p.Label {
			t.Errorf("%s in %s: at %s it is %s, at %s %s", text, zone, now, told(p), then, told(q))
		}
		if n, ok := s.Next(now, loc); !ok || !n.At.Equal(p.Ends) {
			t.Errorf("%s in %s: %s ends before %s, after %s", text, zone, told(p), told(n), now)
		}
	})
}
