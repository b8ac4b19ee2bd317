package matrix

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// TestPadsAreBounded: of the messages with buttons the last are remembered, and those that were shown anew are not lost
// with the old.
func TestPadsAreBounded(t *testing.T) {
	var p pads
	with := &words{Pad: &pad{List: []key{{Key: "1", Line: "x"}}}}
	for n := range 10 * mostShown {
		to := bot.Address{Platform: Platform, User: fmt.Sprint(n)}
		p.show(to, hall, id.EventID(fmt.Sprint("$", n)), with, false)
		p.show(to, hall, id.EventID(fmt.Sprint("$plain", n)), &words{}, true)
	}
	if len(p.of) > mostShown || len(p.order) > mostShown || len(p.last) > mostShown {
		t.Errorf("remembers %d, %d, %d", len(p.of), len(p.order), len(p.last))
	}
	newest := id.EventID(fmt.Sprint("$", 10*mostShown-1))
	if s, _ := p.get(newest); s.words != with || s.room != hall {
		t.Error("the newest is forgotten")
	}
	p.show(bot.Address{User: "x"}, hall, newest, &words{}, true)
	if _, there := p.get(newest); there {
		t.Error("buttons that are gone can be pressed")
	}
}

// TestDeedsAreBounded: of what was heard and answered the last is remembered.
func TestDeedsAreBounded(t *testing.T) {
	var d deeds
	for n := range 5 * memory {
		message := fmt.Sprint("$", n)
		d.note(message, known{room: "!r", who: "@anna:talk.test"})
		d.note(message, known{answer: id.EventID("$answer" + message), answered: "!r"})
	}
	if len(d.of) > memory || len(d.order) > memory {
		t.Errorf("remembers %d, %d", len(d.of), len(d.order))
	}
	newest := fmt.Sprint("$", 5*memory-1)
	if k := d.get(newest); k.room != "!r" || k.answer != id.EventID("$answer"+newest) || k.who == "" {
		t.Errorf("the newest is forgotten: %+v", k)
	}
	if k := d.get("$0"); k != (known{}) {
		t.Errorf("the oldest is not forgotten: %+v", k)
	}
}

// TestRatesAreBounded: what was done once is remembered for its time, and no more of it than memory allows.
func TestRatesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r rates
		if !r.once("a", day) || r.once("a", day) || !r.once("b", day) {
			t.Error("once is not once")
		}
		time.Sleep(day - time.Second)
		if r.once("a", day) {
			t.Error("too early")
		}
		time.Sleep(2 * time.Second)
		if !r.once("a", day) {
			t.Error("too late")
		}
		for n := range 5 * mostRates {
			r.once(fmt.Sprint(n), day)
		}
		if len(r.times) > mostRates {
			t.Errorf("remembers %d", len(r.times))
		}
	})
}

// TestEnter: no more than so many rooms are entered within any minute, and the time to wait is right.
func TestEnter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r rates
		for n := range joinsAMinute {
			if wait := r.enter(); wait != 0 {
				t.Fatalf("room %d has to wait %s", n, wait)
			}
			time.Sleep(time.Second)
		}
		wait := r.enter()
		if want := time.Minute - joinsAMinute*time.Second; wait != want {
			t.Errorf("has to wait %s, want %s", wait, want)
		}
		time.Sleep(wait)
		if r.enter() != 0 || r.enter() == 0 {
			t.Error("after the wait one may enter, and no second one")
		}
	})
}

// TestDirectIsBounded: where people are spoken to alone is remembered within bounds.
func TestDirectIsBounded(t *testing.T) {
	var d direct
	for n := range 3 * mostDirect {
		d.seen(id.UserID(fmt.Sprint("@", n)), "!r")
	}
	if len(d.rooms) > mostDirect+1 {
		t.Errorf("remembers %d", len(d.rooms))
	}
	if d.room(id.UserID(fmt.Sprint("@", 3*mostDirect-1))) != "!r" {
		t.Error("the newest is forgotten")
	}
}

// TestReactionsAreBounded: courtesies that wait are left out when there are too many, and hold nobody up.
func TestReactionsAreBounded(t *testing.T) {
	a := New(Options{})
	for range 10 * mostReactions {
		a.react(hall, "$1", "👀")
	}
	if n := len(a.reactions); n != mostReactions {
		t.Errorf("%d wait", n)
	}
}

// TestInboxIsEmptied: what was dealt with is deleted, and what was not is there for the next run, which writes over none of it.
func TestInboxIsEmptied(t *testing.T) {
	a := listening(t)
	hear := func(n int) (items []item) {
		for range n {
			items = append(items, item{Kind: said, Room: hall})
		}
		if err := a.commit(t.Context(), mark{Token: "s1"}, items); err != nil {
			t.Fatal(err)
		}
		return items
	}
	seen := map[uint64]bool{}
	for range 3 {
		for n, it := range hear(10) {
			if seen[it.number] {
				t.Errorf("number %d again", it.number)
			}
			if seen[it.number] = true; n != 5 {
				a.inbox.finish(it.number)
			}
		}
	}
	hear(0)
	if a.inbox.finished() {
		t.Error("something waits to be deleted")
	}
	for run := range 2 {
		again := &Adapter{client: a.client, db: a.db, space: a.space}
		m, left, err := again.resume(t.Context())
		if err != nil || len(left) != 3 || m.Token != "s1" {
			t.Fatalf("run %d: %+v, %d left, %v", run, m, len(left), err)
		}
		items := []item{{Kind: said}}
		if err := again.commit(t.Context(), m, items); err != nil {
			t.Error(err)
		}
		again.inbox.finish(items[0].number)
		if err := again.commit(t.Context(), m, nil); err != nil {
			t.Error(err)
		}
	}
}

// TestMarkOfAnotherDevice: how far a device has read says nothing about another.
func TestMarkOfAnotherDevice(t *testing.T) {
	a := listening(t)
	a.client.DeviceID = "ONE"
	if err := a.commit(t.Context(), mark{Token: "s1", Device: "ONE"}, nil); err != nil {
		t.Fatal(err)
	}
	for device, want := range map[id.DeviceID]string{"ONE": "s1", "TWO": ""} {
		a.client.DeviceID = device
		if m, _, err := a.resume(t.Context()); m.Token != want || err != nil {
			t.Errorf("device %s has read up to %q, %v", device, m.Token, err)
		}
	}
}
