package matrixfake

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"time"
)

// Event is something that happened in a room.
type Event struct {
	ID, Room, Type, Sender string
	StateKey               *string // of state; nil otherwise
	Content                map[string]any
	At                     time.Time
	Redacts                string // of redactions: the event that was taken back
	RedactedBy             string // the redaction that took this one back
	pos                    int    // in the stream
	device, txn            string // of the session that sent it
	before                 *Event // the state that it replaced
}

// slot is what a piece of state is about.
type slot struct{ kind, key string }

// room is a room.
type room struct {
	id        string
	direct    bool // made as a direct conversation
	events    []*Event
	state     map[slot]*Event
	typing    map[string]bool
	typed     int // when typing changed
	receipts  map[string]receipt
	forgotten map[string]bool
}

// newRoom makes a room without anything in it. mu is held.
func (s *Server) newRoom(id string) *room {
	r := &room{id: id, state: map[slot]*Event{}, typing: map[string]bool{}, receipts: map[string]receipt{}, forgotten: map[string]bool{}}
	s.rooms[id] = r
	return r
}

// add has something happen in a room. mu is held.
func (s *Server) add(r *room, e *Event) *Event {
	sum := sha256.Sum256(fmt.Appendf(nil, "event %d", s.next()))
	e.ID = "$" + base64.RawURLEncoding.EncodeToString(sum[:])
	e.Room, e.At, e.pos, e.Content = r.id, time.Now(), s.advance(), orEmpty(e.Content)
	if e.StateKey != nil {
		at := slot{e.Type, *e.StateKey}
		e.before, r.state[at] = r.state[at], e
	}
	r.events = append(r.events, e)
	return e
}

// set changes the state of a room. mu is held.
func (s *Server) set(r *room, sender, kind, key string, content object) *Event {
	return s.add(r, &Event{Type: kind, Sender: sender, StateKey: &key, Content: content})
}

// event finds an event, or nil.
func (r *room) event(id string) *Event {
	for _, e := range slices.Backward(r.events) {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// stateOf is the content of a piece of state; nil when there is none.
func (r *room) stateOf(kind, key string) object {
	if e := r.state[slot{kind, key}]; e != nil {
		return e.Content
	}
	return nil
}

// membership is join, invite, leave, ban, or empty for strangers.
func (r *room) membership(user string) string {
	return str(r.stateOf("m.room.member", user), "membership")
}

// members lists who has one of these memberships, sorted.
func (r *room) members(memberships ...string) (all []string) {
	for at := range r.state {
		if at.kind == "m.room.member" && slices.Contains(memberships, r.membership(at.key)) {
			all = append(all, at.key)
		}
	}
	slices.Sort(all)
	return all
}

// encrypted says whether the room's messages have to be.
func (r *room) encrypted() bool { return r.stateOf("m.room.encryption", "") != nil }

// payload is an event as clients get it; within a room's part of a sync without the room's id.
func (e *Event) payload(user, device string, inSync bool) object {
	p := object{"event_id": e.ID, "type": e.Type, "sender": e.Sender, "content": e.Content, "origin_server_ts": e.At.UnixMilli()}
	unsigned := object{"age": time.Since(e.At).Milliseconds()}
	if !inSync {
		p["room_id"] = e.Room
	}
	if e.StateKey != nil {
		p["state_key"] = *e.StateKey
		if e.before != nil {
			unsigned["prev_content"], unsigned["replaces_state"] = e.before.Content, e.before.ID
		}
	}
	if e.Redacts != "" {
		p["redacts"] = e.Redacts
	}
	if e.RedactedBy != "" {
		unsigned["redacted_because"] = object{"event_id": e.RedactedBy, "type": "m.room.redaction", "content": object{"redacts": e.ID}}
	}
	if e.txn != "" && e.Sender == user && e.device == device {
		unsigned["transaction_id"] = e.txn
	}
	p["unsigned"] = unsigned
	return p
}

// stripped is a piece of state as those get it who are not in the room.
func (e *Event) stripped() object {
	return object{"type": e.Type, "sender": e.Sender, "state_key": *e.StateKey, "content": e.Content}
}

// relation is how an event relates to another: the kind, and the other's id.
func (e *Event) relation() (kind, to string) {
	rel := obj(e.Content, "m.relates_to")
	return str(rel, "rel_type"), str(rel, "event_id")
}

// repliesTo is the event that this one answers; empty for none.
func (e *Event) repliesTo() string {
	return str(obj(obj(e.Content, "m.relates_to"), "m.in_reply_to"), "event_id")
}
