package checkin_test

import (
	"strings"
	"testing"
	"time"

	"ambassador/bot/checkin"
)

// at reads an instant.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// TestRound: everybody is asked once in their own morning, reminded until they answer, and told no more.
func TestRound(t *testing.T) {
	v := settle(t, report(t, "quarterly"))
	v.sweep(at(t, "2027-12-20T00:00:00Z"))
	v.now = at(t, "2027-12-31T00:00:00Z")
	v.until(at(t, "2028-01-04T00:00:00Z"), 20*time.Minute)
	for who, want := range map[string]string{
		"berlin": "2028-01-03T08:00:00Z", // Monday: the first is a Saturday
		"tokyo":  "2028-01-03T00:00:00Z",
		"recife": "2028-01-03T12:00:00Z",
	} {
		words := v.told(who)
		if len(words) != 1 || !words[0].at.Equal(at(t, want)) {
			t.Errorf("%s was told %v, want one word at %s", who, words, want)
		}
	}
	v.say("berlin", "report We met twice")
	v.until(at(t, "2028-01-31T00:00:00Z"), time.Hour)
	if words := v.told("berlin"); len(words) != 0 {
		t.Errorf("berlin has answered, and is told %v", words)
	}
	if words := v.told("tokyo"); len(words) != 3 || !strings.Contains(words[2].env.Reply.Text, "last word") && !strings.Contains(words[2].env.Reply.Text, "not come in") {
		t.Errorf("tokyo was reminded with %v, want three words", words)
	}
	for person, want := range map[string]checkin.State{"ambassador-berlin": checkin.Answered, "ambassador-tokyo": checkin.Closed, "ambassador-recife": checkin.Closed} {
		if a := v.ask("2028-Q1", person); a.State != want {
			t.Errorf("%s: %s, want %s: %+v", person, a.State, want, a)
		}
	}
}
