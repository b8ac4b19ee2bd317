package e2e

import (
	"context"
	"slices"
	"testing"

	"maunium.net/go/mautrix/id"
)

// TestDirect talks with the bot alone, where nothing has to stand in front of a command.
func TestDirect(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	for _, secret := range []bool{plain, encrypted} {
		t.Run(kind(secret), func(t *testing.T) {
			alice := newMember(t, "alice")
			room := alice.direct(secret, bot.UserID)
			contains(t, alice.ask(room, "ping"), "pong")
			contains(t, alice.ask(room, "!ambassador ping"), "pong")
			contains(t, alice.ask(room, "help"), "find")
			contains(t, alice.ask(room, "hello"), "Ambassador")

			contains(t, alice.ask(room, "find"), "Where?")
			contains(t, alice.ask(room, "Berlin"), "Ambassador Berlin")
			contains(t, alice.ask(room, "find"), "Where?")
			contains(t, alice.ask(room, "cancel"), "Cancelled")
			alice.ask(room, "What is the meaning of this?") // whatever it says: here it says something

			if secret {
				alice.secret(t, room, bot.UserID)
			}
			bot.remembers(t, alice.UserID, room)
		})
	}
}

// remembers holds that the account says which room is the direct conversation with somebody, as clients do. The bot may
// tell it after its answers.
func (p *program) remembers(t *testing.T, who id.UserID, room id.RoomID) {
	t.Helper()
	client := p.session(t)
	until(t, "in m.direct", func() bool {
		var direct map[id.UserID][]id.RoomID
		err := client.GetAccountData(context.Background(), "m.direct", &direct)
		return err == nil && slices.Contains(direct[who], room)
	})
}
