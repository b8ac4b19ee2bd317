package checkin_test

import (
	"strings"
	"testing"
	"time"

	"ambassador/bot/checkin"
	"ambassador/bot/directory"
	"ambassador/store"
)

// passed is a village in which Recife has asked Berlin to answer in their place, and Berlin has been told.
func passed(t *testing.T) *village {
	t.Helper()
	v := asked(t)
	v.says("recife", "checkin pass ambassador-berlin", "is asked for it now")
	v.until(at(t, "2028-01-04T12:00:00Z"), time.Hour)
	v.told("berlin")
	return v
}

// TestPassedIsNotOnesOwn: who is to answer for somebody else in the round in which they answer themselves writes each
// where it belongs, though both rounds are called the same.
func TestPassedIsNotOnesOwn(t *testing.T) {
	v := passed(t)
	theirs := "report-2028-q1/ambassador-recife"
	v.says("berlin", "report round="+theirs+" A meeting in Recife", "The regional report of Ambassador Recife for the first quarter of 2028 is in.")
	v.says("berlin", "report round=report-2028-q1 A meeting in Berlin", "Your regional report")
	v.says("berlin", "report round="+theirs+" Two meetings in Recife", "Changed: the regional report")
	for person, want := range map[string]string{"ambassador-berlin": "A meeting in Berlin", "ambassador-recife": "Two meetings in Recife"} {
		if a := v.ask("2028-Q1", person); a.Values["done"] != want || a.By != "ambassador-berlin" || a.State != checkin.Answered {
			t.Errorf("%s: %+v", person, a)
		}
	}
	if words := v.told("recife"); len(words) != 1 || !strings.Contains(words[0].env.Reply.Text, "in your place") {
		t.Errorf("recife was told %v", words)
	}
}

// TestPassedButtons: what is asked in somebody's place leads to their round, and not to one's own.
func TestPassedButtons(t *testing.T) {
	v := asked(t)
	v.says("recife", "checkin pass ambassador-berlin", "is asked for it now")
	v.until(at(t, "2028-01-04T12:00:00Z"), time.Hour)
	words := v.told("berlin")
	if len(words) != 1 {
		t.Fatalf("berlin was told %v", words)
	}
	for _, action := range words[0].env.Reply.Actions() {
		if !strings.HasSuffix(action.Line, "report-2028-q1/ambassador-recife") && action.Line != "away" {
			t.Errorf("%s says %q", action.Label, action.Line)
		}
	}
}

// TestShowPassed: an answer that somebody else gave is read by both of them and by coordinators, and by nobody else.
func TestShowPassed(t *testing.T) {
	v := passed(t)
	v.says("berlin", "report round=report-2028-q1/ambassador-recife A meeting in Recife", "is in")
	for _, who := range []string{"berlin", "a", "recife"} {
		v.says(who, "checkin show report-2028-q1 person=ambassador-recife", "A meeting in Recife")
		v.says(who, "checkin show report-2028-q1/ambassador-recife", "A meeting in Recife")
	}
	v.says("recife", "checkin show report", "A meeting in Recife")
	for _, line := range []string{"checkin show report-2028-q1 person=ambassador-recife", "checkin show report-2028-q1/ambassador-recife", "checkin show report-2028-q1/nobody"} {
		v.says("tokyo", line, "no regional report for the first quarter of 2028 that you could see")
		v.says("leader", line, "no regional report for the first quarter of 2028 that you could see")
	}
	v.says("tokyo", "report round=report-2028-q1/ambassador-recife Something else", "asked")
	if a := v.ask("2028-Q1", "ambassador-recife"); a.Values["done"] != "A meeting in Recife" {
		t.Errorf("somebody else has changed it: %+v", a)
	}
}

