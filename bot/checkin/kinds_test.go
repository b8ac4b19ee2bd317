package checkin_test

import (
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/checkin"
)

// TestClockAhead: a clock that is a year ahead makes nobody hear anything for ten minutes, and the coordinators hear
// of it once; set right, all goes on as if nothing had been.
func TestClockAhead(t *testing.T) {
	v := settle(t, report(t, "weekly"))
	v.sweep(at(t, "2028-01-01T00:00:00Z"))
	v.now = at(t, "2028-01-01T00:00:00Z")
	v.until(at(t, "2028-01-03T02:00:00Z"), 20*time.Minute) // Monday morning in Tokyo
	if n := len(v.told("tokyo")); n != 1 {
		t.Fatalf("tokyo was told %d words", n)
	}
	for _, wrong := range []string{"2029-01-03T02:01:00Z", "2029-01-03T02:02:00Z", "2029-01-03T02:10:00Z"} {
		v.sweep(at(t, wrong))
	}
	if words := v.told("a"); len(words) != 1 || !strings.Contains(words[0].env.Reply.Text, "My clock shows 3 January 2029") {
		t.Errorf("the coordinator was told %v", words)
	}
	v.now = at(t, "2028-01-03T02:15:00Z")
	v.until(at(t, "2028-01-03T20:00:00Z"), 20*time.Minute)
	for who, want := range map[string]int{"tokyo": 0, "berlin": 1, "recife": 1} {
		if words := v.told(who); len(words) != want {
			t.Errorf("%s was told %v, want %d words", who, words, want)
		}
	}
	v.now = at(t, "2029-06-04T00:00:00Z") // switched off for more than a year
	v.until(at(t, "2029-06-05T00:00:00Z"), 5*time.Minute)
	for _, who := range []string{"tokyo", "berlin", "recife"} {
		if words := v.told(who); len(words) != 1 || !strings.Contains(words[0].env.Key, "2029-W23") {
			t.Errorf("%s was told %v, want the latest round alone", who, words)
		}
	}
}

// TestDowntime: what was missed for long is written down as missed, and not asked after.
func TestDowntime(t *testing.T) {
	v := settle(t, report(t, "monthly"))
	v.sweep(at(t, "2028-01-10T00:00:00Z"))
	v.now = at(t, "2028-02-20T00:00:00Z") // the first of February was long ago
	v.until(at(t, "2028-02-22T00:00:00Z"), time.Hour)
	if a := v.ask("2028-02", "ambassador-berlin"); a.State != checkin.Skipped || !strings.Contains(a.Reason, "missed") || a.Words != 0 {
		t.Errorf("missed: %+v", a)
	}
	v.says("berlin", "report I write all the same", "Thank you")
	if n := len(v.told("tokyo")); n != 0 {
		t.Errorf("tokyo was told %d words", n)
	}
}

// TestAway: whoever is away is asked when they are back, in their own hours, and not before; who comes back earlier is
// asked earlier.
func TestAway(t *testing.T) {
	v := settle(t, report(t, "monthly"))
	v.sweep(at(t, "2028-01-20T00:00:00Z"))
	v.says("berlin", "away until 2028-02-09", "away until 9 February")
	v.says("tokyo", "away until 2028-02-20", "away until 20 February")
	v.says("recife", "settings time 14:30", "from 14:30 on")
	v.says("recife", "settings days wed", "wed")
	v.now = at(t, "2028-01-31T00:00:00Z")
	v.until(at(t, "2028-02-07T00:00:00Z"), time.Hour)
	if n := len(v.told("berlin")) + len(v.told("tokyo")); n != 0 {
		t.Errorf("%d words to people who are away", n)
	}
	if words := v.told("recife"); len(words) != 1 || !words[0].at.Equal(at(t, "2028-02-02T18:00:00Z")) {
		t.Errorf("recife was told %v, want a word on Wednesday at 14:30 there, at the next look", words)
	}
	v.says("tokyo", "back", "Welcome back")
	v.until(at(t, "2028-02-12T00:00:00Z"), time.Hour)
	if words := v.told("tokyo"); len(words) == 0 || !words[0].at.Equal(at(t, "2028-02-07T00:00:00Z")) {
		t.Errorf("tokyo is back, and was told %v", words)
	}
	if words := v.told("berlin"); len(words) == 0 || !words[0].at.Equal(at(t, "2028-02-10T08:00:00Z")) {
		t.Errorf("berlin is back, and was told %v", words)
	}
}

// TestSilence: whoever has not been heard of for ninety days is asked once, and again after a hundred and eighty;
// whoever does anything meanwhile is not.
func TestSilence(t *testing.T) {
	k := checkin.Kind{Name: "still-there", Noun: "word from you", Ask: "Are you still with us? It is fine either way.", Silence: []int{90, 180},
		Fields: []bot.Field{{Name: "answer", Label: "Are you?", Kind: bot.Choice, Choices: []string{"yes", "no"}}}, Of: checkin.Audience{Role: bot.Ambassador}}
	v := settle(t, k)
	v.sweep(at(t, "2028-01-03T00:00:00Z"))
	v.now = at(t, "2028-02-15T12:00:00Z")
	v.says("berlin", "settings languages German", "German")
	if err := v.jobs["who was heard of"](t.Context(), v.now); err != nil {
		t.Fatal(err)
	}
	v.until(at(t, "2028-04-10T00:00:00Z"), 6*time.Hour)
	for who, want := range map[string]int{"tokyo": 3, "berlin": 0} { // ninety days after 3 January is 2 April, a Sunday
		if words := v.told(who); len(words) == 0 != (want == 0) {
			t.Errorf("%s was told %v", who, words)
		}
	}
	v.says("tokyo", "answer still-there yes", "Thank you")
	if err := v.jobs["who was heard of"](t.Context(), v.now); err != nil {
		t.Fatal(err)
	}
	v.until(at(t, "2028-07-05T00:00:00Z"), 6*time.Hour)
	if words := v.told("tokyo"); len(words) != 0 {
		t.Errorf("tokyo was heard of, and was told %v", words)
	}
	if words := v.told("berlin"); len(words) == 0 {
		t.Error("berlin fell silent, and was not asked")
	}
}

