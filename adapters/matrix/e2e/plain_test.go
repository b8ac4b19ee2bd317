package e2e

import (
	"context"
	"fmt"
	"testing"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// TestPlainRoom asks in every way in which one can ask in a room, and talks of other things.
func TestPlainRoom(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	room := alice.room(plain, bot.UserID)
	alice.wait("a greeting", from(bot.UserID, room))

	for _, words := range []string{ping, "/ambassador ping"} {
		answer := alice.ask(room, words)
		if body := answer.Content.AsMessage().Body; body != "pong" {
			t.Errorf("to %q the bot says %q", words, body)
		}
		mannered(t, answer)
	}
	contains(t, alice.answer(alice.mention(room, bot.UserID, "ping")), "pong")

	quiet := map[string]id.EventID{}
	for _, words := range []string{"Hello everybody", "!!!", "!", "!weather ping", "ambassador", "ping", "!ambassador frobnicate"} {
		quiet[words] = alice.say(room, words)
	}
	for _, kind := range []event.MessageType{event.MsgNotice, event.MsgEmote} {
		quiet[string(kind)] = alice.send(room, event.EventMessage, &event.MessageEventContent{MsgType: kind, Body: ping})
	}
	// Somebody is logged in to the bot's account with a client of their own.
	other, err := bot.session(t).SendText(context.Background(), room, ping)
	if err != nil {
		t.Fatal(err)
	}
	quiet["the bot's own account"] = other.EventID
	alice.fence(room)
	for what, asked := range quiet {
		alice.unanswered(t, what, asked)
	}

	greetings := alice.all(func(e *event.Event) bool {
		return from(bot.UserID, room)(e) && e.ID != other.EventID && e.Content.AsMessage().RelatesTo.GetReplyTo() == ""
	})
	if len(greetings) != 1 {
		t.Errorf("the bot says %d things unasked", len(greetings))
	}
}

// mention says something to somebody as clients do that complete names.
func (m *member) mention(room id.RoomID, who id.UserID, words string) id.EventID {
	m.t.Helper()
	return m.send(room, event.EventMessage, &event.MessageEventContent{
		MsgType: event.MsgText, Body: fmt.Sprintf("%s: %s", who, words),
		Format:        event.FormatHTML,
		FormattedBody: fmt.Sprintf(`<a href="https://matrix.to/#/%s">%s</a>: %s`, who, who, words),
		Mentions:      &event.Mentions{UserIDs: []id.UserID{who}},
	})
}

// TestHistory holds that what was said before the bot came is not answered, however shortly before.
func TestHistory(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	alice.inBoth(func(t *testing.T, secret bool) {
		room := alice.create(request(secret))
		long := alice.say(room, ping)
		short := alice.say(room, ping)
		alice.invite(room, bot.UserID)
		alice.wait("the bot", becomes(bot.UserID, room, event.MembershipJoin))
		alice.fence(room)
		alice.unanswered(t, "what was said first", long)
		alice.unanswered(t, "what was said just before the invitation", short)
	})
}
