package faq

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ambassador/bot/faq/entry"
)

// asking is an entry with questions.
func asking(id string, questions ...string) entry.Entry {
	e := entry.Entry{ID: id, Where: entry.Where{File: "faq.yaml", Line: len(id)}}
	for _, q := range questions {
		e.Questions = append(e.Questions, entry.Text{Text: q})
	}
	return e
}

// TestAlike finds two entries that are one, and none among those that differ.
func TestAlike(t *testing.T) {
	apart := []entry.Entry{
		asking("apply", "How do I become an ambassador?", "where can I apply to be an ambassador", "becoming an ambassador", "I want to apply as an ambassador", "apply for ambassador"),
		asking("pay", "Is there a salary?", "what do you earn", "how much money do you get for it", "salary and money", "do they earn money"),
		asking("pizza", "Who pays for pizza?", "find a sponsor for pizza", "sponsor food and drinks", "pizza sponsor wanted", "drinks and pizza for free"),
		asking("code", "Which rules hold at meetups?", "code of conduct", "rules of conduct for meetups", "is there a code of conduct", "conduct at meetups"),
	}
	if got := Alike(apart); len(got) > 0 {
		t.Errorf("entries that differ: %v", got)
	}
	twin := asking("twins", "How can I become an ambassador?", "where do I apply to be an ambassador?", "I want to become an ambassador", "applying as an ambassador", "apply for ambassador")
	got := Alike(append(apart, twin))
	if len(got) != 1 || got[0].File != "faq.yaml" || got[0].Line != len("apply") || !strings.HasPrefix(got[0].Text, "entry “apply” is hard to tell from entry “twins” (faq.yaml:5): “") {
		t.Errorf("twins: %v", got)
	}
	if got := Alike(nil); len(got) > 0 {
		t.Errorf("no entries: %v", got)
	}
}

// TestAlikeOnce has two entries that are alike in one question of five: that is no reason to worry.
func TestAlikeOnce(t *testing.T) {
	twice := func(first, second string) []entry.Entry {
		return []entry.Entry{
			asking("apply", "How do I apply to become an ambassador?", "hand in my papers for the title", "what must be in an application", second, "becoming one of you"),
			asking("decision", "Who decides on it?", "how long until I hear of it", first, "have they said yes already", "the result of what I sent you"),
			asking("pizza", "Who pays for pizza?", "find a sponsor for food", "sponsor of drinks", "pizza sponsor wanted", "food for free"),
		}
	}
	if got := Alike(twice("How can I apply to become an ambassador?", "is it for life or for a while")); len(got) > 0 {
		t.Errorf("one question: %v", got)
	}
	if got := Alike(twice("How can I apply to become an ambassador?", "have they already said yes")); len(got) != 1 {
		t.Errorf("two questions: %v", got)
	}
}

// TestAlikeAlone finds twins of which each is asked for in one way only.
func TestAlikeAlone(t *testing.T) {
	all := []entry.Entry{
		asking("apply", "How do I apply to become an ambassador?"), asking("pay", "What do you earn in a year?"),
		asking("twin", "How can I apply to become an ambassador?"), asking("food", "Where do we order pizza and drinks?"),
	}
	got := Alike(all)
	if len(got) != 1 || !strings.Contains(got[0].Text, "“apply”") || !strings.Contains(got[0].Text, "“twin”") {
		t.Errorf("got %v", got)
	}
}

// TestAlikeMany looks through more entries than can be compared in full, twice, with the same result.
func TestAlikeMany(t *testing.T) {
	var all []entry.Entry
	for i := range 3100 {
		word := func(n int) string { return fmt.Sprintf("%c%d%c", 'a'+(i*n)%26, i*n%997, 'a'+(i/26*n)%26) }
		all = append(all, asking(fmt.Sprint("e", i), "how "+word(3)+" of "+word(7), "what "+word(11)+" for "+word(13)))
	}
	copied := all[10]
	copied.ID = "twin"
	copied.Questions = []entry.Text{{Text: copied.Questions[0].Text + " now"}, {Text: copied.Questions[1].Text + " now"}}
	all = append(all, asking("other", "something else"), copied) // questions of every fifth entry are asked in one turn
	first := Alike(all)
	if !slices.ContainsFunc(first, func(p entry.Problem) bool {
		return strings.Contains(p.Text, "“e10” is hard to tell from entry “twin”")
	}) {
		t.Errorf("the twin is not found among %d", len(first))
	}
	if !slices.Equal(first, Alike(all)) {
		t.Error("the second time differs")
	}
}