// TestGroupAge: leaders are asked by how old their groups are.
func TestGroupAge(t *testing.T) {
	k := report(t, "monthly")
	k.Of = checkin.Audience{Role: bot.Leader, Older: 12}
	v := settle(t, k)
	v.load(`
people:
  - {id: leader-old, name: Leader Old, role: leader, place: "Berlin, Germany", accounts: ["test:old"]}
  - {id: leader-young, name: Leader Young, role: leader, place: "Berlin, Germany", accounts: ["test:young"]}
groups:
  - {id: group-old, name: Group Old, place: "Berlin, Germany", leaders: [leader-old], since: "2020-05-01"}
  - {id: group-young, name: Group Young, place: "Berlin, Germany", leaders: [leader-young], since: "2027-12-01"}
`, false)
	v.sweep(at(t, "2028-01-20T00:00:00Z"))
	v.now = at(t, "2028-01-31T00:00:00Z")
	v.until(at(t, "2028-02-02T00:00:00Z"), time.Hour)
	if old, young := len(v.told("old")), len(v.told("young")); old != 1 || young != 0 {
		t.Errorf("the leader of an old group was told %d words, of a young one %d", old, young)
	}
}

// TestHostileKinds: what nobody should have to bear is refused, in words.
func TestHostileKinds(t *testing.T) {
	good := report(t, "monthly")
	for want, spoil := range map[string]func(*checkin.Kind){
		"more than people bear":    func(k *checkin.Kind) { k.Reminders = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12} },
		"twice on one day":         func(k *checkin.Kind) { k.Reminders = []int{1, 1} },
		"small letters":            func(k *checkin.Kind) { k.Name = "Report!" },
		"nothing that an answer":   func(k *checkin.Kind) { k.Fields = nil },
		"1 to 366 days":            func(k *checkin.Kind) { k.Window = 1000 },
		"what are people asked":    func(k *checkin.Kind) { k.Ask = " " },
		"at least one working day": func(k *checkin.Kind) { k.Late = -1 },
		"from 7 on":                func(k *checkin.Kind) { k.Silence = []int{1} },
	} {
		k := good
		spoil(&k)
		if _, err := checkin.New(checkin.Options{Kinds: []checkin.Kind{k}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestEarly: who reports before they are asked has answered the round that is to come, and is not asked in it.
func TestEarly(t *testing.T) {
	v := settle(t, report(t, "0 9 15 3,6,9,12 *"))
	v.sweep(at(t, "2028-02-10T00:00:00Z"))
	v.now = at(t, "2028-02-20T12:00:00Z")
	v.says("berlin", "report We met twice", "for the first quarter of 2028")
	v.until(at(t, "2028-03-20T00:00:00Z"), 2*time.Hour)
	if words := v.told("berlin"); len(words) != 0 {
		t.Errorf("berlin has reported, and was told %v", words)
	}
	if words := v.told("tokyo"); len(words) == 0 {
		t.Error("tokyo was not asked")
	}
	if a := v.ask("2028-Q1", "ambassador-berlin"); a.State != checkin.Answered || a.Versions != 1 {
		t.Errorf("the early report: %+v", a)
	}
}

// TestEndAtOnce: what is ended in the moment it was started is over, for those too who had not been asked.
func TestEndAtOnce(t *testing.T) {
	v := settle(t, report(t, "quarterly"))
	v.now = at(t, "2028-02-01T00:30:00Z") // the day before in Recife, whose round has not begun
	v.says("a", `checkin start up-day "Who joins?" sure=yes`, "3 people are asked")
	v.says("a", "checkin status up-day", "0 of 2 answered")
	v.says("a", "checkin end up-day", "closes now")
	v.until(at(t, "2028-02-04T12:00:00Z"), time.Hour)
	for _, who := range []string{"berlin", "recife"} {
		if words := v.told(who); len(words) != 0 {
			t.Errorf("%s was told %v", who, words)
		}
	}
	v.says("a", "checkin status up-day", "closed on")
	v.says("tokyo", "answer up-day yes", "kept your words")
}

// TestBeginEarly: a round that a coordinator begins before its day, when the one before is over, is the coming one; on
// its day nobody is asked again.
func TestBeginEarly(t *testing.T) {
	v := settle(t, report(t, "0 9 15 3,6,9,12 *"))
	v.sweep(at(t, "2028-11-20T12:00:00Z"))
	v.says("a", "checkin begin report", "for the fourth quarter of 2028 now")
	v.says("a", "checkin begin report yes", "3 people are asked")
	v.until(at(t, "2028-11-21T12:00:00Z"), time.Hour)
	for _, who := range []string{"berlin", "tokyo", "recife"} {
		if n := len(v.told(who)); n != 1 {
			t.Errorf("%s was told %d words", who, n)
		}
		v.says(who, "report all is well", "Thank you. Your regional report for the fourth quarter of 2028 is in.")
	}
	v.until(at(t, "2028-12-20T12:00:00Z"), time.Hour)
	for _, who := range []string{"berlin", "tokyo", "recife"} {
		if words := v.told(who); len(words) != 0 {
			t.Errorf("%s was asked again: %v", who, words)
		}
	}
	if a := v.ask("2028-Q4", "ambassador-berlin"); a.State != checkin.Answered {
		t.Errorf("%+v", a)
	}
}
