package checkin_test

import (
	"strings"
	"testing"
	"time"

	"ambassador/bot/checkin"
	"ambassador/store"
)

// asked is a village in which everybody has just been asked for the first quarter of 2028.
func asked(t *testing.T) *village {
	t.Helper()
	v := settle(t, report(t, "quarterly"))
	v.sweep(at(t, "2027-12-20T00:00:00Z"))
	v.now = at(t, "2027-12-31T00:00:00Z")
	v.until(at(t, "2028-01-03T13:00:00Z"), time.Hour)
	for _, who := range []string{"berlin", "tokyo", "recife"} {
		if n := len(v.told(who)); n != 1 {
			t.Fatalf("%s was told %d words", who, n)
		}
	}
	return v
}

// says holds an answer against what it should have in it.
func (v *village) says(who, line, want string) {
	v.t.Helper()
	if said := v.say(who, line); !strings.Contains(said, want) {
		v.t.Errorf("%s> %s\nbot< %s\nwant %q", who, line, said, want)
	}
}

// TestAnswerChanges: an answer can be changed until the round closes; a line changes what it tells. After the close the
// words are kept, and the coordinators are told once.
func TestAnswerChanges(t *testing.T) {
	v := asked(t)
	v.says("berlin", `report We met once next="A hackathon"`, "Thank you")
	v.says("berlin", "report We met twice", "Changed")
	if a := v.ask("2028-Q1", "ambassador-berlin"); a.Values["done"] != "We met twice" || a.Values["next"] != "A hackathon" || a.Versions != 2 || len(a.Before) != 1 {
		t.Errorf("changed to %+v", a)
	}
	v.until(at(t, "2028-01-30T00:00:00Z"), 2*time.Hour)
	v.told("a")
	v.says("tokyo", "report We meet in spring", "kept your words")
	v.says("tokyo", "report We meet in spring, and more", "kept your words")
	if a := v.ask("2028-Q1", "ambassador-tokyo"); a.State != checkin.Closed || a.Draft["done"] != "We meet in spring, and more" {
		t.Errorf("after the close: %+v", a)
	}
	if words := v.told("a"); len(words) != 1 || !strings.Contains(words[0].env.Reply.Text, "Ambassador Tokyo has written") {
		t.Errorf("the coordinator was told %d words: %v", len(words), words)
	}
}

// TestTwoAnswersAtOnce: of two answers in one moment neither is lost.
func TestTwoAnswersAtOnce(t *testing.T) {
	v := asked(t)
	done := make(chan string)
	for _, line := range []string{"report One", "report Two"} {
		go func() { done <- v.quiet("berlin", line) }()
	}
	first, second := <-done, <-done
	a := v.ask("2028-Q1", "ambassador-berlin")
	if a.Versions != 2 || len(a.Before) != 1 || a.Values["done"]+a.Before[0]["done"] != "OneTwo" && a.Values["done"]+a.Before[0]["done"] != "TwoOne" {
		t.Errorf("%q, %q: kept is %+v", first, second, a)
	}
}

// TestPass: somebody else answers in one's place, is asked in their own hours, and is told when it is done; who is away
// or cannot be reached is refused.
func TestPass(t *testing.T) {
	v := asked(t)
	v.says("berlin", "checkin pass ambassador-tokyo", "is asked for it now")
	v.until(at(t, "2028-01-04T01:00:00Z"), 20*time.Minute)
	words := v.told("tokyo")
	if len(words) != 1 || !strings.Contains(words[0].env.Reply.Text, "Ambassador Berlin has asked you") || words[0].at.Before(at(t, "2028-01-04T00:00:00Z")) {
		t.Fatalf("tokyo was told %v", words)
	}
	v.says("berlin", "report I found the time", "Thank you")
	if words := v.told("tokyo"); len(words) != 1 || !strings.Contains(words[0].env.Reply.Text, "need not") {
		t.Errorf("tokyo was told %v", words)
	}
	v.says("recife", "checkin pass ambassador-berlin", "is asked for it now")
	v.says("recife", "checkin pass me", "yours again")
	v.says("recife", "checkin pass me", "already")
	v.says("recife", "checkin pass leader-nowhere", "nobody")
}

// TestSkipAndLater: a round can be left out or put off, and comes back on the day.
func TestSkipAndLater(t *testing.T) {
	v := asked(t)
	v.says("berlin", "checkin skip I was ill", "left out")
	v.says("tokyo", "checkin later on 11 January", "Tuesday, 11 January")
	v.says("recife", "checkin later on 1 March", "closes on")
	v.says("recife", "checkin later on 1 December 2027", "in the past")
	v.until(at(t, "2028-01-11T05:00:00Z"), time.Hour)
	if words := v.told("berlin"); len(words) != 0 {
		t.Errorf("berlin was told %v", words)
	}
	if words := v.told("tokyo"); len(words) != 1 || !words[0].at.Equal(at(t, "2028-01-11T00:00:00Z")) {
		t.Errorf("tokyo was told %v", words)
	}
	v.says("berlin", "report I am well again", "Thank you")
}

// TestPlanIsWhatIsSent: what the plan says beforehand is what goes out, to the look.
func TestPlanIsWhatIsSent(t *testing.T) {
	v := settle(t, report(t, "monthly"))
	v.sweep(at(t, "2028-01-05T00:00:00Z"))
	var plan []checkin.Nudge
	v.view(func(tx store.Tx) (err error) {
		plan, err = v.e.Plan(tx, v.now, at(t, "2028-03-15T00:00:00Z"))
		return err
	})
	v.until(at(t, "2028-03-15T00:00:00Z"), 10*time.Minute)
	sent := make(map[string]bool)
	n := 0
	for _, user := range []string{"berlin", "tokyo", "recife"} {
		for _, w := range v.told(user) {
			n++
			sent["ambassador-"+user+" "+w.at.UTC().Format(time.RFC3339)] = true
		}
	}
	planned := 0
	for _, nudge := range plan {
		if nudge.What == "late" || nudge.What == "close" {
			continue
		}
		if planned++; !sent[nudge.Person+" "+nudge.At.UTC().Format(time.RFC3339)] {
			t.Errorf("planned and not sent: %+v", nudge)
		}
	}
	if planned != n || n < 12 {
		t.Errorf("%d words planned, %d sent", planned, n)
	}
}
