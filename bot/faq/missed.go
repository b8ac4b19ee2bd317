package faq

import (
	"fmt"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// mostMissed is how many questions without an answer are kept.
const mostMissed = 5000

// miss keeps a question to which there was no answer, or whose answer did not help: then given is its entry. The
// same words count up. It returns the question's number; 0 where none is kept, as what has been said to be no question.
func (r *Room) miss(tx store.Tx, req *bot.Request, v *view, f found, given string) (uint64, error) {
	text := scrub(f.text)
	words := normal(text)
	if r.Keep <= 0 || req.Message.Overheard || words == "" || v.not[words] {
		return 0, nil
	}
	m, err := r.missedAs(tx, words)
	if err != nil {
		return 0, err
	}
	if m.Number == 0 {
		m = missed{Text: text, Lang: strings.ToLower(req.Who.Lang), First: today(req)}
		if f.p() >= near { // else what it is most like is like it by chance, and so is the language of that
			m.Lang = readerOf(v.by[f.best()], f, req.Who.Lang)
		}
	}
	m.Count++
	m.Answered = false
	m.Last = max(m.Last, today(req))
	if given != "" && !slices.Contains(m.Given, given) {
		m.Given = append(m.Given, given)
	}
	return r.keep(tx, m)
}

// missedAs is the question that is kept with these words; its number is 0 where there is none.
func (r *Room) missedAs(tx store.Tx, words string) (m missed, err error) {
	number, known, err := r.asked.Get(tx, store.K(words))
	if err != nil || !known {
		return m, err
	}
	m, _, err = r.missed.Get(tx, store.K(number))
	return m, err
}

// keep writes a question down. One without a number gets the next; a number that another question has in the
// meantime is given away no more.
func (r *Room) keep(tx store.Tx, m missed) (uint64, error) {
	if m.Number == 0 {
		last, _, err := r.numbers.Get(tx, store.K())
		if err == nil {
			m.Number = last + 1
			err = r.numbers.Put(tx, store.K(), m.Number)
		}
		if err != nil {
			return 0, err
		}
	}
	err := r.missed.Put(tx, store.K(m.Number), m)
	if err == nil {
		err = r.asked.Put(tx, store.K(normal(m.Text)), m.Number)
	}
	if err != nil {
		return 0, fmt.Errorf("faq: keep a question: %w", err)
	}
	return m.Number, nil
}

// drop takes a question off the list.
func (r *Room) drop(tx store.Tx, m missed) error {
	if err := r.missed.Delete(tx, store.K(m.Number)); err != nil {
		return err
	}
	words := store.K(normal(m.Text))
	if number, there, err := r.asked.Get(tx, words); err != nil || !there || number != m.Number {
		return err
	}
	return r.asked.Delete(tx, words)
}

// putBack puts a question on the list again. Where the same words have come in since, they are one.
func (r *Room) putBack(tx store.Tx, m missed) error {
	other, err := r.missedAs(tx, normal(m.Text))
	if err != nil {
		return err
	}
	if other.Number != 0 {
		other.Count += m.Count
		other.First, other.Last = min(other.First, m.First), max(other.Last, m.Last)
		m = other
	}
	_, err = r.keep(tx, m)
	return err
}

// allMissed are the questions on the list, the oldest first.
func (r *Room) allMissed(tx store.Tx) (all []missed, err error) {
	for row, err := range r.missed.All(tx, nil) {
		if err != nil {
			return nil, fmt.Errorf("faq: %w", err)
		}
		all = append(all, row.Value)
	}
	return all, nil
}

// waiting counts the questions on the list that nothing answers yet.
func (r *Room) waiting(tx store.Tx) (n int, err error) {
	all, err := r.allMissed(tx)
	for _, m := range all {
		if !m.Answered {
			n++
		}
	}
	return n, err
}

// picked are the questions of these numbers, as in “12,13”, that are in a bucket.
func picked(tx store.Tx, from store.Bucket[missed], words string) (all []missed, err error) {
	numbers, err := parseNumbers(words)
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		m, there, err := from.Get(tx, store.K(n))
		if err != nil {
			return nil, err
		}
		if there {
			all = append(all, m)
		}
	}
	if len(all) == 0 {
		return nil, bot.Refuse("There is no such question any more.").Offer(bot.Action{Label: "List them", Line: "faq unanswered"})
	}
	return all, nil
}

// mostPicked is how many questions one line names.
const mostPicked = 20

// parseNumbers reads “12,13”.
func parseNumbers(words string) (all []uint64, err error) {
	for word := range strings.SplitSeq(words, ",") {
		var n uint64
		if _, err := fmt.Sscanf(strings.TrimPrefix(word, "#"), "%d", &n); err != nil || n == 0 || len(all) == mostPicked {
			return nil, bot.Refuse("“%s” names no question: they have numbers, such as 12, or 12,13 for two.", clip(words, mostQuoted))
		}
		all = append(all, n)
	}
	return all, nil
}

// numbersOf writes what parseNumbers reads.
func numbersOf(all []missed) string {
	var words []string
	for _, m := range all {
		words = append(words, fmt.Sprint(m.Number))
	}
	return strings.Join(words, ",")
}
