package period

import (
	"math/bits"
	"strings"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
)

// TestParse: what is taken, in people's words and with the unit of its labels.
func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"weekly":                 "week: every Monday at 09:00",
		"monthly":                "month: on the 1st of each month at 09:00",
		"quarterly":              "quarter: on 1 January, April, July and October at 09:00",
		"yearly":                 "year: on 1 January of each year at 09:00",
		"daily":                  "day: every day at 09:00",
		"Quarterly":              "quarter: on 1 January, April, July and October at 09:00",
		"@weekly":                "week: every Sunday at 00:00",
		"@MONTHLY":               "month: on the 1st of each month at 00:00",
		"@yearly":                "year: on 1 January of each year at 00:00",
		"@annually":              "year: on 1 January of each year at 00:00",
		"@midnight":              "day: every day at 00:00",
		"@hourly":                "hour: every hour",
		"5 * * * *":              "hour: by “5 * * * *”",
		"0 9 * * MON":            "week: every Monday at 09:00",
		"0 9 * * mon,Thu":        "day: every Monday and Thursday at 09:00",
		"30 2 * * 1-5":           "day: by “30 2 * * 1-5”",
		"0 9,17 * * *":           "hour: by “0 9,17 * * *”",
		"0 9 1 */3 *":            "quarter: on 1 January, April, July and October at 09:00",
		"0 9 1 feb ?":            "year: on 1 February of each year at 09:00",
		"0 9 1 2,3 *":            "month: on 1 February and March at 09:00",
		"0 9 1 1,12 *":           "quarter: on 1 January and December at 09:00", // the years have two of them
		"0 9 1,15 * *":           "week: on the 1st and 15th of each month at 09:00",
		"0 9 2,3 * *":            "day: on the 2nd and 3rd of each month at 09:00",
		"0 9 11,12,13 * *":       "day: on the 11th, 12th and 13th of each month at 09:00",
		"0 9 1,8 * *":            "week: on the 1st and 8th of each month at 09:00",
		"0 9 1,7 * *":            "day: on the 1st and 7th of each month at 09:00",
		"0 9 31 * *":             "month: on the 31st of each month that has it at 09:00",
		"0 9 29 2 *":             "year: on 29 February of each year that has it at 09:00",
		"0 9 31 12 *":            "year: on 31 December of each year at 09:00",
		"0 9 31 12 1":            "day: by “0 9 31 12 1”", // on 31 December and on its Mondays
		"0 9 31 1,2 *":           "year: by “0 9 31 1,2 *”",
		"0 9 28,4 1,12 *":        "week: by “0 9 28,4 1,12 *”",
		"0 9 30,4 1,12 *":        "day: by “0 9 30,4 1,12 *”",
		"0 9 31,1 1,12 *":        "day: by “0 9 31,1 1,12 *”", // a week over New Year has two
		"0 9 31 12,1 *":          "quarter: on 31 January and December at 09:00",
		"0 9 27 2 */5":           "day: by “0 9 27 2 */5”",
		"0 9 1-31 * 1":           "day: every day at 09:00",
		"0 9 * 1 *":              "day: by “0 9 * 1 *”",
		"0 9 * 1 1":              "week: by “0 9 * 1 1”",
		" 0\t9  *\n* 1 ":         "week: every Monday at 09:00",
		"0 9 * * 1\u200b":        "week: every Monday at 09:00", // as some programs paste it
		"0 9 15 1,2,3,4,5,6 *":   "month: by “0 9 15 1,2,3,4,5,6 *”",
		"0 9 1,2,3,4,5 * *":      "day: by “0 9 1,2,3,4,5 * *”",
		"0 9 1,15,29 2 *":        "week: by “0 9 1,15,29 2 *”",
		"59 23 31 dec sun,sat,1": "day: by “59 23 31 dec sun,sat,1”",
	} {
		s, err := Parse(text)
		if got := s.Unit().String() + ": " + s.Words(); got != want || err != nil {
			t.Errorf("Parse(%q) is %s, %v; want %s", text, got, err, want)
		}
		if again, err := Parse(s.String()); again != s || err != nil {
			t.Errorf("%q is written %q, and read again %+v, %v", text, s, again, err)
		}
	}
}

