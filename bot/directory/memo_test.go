package directory

import (
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/place"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestMemoForgets: what is remembered of a search counts until somebody writes to the directory, and on its day.
func TestMemoForgets(t *testing.T) {
	places, err := place.Open()
	if err != nil {
		t.Fatal(err)
	}
	d, db := New(Options{Places: places}), mem.New()
	spot, _ := d.locate(address{words: "Berlin"})
	put := func(p Person) {
		t.Helper()
		p.Role, p.Spot = bot.Ambassador, spot
		if p.Status == "" {
			p.Status = Active
		}
		if err := db.Update(t.Context(), "memo", func(tx store.Tx) error { return d.putPerson(tx, p) }); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	find := func(who string, at time.Time) (text string) {
		t.Helper()
		command := d.findCommand("find", "find", ambassadors)
		err := db.View(t.Context(), "memo", func(tx store.Tx) error {
			m, err := d.Place(tx, bot.Person{}, "Berlin")
			if err != nil {
				return err
			}
			req := &bot.Request{Message: bot.Message{At: at}, Command: command, Who: bot.Person{ID: who}, Values: map[string]string{"place": m.Value}}
			reply, err := command.Handle(t.Context(), tx, req)
			text = reply.Text
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	put(Person{ID: "a", Name: "Ambassador A"})
	first := find("", now)
	if again := find("", now); again != first || d.answers.Len() != 1 {
		t.Errorf("asked again: %q after %q, %d remembered", again, first, d.answers.Len())
	}
	put(Person{ID: "a", Name: "Ambassador B", Status: Hold, Until: "2026-04-01"})
	if changed := find("", now); changed == first {
		t.Errorf("after a change: still %q", changed)
	}
	if back := find("", now.AddDate(0, 0, 1)); back == find("", now) {
		t.Errorf("the day after: still %q", back)
	}
	find("a", now)
	if n := d.answers.Len(); n != 4 {
		t.Errorf("%d answers are remembered, want one for each edition, day and person", n)
	}
}
