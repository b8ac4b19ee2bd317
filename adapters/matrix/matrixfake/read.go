package matrixfake

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// readRoutes are the calls that read rooms.
func (s *Server) readRoutes() []route {
	const relations = v1 + "rooms/{room}/relations/{event}"
	return []route{
		{name: "sync", pattern: "GET " + v3 + "sync", do: s.sync, waits: true},
		{name: "messages", pattern: "GET " + rooms + "messages", do: s.messages},
		{name: "event", pattern: "GET " + rooms + "event/{event}", do: s.getEvent},
		{name: "context", pattern: "GET " + rooms + "context/{event}", do: s.context},
		{name: "state", pattern: "GET " + rooms + "state", do: s.allState},
		{name: "state", pattern: "GET " + rooms + "state/{type}", do: s.getState},
		{name: "state", pattern: "GET " + rooms + "state/{type}/{$}", do: s.getState},
		{name: "state", pattern: "GET " + rooms + "state/{type}/{key}", do: s.getState},
		{name: "relations", pattern: "GET " + relations, do: s.relations},
		{name: "relations", pattern: "GET " + relations + "/{rel}", do: s.relations},
		{name: "relations", pattern: "GET " + relations + "/{rel}/{type}", do: s.relations},
	}
}

// visible says whether somebody who is or was in a room may see an event there.
func (r *room) visible(user string, e *Event) bool {
	at := r.state[slot{"m.room.member", user}]
	if at == nil {
		return false
	}
	membership := r.membership(user)
	if e.pos > at.pos && membership != "join" || membership == "invite" {
		return false
	}
	since := 0
	if how := str(r.stateOf("m.room.history_visibility", ""), "history_visibility"); how == "joined" || how == "invited" {
		for ; at != nil; at = at.before {
			if m := str(at.Content, "membership"); m == "join" || m == "invite" && how == "invited" {
				since = at.pos
			}
		}
	}
	return e.pos >= since
}

// seen lists what a caller may see of a room, oldest first.
func (r *room) seen(user string, f object) (all []*Event) {
	for _, e := range r.events {
		if r.visible(user, e) && passes(f, e.Type, e.Sender) {
			all = append(all, e)
		}
	}
	return all
}

// most is how many events a call asks for.
func most(c *call) int {
	n, err := strconv.Atoi(c.Query.Get("limit"))
	if err != nil || n < 1 {
		return 10
	}
	return min(n, 1000)
}

// messages pages through a room.
func (s *Server) messages(c *call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	from, err := s.placed(c.Query.Get("from"))
	if err != nil {
		return nil, err
	}
	to, err := s.placed(c.Query.Get("to"))
	if err != nil {
		return nil, err
	}
	f, err := s.filter(c.user, c.Query.Get("filter"))
	if err != nil {
		return nil, err
	}
	back := c.Query.Get("dir") != "f"
	if back && from < 0 {
		from = s.pos
	}
	all := slices.DeleteFunc(r.seen(c.user, f), func(e *Event) bool {
		if back {
			return e.pos > from || e.pos <= to
		}
		return e.pos <= from || to >= 0 && e.pos > to
	})
	if back {
		slices.Reverse(all)
	}
	page := all[:min(most(c), len(all))]
	answer := object{"chunk": payloads(page, c.user, c.device, false), "start": place(max(from, 0)), "state": []object{}}
	if len(page) < len(all) { // there is more
		end := page[len(page)-1].pos
		if back {
			end--
		}
		answer["end"] = place(end)
	}
	return answer, nil
}

// one finds the event that a call is about.
func (s *Server) one(c *call) (*room, *Event, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, nil, err
	}
	e := r.event(c.path("event"))
	if e == nil || !r.visible(c.user, e) {
		return nil, nil, notFound("Event not found.")
	}
	return r, e, nil
}

// getEvent tells one event.
func (s *Server) getEvent(c *call) (any, error) {
	_, e, err := s.one(c)
	if err != nil {
		return nil, err
	}
	return e.payload(c.user, c.device, false), nil
}

// context tells an event with those around it.
func (s *Server) context(c *call) (any, error) {
	r, e, err := s.one(c)
	if err != nil {
		return nil, err
	}
	all := r.seen(c.user, object{})
	i, half := slices.Index(all, e), most(c)/2
	before := slices.Clone(all[max(0, i-half):i])
	slices.Reverse(before)
	after := all[i+1 : min(len(all), i+1+half)]
	start, end := e.pos-1, e.pos
	if len(before) > 0 {
		start = before[len(before)-1].pos - 1
	}
	if len(after) > 0 {
		end = after[len(after)-1].pos
	}
	return object{
		"event": e.payload(c.user, c.device, false), "events_before": payloads(before, c.user, c.device, false),
		"events_after": payloads(after, c.user, c.device, false), "start": place(start), "end": place(end), "state": r.current(c),
	}, nil
}

// current is the state of a room as a caller gets it.
func (r *room) current(c *call) []object {
	all := slices.SortedFunc(maps.Values(r.state), func(a, b *Event) int { return cmp.Compare(a.pos, b.pos) })
	return payloads(slices.DeleteFunc(all, func(e *Event) bool { return !r.visible(c.user, e) }), c.user, c.device, false)
}

// allState tells the state of a room.
func (s *Server) allState(c *call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	return r.current(c), nil
}

// getState tells a piece of state.
func (s *Server) getState(c *call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	e := r.state[slot{c.path("type"), c.path("key")}]
	if e == nil {
		return nil, notFound("Event not found.")
	}
	if c.Query.Get("format") == "event" {
		return e.payload(c.user, c.device, false), nil
	}
	return e.Content, nil
}

// relations tells what relates to an event, newest first.
func (s *Server) relations(c *call) (any, error) {
	r, parent, err := s.one(c)
	if err != nil {
		return nil, err
	}
	var all []*Event
	for _, e := range slices.Backward(r.seen(c.user, object{})) {
		kind, to := e.relation()
		if to == parent.ID && (c.path("rel") == "" || kind == c.path("rel")) && (c.path("type") == "" || e.Type == c.path("type")) {
			all = append(all, e)
		}
	}
	return object{"chunk": payloads(all[:min(most(c), len(all))], c.user, c.device, false)}, nil
}
