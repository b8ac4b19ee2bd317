package faq

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ambassador/bot/faq/entry"
	"ambassador/bot/faq/match"
)

// mostHits is how many entries a question is held against: three are offered.
const mostHits = 3

// found is a question with the entries that it may ask for, the best first.
type found struct {
	text string
	hits []match.Hit
}

// p is how likely the best one is asked for.
func (f found) p() float64 {
	if len(f.hits) == 0 {
		return 0
	}
	return f.hits[0].P
}

// sure says that the best one can be answered with.
func (f found) sure() bool { return f.p() >= match.Sure }

// best is the id of the best one; empty where there is none.
func (f found) best() string {
	if len(f.hits) == 0 {
		return ""
	}
	return f.hits[0].ID
}

// near is from which probability an entry is worth naming to those who know them all.
const near = match.Maybe / 2

// offered lists the entries that may have been meant: those that have a chance, and are not far behind the best.
func (f found) offered() (ids []string) {
	const (
		chance    = 0.05
		farBehind = 5 // times less likely
	)
	for _, h := range f.hits {
		if h.P >= chance && h.P*farBehind >= f.p() {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

// mostSure is how many characters a text may have for what the matcher says of it to be trusted: it knows questions,
// not letters.
const mostSure = 400

// look finds what a text asks for. Of a long one it is never sure.
func (v *view) look(text string) found {
	f := found{text, v.matcher.Ask(text, mostHits)}
	if long(text) {
		for i := range f.hits {
			f.hits[i].P = min(f.hits[i].P, match.Sure-0.01)
		}
	}
	return f
}

// long says that a text is too long to be one question.
func long(text string) bool { return utf8.RuneCountInString(text) > mostSure }

// looked is all that is in a message.
type looked struct {
	whole  found
	answer []found // what can be answered with, up to three, each another entry
	rest   []found // questions beside these that cannot
}

// mostAnswers is how many questions of one message are answered.
const mostAnswers = 3

// lookInto finds what a message asks for: most often one thing. Where it asks several, each is looked at for itself, if
// at least one of them is clear.
//
// What has been asked of the same matcher is remembered, if it is not long.
func (v *view) lookInto(text string) looked {
	if l, ok := v.looked.Get(text); ok {
		return l
	}
	l := v.lookAnew(text)
	if !long(text) {
		v.looked.Put(text, l)
	}
	return l
}

// mostLooked is how many questions are remembered: with their hits some 200 bytes and their text each.
const mostLooked = 1000

// lookAnew does so, whoever has asked it before.
func (v *view) lookAnew(text string) looked {
	l := looked{whole: v.look(text)}
	if l.whole.sure() {
		l.answer = []found{l.whole}
	}
	parts := split(text)
	var clear, rest []found
	several := 0 // clear ones that are questions: what is said before a question is most often a part of it
	for _, part := range parts {
		f := v.look(part)
		if last := lastSentence(part); !f.sure() && last != part { // a greeting, or a story, that ends in a question
			f = v.look(last)
		}
		known := slices.ContainsFunc(clear, func(c found) bool { return c.best() == f.best() })
		question := strings.ContainsAny(f.text, marks)
		switch {
		case f.sure() && !known && len(clear) < mostAnswers:
			if clear = append(clear, f); question {
				several++
			}
		case !known && question:
			rest = append(rest, f)
		}
	}
	if several > 0 && len(parts) > 1 || len(clear) > len(l.answer) {
		l.answer, l.rest = clear, rest
	}
	return l
}

// lang is the language of the phrasing that was most like a question; empty where nobody has said.
func lang(e entry.Entry, f found) string {
	if len(f.hits) == 0 {
		return ""
	}
	for _, q := range e.Questions {
		if q.Text == f.hits[0].Phrasing {
			return q.Lang
		}
	}
	return ""
}

// languages lists those in which the FAQ has questions, the most frequent first.
func (v *view) languages() (all []string) {
	count := make(map[string]int)
	for _, e := range v.by {
		for _, q := range e.Questions {
			if q.Lang != "" {
				if count[q.Lang]++; count[q.Lang] == 1 {
					all = append(all, q.Lang)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return slices.Compare([]string{a}, []string{b})
	})
	return all
}

// foreign says whether a text is in a script in which the FAQ has no question.
func (v *view) foreign(text string) bool {
	const common = 20 // questions beyond which a script is certainly there
	script, seen := written(text), 0
	if script == 0 {
		return false
	}
	for _, id := range v.order {
		for _, q := range v.by[id].Questions {
			if written(q.Text)&script != 0 {
				if seen++; seen == common {
					return false
				}
			}
		}
	}
	return seen == 0
}
