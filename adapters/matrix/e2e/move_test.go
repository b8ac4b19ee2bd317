package e2e

import (
	"testing"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// TestUpgrade holds that the bot goes along when a room is replaced by one of a newer version: by itself where anybody
// may enter, and when it is invited where not.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	for _, preset := range []string{"public_chat", "private_chat"} {
		t.Run(preset, func(t *testing.T) {
			alice.during(t)
			alice.inBoth(func(t *testing.T, secret bool) {
				req := request(secret)
				req.Preset, req.Invite = preset, []id.UserID{bot.UserID}
				old := alice.create(req)
				alice.wait("the bot", becomes(bot.UserID, old, event.MembershipJoin))
				alice.fence(old)
				room := alice.upgrade(old, "11")
				if preset == "private_chat" {
					alice.invite(room, bot.UserID)
				}
				alice.wait("the bot in the new room", becomes(bot.UserID, room, event.MembershipJoin))
				contains(t, alice.ask(room, ping), "pong")
				if secret {
					alice.secret(t, room, bot.UserID)
				}
			})
		})
	}
}

// TestKick puts the bot out while it has something to say, and holds that it bears it: no more tries than a few, and
// answers everywhere else.
func TestKick(t *testing.T) {
	t.Parallel()
	p := openProxy(t)
	bot := newBot(t, options{homeserver: p.url()}).start()
	alice := newMember(t, "alice")
	home, room := alice.room(plain, bot.UserID), alice.room(plain, bot.UserID)
	alice.fence(home)
	alice.fence(room)
	into := "PUT .*/rooms/" + string(room) + "/send/"
	held := make(chan struct{})
	stuck := p.plan(1, into, before(func() { <-held }))
	alice.say(room, ping)
	stuck.await(t)
	alice.kick(room, bot.UserID)
	alice.wait("the bot being gone", becomes(bot.UserID, room, event.MembershipLeave))
	close(held)
	for range 5 {
		alice.fence(home)
	}
	// One try was cut, one is refused; some patience is allowed.
	if n := p.count(into) - 1; n > 5 {
		t.Errorf("the bot tried %d times to send into a room that it is not in", n)
	}

	first := alice.wait("having been there", becomes(bot.UserID, room, event.MembershipJoin))
	alice.invite(room, bot.UserID)
	alice.wait("the bot being back", func(e *event.Event) bool {
		return becomes(bot.UserID, room, event.MembershipJoin)(e) && e.ID != first.ID
	})
	contains(t, alice.ask(room, ping), "pong")
}

// TestStranger holds that an invitation by somebody who may not is turned down, and once.
func TestStranger(t *testing.T) {
	t.Parallel()
	p := openProxy(t)
	friend, stranger := newMember(t, "friend"), newMember(t, "stranger")
	bot := newBot(t, options{homeserver: p.url(), invites: `"` + friend.UserID.String() + `"`}).start()
	req := request(plain)
	req.Invite = []id.UserID{bot.UserID}
	room := stranger.create(req)
	stranger.wait("being turned down", becomes(bot.UserID, room, event.MembershipLeave))
	friend.fence(friend.room(plain, bot.UserID))
	bot.term()
	bot.start()
	friend.fence(friend.room(plain, bot.UserID))
	if n := p.count("POST .*/rooms/" + string(room) + "/leave"); n != 1 {
		t.Errorf("the invitation is turned down %d times", n)
	}
	if n := p.count("POST .*/join/?" + string(room)); n != 0 {
		t.Errorf("the bot tried %d times to join", n)
	}
}
