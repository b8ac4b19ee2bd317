package matrixfake_test

import (
	"testing"
	"testing/synctest"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
)

// TestFaults holds that calls fail as they were told to.
func TestFaults(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := id.RoomID(s.Room("general"))
		send := func() string {
			_, err := c.SendMessageEvent(t.Context(), room, event.EventMessage, notice("Hello"), mautrix.ReqSendEvent{TransactionID: "a"})
			return errcode(err)
		}
		s.Fail("send", matrixfake.Fault{Status: 429, RetryAfterMS: 2000}, matrixfake.Fault{Status: 502, Garbage: true})
		s.Fail("*/send/m.room.message/*", matrixfake.Fault{Cut: true}, matrixfake.Fault{LoseAnswer: true})
		if got := send(); got != "M_LIMIT_EXCEEDED" || s.Early() != 0 {
			t.Errorf("first %q, early %d", got, s.Early())
		}
		if got := send(); got == "" || s.Early() != 1 {
			t.Errorf("second %q, early %d", got, s.Early())
		}
		if got := send(); got == "" || len(s.Said(string(room))) != 0 {
			t.Errorf("cut: %q, and %d events", got, len(s.Said(string(room))))
		}
		if got := send(); got == "" || len(s.Said(string(room))) != 1 {
			t.Errorf("lost: %q, and %d events", got, len(s.Said(string(room))))
		}
		if got := send(); got != "" || len(s.Said(string(room))) != 1 {
			t.Errorf("again: %q, and %d events", got, len(s.Said(string(room))))
		}
		var outcomes []string
		for _, call := range s.Calls("send") {
			outcomes = append(outcomes, call.Outcome)
		}
		if want := []string{"M_LIMIT_EXCEEDED", "M_UNKNOWN", "cut", "lost", ""}; !equal(outcomes, want) {
			t.Errorf("outcomes %q, want %q", outcomes, want)
		}
	})
}

// equal says whether two lists are the same.
func equal(a, b []string) bool {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return false
		}
	}
	return true
}

// TestForever holds that a failure can last, and heal.
func TestForever(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		s.Fail("whoami", matrixfake.Fault{Status: 500, Times: -1})
		for range 5 {
			if _, err := c.Whoami(t.Context()); errcode(err) != "M_UNKNOWN" {
				t.Errorf("whoami: %v", err)
			}
		}
		s.Heal()
		s.Latency(3 * time.Second)
		began := time.Now()
		if me := must(c.Whoami(t.Context())); me.UserID != matrixfake.Bot || time.Since(began) != 3*time.Second {
			t.Errorf("whoami: %+v after %s", me, time.Since(began))
		}
	})
}

// TestRevoked holds that a session ends, even while it waits, and that a login begins another.
func TestRevoked(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		since := next(c, "").NextBatch
		got := make(chan error)
		go func() {
			_, err := c.SyncRequest(t.Context(), 30_000, since, "", false, "")
			got <- err
		}()
		synctest.Wait()
		s.Revoke(true)
		if err := <-got; errcode(err) != "M_UNKNOWN_TOKEN" {
			t.Errorf("the sync that waited: %v", err)
		}
		login := &mautrix.ReqLogin{
			Type: mautrix.AuthTypePassword, Identifier: mautrix.UserIdentifier{Type: mautrix.IdentifierTypeUser, User: "bot"},
			Password: "wrong", DeviceID: matrixfake.BotDevice, StoreCredentials: true,
		}
		if _, err := c.Login(t.Context(), login); errcode(err) != "M_FORBIDDEN" {
			t.Errorf("with a wrong password: %v", err)
		}
		login.Password = matrixfake.Password
		if r := must(c.Login(t.Context(), login)); r.AccessToken == matrixfake.BotToken || r.DeviceID != matrixfake.BotDevice {
			t.Errorf("login: %+v", r)
		}
		if me := must(c.Whoami(t.Context())); me.DeviceID != matrixfake.BotDevice {
			t.Errorf("whoami: %+v", me)
		}
		must(c.Logout(t.Context()))
		if _, err := c.Whoami(t.Context()); err == nil {
			t.Error("after the logout the session lives")
		}
	})
}
