package matrixfake_test

import (
	"testing"
	"testing/synctest"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot/bottest"
)

// TestGuests holds that people answer invitations as they are.
func TestGuests(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		s.Set("shy", func(p *matrixfake.Person) { p.Shy = true })
		s.Set("cross", func(p *matrixfake.Person) { p.Refuses = true })
		for name, want := range map[string]string{"shy": "invite", "cross": "leave", "editor": "join"} {
			made := must(c.CreateRoom(t.Context(), &mautrix.ReqCreateRoom{IsDirect: true, Invite: []id.UserID{id.UserID("@" + name + ":talk.test")}}))
			if got := s.Membership(name, string(made.RoomID)); got != want {
				t.Errorf("%s: %s, want %s", name, got, want)
			}
			if again := s.DM(name); (again == string(made.RoomID)) != (want == "join") {
				t.Errorf("%s: direct room %s, made was %s", name, again, made.RoomID)
			}
		}
		if _, err := c.CreateRoom(t.Context(), &mautrix.ReqCreateRoom{Invite: []id.UserID{"@far:elsewhere.test"}}); errcode(err) != "M_FORBIDDEN" {
			t.Errorf("inviting from elsewhere: %v", err)
		}
	})
}

// TestWaiting holds that somebody who waits speaks once the bot has come, or a second later.
func TestWaiting(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		for _, name := range []string{"member", "editor"} {
			s.Set(name, func(p *matrixfake.Person) { p.Waits = true })
		}
		began := time.Now()
		speak(t, s, bottest.Line{Who: "member", Text: "anybody?"})
		if took := time.Since(began); took != time.Second {
			t.Errorf("waited %s in vain", took)
		}
		go func() { _ = s.Say(bottest.Line{Who: "editor", Text: "hello"}) }()
		synctest.Wait()
		since := next(c, "").NextBatch
		room := id.RoomID(s.DM("editor"))
		must(c.JoinRoomByID(t.Context(), room))
		synctest.Wait()
		all := next(c, since).Rooms.Join[room].Timeline.Events
		if newest := all[len(all)-1]; newest.Type != event.EventMessage {
			t.Errorf("the newest is %s, want the message", newest.Type.Type)
		}
	})
}

// TestEarlier holds that somebody sees what was said before they came, only where that is shared.
func TestEarlier(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		for visibility, want := range map[string]bool{"shared": true, "joined": false} {
			room := must(s.NewRoom("crowd", object{"preset": "public_chat", "initial_state": []any{
				object{"type": "m.room.history_visibility", "content": object{"history_visibility": visibility}},
			}}))
			said := must(s.Send("crowd", room, "m.room.message", object{"msgtype": "m.text", "body": "before"}))
			if _, err := c.GetEvent(t.Context(), id.RoomID(room), id.EventID(said)); errcode(err) != "M_FORBIDDEN" {
				t.Errorf("%s, from outside: %v", visibility, err)
			}
			must(c.JoinRoomByID(t.Context(), id.RoomID(room)))
			if _, err := c.GetEvent(t.Context(), id.RoomID(room), id.EventID(said)); (err == nil) != want {
				t.Errorf("%s: %v", visibility, err)
			}
		}
	})
}
