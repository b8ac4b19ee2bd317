package checkin_test

import (
	"strings"
	"testing"
	"time"

	"ambassador/bot/checkin"
)

// TestWrongRound: a round that is none, or one of another check-in, changes nothing of what was meant to be left alone, and
// what was probably meant is said.
func TestWrongRound(t *testing.T) {
	v := passed(t)
	v.says("a", `checkin start up-day "Who joins?" answers="yes, no, no way" sure=yes`, "3 people are asked")
	for line, want := range map[string]string{
		"report round=up-day Wrong":                               "I know no regional report “up-day”",
		"report round=nonsense Wrong":                             "I know no regional report “nonsense”",
		"report round=report-2028q1 Wrong":                        "did you mean 2028-Q1?",
		"checkin skip Wrong for report-2028q1":                    "did you mean 2028-Q1?",
		"checkin skip Wrong for nonsense":                         "I know no check-in “nonsense”",
		"checkin pass me for nonsense":                            "I know no check-in “nonsense”",
		"checkin skip Wrong for report-2028-q1/ambassador-berlin": "Nothing is asked of you",
		"checkin pass me for report-2028-q1/ambassador-berlin":    "Nothing is asked of you",
		"checkin show report-2028q1":                              "did you mean 2028-Q1?",
	} {
		v.says("recife", line, want)
	}
	if a := v.ask("2028-Q1", "ambassador-recife"); a.To != "ambassador-berlin" || a.State != checkin.Delegated || len(a.Values)+len(a.Draft) > 0 {
		t.Errorf("%+v", a)
	}
	v.says("recife", "answer up-day no way, sorry", "Thank you")
	v.says("recife", "checkin show up-day", "no way")
}

// TestReasons: a roll-up gives each reason once, with who it is of, and counts nobody both as missing and as away.
func TestReasons(t *testing.T) {
	v := asked(t)
	v.says("berlin", "checkin skip Holidays", "left out")
	v.says("tokyo", "checkin skip Holidays", "left out")
	v.says("recife", "away until 1 March 2028", "1 March")
	v.until(at(t, "2028-02-03T00:00:00Z"), 3*time.Hour)
	said := v.say("a", "checkin rollup report-2028-q1")
	for _, want := range []string{"0 of 3 answered, 2 left out, 1 away, closed", "Holidays: Ambassador Berlin, Ambassador Tokyo", "Ambassador Recife: away"} {
		if !strings.Contains(said, want) {
			t.Errorf("there is no %q in %q", want, said)
		}
	}
}
