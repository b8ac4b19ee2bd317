package matrixfake_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot/bottest"
)

// TestInvitation holds that an invitation comes, is accepted, and shows what was said before.
func TestInvitation(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		since := next(c, "").NextBatch
		if err := s.Say(bottest.Line{Who: "member", Text: "hello"}); err != nil {
			t.Fatal(err)
		}
		r := next(c, since)
		room := id.RoomID(s.DM("member"))
		invite := r.Rooms.Invite[room]
		if invite == nil || len(r.Rooms.Join) != 0 {
			t.Fatalf("rooms %+v, want an invitation to %s", r.Rooms, room)
		}
		mine := invite.State.Events[len(invite.State.Events)-1]
		_ = mine.Content.ParseRaw(event.StateMember)
		if m := mine.Content.AsMember(); m.Membership != event.MembershipInvite || !m.IsDirect || mine.Sender != "@member:talk.test" {
			t.Errorf("invited with %+v by %s", m, mine.Sender)
		}
		must(c.JoinRoomByID(t.Context(), room))
		joined := next(c, r.NextBatch).Rooms.Join[room]
		var bodies []string
		for _, e := range joined.Timeline.Events {
			if e.Type == event.EventMessage {
				bodies = append(bodies, fmt.Sprint(e.Content.Raw["body"]))
			}
		}
		if fmt.Sprint(bodies) != "[hello]" || *joined.Summary.JoinedMemberCount != 2 {
			t.Errorf("after joining: %v, %+v", bodies, joined.Summary)
		}
	})
}

// TestLongPoll holds that a sync waits until something happens, and no longer than it said.
func TestLongPoll(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := s.Room("general")
		since := next(c, "").NextBatch
		began := time.Now()
		r := must(c.SyncRequest(t.Context(), 30_000, since, "", false, ""))
		if took := time.Since(began); took != 30*time.Second || len(r.Rooms.Join) != 0 || r.NextBatch != since {
			t.Errorf("without news: %s, %+v", took, r)
		}
		got := make(chan *mautrix.RespSync)
		go func() { got <- must(c.SyncRequest(t.Context(), 30_000, since, "", false, "")) }()
		synctest.Wait()
		if err := s.Say(bottest.Line{Who: "crowd", Room: "general", Text: "news"}); err != nil {
			t.Fatal(err)
		}
		if r := <-got; len(r.Rooms.Join[id.RoomID(room)].Timeline.Events) != 1 {
			t.Errorf("with news: %+v", r.Rooms)
		}
	})
}

// TestGap holds that a sync tells only the newest when there is much, and that the rest can be paged.
func TestGap(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := id.RoomID(s.Room("general"))
		since := next(c, "").NextBatch
		for n := range 25 {
			if err := s.Say(bottest.Line{Who: "crowd", Room: "general", Text: fmt.Sprint(n)}); err != nil {
				t.Fatal(err)
			}
		}
		timeline := next(c, since).Rooms.Join[room].Timeline
		if len(timeline.Events) != 10 || !timeline.Limited || timeline.PrevBatch == "" {
			t.Fatalf("%d events, limited %v, before them %q", len(timeline.Events), timeline.Limited, timeline.PrevBatch)
		}
		var missed []string
		for from := timeline.PrevBatch; from != ""; {
			page := must(c.Messages(t.Context(), room, from, since, mautrix.DirectionBackward, nil, 4))
			for _, e := range page.Chunk {
				missed = append(missed, fmt.Sprint(e.Content.Raw["body"]))
			}
			from = page.End
		}
		if got := fmt.Sprint(missed); got != "[14 13 12 11 10 9 8 7 6 5 4 3 2 1 0]" {
			t.Errorf("missed %s", got)
		}
		page := must(c.Messages(t.Context(), room, since, "", mautrix.DirectionForward, nil, 2))
		if len(page.Chunk) != 2 || page.Chunk[0].Content.Raw["body"] != "0" {
			t.Errorf("forwards: %+v", page.Chunk)
		}
	})
}

// TestFilter holds that filters are kept, and obeyed.
func TestFilter(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := id.RoomID(s.Room("general"))
		f := must(c.CreateFilter(t.Context(), &mautrix.Filter{Room: &mautrix.RoomFilter{Timeline: &mautrix.FilterPart{Limit: 1, Types: []event.Type{event.StateMember}}}}))
		r := must(c.SyncRequest(t.Context(), 0, "", f.FilterID, false, ""))
		timeline := r.Rooms.Join[room].Timeline
		if len(timeline.Events) != 1 || timeline.Events[0].Type.Type != "m.room.member" || !timeline.Limited {
			t.Errorf("timeline %+v", timeline)
		}
		if len(r.Rooms.Join[room].State.Events) < 5 {
			t.Errorf("state %+v, want what came before the timeline", r.Rooms.Join[room].State)
		}
		if _, err := c.SyncRequest(t.Context(), 0, "x", "", false, ""); errcode(err) != "M_INVALID_PARAM" {
			t.Errorf("with an unknown token: %v", err)
		}
	})
}

// TestLeaving holds that a room that was left comes once more.
func TestLeaving(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := s.Room("general")
		since := next(c, "").NextBatch
		if err := s.Move("crowd", room, matrixfake.Bot, "leave"); err != nil {
			t.Fatal(err)
		}
		r := next(c, since)
		if left := r.Rooms.Leave[id.RoomID(room)]; left == nil || len(left.Timeline.Events) != 1 {
			t.Errorf("rooms left: %+v", r.Rooms.Leave)
		}
		if _, err := c.SendMessageEvent(t.Context(), id.RoomID(room), event.EventMessage, notice("still there?")); errcode(err) != "M_FORBIDDEN" {
			t.Errorf("sending into a room that was left: %v", err)
		}
		if again := next(c, r.NextBatch); len(again.Rooms.Leave) != 0 {
			t.Errorf("left again: %+v", again.Rooms.Leave)
		}
	})
}
