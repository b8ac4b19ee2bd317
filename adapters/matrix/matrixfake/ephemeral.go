package matrixfake

// receipt is how far somebody has read.
type receipt struct {
	event, kind string
	at          int64
	pos         int
}

// putTyping says that a caller types, or has stopped.
func (s *Server) putTyping(c *call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	if c.path("user") != c.user {
		return nil, forbidden("Cannot set another user's typing state")
	}
	if r.membership(c.user) != "join" {
		return nil, forbidden("User %s not in room %s", c.user, r.id)
	}
	if c.body["typing"] == true {
		r.typing[c.user] = true
	} else {
		delete(r.typing, c.user)
	}
	r.typed = s.advance()
	return object{}, nil
}

// putReceipt says how far a caller has read.
func (s *Server) putReceipt(c *call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	s.read(r, c.user, c.path("kind"), c.path("event"))
	return object{}, nil
}

// readMarkers says how far a caller has read, in both ways.
func (s *Server) readMarkers(c *call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	for _, kind := range []string{"m.read", "m.read.private"} {
		if id := str(c.body, kind); id != "" {
			s.read(r, c.user, kind, id)
		}
	}
	if id := str(c.body, "m.fully_read"); id != "" {
		s.keep(c.user, r.id, "m.fully_read", object{"event_id": id})
	}
	return object{}, nil
}

// read notes how far somebody has read. mu is held.
func (s *Server) read(r *room, user, kind, event string) {
	if r.event(event) == nil {
		s.held(user, "a receipt for %q, which is not in room %s", event, r.id)
		return
	}
	pos := s.advance()
	r.receipts[user] = receipt{event, kind, r.event(event).At.UnixMilli(), pos}
}

// Read is the event up to which somebody has told the others that they read a room; empty for none.
func (s *Server) Read(name, room string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.rooms[room]; r != nil {
		return r.receipts[mxid(name)].event
	}
	return ""
}

// ephemeral is what comes and goes in a room, as far as it is new.
func (r *room) ephemeral(user string, since int) (all []object) {
	if r.typed > since {
		typing := []string{}
		for _, id := range r.members("join") {
			if r.typing[id] {
				typing = append(typing, id)
			}
		}
		all = append(all, object{"type": "m.typing", "content": object{"user_ids": typing}})
	}
	content := object{}
	for id, at := range r.receipts {
		if at.pos > since && (at.kind == "m.read" || id == user) {
			read := orEmpty(obj(content, at.event))
			readers := orEmpty(obj(read, at.kind))
			readers[id] = object{"ts": at.at}
			read[at.kind], content[at.event] = readers, read
		}
	}
	if len(content) > 0 {
		all = append(all, object{"type": "m.receipt", "content": content})
	}
	return all
}
