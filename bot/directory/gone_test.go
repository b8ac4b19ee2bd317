package directory

import (
	"errors"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestMarkGone: somebody is gone when every account is, comes back with one of them, and is told the truth about.
func TestMarkGone(t *testing.T) {
	d, db := New(Options{}), mem.New()
	one, two := bot.Address{Platform: "console", User: "one"}, bot.Address{Platform: "console", User: "two"}
	other := bot.Address{Platform: "console", User: "other"}
	update := func(do func(store.Tx) error) {
		t.Helper()
		if err := db.Update(t.Context(), "gone", do); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx store.Tx) error {
		spot := Spot{Ref: "city:1", Exact: true, CC: "DE"}
		return errors.Join(
			d.putPerson(tx, Person{ID: "a", Name: "Ambassador A", Role: bot.Ambassador, Spot: spot, Status: Active, Accounts: []bot.Address{one, two}}),
			d.putPerson(tx, Person{ID: "b", Name: "Ambassador B", Role: bot.Ambassador, Spot: spot, Status: Active, Accounts: []bot.Address{other}}),
		)
	})
	all := []bot.Address{one, two, other}
	for _, step := range []struct {
		gone    []bot.Address
		changed int
		away    bool
	}{
		{[]bot.Address{one}, 0, false},
		{[]bot.Address{one, two}, 1, true},
		{[]bot.Address{one, two}, 0, true},
		{[]bot.Address{two}, 1, false},
	} {
		update(func(tx store.Tx) error {
			changed, err := d.MarkGone(tx, all, step.gone)
			if changed != step.changed {
				t.Errorf("gone %v: %d changed, want %d", step.gone, changed, step.changed)
			}
			return err
		})
		update(func(tx store.Tx) error {
			p, _, err := d.people.Get(tx, store.K("a"))
			_, found := p.entry()
			verdict := p.verdict("Ambassador A", time.Now())
			if found == step.away || (p.At(time.Now()) == Hold) != step.away || strings.Contains(verdict, "on hold") != step.away || !strings.HasPrefix(verdict, "Yes") {
				t.Errorf("gone %v: findable %v, %s; %s", step.gone, found, p.At(time.Now()), verdict)
			}
			return err
		})
	}
	update(func(tx store.Tx) error {
		accounts, err := d.Accounts(tx)
		if len(accounts) != 3 {
			t.Errorf("accounts %v", accounts)
		}
		return err
	})
}

// TestGoneBesides: a hold that is over brings nobody back who is gone, other accounts do, and
// a team that is gone is not written to.
func TestGoneBesides(t *testing.T) {
	d, db := New(Options{}), mem.New()
	at := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	a, c := bot.Address{Platform: "console", User: "a"}, bot.Address{Platform: "console", User: "c"}
	person := Person{ID: "a", Name: "Ambassador A", Role: bot.Ambassador, Status: Hold, Until: "2026-05-01", Accounts: []bot.Address{a}}
	err := db.Update(t.Context(), "gone", func(tx store.Tx) error {
		err := errors.Join(
			d.putPerson(tx, person),
			d.putPerson(tx, Person{ID: "c", Name: "Coordinator C", Role: bot.Coordinator, Status: Active, Accounts: []bot.Address{c}}),
		)
		if _, gone := d.MarkGone(tx, []bot.Address{a, c}, []bot.Address{a, c}); gone != nil || err != nil {
			return errors.Join(err, gone)
		}
		p, _, err := d.people.Get(tx, store.K("a"))
		if p.At(at) != Hold || p.absence(at) != "on hold" || !strings.Contains(p.verdict("Ambassador A", at), "away for now") {
			t.Errorf("after the hold: %s, %q, %q", p.At(at), p.absence(at), p.verdict("Ambassador A", at))
		}
		req := &bot.Request{Values: map[string]string{"person": "a", "message": "Hello"}, Message: bot.Message{At: at}, On: map[string]string{}}
		if away := p.Away(at); away != "away for now" {
			t.Errorf("away: %q", away)
		}
		card, _, cardErr := d.cards.Get(tx, store.K("a"))
		if buttons, err := d.introductions(tx, req, []Card{card}); len(buttons) > 0 || err != nil {
			t.Errorf("offered %v, %v", buttons, err)
		}
		if team, err := d.Coordinators(tx); len(team) > 0 || err != nil {
			t.Errorf("the team is %v, %v", team, err)
		}
		if _, back := welcomeBack(&Person{Name: "A", Status: Active, Gone: true}, req); back == nil || !strings.Contains(back.Error(), "deactivated") {
			t.Errorf("welcomed back: %v", back)
		}
		r, showErr := d.record(tx, card)
		if last := r.facts[len(r.facts)-1]; last.Label != "Gone" {
			t.Errorf("a coordinator sees %v", r.facts)
		}
		for accounts, still := range map[string]bool{"console:a": true, "console:other": false, "": false} {
			book := sheet.Book{Tables: []sheet.Table{{Name: "people", Columns: []sheet.Column{{Name: "id"}, {Name: "accounts"}, {Name: "note"}}, Rows: []sheet.Row{
				{Line: 2, Cells: map[string]sheet.Cell{"id": {Values: []string{"a"}}, "accounts": {Values: strings.Fields(accounts)}, "note": {Values: []string{"new"}}}},
			}}}}
			plan, planErr := d.Plan(t.Context(), tx, Import{Book: book})
			if len(plan.people) != 1 || plan.people[0].Gone != still || planErr != nil {
				t.Errorf("imported with accounts %q: %+v, %v", accounts, plan, planErr)
			}
		}
		return errors.Join(err, cardErr, showErr)
	})
	if err != nil {
		t.Fatal(err)
	}
}
