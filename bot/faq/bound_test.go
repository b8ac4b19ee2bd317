package faq

import (
	"fmt"
	"testing"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestBound holds that of too many questions the oldest go that were asked only once.
func TestBound(t *testing.T) {
	r, db := New(Options{Keep: 90}), mem.New()
	w := watch{r, db, "community"}
	err := db.Update(t.Context(), w.space, func(tx store.Tx) error {
		for i := range mostMissed + 5 {
			m := missed{Text: fmt.Sprintf("question %d", i), First: "2026-11-01", Last: "2026-11-02", Count: 1}
			switch i {
			case 0:
				m.Last = "2026-11-01"
				m.Count = 2
			case 1, 2, 3, 4, 5:
				m.Last = "2026-11-01"
			}
			if _, err := r.keep(tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = w.bound(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(t.Context(), w.space, func(tx store.Tx) error {
		all, err := r.allMissed(tx)
		if len(all) != mostMissed || all[0].Text != "question 0" || all[1].Text != "question 6" {
			t.Errorf("%d questions are left, first %q and %q", len(all), all[0].Text, all[1].Text)
		}
		n := 0
		for range r.asked.Keys(tx, nil, nil) {
			n++
		}
		if n != mostMissed {
			t.Errorf("%d texts lead to them", n)
		}
		if gone, err := r.missedAs(tx, "question 3"); gone.Number != 0 || err != nil {
			t.Errorf("a question that is gone is found: %+v, %v", gone, err)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// FuzzFitting holds that a line fits a button, and that it is the one of the command with words that begin as they should.
func FuzzFitting(f *testing.F) {
	f.Add("Why?", "roles")
	f.Add("\\\"“\n👍", "ü")
	c := bot.Command{Name: helpedName, Fields: helpedFields()}
	f.Fuzz(func(t *testing.T, question, id string) {
		if len(id) > mostKeyBytes {
			return
		}
		line := Fitting(c, map[string]string{"entry": id, "it": "no", "of": "0123456789ab-1", "question": question}, "question")
		if len(line) > mostLine {
			t.Errorf("%d bytes: %s", len(line), line)
		}
	})
}

// mostKeyBytes is about how long an id can be when each of its characters has to be escaped.
const mostKeyBytes = 100
