package matrixfake_test

import (
	"fmt"
	"testing"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
)

// TestContext holds that an event is told with those around it.
func TestContext(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := s.Room("general")
		var all []id.EventID
		for n := range 5 {
			all = append(all, say(c, room, notice(fmt.Sprint(n))))
		}
		r := must(c.Context(t.Context(), id.RoomID(room), all[2], nil, 2))
		if r.Event.ID != all[2] || len(r.EventsBefore) != 1 || r.EventsBefore[0].ID != all[1] || len(r.EventsAfter) != 1 || r.EventsAfter[0].ID != all[3] {
			t.Errorf("context %+v", r)
		}
		page := must(c.Messages(t.Context(), id.RoomID(room), r.End, "", mautrix.DirectionForward, nil, 5))
		if len(page.Chunk) != 1 || page.Chunk[0].ID != all[4] || page.End != "" {
			t.Errorf("behind it: %+v", page)
		}
	})
}

// TestState holds that the state of a room is told, and changed by those who may.
func TestState(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := id.RoomID(s.Room("general"))
		all := must(c.State(t.Context(), room))
		if len(all[event.StateMember]) != 3 || all[event.StateCreate][""] == nil {
			t.Errorf("state %+v", all)
		}
		if members := must(c.Members(t.Context(), room)); len(members.Chunk) != 3 {
			t.Errorf("members %+v", members)
		}
		var name event.RoomNameEventContent
		if err := c.StateEvent(t.Context(), room, event.StateRoomName, "", &name); err != nil || name.Name != "general" {
			t.Errorf("name %q, %v", name.Name, err)
		}
		if err := c.StateEvent(t.Context(), room, event.StateTopic, "", &name); errcode(err) != "M_NOT_FOUND" {
			t.Errorf("topic: %v", err)
		}
		must(s.SetState("crowd", string(room), "m.room.power_levels", "", object{"users": object{matrixfake.Bot: 50}}))
		must(c.SendStateEvent(t.Context(), room, event.StateTopic, "", object{"topic": "news"}))
		if _, err := c.SendStateEvent(t.Context(), room, event.StateMember, "@crowd:talk.test", object{"membership": "join"}); errcode(err) != "M_FORBIDDEN" {
			t.Errorf("speaking for somebody else: %v", err)
		}
	})
}

// TestPeopleChangeTheirMinds holds that people edit and take back what they said.
func TestPeopleChangeTheirMinds(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := s.Room("general")
		said := must(s.Send("crowd", room, "m.room.message", object{"msgtype": "m.text", "body": "helo"}))
		since := next(c, "").NextBatch
		edit := must(s.Edit("crowd", room, said, "hello"))
		back := must(s.Redact("crowd", room, said))
		timeline := next(c, since).Rooms.Join[id.RoomID(room)].Timeline.Events
		if len(timeline) != 2 || string(timeline[0].ID) != edit || string(timeline[1].ID) != back || timeline[1].Redacts != id.EventID(said) {
			t.Errorf("timeline %+v", timeline)
		}
		if got := timeline[0].Content.Raw["m.new_content"].(object)["body"]; got != "hello" {
			t.Errorf("edited to %q", got)
		}
	})
}
