package period

import (
	"testing"
	"time"
)

func TestParseLabel(t *testing.T) {
	for text, want := range map[string]struct {
		from, to string
		unit     Unit
		named    string
	}{
		"2027":          {"2027-01-01", "2028-01-01", Year, "2027"},
		"2027-Q1":       {"2027-01-01", "2027-04-01", Quarter, "the first quarter of 2027"},
		"2027-q4":       {"2027-10-01", "2028-01-01", Quarter, "the fourth quarter of 2027"},
		"2027-03":       {"2027-03-01", "2027-04-01", Month, "March 2027"},
		" 2027-12 ":     {"2027-12-01", "2028-01-01", Month, "December 2027"},
		"2027-W09":      {"2027-03-01", "2027-03-08", Week, "week 9 of 2027"},
		"2027-w01":      {"2027-01-04", "2027-01-11", Week, "week 1 of 2027"},
		"2026-W53":      {"2026-12-28", "2027-01-04", Week, "week 53 of 2026"},
		"2025-W01":      {"2024-12-30", "2025-01-06", Week, "week 1 of 2025"},
		"2027-03-14":    {"2027-03-14", "2027-03-15", Day, "14 March 2027"},
		"2028-02-29":    {"2028-02-29", "2028-03-01", Day, "29 February 2028"},
		"2027-03-14T09": {"2027-03-14", "2027-03-15", Hour, "14 March 2027, 09:00"},
		"2027-12-31t23": {"2027-12-31", "2028-01-01", Hour, "31 December 2027, 23:00"},
		"0001":          {"0001-01-01", "0002-01-01", Year, "0001"},
		"0001-W01":      {"0001-01-01", "0001-01-08", Week, "week 1 of 0001"},
	} {
		from, to, unit, err := ParseLabel(text)
		if from.Format(time.DateOnly) != want.from || to.Format(time.DateOnly) != want.to || unit != want.unit || err != nil || from.Location() != time.UTC {
			t.Errorf("ParseLabel(%q) = %s, %s, %s, %v; want %+v", text, from, to, unit, err, want)
		}
		if got := Named(text); got != want.named {
			t.Errorf("Named(%q) = %q, want %q", text, got, want.named)
		}
	}
}

func TestParseLabelRefuses(t *testing.T) {
	const want = ": want a year such as 2027, a quarter 2027-Q1, a month 2027-03, a week 2027-W09 or a day 2027-03-14"
	for text, why := range map[string]string{
		"":               "“”" + want,
		"0000":           "“0000”" + want,
		"12027":          "“12027”" + want,
		"2027-Q0":        "“2027-Q0”" + want,
		"2027-Q5":        "“2027-Q5”" + want,
		"2027-Q-1":       "“2027-Q-1”" + want,
		"2027-W00":       "“2027-W00”" + want,
		"2027-W53":       "“2027-W53”" + want, // that year has 52
		"2027-02-29":     "“2027-02-29”" + want,
		"2027-13":        "“2027-13”" + want,
		"2027-03-14T24":  "“2027-03-14T24”" + want,
		"March 2027":     "“March 2027”" + want,
		"last\u202e one": "“last one”" + want,
		"2027-3":         "“2027-3”: did you mean 2027-03?",
		"2027-w9":        "“2027-w9”: did you mean 2027-W09?",
		"Q1/2027":        "“Q1/2027”: did you mean 2027-Q1?",
		"2027Q1":         "“2027Q1”: did you mean 2027-Q1?",
		"2027.3.4":       "“2027.3.4”: did you mean 2027-03-04?",
	} {
		from, to, unit, err := ParseLabel(text)
		if err == nil || err.Error() != why || !from.IsZero() || !to.IsZero() || unit != 0 {
			t.Errorf("ParseLabel(%q) = %s, %s, %s, %v; want %s", text, from, to, unit, err, why)
		}
		if got := Named(text); got != text {
			t.Errorf("Named(%q) = %q", text, got)
		}
	}
}

// TestLabels: each unit's label of a day is read again as the span that the day is in, and spans of a unit meet.
func TestLabels(t *testing.T) {
	last := [Hour + 1]time.Time{}
	for at := time.Date(1895, 12, 25, 5, 0, 0, 0, time.UTC); at.Year() < 2110; at = at.AddDate(0, 0, 1) {
		for u := range Hour + 1 {
			from, to, unit, err := ParseLabel(u.Label(at))
			if err != nil || unit != u || at.Before(from) || !at.Before(to) || !from.Equal(last[u]) && !last[u].IsZero() && at.Equal(from.Add(5*time.Hour)) {
				t.Fatalf("%s is read as %s, %s, %s, %v; the one before ended %s", u.Label(at), from, to, unit, err, last[u])
			}
			last[u] = to
		}
	}
	if Unit(7).String() != "Unit(7)" || Week.String() != "week" {
		t.Error(Unit(7), Week)
	}
}