// TestParseRefuses: each in people's words, and with what was probably meant where that is clear.
func TestParseRefuses(t *testing.T) {
	const five, example = "want five fields, minute, hour, day of the month, month, weekday, and not ", "want days and hours, such as weekly, monthly, quarterly, or “0 9 * * 1” for each Monday at 09:00"
	const zone, often = "leave the time zone out; everybody is asked in their own", "nobody should be asked more than once within an hour; want a single minute in front"
	for text, want := range map[string]string{
		"":                                "“”: nothing says when; " + example,
		" \t":                             "“”: nothing says when; " + example,
		"TZ=0":                            "“TZ=0”: " + zone,
		"tz=":                             "“tz=”: " + zone,
		"CRON_TZ=":                        "“CRON_TZ=”: " + zone,
		"TZ=0 0 9 * * 1":                  "“TZ=0 0 9 * * 1”: " + zone + "; did you mean “0 9 * * 1”?",
		"CRON_TZ=Asia/Tokyo @weekly":      "“CRON_TZ=Asia/Tokyo @weekly”: " + zone + "; did you mean “@weekly”?",
		"0 9 * * 1 Europe/Berlin":         "“0 9 * * 1 Europe/Berlin”: " + zone + "; did you mean “0 9 * * 1”?",
		"monthly utc":                     "“monthly utc”: " + zone + "; did you mean “monthly”?",
		"@every 24h":                      "“@every 24h”: that is on nobody's wall clock; did you mean “daily”?",
		"@every 1h30m":                    "“@every 1h30m”: that is on nobody's wall clock; " + example,
		"@every":                          "“@every”: that is on nobody's wall clock; " + example,
		"@reboot":                         "“@reboot”: nobody is asked because the bot has started; " + example,
		"0 0 9 * * 1":                     "“0 0 9 * * 1”: these are six fields, perhaps with seconds; want five: minute, hour, day of the month, month, weekday; did you mean “0 9 * * 1”?",
		"0 9 * *":                         "“0 9 * *”: " + five + "4",
		"1 2 3 4 5 6 7":                   "“1 2 3 4 5 6 7”: " + five + "7",
		"0 0 31 2 *":                      "“0 0 31 2 *”: there is no such day, so nobody would ever be asked",
		"0 0 31 2,4,6,9,11 *":             "“0 0 31 2,4,6,9,11 *”: there is no such day, so nobody would ever be asked",
		"0 0 30 feb ?":                    "“0 0 30 feb ?”: there is no such day, so nobody would ever be asked",
		"* * * * *":                       "“* * * * *”: " + often + "; did you mean “0 * * * *”?",
		"* 9 * * 1":                       "“* 9 * * 1”: " + often + "; did you mean “0 9 * * 1”?",
		"*/30 9-17 * * 1":                 "“*/30 9-17 * * 1”: " + often + "; did you mean “0 9-17 * * 1”?",
		"0,59 9 1 1 *":                    "“0,59 9 1 1 *”: " + often,
		"60 9 * * *":                      "“60 9 * * *”: the minute is “60”; want 0 to 59",
		"9 30 * * *":                      "“9 30 * * *”: the hour is “30”; want 0 to 23; did you mean “30 9 * * *”?",
		"0 24 * * *":                      "“0 24 * * *”: the hour is “24”; want 0 to 23",
		"0 9 0 * *":                       "“0 9 0 * *”: the day of the month is “0”; want 1 to 31",
		"0 9 L * *":                       "“0 9 L * *”: the day of the month is “L”; want 1 to 31",
		"0 9 *-5 * *":                     "“0 9 *-5 * *”: the day of the month is “*-5”; want 1 to 31",
		"0 9 , * *":                       "“0 9 , * *”: the day of the month is “,”; want 1 to 31",
		", 9 * * *":                       "“, 9 * * *”: the minute is “,”; want 0 to 59",
		"0 9 1-2-3 * *":                   "“0 9 1-2-3 * *”: the day of the month is “1-2-3”; want 1 to 31",
		"0 9 */0 * *":                     "“0 9 */0 * *”: the day of the month is “*/0”; want 1 to 31",
		"0 9 1 march *":                   "“0 9 1 march *”: the month is “march”; want 1 to 12, or jan to dec",
		"0 9 * * mon#1":                   "“0 9 * * mon#1”: the weekday is “mon#1”; want 0, which is Sunday, to 6, or sun to sat",
		"0 9 * * 7":                       "“0 9 * * 7”: the weekday is “7”; want 0, which is Sunday, to 6, or sun to sat; did you mean “0 9 * * 0”?",
		"0 9 * * Fri-Mon":                 "“0 9 * * Fri-Mon”: the weekday “Fri-Mon” goes backwards; want it in order, or a list such as 5,6,0",
		"0 9 * * 1–5":                     "“0 9 * * 1–5”: the weekday is “1–5”; want 0, which is Sunday, to 6, or sun to sat; did you mean “0 9 * * 1-5”?",
		"`0 9 * * 1`":                     "“`0 9 * * 1`”: the minute is “`0”; want 0 to 59; did you mean “0 9 * * 1”?",
		"every week":                      "“every week”: that is no schedule; did you mean “weekly”?",
		"Mondays":                         "“Mondays”: that is no schedule; did you mean “weekly”?",
		"quaterly":                        "“quaterly”: that is no schedule; did you mean “quarterly”?",
		"@quarterly":                      "“@quarterly”: that is no schedule; did you mean “quarterly”?",
		"@montly":                         "“@montly”: that is no schedule; did you mean “@monthly”?",
		"annually":                        "“annually”: that is no schedule; did you mean “yearly”?",
		"biweekly":                        "“biweekly”: that is no schedule; " + example, // twice a week or every two: it is not clear
		"@weekly 1 2 3 4":                 "“@weekly 1 2 3 4”: that is no schedule; " + example,
		"\x00\xff\u202e":                  "“”: nothing says when; " + example,
		strings.Repeat("1,", 49) + "1 99": "“1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1…”: a schedule has at most 100 characters, and this has 102",
	} {
		if s, err := Parse(text); err == nil || err.Error() != want || s != (Schedule{}) {
			t.Errorf("Parse(%q):\n got %v\nwant %s", text, err, want)
		}
	}
}

