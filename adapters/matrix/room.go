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
	gone      map[id.UserID]bool             // who has left of their own accord
	encrypted bool
	public    bool // anybody may come in
	visible   bool // anybody may read
	hidden    bool // who comes in cannot read what was said before
	levels    *event.PowerLevelsEventContent
	creators  map[id.UserID]bool // whose power has no bounds, in rooms of version 12 and up
	before    id.RoomID          // the room that this one continues
	after     id.RoomID          // the room that continues this one
}

// facts are what the adapter asks of a room.
type facts struct {
	room
	people int       // joined or invited
	inside bool      // the bot is one of them: who is put out is told the state as it was then
	other  id.UserID // who is there beside the bot, where that is one person
}

// direct says whether somebody is alone with the bot, and nobody else can come to read what is said.
func (f facts) direct(who id.UserID) bool {
	return f.inside && f.other == who && who != "" && !f.open() && f.after == ""
}

// open says that others than those who are asked in can come to read what is said.
func (r *room) open() bool { return r.public || r.visible }

// newRoom is a room whose state follows.
func newRoom() *room {
	return &room{loaded: true, members: make(map[id.UserID]event.Membership), gone: make(map[id.UserID]bool)}
}

// membership is what a member event says of its person.
func membership(e *event.Event) event.Membership {
	m, _ := e.Content.Raw["membership"].(string)
	return event.Membership(m)
}

// formerly is what the person of a member event was before it; empty where that is not told.
func formerly(e *event.Event) event.Membership {
	if e.Unsigned.PrevContent == nil {
		return ""
	}
	m, _ := e.Unsigned.PrevContent.Raw["membership"].(string)
	return event.Membership(m)
}

// note applies a state event. What makes no sense is no state.
func (r *room) note(e *event.Event) {
	if e.Type.Type == event.StateMember.Type {
		r.noteMember(e)
		return
	}
	if e.StateKey == nil || *e.StateKey != "" {
		return
	}
	switch e.Type.Type {
	case event.StateEncryption.Type:
		r.encrypted = true // for good: there is no way back (spec.matrix.org, "m.room.encryption")
	case event.StatePowerLevels.Type:
		if parsed, ok := content[event.PowerLevelsEventContent](e); ok {
			r.levels = parsed
		}
	case event.StateJoinRules.Type, event.StateHistoryVisibility.Type:
		r.noteOpen(e)
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
		delete(r.gone, who)
	default:
		delete(r.members, who)
		if e.Sender == who {
			r.gone[who] = true
		}
	}
}

// noteOpen notes whether anybody may come in, or read without.
func (r *room) noteOpen(e *event.Event) {
	if rule, ok := e.Content.Raw["join_rule"].(string); ok {
		switch event.JoinRule(rule) {
		case event.JoinRuleInvite, event.JoinRuleKnock, event.JoinRulePrivate:
			r.public = false
		default: // public, or for the members of a space, or something new
			r.public = true
		}
	}
	if visible, ok := e.Content.Raw["history_visibility"].(string); ok {
		r.visible = visible == string(event.HistoryVisibilityWorldReadable)
		r.hidden = !r.visible && visible != string(event.HistoryVisibilityShared)
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
