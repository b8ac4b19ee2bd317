package directory

import (
	"errors"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
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
