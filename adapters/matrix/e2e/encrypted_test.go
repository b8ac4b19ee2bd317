package e2e

import (
	"context"
	"testing"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// TestEncryptedRoom holds that the bot answers in rooms with encryption, and lets nobody else read it.
func TestEncryptedRoom(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	room := alice.create(request(encrypted))
	alice.say(room, "This is our room.")
	alice.invite(room, bot.UserID)
	alice.wait("a greeting", from(bot.UserID, room))
	answer := alice.ask(room, ping)
	contains(t, answer, "pong")
	mannered(t, answer)
	contains(t, alice.ask(room, "!ambassador about"), "Ambassador")
	alice.secret(t, room, bot.UserID)
}

// TestEncryptedLater turns encryption on in a room where the bot is already.
func TestEncryptedLater(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	room := alice.room(plain, bot.UserID)
	alice.fence(room)
	on, err := alice.SendStateEvent(context.Background(), room, event.StateEncryption, "",
		&event.EncryptionEventContent{Algorithm: id.AlgorithmMegolmV1})
	if err != nil {
		t.Fatal(err)
	}
	alice.wait("encryption being on", func(e *event.Event) bool { return e.ID == on.EventID })
	answer := alice.ask(room, ping)
	for _, e := range alice.raw(room) {
		if e.ID == answer.ID && e.Type.Type != "m.room.encrypted" {
			t.Error("the answer is not encrypted")
		}
	}
}

// TestSignedDevice holds that the bot hears those who share their keys with signed devices only.
func TestSignedDevice(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice").excluding()
	room := alice.room(encrypted, bot.UserID)
	contains(t, alice.ask(room, ping), "pong")
	bot.term()
	bot.start()
	contains(t, alice.ask(room, ping), "pong")
}

// TestLaterMember holds that somebody who comes later reads what is said from then on, and that keys are changed when
// somebody has gone.
func TestLaterMember(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice, bob := newMember(t, "alice"), newMember(t, "bob")
	room := alice.room(encrypted, bot.UserID)
	alice.fence(room)
	alice.invite(room, bob.UserID)
	bob.join(room)
	alice.wait("bob", becomes(bob.UserID, room, event.MembershipJoin))
	asked := alice.say(room, ping)
	contains(t, bob.answer(asked), "pong")
	contains(t, bob.ask(room, ping), "pong")

	with := alice.sessionOf(room, alice.ask(room, ping).ID)
	alice.kick(room, bob.UserID)
	alice.wait("bob being gone", becomes(bob.UserID, room, event.MembershipLeave))
	if without := alice.sessionOf(room, alice.ask(room, ping).ID); without == with {
		t.Error("who has left can read on: the key is still the same")
	}
}

// TestRotation holds that the bot changes its keys as often as a room demands.
func TestRotation(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	req := request(encrypted)
	req.InitialState[0].Content.Parsed.(*event.EncryptionEventContent).RotationPeriodMessages = 2
	req.Invite = []id.UserID{bot.UserID}
	room := alice.create(req)
	alice.wait("the bot", becomes(bot.UserID, room, event.MembershipJoin))
	sessions := map[string]int{}
	for range 6 {
		sessions[alice.sessionOf(room, alice.ask(room, ping).ID)]++
	}
	if len(sessions) < 3 {
		t.Errorf("six answers are under %d keys", len(sessions))
	}
}

// sessionOf names the key under which an event was sent.
func (m *member) sessionOf(room id.RoomID, sent id.EventID) string {
	m.t.Helper()
	for _, e := range m.raw(room) {
		if e.ID == sent {
			session, _ := e.Content.Raw["session_id"].(string)
			return session
		}
	}
	m.t.Fatalf("the homeserver does not know %s", sent)
	return ""
}
