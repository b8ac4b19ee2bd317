package matrixfake_test

import (
	"strings"
	"testing"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
)

// TestTransaction holds that the same transaction is one event.
func TestTransaction(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := s.Room("general")
		send := func(txn string) id.EventID {
			return must(c.SendMessageEvent(t.Context(), id.RoomID(room), event.EventMessage, notice("Hello"), mautrix.ReqSendEvent{TransactionID: txn})).EventID
		}
		if one, again, two := send("a"), send("a"), send("b"); one != again || one == two {
			t.Errorf("a %s, a again %s, b %s", one, again, two)
		}
		if n, words := len(s.Said(room)), len(s.Heard()); n != 2 || words != 2 {
			t.Errorf("%d events and %d words, want 2", n, words)
		}
		e := must(c.GetEvent(t.Context(), id.RoomID(room), send("a")))
		if e.Unsigned.TransactionID != "a" {
			t.Errorf("transaction %q", e.Unsigned.TransactionID)
		}
	})
}

// TestLimits holds that what is too large or not allowed is refused.
func TestLimits(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := s.Room("general")
		send := func(content any) string {
			_, err := c.SendMessageEvent(t.Context(), id.RoomID(room), event.EventMessage, content)
			return errcode(err)
		}
		if got := send(notice(strings.Repeat("x", matrixfake.Largest))); got != "M_TOO_LARGE" || len(s.Wrong()) != 1 {
			t.Errorf("too large: %q, noted %v", got, s.Wrong())
		}
		s.Forgive()
		if _, err := s.SetState("crowd", room, "m.room.power_levels", "", map[string]any{"events_default": 50}); err != nil {
			t.Fatal(err)
		}
		if got := send(notice("Hello")); got != "M_FORBIDDEN" {
			t.Errorf("without the power: %q", got)
		}
		if _, err := c.SendStateEvent(t.Context(), id.RoomID(room), event.StateTopic, "", map[string]any{"topic": "x"}); errcode(err) != "M_FORBIDDEN" {
			t.Errorf("state without the power: %v", err)
		}
		if _, err := c.MakeRequest(t.Context(), "GET", c.BuildClientURL("v3", "nowhere"), nil, nil); errcode(err) != "M_UNRECOGNIZED" {
			t.Errorf("an unknown path: %v", err)
		}
	})
}

// TestRelations holds that reactions, edits, threads and redactions are told.
func TestRelations(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := id.RoomID(s.Room("general"))
		mine := say(c, string(room), notice("Hello"))
		if _, err := s.React("crowd", string(room), string(mine), "👍"); err != nil {
			t.Fatal(err)
		}
		must(c.SendReaction(t.Context(), room, mine, "👍"))
		if _, err := c.SendReaction(t.Context(), room, mine, "👍"); errcode(err) != "M_DUPLICATE_ANNOTATION" {
			t.Errorf("the same reaction twice: %v", err)
		}
		say(c, string(room), with(map[string]any{"body": "* Hi", "m.new_content": notice("Hi"), "m.relates_to": map[string]any{"rel_type": "m.replace", "event_id": mine}}))
		all := must(c.GetRelations(t.Context(), room, mine, &mautrix.ReqGetRelations{}))
		reactions := must(c.GetRelations(t.Context(), room, mine, &mautrix.ReqGetRelations{RelationType: event.RelAnnotation}))
		if len(all.Chunk) != 3 || len(reactions.Chunk) != 2 {
			t.Errorf("%d relations, %d of them reactions", len(all.Chunk), len(reactions.Chunk))
		}
		if words := s.Heard(); len(words) != 2 || words[1].Text != "Hi" {
			t.Errorf("heard %+v, want the edit", words)
		}
		must(c.RedactEvent(t.Context(), room, mine))
		e := must(c.GetEvent(t.Context(), room, mine))
		if len(e.Content.Raw) != 0 || e.Unsigned.RedactedBecause == nil {
			t.Errorf("taken back: %+v", e)
		}
	})
}

// TestRooms holds what can be done with rooms and members.
func TestRooms(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		made := must(c.CreateRoom(t.Context(), &mautrix.ReqCreateRoom{IsDirect: true, Preset: "trusted_private_chat", Invite: []id.UserID{"@editor:talk.test"}}))
		if got := s.DM("editor"); got != string(made.RoomID) || s.Membership("editor", got) != "join" {
			t.Errorf("direct room %s, want %s", got, made.RoomID)
		}
		general := s.Room("general")
		at := must(c.ResolveAlias(t.Context(), "#general:talk.test"))
		if string(at.RoomID) != general {
			t.Errorf("#general is %s, want %s", at.RoomID, general)
		}
		if _, err := c.ResolveAlias(t.Context(), "#nowhere:talk.test"); errcode(err) != "M_NOT_FOUND" {
			t.Errorf("an alias of nothing: %v", err)
		}
		must(c.LeaveRoom(t.Context(), at.RoomID))
		must(c.ForgetRoom(t.Context(), at.RoomID))
		must(c.JoinRoom(t.Context(), "#general:talk.test", nil))
		if rooms, members := must(c.JoinedRooms(t.Context())), must(c.JoinedMembers(t.Context(), at.RoomID)); len(rooms.JoinedRooms) != 2 || len(members.Joined) != 3 {
			t.Errorf("rooms %v, members %v", rooms.JoinedRooms, members.Joined)
		}
		if _, err := c.KickUser(t.Context(), at.RoomID, &mautrix.ReqKickUser{UserID: "@crowd:talk.test"}); errcode(err) != "M_FORBIDDEN" {
			t.Errorf("kicking whoever made the room: %v", err)
		}
	})
}