// TestPassedComesBack: where whoever was to answer in somebody's place leaves, it is asked of its owner again, and of
// whoever takes their office over only what is theirs.
func TestPassedComesBack(t *testing.T) {
	for name, to := range map[string]string{"nobody": "", "another": "ambassador-tokyo", "its owner": "ambassador-recife"} {
		t.Run(name, func(t *testing.T) {
			v := passed(t)
			v.update(func(tx store.Tx) error {
				return v.e.HandOver(tx, v.out, directory.Move{From: "ambassador-berlin", To: to, Why: "stepped down", At: v.now})
			})
			theirs := v.ask("2028-Q1", "ambassador-recife")
			if want := map[string]string{"": "", "ambassador-tokyo": "ambassador-tokyo", "ambassador-recife": ""}[to]; theirs.To != want || !theirs.Open() {
				t.Errorf("passed on: %+v", theirs)
			}
			own := v.ask("2028-Q1", "ambassador-berlin")
			if own.Open() != (to != "") || own.To != to {
				t.Errorf("own: %+v", own)
			}
			v.until(at(t, "2028-01-05T20:00:00Z"), time.Hour)
			if n := len(v.told("recife")); n != map[string]int{"": 1, "ambassador-tokyo": 0, "ambassador-recife": 2}[to] {
				t.Errorf("recife was told %d words", n)
			}
		})
	}
}

// TestPassedToSomebodyWhoGoes: who is to answer for somebody else and goes away for longer than the round is asked no
// more; its owner is, once. Who is back in time answers then.
func TestPassedToSomebodyWhoGoes(t *testing.T) {
	for until, goesBack := range map[string]bool{"1 March 2028": true, "7 January 2028": false} {
		t.Run(until, func(t *testing.T) {
			v := passed(t)
			v.says("berlin", "away until "+until, until)
			v.until(at(t, "2028-01-05T20:00:00Z"), time.Hour)
			if a := v.ask("2028-Q1", "ambassador-recife"); (a.To == "") != goesBack || !a.Open() {
				t.Errorf("%+v", a)
			}
			if n := len(v.told("recife")); n != map[bool]int{true: 1}[goesBack] {
				t.Errorf("recife was told %d words", n)
			}
			if n := len(v.told("berlin")); n != 0 {
				t.Errorf("berlin was told %d words", n)
			}
		})
	}
}

// TestPassedToSomebodyWhoIsRemoved: who is to answer for somebody else and is taken out of the directory stops nothing:
// the plan can be made, and its owner is asked again.
func TestPassedToSomebodyWhoIsRemoved(t *testing.T) {
	v := passed(t)
	v.say("a", "directory remove ambassador-berlin")
	v.says("a", "yes", "not in the directory any more")
	v.view(func(tx store.Tx) error {
		plan, err := v.e.Plan(tx, v.now, at(t, "2028-02-01T00:00:00Z"))
		if len(plan) == 0 || strings.Contains(plan[0].Person, "berlin") {
			t.Errorf("the plan is %v", plan)
		}
		return err
	})
	v.until(at(t, "2028-01-06T20:00:00Z"), time.Hour)
	if n := len(v.told("recife")); n != 1 {
		t.Errorf("recife was told %d words", n)
	}
	v.says("recife", "report A meeting in Recife", "Thank you")
}

// TestPassedIsSeen: who has passed their round on sees that, can pass it to yet another, leave it out or take it back.
func TestPassedIsSeen(t *testing.T) {
	v := passed(t)
	for _, line := range []string{"checkin mine", "checkin show report"} {
		v.says("recife", line, "Ambassador Berlin answers it for you")
	}
	v.says("recife", "checkin later tomorrow", "Nothing is asked of you")
	v.says("recife", "checkin pass ambassador-tokyo", "Ambassador Tokyo is asked for it now")
	if a := v.ask("2028-Q1", "ambassador-recife"); a.To != "ambassador-tokyo" {
		t.Errorf("%+v", a)
	}
	v.says("recife", "checkin skip Nothing happened", "is left out this time")
	if a := v.ask("2028-Q1", "ambassador-recife"); a.State != checkin.Skipped {
		t.Errorf("%+v", a)
	}
}