// TestStandard: a text that makes robfig/cron panic does not get through even if nothing has kept it back.
func TestStandard(t *testing.T) {
	if spec, err := standard("TZ=0"); err == nil || spec != nil {
		t.Errorf("%v, %v", spec, err)
	}
}

// TestLikeCron: in UTC, where no clock is changed, the occurrences are those of robfig/cron.
func TestLikeCron(t *testing.T) {
	for _, text := range []string{"30 2 * * *", "0 9 1,15 * 1", "0 9 */2 * 1", "0 9 1 * */2", "0 9 * * 1-5", "7 */5 31 * *", "0 9 29 2 *", "0 9 ? 3 fri", "@weekly", "@hourly", "0 0 13 */4 5/1"} {
		s := schedule(t, text)
		lib, err := cron.ParseStandard(text)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2019, 12, 31, 23, 59, 0, 0, time.UTC)
		for _, p := range s.Upcoming(at, time.UTC, 400) {
			if at = lib.Next(at); at.IsZero() { // it gives up before 2104
				break
			}
			if !p.At.Equal(at) {
				t.Fatalf("%s: %s, and cron says %s", text, told(p), at)
			}
		}
	}
}

// TestUnit compares the unit with all labels of eight centuries.
func TestUnit(t *testing.T) {
	for _, text := range []string{"weekly", "monthly", "quarterly", "yearly", "daily", "0 9 1,8 * *", "0 9 1,7 * *", "0 9 31,1 1,12 *", "0 9 29 2 *", "0 9 28 2 1/7", "0 9 31 1,2 *",
		"0 9 4,29 1,12 *", "0 9 28,1 12,1 *", "0 9 29,1 2,3 *", "0 9 27,5 2,3 *", "0 9 24,1 2,3 *", "0 9 22,28 2 *", "0 9 1 2,3 *", "0 9 1 3,4 *", "0 9 * * 6,0"} {
		s := schedule(t, text)
		want, seen := Hour, [Day + 1]map[string]bool{}
		var shared [Day + 1]bool
		for u := range seen {
			seen[u] = make(map[string]bool)
		}
		for at := s.fields.after(time.Date(1599, 12, 31, 23, 0, 0, 0, time.UTC)); at.Year() < 2400; at = s.fields.after(at) {
			for u := range Day + 1 {
				label := u.Label(at)
				shared[u] = shared[u] || seen[u][label]
				seen[u][label] = true
			}
		}
		for u := Day; u >= Year; u-- {
			if !shared[u] {
				want = u
			}
		}
		if s.Unit() != want || bits.OnesCount64(s.fields.hours) != 1 {
			t.Errorf("%s: %s, want %s", text, s.Unit(), want)
		}
	}
}
