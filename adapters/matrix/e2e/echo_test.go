package e2e

import (
	"testing"
)

// TestEcho holds that homeserver, members and programs work together, so that what fails elsewhere is the bot's.
func TestEcho(t *testing.T) {
	t.Parallel()
	echo := newEcho(t, homeserver()).start()
	alice := newMember(t, "alice")
	alice.inBoth(func(t *testing.T, secret bool) {
		room := alice.room(secret, echo.UserID)
		asked := alice.say(room, "!ambassador ping")
		if got := alice.answer(asked).Content.AsMessage().Body; got != "pong" {
			t.Errorf("got %q", got)
		}
	})
}

// TestUnsignedIsDeaf holds that the members who share their keys only with signed devices are what they say: a bot that
// has not signed its own hears others in the same room, and not them.
func TestUnsignedIsDeaf(t *testing.T) {
	t.Parallel()
	echo := newEcho(t, homeserver()).start()
	alice, bob := newMember(t, "alice").excluding(), newMember(t, "bob")
	req := request(encrypted)
	req.Preset = "public_chat"
	room := alice.create(req)
	bob.join(room)
	alice.invite(room, echo.UserID)
	for _, m := range []*member{alice, bob} {
		m.wait("the bot", becomes(echo.UserID, room, "join"))
	}
	unheard := alice.say(room, "!ambassador ping")
	bob.answer(bob.say(room, "!ambassador ping"))
	if alice.answers(unheard) > 0 {
		t.Error("a device that nobody signed was given the keys")
	}
}
