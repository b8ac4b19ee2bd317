package matrixfake

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Largest is the most bytes an event can have.
const Largest = 65_536

// roomRoutes are the calls that have something happen in a room.
func (s *Server) roomRoutes() []route {
	return []route{
		{name: "send", pattern: "PUT " + rooms + "send/{type}/{txn}", do: s.once(s.send)},
		{name: "redact", pattern: "PUT " + rooms + "redact/{event}/{txn}", do: s.once(s.redact)},
		{name: "state", pattern: "PUT " + rooms + "state/{type}", do: s.putState},
		{name: "state", pattern: "PUT " + rooms + "state/{type}/{$}", do: s.putState},
		{name: "state", pattern: "PUT " + rooms + "state/{type}/{key}", do: s.putState},
		{name: "typing", pattern: "PUT " + rooms + "typing/{user}", do: s.putTyping},
		{name: "receipt", pattern: "POST " + rooms + "receipt/{kind}/{event}", do: s.putReceipt},
		{name: "read_markers", pattern: "POST " + rooms + "read_markers", do: s.readMarkers},
	}
}

// roomIDs lists all rooms, sorted. mu is held.
func (s *Server) roomIDs() []string { return slices.Sorted(maps.Keys(s.rooms)) }

// once does what a transaction asks for once in its session: again, it has the same event.
func (s *Server) once(do func(*call) (*Event, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		key := strings.Join([]string{c.user, c.device, c.Name, c.path("room"), c.path("txn")}, "\x00")
		if id, ok := s.sent[key]; ok {
			return object{"event_id": id}, nil
		}
		e, err := do(c)
		if err != nil {
			return nil, err
		}
		e.device, e.txn = c.device, c.path("txn")
		s.sent[key] = e.ID
		return object{"event_id": e.ID}, nil
	}
}

// send puts an event into a room.
func (s *Server) send(c *call) (*Event, error) {
	r, err := s.room(c)
	if err != nil {
		return nil, err
	}
	if c.Body == nil {
		return nil, refuse(http.StatusBadRequest, "M_NOT_JSON", "Content not JSON.")
	}
	kind := c.path("type")
	if err := r.maySend(c.user, kind, false); err != nil {
		return nil, err
	}
	e := &Event{Type: kind, Sender: c.user, Content: c.body}
	if tooLarge(e) {
		s.held(c.user, "an event of more than %d bytes", Largest)
		return nil, refuse(http.StatusRequestEntityTooLarge, "M_TOO_LARGE", "event too large")
	}
	if err := r.mayRelate(e); err != nil {
		return nil, err
	}
	if c.user == Bot {
		s.checkEvent(r, e)
	}
	s.add(r, e)
	s.witness(r, e)
	return e, nil
}

// tooLarge says whether an event is larger than any may be; what the server adds to it counts.
func tooLarge(e *Event) bool {
	data, err := json.Marshal(e.payload("", "", false))
	return err != nil || len(data)+300 > Largest // hashes, signatures, where it stands in the room
}

// mayRelate says why an event may not relate to another as it does; nil if it may.
func (r *room) mayRelate(e *Event) error {
	kind, to := e.relation()
	if kind != "m.annotation" {
		return nil
	}
	for _, other := range r.events {
		if k, t := other.relation(); k == kind && t == to && other.Sender == e.Sender && other.RedactedBy == "" && relationKey(other) == relationKey(e) {
			return refuse(http.StatusBadRequest, "M_DUPLICATE_ANNOTATION", "Can't send same reaction twice")
		}
	}
	return nil
}

// relationKey is what somebody reacted with.
func relationKey(e *Event) string { return str(obj(e.Content, "m.relates_to"), "key") }

// redact takes an event back.
func (s *Server) redact(c *call) (*Event, error) {
	r, err := s.room(c)
	if err != nil {
		return nil, err
	}
	target := r.event(c.path("event"))
	if target == nil {
		return nil, notFound("no such event")
	}
	if err := r.maySend(c.user, "m.room.redaction", false); err != nil {
		return nil, err
	}
	if target.Sender != c.user && r.level(c.user) < r.needs("redact") {
		return nil, forbidden("You don't have permission to redact events")
	}
	return s.takeBack(r, target, c.user, str(c.body, "reason")), nil
}

// takeBack takes an event back. mu is held.
func (s *Server) takeBack(r *room, target *Event, user, reason string) *Event {
	content := object{"redacts": target.ID}
	if reason != "" {
		content["reason"] = reason
	}
	e := s.add(r, &Event{Type: "m.room.redaction", Sender: user, Redacts: target.ID, Content: content})
	kept := object{}
	if target.Type == "m.room.member" {
		kept["membership"] = target.Content["membership"]
	}
	target.Content, target.RedactedBy = kept, e.ID
	s.unshow(target.ID)
	return e
}

// putState changes the state of a room.
func (s *Server) putState(c *call) (any, error) {
	r, err := s.room(c)
	if err != nil {
		return nil, err
	}
	kind, key := c.path("type"), c.path("key")
	if kind == "m.room.member" && str(c.body, "membership") != r.membership(key) {
		if err := s.change(r, c.user, key, str(c.body, "membership"), str(c.body, "reason")); err != nil {
			return nil, err
		}
		return object{"event_id": r.state[slot{kind, key}].ID}, nil
	}
	if err := r.maySend(c.user, kind, true); err != nil && (kind != "m.room.member" || key != c.user) {
		return nil, err
	}
	if strings.HasPrefix(key, "@") && key != c.user {
		return nil, forbidden("You are not allowed to set others state")
	}
	return object{"event_id": s.set(r, c.user, kind, key, c.body).ID}, nil
}
