package e2e

import (
	"testing"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// fault is a trouble for the bot's next requests.
type fault struct {
	name  string
	count int
	path  string
	do    trouble
	least time.Duration // how long the bot was told to wait
}

// onSending are troubles with what the bot says.
func onSending() []fault {
	return []fault{
		{"429 with a header", 2, sending, limited(time.Second, true), 2 * time.Second},
		{"429 with a field", 2, sending, limited(1200*time.Millisecond, false), 2400 * time.Millisecond},
		{"502", 2, sending, broken, 0},
		{"answer lost", 3, sending, swallowed, 0},
		{"answer torn", 2, sending, torn, 0},
		{"connection cut", 2, sending, cut, 0},
	}
}

// onSyncing are troubles with what the bot hears.
func onSyncing() []fault {
	const syncing = "GET .*/sync"
	return []fault{
		{"sync 502", 2, syncing, broken, 0},
		{"sync cut", 2, syncing, cut, 0},
		{"sync lost", 2, syncing, swallowed, 0},
		{"sync torn", 2, syncing, torn, 0},
		{"sync 429", 1, syncing, limited(time.Second, false), 0},
		{"sync late", 1, syncing, late(500 * time.Millisecond), 0},
	}
}

// TestFaults asks in two rooms while each trouble lasts, and finds one answer to everything.
func TestFaults(t *testing.T) {
	t.Parallel()
	p := openProxy(t)
	bot := newBot(t, options{homeserver: p.url()}).start()
	alice := newMember(t, "alice")
	rooms := []id.RoomID{alice.room(plain, bot.UserID), alice.room(encrypted, bot.UserID)}
	for _, room := range rooms {
		alice.fence(room)
	}
	for _, f := range append(onSending(), onSyncing()...) {
		t.Run(f.name, func(t *testing.T) {
			alice.during(t)
			began := time.Now()
			n := p.plan(f.count, f.path, f.do)
			asked := alice.each(rooms, 1)
			n.await(t)
			asked = append(asked, alice.each(rooms, 1)...)
			alice.settled(rooms, asked)
			alice.once(t, asked)
			took := time.Since(began)
			if took < f.least/2 { // two rooms may wait side by side
				t.Errorf("the bot was told to wait, and took %s", took)
			}
			t.Logf("%s", took.Round(time.Millisecond))
		})
	}
}

// TestFaultsOnTheWay brings trouble to what comes before the first answer in a room: entering it, and handing out keys.
func TestFaultsOnTheWay(t *testing.T) {
	t.Parallel()
	for _, f := range []fault{
		{"join 429", 1, "POST .*/(join|rooms/.*/join)", limited(time.Second, true), 0},
		{"join 502", 2, "POST .*/(join|rooms/.*/join)", broken, 0},
		{"join lost", 1, "POST .*/(join|rooms/.*/join)", swallowed, 0},
		{"state 502", 1, "GET .*/rooms/.*/(state|members|joined_members)", broken, 0},
		{"key query 502", 1, "POST .*/keys/query", broken, 0},
		{"key claim 502", 1, "POST .*/keys/claim", broken, 0},
		{"key claim lost", 1, "POST .*/keys/claim", swallowed, 0},
		{"keys lost", 1, "PUT .*/sendToDevice/", swallowed, 0},
		{"keys cut", 1, "PUT .*/sendToDevice/", cut, 0},
	} {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			p := openProxy(t)
			bot := newBot(t, options{homeserver: p.url()}).start()
			alice := newMember(t, "alice")
			p.plan(f.count, f.path, f.do)
			room := alice.room(encrypted, bot.UserID)
			contains(t, alice.ask(room, ping), "pong")
			alice.secret(t, room, bot.UserID)
			greetings := alice.all(func(e *event.Event) bool {
				return from(bot.UserID, room)(e) && e.Content.AsMessage().RelatesTo.GetReplyTo() == ""
			})
			if len(greetings) > 1 {
				t.Errorf("the bot greets %d times", len(greetings))
			}
		})
	}
}

// TestBusyElsewhere holds that a room in which the homeserver lets nobody speak does not keep the others waiting.
func TestBusyElsewhere(t *testing.T) {
	t.Parallel()
	p := openProxy(t)
	bot := newBot(t, options{homeserver: p.url()}).start()
	alice := newMember(t, "alice")
	stuck, free := alice.room(plain, bot.UserID), alice.room(plain, bot.UserID)
	alice.fence(stuck)
	alice.fence(free)
	n := p.plan(1, "PUT .*/rooms/"+string(stuck)+"/send/", late(5*time.Second))
	asked := alice.say(stuck, ping)
	n.await(t)
	alice.fence(free)
	if alice.answers(asked) > 0 {
		t.Error("the answer that was held up came first")
	}
	alice.answer(asked)
}
