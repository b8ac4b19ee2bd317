package matrixfake

// memberRoutes are the calls about who is in a room.
func (s *Server) memberRoutes() []route {
	return []route{
		{name: "createRoom", pattern: "POST " + v3 + "createRoom", do: s.createRoom},
		{name: "directory", pattern: "GET " + v3 + "directory/room/{alias}", do: s.alias},
		{name: "join", pattern: "POST " + v3 + "join/{room}", do: s.join},
		{name: "join", pattern: "POST " + rooms + "join", do: s.join},
		{name: "leave", pattern: "POST " + rooms + "leave", do: s.leave},
		{name: "forget", pattern: "POST " + rooms + "forget", do: s.forget},
		{name: "invite", pattern: "POST " + rooms + "invite", do: s.moves("invite")},
		{name: "kick", pattern: "POST " + rooms + "kick", do: s.moves("leave")},
		{name: "ban", pattern: "POST " + rooms + "ban", do: s.moves("ban")},
		{name: "unban", pattern: "POST " + rooms + "unban", do: s.moves("leave")},
		{name: "members", pattern: "GET " + rooms + "members", do: s.listMembers},
		{name: "joined_members", pattern: "GET " + rooms + "joined_members", do: s.joinedMembers},
		{name: "joined_rooms", pattern: "GET " + v3 + "joined_rooms", do: s.joinedRooms},
	}
}

// join lets a caller into a room.
func (s *Server) join(c *call) (any, error) {
	id := c.path("room")
	if to, ok := s.aliases[id]; ok {
		id = to
	}
	r := s.rooms[id]
	if r == nil {
		return nil, notFound("No known servers")
	}
	if err := s.change(r, c.user, c.user, "join", str(c.body, "reason")); err != nil {
		return nil, err
	}
	return object{"room_id": id}, nil
}

// leave takes a caller out of a room.
func (s *Server) leave(c *call) (any, error) {
	r := s.rooms[c.path("room")]
	if r == nil {
		return nil, notFound("Not a known room")
	}
	return object{}, s.change(r, c.user, c.user, "leave", str(c.body, "reason"))
}

// forget takes a room that was left out of sight.
func (s *Server) forget(c *call) (any, error) {
	r, err := s.room(c)
	if err != nil {
		return nil, err
	}
	if r.membership(c.user) == "join" {
		return nil, refuse(400, "M_UNKNOWN", "User %s is in room %s", c.user, r.id)
	}
	r.forgotten[c.user] = true
	return object{}, nil
}

// moves are the calls by which somebody changes the membership of another.
func (s *Server) moves(to string) func(*call) (any, error) {
	return func(c *call) (any, error) {
		r, err := s.room(c)
		if err != nil {
			return nil, err
		}
		target := str(c.body, "user_id")
		if target == "" {
			return nil, refuse(400, "M_BAD_JSON", "user_id is missing")
		}
		return object{}, s.change(r, c.user, target, to, str(c.body, "reason"))
	}
}

// listMembers lists the member events of a room.
func (s *Server) listMembers(c *call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	all := []object{}
	for _, id := range r.members("join", "invite", "leave", "ban") {
		is, not := c.Query.Get("membership"), c.Query.Get("not_membership")
		if at := r.membership(id); (is == "" || at == is) && (not == "" || at != not) {
			all = append(all, r.state[slot{"m.room.member", id}].payload(c.user, c.device, false))
		}
	}
	return object{"chunk": all}, nil
}

// joinedMembers lists who is in a room.
func (s *Server) joinedMembers(c *call) (any, error) {
	r, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	if r.membership(c.user) != "join" {
		return nil, forbidden("User %s not in room %s", c.user, r.id)
	}
	all := object{}
	for _, id := range r.members("join") {
		all[id] = object{"display_name": s.person(id).Display, "avatar_url": s.person(id).Avatar}
	}
	return object{"joined": all}, nil
}

// joinedRooms lists where a caller is.
func (s *Server) joinedRooms(c *call) (any, error) {
	all := []string{}
	for _, id := range s.roomIDs() {
		if s.rooms[id].membership(c.user) == "join" {
			all = append(all, id)
		}
	}
	return object{"joined_rooms": all}, nil
}
