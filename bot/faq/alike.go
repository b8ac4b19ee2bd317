package faq

import (
	"cmp"
	"fmt"
	"slices"

	"ambassador/bot/faq/entry"
	"ambassador/bot/faq/match"
)

// Asked are entries as the matcher wants them, which is how people ask for them.
func Asked(all []entry.Entry) []match.Entry {
	out := make([]match.Entry, len(all))
	for i, e := range all {
		out[i] = asked(e)
	}
	return out
}

// How much is looked at in search of entries that are too alike. A larger FAQ is sampled, so that it takes seconds.
const (
	rounds    = 5      // in each of which another fifth of the questions is unknown and asked
	oneRound  = 6_000  // questions above which one round must do
	mostKnown = 20_000 // questions that are known in a round, about
	mostAsked = 3_000  // questions that are asked in a round, about
)

// Alike lists pairs of entries that are hard to tell apart: when some of their questions are not known, as those of people
// never are, they are taken for the other entry, and that for sure enough to answer with it. One question of many is no
// reason to worry. The same entries give the same list.
func Alike(all []entry.Entry) []entry.Problem {
	c := comparison{entries: all, pairs: make(map[[2]int]*confusion), asked: make(map[int]int), at: make(map[string]int)}
	questions := 0
	for i, e := range all {
		c.at[e.ID] = i
		questions += len(e.Questions)
	}
	turns := rounds
	if questions > oneRound {
		turns = 1
	}
	for turn := range turns {
		c.turn(turn, questions)
	}
	return c.problems()
}

// comparison collects which entries are taken for others.
type comparison struct {
	entries []entry.Entry
	at      map[string]int // by id: which entry it is
	asked   map[int]int    // by entry: how many of its questions have been asked
	pairs   map[[2]int]*confusion
}

// confusion is how often one of two entries was taken for the other, and the clearest case.
type confusion struct {
	taken    map[int]int        // by entry: its questions that asked for the other one
	likes    map[[2]string]bool // questions that are like each other; those that are both ways are one case
	p        float64
	question string // of either
	like     string // the question of the other one that is most like it
}

// turn asks a fifth of the questions of a matcher that knows the others.
func (c *comparison) turn(turn, questions int) {
	type question struct {
		entry int
		text  string
	}
	room := len(c.entries) // how many questions of an entry are known
	if questions > 0 {
		room = max(1, mostKnown/len(c.entries))
	}
	known, open := Asked(c.entries), []question(nil)
	for i := range known {
		var left []string
		for j, text := range known[i].Phrasings {
			if (i+j)%rounds == turn {
				open = append(open, question{i, text})
			} else if len(left) < room {
				left = append(left, text)
			}
		}
		if known[i].Phrasings = left; questions > mostKnown {
			known[i].Answer = "" // one is as long as many questions
		}
	}
	m := match.New(known, nil)
	step := 1 + len(open)/mostAsked
	for i := 0; i < len(open); i += step {
		q := open[i]
		c.asked[q.entry]++
		if hits := m.Ask(q.text, 1); len(hits) > 0 && hits[0].P >= match.Sure {
			c.note(q.entry, c.at[hits[0].ID], q.text, hits[0])
		}
	}
}

// note notes that a question of one entry asked for another. Questions that are the same are not told here: they are no
// matter of likeness.
func (c *comparison) note(from, to int, text string, hit match.Hit) {
	if from == to || hit.Phrasing == "" || normal(text) == normal(hit.Phrasing) {
		return
	}
	pair := [2]int{min(from, to), max(from, to)}
	it := c.pairs[pair]
	if it == nil {
		it = &confusion{taken: make(map[int]int), likes: make(map[[2]string]bool)}
		c.pairs[pair] = it
	}
	it.likes[[2]string{min(text, hit.Phrasing), max(text, hit.Phrasing)}] = true
	if it.taken[from]++; hit.P > it.p {
		it.p, it.question, it.like = hit.P, text, hit.Phrasing
	}
}

// problems lists the pairs for which more than one case speaks, or more than half of an entry's questions.
func (c *comparison) problems() (all []entry.Problem) {
	var pairs [][2]int
	for pair, it := range c.pairs {
		a, b := it.taken[pair[0]], it.taken[pair[1]]
		if len(it.likes) > 1 || 2*a > c.asked[pair[0]] || 2*b > c.asked[pair[1]] {
			pairs = append(pairs, pair)
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, pair := range pairs {
		one, other, it := c.entries[pair[0]], c.entries[pair[1]], c.pairs[pair]
		where := ""
		if at := other.Where.String(); at != "" {
			where = " (" + at + ")"
		}
		all = append(all, entry.Problem{File: one.Where.File, Line: one.Where.Line, Text: fmt.Sprintf(
			"entry “%s” is hard to tell from entry “%s”%s: %s is like %s", one.ID, other.ID, where, quoted(it.question), quoted(it.like))})
	}
	return all
}
