package match

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"testing"
)

// cellar is a small FAQ about something else than programmes.
func cellar() []Entry {
	return []Entry{
		{ID: "open", Phrasings: []string{"When do you open?", "opening hours", "Are you open on Sunday?", "How late can I come?"}, Answer: "We open at nine."},
		{ID: "price", Phrasings: []string{"How much is the entrance?", "What does a ticket cost?", "price of tickets", "Is it free for children?"}, Answer: "Five coins."},
		{ID: "dogs", Phrasings: []string{"May I bring my dog?", "Are dogs allowed?", "pets", "Is my cat welcome?"}, Answer: "Yes, on a lead."},
		{ID: "parken", Phrasings: []string{"Wo kann ich parken?", "Gibt es einen Parkplatz?", "Parkgebühr", "駐車場はありますか"}, Answer: "Hinter dem Haus."},
	}
}

func trainedMatcher(t testing.TB, entries []Entry, nots ...string) *Matcher {
	t.Helper()
	m, err := New(entries, nots).Train(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestAsk asks in other words than the phrasings, mistyped, in scripts without spaces, and what is no question.
func TestAsk(t *testing.T) {
	for name, m := range map[string]*Matcher{"new": New(cellar(), nil), "trained": trainedMatcher(t, cellar())} {
		for _, c := range []struct{ question, want string }{
			{"when are you open on saturday", "open"},
			{"what is the price of a ticket?", "price"},
			{"WHATS THE COST OF TICKTES", "price"},
			{"can i bring dogs", "dogs"},
			{"駐車場はどこですか", "parken"},
			{"kostet der parkplatz etwas", "parken"},
		} {
			hits := m.Ask(c.question, 3)
			if len(hits) != 3 || hits[0].ID != c.want {
				t.Errorf("%s: %q finds %v, want %s", name, c.question, hits, c.want)
			}
			if !slices.IsSortedFunc(hits, func(a, b Hit) int { return int((b.P - a.P) * 1e9) }) {
				t.Errorf("%s: %q: not the surest first: %v", name, c.question, hits)
			}
		}
		if p := m.Ask("When do you open?", 1)[0]; p.P < Sure || p.Phrasing != "When do you open?" {
			t.Errorf("%s: a phrasing itself is asked, and it is sure of %v", name, p)
		}
		for _, odd := range []string{"", "🎉🎉", "zzz qqq xxx", "the committee met in the garden", "...", "\xff\xfe"} {
			if hit := m.Ask(odd, 1)[0]; hit.P >= Sure {
				t.Errorf("%s: %q is answered with %v", name, odd, hit)
			}
		}
	}
}

// TestEmpty has nothing to find.
func TestEmpty(t *testing.T) {
	for _, entries := range [][]Entry{nil, {{ID: "a"}}, {{ID: "a", Phrasings: []string{"", "🎉"}}}} {
		m := trainedMatcher(t, entries)
		for _, hit := range m.Ask("When do you open?", 3) {
			if hit.P >= Maybe {
				t.Errorf("%v finds %v", entries, hit)
			}
		}
		if hits := m.Ask("x", 0); len(hits) != 0 {
			t.Errorf("asked for none, and found %v", hits)
		}
	}
}

// TestDeterministic asks the same on one core and on several.
func TestDeterministic(t *testing.T) {
	var first string
	for _, cores := range []int{1, 2, 7} {
		before := runtime.GOMAXPROCS(cores)
		m := trainedMatcher(t, many(60, 25))
		var all string
		for _, e := range many(60, 25)[:20] {
			all += fmt.Sprint(m.Ask(e.Phrasings[0]+" today", 5))
		}
		runtime.GOMAXPROCS(before)
		if first == "" {
			first = all
		}
		if all != first {
			t.Errorf("on %d cores the answers are others", cores)
		}
	}
}

// TestRevise changes a matcher, and asks what it knows then.
func TestRevise(t *testing.T) {
	for name, m := range map[string]*Matcher{"new": New(cellar(), nil), "trained": trainedMatcher(t, cellar())} {
		top := func(m *Matcher, question string) Hit { return m.Ask(question, 1)[0] }
		open := cellar()[0]
		open.Phrasings = append(slices.Clone(open.Phrasings[1:]), "Is the gate unlocked at midnight?")
		bread := Entry{ID: "bread", Phrasings: []string{"Do you sell bread?"}, Answer: "No."}
		r := m.Revise([]Entry{open, bread}, []string{"dogs"}, []string{"price of freedom"})
		for question, want := range map[string]string{
			"Is the gate unlocked at midnight?": "open", "do you sell bread": "bread", "price of tickets": "price", "opening hours": "open",
		} {
			if hit := top(r, question); hit.ID != want || hit.P < Sure {
				t.Errorf("%s: after the change %q finds %v, want %s", name, question, hit, want)
			}
		}
		for _, question := range []string{"May I bring my dog?", "Are dogs allowed?", "price of freedom"} {
			if hit := top(r, question); hit.P >= Sure {
				t.Errorf("%s: %q is answered with %v after the change", name, question, hit)
			}
		}
		for _, hit := range r.Ask("When do you open?", 5) {
			if hit.Phrasing == "When do you open?" || hit.ID == "dogs" {
				t.Errorf("%s: what is gone is found: %v", name, hit)
			}
		}
		// Back again, and the same as ever.
		back := r.Revise([]Entry{cellar()[0]}, []string{"bread"}, nil).Revise([]Entry{cellar()[2]}, nil, nil)
		for _, e := range cellar() {
			for _, question := range e.Phrasings {
				if hit := top(back, question); hit.ID != e.ID || hit.P < Maybe {
					t.Errorf("%s: changed and changed back, %q finds %v", name, question, hit)
				}
			}
		}
		if hit := top(m, "May I bring my dog?"); hit.ID != "dogs" || hit.P < Sure {
			t.Errorf("%s: the older matcher has changed: %v", name, hit)
		}
	}
}

// TestReviseTrains learns of a revised matcher what a new one of the same entries would learn.
func TestReviseTrains(t *testing.T) {
	e := cellar()
	e[1].Phrasings = append(e[1].Phrasings, "any discount for students")
	revised, err := New(cellar(), nil).Revise(e[1:2], nil, []string{"not this"}).Train(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	fresh := trainedMatcher(t, e, "not this")
	for _, question := range []string{"discount for a student", "open today", "not that"} {
		if a, b := revised.Ask(question, 4), fresh.Ask(question, 4); !reflect.DeepEqual(a, b) {
			t.Errorf("%q: %v, and trained anew %v", question, a, b)
		}
	}
}

// TestTrainGivesUp ends with its context.
func TestTrainGivesUp(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if m, err := New(cellar(), nil).Train(ctx); err == nil || m != nil {
		t.Errorf("trained after all: %v, %v", m, err)
	}
}

// TestGroup puts together what asks the same.
func TestGroup(t *testing.T) {
	texts := []string{"where is the car park", "how old is the castle?", "where's the car park?", "How old is the castle", "is there a shop", "where is the car park please", ""}
	want := [][]int{{0, 2, 5}, {1, 3}, {4}, {6}}
	if got := Group(texts); !reflect.DeepEqual(got, want) {
		t.Errorf("grouped as %v, want %v", got, want)
	}
}

// many makes entries of words of their own.
func many(entries, phrasings int) []Entry {
	words := []string{"open", "close", "pay", "ride", "swim", "eat", "read", "walk", "sing", "draw", "climb", "sleep", "talk"}
	all := make([]Entry, entries)
	for i := range all {
		all[i].ID = fmt.Sprint("entry-", i)
		all[i].Answer = fmt.Sprintf("It is so in hall %d.", i)
		for j := range phrasings {
			all[i].Phrasings = append(all[i].Phrasings, fmt.Sprintf("how do i %s the thing%d and %s it %d times", words[(i+j)%13], i, words[(i*7+j*3)%13], j))
		}
	}
	return all
}

// FuzzAsk asks anything of anything.
func FuzzAsk(f *testing.F) {
	f.Add("When do you open?", "opening hours")
	f.Add("駐車場 ag\u0301 ﬁ", "dont don't")
	f.Fuzz(func(t *testing.T, phrasing, question string) {
		m := trainedMatcher(t, append(cellar(), Entry{ID: "x", Phrasings: []string{phrasing}}), question+"!")
		for _, hit := range m.Ask(question, 5) {
			if !(hit.P >= 0 && hit.P <= 1) {
				t.Errorf("%q: %v", question, hit)
			}
		}
		if n := len(slices.Concat(Group([]string{phrasing, question, phrasing})...)); n != 3 {
			t.Errorf("3 texts make groups of %d", n)
		}
	})
}
