package matrix_test

import (
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
)

// moves has somebody make a room that continues an old one, or says so of another, and inviting those.
func (o *office) moves(who, old, preset string, invite ...any) string {
	o.t.Helper()
	room, err := o.NewRoom(who, object{"preset": preset, "name": "The new one", "creation_content": object{"predecessor": object{"room_id": old, "event_id": "$last"}}, "invite": invite})
	o.must(err)
	return room
}

// points has somebody point from an old room to another.
func (o *office) points(who, old, next string) {
	o.t.Helper()
	_, err := o.SetState(who, old, "m.room.tombstone", "", object{"body": "This room has been replaced", "replacement_room": next})
	o.must(err)
}

// TestFollow: the bot goes along when a room moves, and answers in the new one.
func TestFollow(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		next := o.moves("crowd", hall, "public_chat")
		o.points("crowd", hall, next)
		if got := o.Membership(matrixfake.Bot, next); got != "join" {
			t.Fatalf("the bot is %q in the new room", got)
		}
		o.must(o.Move("anna", next, "anna", "join"))
		if got := o.asks("anna", next, "!ambassador echo x"); len(got) != 1 {
			t.Errorf("answered %q", got)
		}
	})
}

// TestFollowLater: the same where the new room cannot be entered at this moment, and after a restart.
func TestFollowLater(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		next := o.moves("crowd", hall, "public_chat")
		o.Fail("join", matrixfake.Fault{Status: 502, Times: 2})
		o.points("crowd", hall, next)
		o.kill()
		o.open()
		time.Sleep(5 * time.Minute)
		if got := o.Membership(matrixfake.Bot, next); got != "join" {
			t.Errorf("the bot is %q in the new room", got)
		}
	})
}

// TestFollowInvitation: into a room that wants an invitation the bot comes with one, whoever sends it, if an old room has
// moved there.
func TestFollowInvitation(t *testing.T) {
	const stranger = "@carl:other.test"
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		next := o.moves(stranger, hall, "private_chat")
		o.points("crowd", hall, next)
		if got := o.Membership(matrixfake.Bot, next); got != "" {
			t.Fatalf("the bot is %q in the new room", got)
		}
		_ = o.close()
		o.open()
		o.must(o.Move(stranger, next, matrixfake.Bot, "invite"))
		if got := o.Membership(matrixfake.Bot, next); got != "join" {
			t.Errorf("the bot is %q in the new room", got)
		}
	})
}

// TestFollowInvitedBefore: the same where the invitation comes before the old room has moved.
func TestFollowInvitedBefore(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		next := o.moves("crowd", hall, "private_chat", matrixfake.Bot)
		o.points("crowd", hall, next)
		if got := o.Membership(matrixfake.Bot, next); got != "join" {
			t.Errorf("the bot is %q in the new room", got)
		}
	})
}

// TestFollowNowhere: a room that does not say that it continues the old one is left again, and so is one that continues
// another.
func TestFollowNowhere(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, other := o.hall(), o.Room("other")
		for _, from := range []string{"", other} {
			next := o.moves("crowd", from, "public_chat")
			o.points("crowd", hall, next)
			time.Sleep(time.Minute)
			if got := o.Membership(matrixfake.Bot, next); got != "leave" {
				t.Errorf("the bot is %q in a room that continues %q", got, from)
			}
		}
		for _, next := range []any{hall, "", 7, nil, "!nowhere:talk.test", "nonsense"} {
			_, err := o.SetState("crowd", hall, "m.room.tombstone", "", object{"replacement_room": next})
			o.must(err)
		}
		time.Sleep(time.Hour)
		if got := o.asks("anna", hall, "!ambassador echo still here"); len(got) != 1 {
			t.Errorf("answered %q", got)
		}
	})
}
