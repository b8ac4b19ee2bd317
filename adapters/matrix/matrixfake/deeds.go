package matrixfake

import (
	"fmt"
	"slices"
)

// Events lists what happened in a room, oldest first.
func (s *Server) Events(room string) (all []Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.rooms[room]; r != nil {
		for _, e := range r.events {
			all = append(all, *e)
		}
	}
	return all
}

// Said lists what the bot sent to a room, of the kinds of events or all, oldest first.
func (s *Server) Said(room string, kinds ...string) []Event {
	return slices.DeleteFunc(s.Events(room), func(e Event) bool {
		return e.Sender != Bot || e.StateKey != nil || len(kinds) > 0 && !slices.Contains(kinds, e.Type)
	})
}

// Rooms lists all rooms.
func (s *Server) Rooms() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.roomIDs()
}

// Membership is join, invite, leave, ban, or empty for strangers.
func (s *Server) Membership(name, where string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.rooms[where]; r != nil {
		return r.membership(mxid(name))
	}
	return ""
}

// NewRoom has somebody make a room, as the body of createRoom describes it.
func (s *Server) NewRoom(name string, how map[string]any) (room string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	room = fmt.Sprintf("!room%d:%s", s.next(), Domain)
	return room, s.furnish(room, mxid(name), how)
}

// Send has a person send an event, and returns its id.
func (s *Server) Send(name, where, kind string, content map[string]any) (id string, err error) {
	return s.deed(where, func(r *room) (*Event, error) { return s.utter(r, mxid(name), kind, content) })
}

// React has a person react to an event with a key, and returns the id of the reaction.
func (s *Server) React(name, where, event, key string) (id string, err error) {
	return s.deed(where, func(r *room) (*Event, error) { return s.react(r, mxid(name), event, key) })
}

// Edit has a person change the text of a message of theirs.
func (s *Server) Edit(name, where, event, text string) (id string, err error) {
	return s.deed(where, func(r *room) (*Event, error) {
		content := s.typed("* " + text)
		content["m.new_content"], content["m.relates_to"] = s.typed(text), object{"rel_type": "m.replace", "event_id": event}
		return s.utter(r, mxid(name), "m.room.message", content)
	})
}

// Redact takes an event back, whoever may have sent it.
func (s *Server) Redact(name, where, event string) (id string, err error) {
	return s.deed(where, func(r *room) (*Event, error) {
		target := r.event(event)
		if target == nil {
			return nil, notFound("no event %s", event)
		}
		return s.takeBack(r, target, mxid(name), ""), nil
	})
}

// SetState changes the state of a room in the name of somebody, whether they may or not.
func (s *Server) SetState(name, where, kind, key string, content map[string]any) (id string, err error) {
	return s.deed(where, func(r *room) (*Event, error) { return s.set(r, mxid(name), kind, key, content), nil })
}

// Move changes the membership of somebody, if the actor may do that: join, invite, leave or ban. Whoever leaves of their
// own will is the actor.
func (s *Server) Move(actor, where, target, membership string) error {
	_, err := s.deed(where, func(r *room) (*Event, error) {
		err := s.change(r, mxid(actor), mxid(target), membership, "")
		return r.state[slot{"m.room.member", mxid(target)}], err
	})
	return err
}

// Encrypt has a room want encrypted messages from now on.
func (s *Server) Encrypt(room string) {
	_, _ = s.SetState("crowd", room, "m.room.encryption", "", object{"algorithm": "m.megolm.v1.aes-sha2"})
}

// deed does something in a room, and returns the id of the event that it is.
func (s *Server) deed(where string, do func(*room) (*Event, error)) (id string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[where]
	if r == nil {
		return "", notFound("no room %s", where)
	}
	e, err := do(r)
	if err != nil {
		return "", err
	}
	return e.ID, nil
}
