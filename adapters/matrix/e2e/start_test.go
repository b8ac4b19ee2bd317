package e2e

import (
	"strings"
	"testing"
	"time"
)

// fails holds that the program ends by itself with code 1, and that its last line says why, in words for people.
func (p *program) fails(words ...string) {
	p.t.Helper()
	if code := p.code(); code != 1 {
		p.t.Errorf("the bot ends with %d", code)
	}
	last := p.log.tail(1)
	if len(last) > 400 || strings.Contains(p.log.String(), "goroutine ") {
		p.t.Errorf("the last line is not one for people: %s", last)
	}
	for _, w := range words {
		if strings.Contains(strings.ToLower(last), w) {
			return
		}
	}
	p.t.Errorf("the last line has none of %q: %s", words, last)
}

// TestRevoked ends the bot's session while it runs: there is nothing that it could do but say so.
func TestRevoked(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{}).start()
	alice := newMember(t, "alice")
	alice.fence(alice.room(plain, bot.UserID))
	before := len(bot.log.lines())
	bot.revoke(t)
	bot.fails("token", "session", "log in", "logged")
	loud := 0
	for _, line := range bot.log.lines()[before:] {
		if strings.Contains(line, `"level":"ERROR"`) || !strings.HasPrefix(line, "{") {
			loud++
		}
	}
	if loud != 1 {
		t.Errorf("the bot says so in %d lines", loud)
	}
}

// TestDown starts the bot before its homeserver, and takes the homeserver away for a while.
func TestDown(t *testing.T) {
	t.Parallel()
	p := newProxy(t)
	bot := newBot(t, options{homeserver: p.url()})
	bot.launch()
	// That it has tried and failed can be seen in its log only.
	until(t, "complaining", func() bool { return strings.Contains(bot.log.String(), "refused") })
	if bot.ready() || !bot.running() {
		t.Error("without a homeserver the bot is ready, or has given up")
	}
	p.open()
	bot.await()
	alice := newMember(t, "alice")
	room := alice.room(encrypted, bot.UserID)
	alice.fence(room)

	p.shut()
	asked := alice.say(room, ping)
	until(t, "unready", func() bool { return !bot.ready() })
	p.open()
	began := time.Now()
	alice.answer(asked)
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("the bot took %s to notice that the homeserver is back", took)
	}
	bot.await()
}

// TestWrongAccount configures what cannot work, in three ways.
func TestWrongAccount(t *testing.T) {
	t.Parallel()
	t.Run("nobody has this name", func(t *testing.T) {
		bot := newBot(t, options{userID: "@nobody:localhost"})
		bot.launch()
		bot.fails("password", "user", "account")
	})
	t.Run("somebody else's token", func(t *testing.T) {
		other := register(t, "other").session(t)
		bot := newBot(t, options{token: other.AccessToken, device: other.DeviceID.String()})
		bot.launch()
		bot.fails(strings.ToLower(other.UserID.String()))
	})
	t.Run("a token that is none", func(t *testing.T) {
		bot := newBot(t, options{token: "syt_nothing", device: "NOWHERE"})
		bot.launch()
		bot.fails("token")
	})
}

// TestToken logs in with a token and its device instead of a password.
func TestToken(t *testing.T) {
	t.Parallel()
	bot := newBot(t, options{})
	session := bot.session(t)
	bot.configure(options{token: session.AccessToken, device: session.DeviceID.String()})
	bot.start()
	alice := newMember(t, "alice")
	alice.fence(alice.room(encrypted, bot.UserID))
	alice.fence(alice.room(plain, bot.UserID))
}
