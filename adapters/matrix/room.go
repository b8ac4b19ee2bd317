package matrix

import (
	"math"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// room is what is known of one room.
type room struct {
	loaded    bool
	meanwhile []*event.Event // what the sync said before loaded

	members   map[id.UserID]event.Membership // joined or invited
	names     map[id.UserID]string           // what they are called here
	encrypted bool
	levels    *event.PowerLevelsEventContent
	creators  map[id.UserID]bool // whose power has no bounds, in rooms of version 12 and up
	before    id.RoomID          // the room that this one continues
	after     id.RoomID          // the room that continues this one
}

// facts are what the adapter asks of a room.
type facts struct {
	room
	people int // joined or invited, the bot among them
}

// newRoom is a room whose state follows.
func newRoom() *room {
	return &room{loaded: true, members: make(map[id.UserID]event.Membership), names: make(map[id.UserID]string)}
}

// facts is a copy that may be read while the room changes; of the maps only what is asked by methods of
// rooms may be used.
func (r *room) facts() facts {
	f := facts{room: *r, people: len(r.members)}
	f.members, f.names, f.meanwhile = nil, nil, nil
	return f
}

// membership is what a member event says of its person.
func membership(e *event.Event) event.Membership {
	m, _ := e.Content.Raw["membership"].(string)
	return event.Membership(m)
}

// note applies a state event. What makes no sense is no state.
func (r *room) note(e *event.Event) {
	switch e.Type.Type {
	case event.StateMember.Type:
		r.noteMember(e)
	case event.StateEncryption.Type:
		r.encrypted = true // for good: there is no way back (spec.matrix.org, "m.room.encryption")
	case event.StatePowerLevels.Type:
		if parsed, ok := content[event.PowerLevelsEventContent](e); ok {
			r.levels = parsed
		}
	case event.StateCreate.Type:
		r.noteCreate(e)
	case event.StateTombstone.Type:
		after, _ := e.Content.Raw["replacement_room"].(string)
		r.after = id.RoomID(after)
	}
}

// noteMember applies a member event.
func (r *room) noteMember(e *event.Event) {
	who := id.UserID(e.GetStateKey())
	switch m := membership(e); m {
	case event.MembershipJoin, event.MembershipInvite:
		r.members[who] = m
		r.names[who], _ = e.Content.Raw["displayname"].(string)
	default:
		delete(r.members, who)
		delete(r.names, who)
	}
}

// noteCreate applies the event that made the room.
func (r *room) noteCreate(e *event.Event) {
	if parsed, ok := content[event.CreateEventContent](e); ok {
		if parsed.Predecessor != nil {
			r.before = parsed.Predecessor.RoomID
		}
		if parsed.SupportsCreatorPower() {
			r.creators = map[id.UserID]bool{e.Sender: true}
			for _, who := range parsed.AdditionalCreators {
				r.creators[who] = true
			}
		}
	}
}

// content is the content of a state event in the library's type, unless it makes no sense.
func content[T any](e *event.Event) (*T, bool) {
	kind := e.Type
	kind.Class = event.StateEventType
	if e.Content.Parsed == nil {
		if err := e.Content.ParseRaw(kind); err != nil {
			return nil, false
		}
	}
	parsed, ok := e.Content.Parsed.(*T)
	return parsed, ok
}

// power is what somebody may do in the room.
func (r *room) power(who id.UserID) int {
	if r.creators[who] {
		return math.MaxInt
	}
	return r.levels.GetUserLevel(who)
}

// maySend says whether somebody may send events of a type.
func (r *room) maySend(who id.UserID, kind event.Type) bool {
	return r.levels == nil || r.power(who) >= r.levels.GetEventLevel(kind)
}
