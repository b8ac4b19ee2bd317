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
}

// onSending are troubles with what the bot says. They befall two requests, one for each room: a bot that looks whether
// its words have arrived in spite of all need not say them again.
func onSending() []fault {
	return []fault{
		{"429 with a header", 2, sending, limited(time.Second, true)},
		{"429 with a field", 2, sending, limited(1200*time.Millisecond, false)},
		{"502", 2, sending, broken},
		{"answer lost", 2, sending, swallowed},
		{"answer torn", 2, sending, torn},
		{"connection cut", 2, sending, cut},
	}
}

// onSyncing are troubles with what the bot hears.
func onSyncing() []fault {
	const syncing = "GET .*/sync"
	return []fault{
		{"sync 502", 2, syncing, broken},
		{"sync cut", 2, syncing, cut},
		{"sync lost", 2, syncing, swallowed},
		{"sync torn", 2, syncing, torn},
		{"sync 429", 1, syncing, limited(time.Second, false)},
		{"sync late", 1, syncing, late(500 * time.Millisecond)},
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
			defer p.drop(n)
			asked := alice.each(rooms, 1)
			n.await(t)
			asked = append(asked, alice.each(rooms, 1)...)
			alice.settled(rooms, asked)
			alice.once(t, asked)
			took := time.Since(began)
			t.Logf("%s", took.Round(time.Millisecond))
		})
	}
}

// TestPatience holds that the bot waits as long as it is told to, whichever way it is told.
func TestPatience(t *testing.T) {
	t.Parallel()
	p := openProxy(t)
	bot := newBot(t, options{homeserver: p.url()}).start()
	alice := newMember(t, "alice")
	room := alice.room(plain, bot.UserID)
	alice.fence(room)
	for _, header := range []bool{true, false} {
		const wait = 2 * time.Second
		p.plan(1, sending, limited(wait, header))
		began := time.Now()
		asked := alice.say(room, ping)
		alice.answer(asked)
		if took := time.Since(began); took < wait {
			t.Errorf("told to wait for %s (by header: %v) the bot took %s:\n%s", wait, header, took, p.story(began))
		}
		alice.fence(room)
		alice.once(t, []id.EventID{asked})
	}
}

// TestFaultsOnTheWay brings trouble to what comes before the first answer in a room: entering it, and handing out keys.
func TestFaultsOnTheWay(t *testing.T) {
	t.Parallel()
	for _, f := range []fault{
		{"join 429", 1, "POST .*/(join|rooms/.*/join)", limited(time.Second, true)},
		{"join 502", 2, "POST .*/(join|rooms/.*/join)", broken},
		{"join lost", 1, "POST .*/(join|rooms/.*/join)", swallowed},
		{"state 502", 1, "GET .*/rooms/.*/(state|members|joined_members)", broken},
		{"key query 502", 1, "POST .*/keys/query", broken},
		{"key claim 502", 1, "POST .*/keys/claim", broken},
		{"key claim lost", 1, "POST .*/keys/claim", swallowed},
		{"keys lost", 1, "PUT .*/sendToDevice/", swallowed},
		{"keys cut", 1, "PUT .*/sendToDevice/", cut},
	} {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			p := openProxy(t)
			bot := newBot(t, options{homeserver: p.url()}).start()
			alice := newMember(t, "alice")
			n := p.plan(f.count, f.path, f.do)
			room := alice.room(encrypted, bot.UserID)
			contains(t, alice.ask(room, ping), "pong")
			n.await(t)
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
