package matrixfake

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// accountRoutes are the calls about profiles and what accounts keep.
func (s *Server) accountRoutes() []route {
	return []route{
		{name: "profile", pattern: "GET " + v3 + "profile/{user}", do: s.getProfile, open: true},
		{name: "profile", pattern: "GET " + v3 + "profile/{user}/{key}", do: s.getProfile, open: true},
		{name: "profile", pattern: "PUT " + v3 + "profile/{user}/{key}", do: s.putProfile},
		{name: "account_data", pattern: "GET " + user + "account_data/{type}", do: s.getData},
		{name: "account_data", pattern: "PUT " + user + "account_data/{type}", do: s.putData},
		{name: "account_data", pattern: "GET " + user + "rooms/{room}/account_data/{type}", do: s.getData},
		{name: "account_data", pattern: "PUT " + user + "rooms/{room}/account_data/{type}", do: s.putData},
		{name: "filter", pattern: "POST " + user + "filter", do: s.postFilter},
		{name: "filter", pattern: "GET " + user + "filter/{filter}", do: s.getFilter},
		{name: "presence", pattern: "PUT " + v3 + "presence/{user}/status", do: fixed(object{})},
	}
}

// public is what others see of an account.
func (a *account) public() object {
	all := maps.Clone(a.profile)
	if a.Display != "" {
		all["displayname"] = a.Display
	}
	if a.Avatar != "" {
		all["avatar_url"] = a.Avatar
	}
	return all
}

// getProfile tells what others see of somebody.
func (s *Server) getProfile(c *call) (any, error) {
	who := s.accounts[c.path("user")]
	if who == nil {
		return nil, notFound("Profile was not found")
	}
	all := who.public()
	if key := c.path("key"); key != "" {
		if all[key] == nil {
			return nil, notFound("no %s", key)
		}
		return object{key: all[key]}, nil
	}
	return all, nil
}

// putProfile changes what others see of a caller, and tells the rooms.
func (s *Server) putProfile(c *call) (any, error) {
	who := s.person(c.user)
	if c.path("user") != c.user {
		return nil, forbidden("Cannot change another user's profile")
	}
	switch key := c.path("key"); key {
	case "displayname":
		who.Display = str(c.body, key)
	case "avatar_url":
		who.Avatar = str(c.body, key)
	default:
		who.profile[key] = c.body[key]
		return object{}, nil
	}
	for _, id := range s.roomIDs() {
		if r := s.rooms[id]; r.membership(c.user) == "join" {
			content := who.public()
			content["membership"] = "join"
			s.set(r, c.user, "m.room.member", c.user, content)
		}
	}
	return object{}, nil
}

// own says why a caller may not look into an account; nil if it is theirs.
func own(c *call) error {
	if c.path("user") != c.user {
		return forbidden("Cannot use the account of another user")
	}
	return nil
}

// keep keeps something for an account: for a room, or for all with "". mu is held.
func (s *Server) keep(user, room, kind string, content object) {
	who := s.person(user)
	if who.data[room] == nil {
		who.data[room] = map[string]datum{}
	}
	who.data[room][kind] = datum{content, s.advance()}
}

// getData tells what an account keeps.
func (s *Server) getData(c *call) (any, error) {
	if err := own(c); err != nil {
		return nil, err
	}
	d, ok := s.person(c.user).data[c.path("room")][c.path("type")]
	if !ok {
		return nil, notFound("Account data not found")
	}
	return d.content, nil
}

// putData has an account keep something.
func (s *Server) putData(c *call) (any, error) {
	if err := own(c); err != nil {
		return nil, err
	}
	if c.Body == nil {
		return nil, refuse(http.StatusBadRequest, "M_NOT_JSON", "Content not JSON.")
	}
	s.keep(c.user, c.path("room"), c.path("type"), c.body)
	return object{}, nil
}

// kept lists what an account keeps, as far as it is new.
func (a *account) kept(room string, since int) []object {
	all := []object{}
	for _, kind := range slices.Sorted(maps.Keys(a.data[room])) {
		if d := a.data[room][kind]; d.pos > since {
			all = append(all, object{"type": kind, "content": d.content})
		}
	}
	return all
}

// postFilter keeps a filter.
func (s *Server) postFilter(c *call) (any, error) {
	if err := own(c); err != nil {
		return nil, err
	}
	who := s.person(c.user)
	who.filters = append(who.filters, c.body)
	return object{"filter_id": fmt.Sprint(len(who.filters) - 1)}, nil
}

// getFilter tells a filter that was kept.
func (s *Server) getFilter(c *call) (any, error) {
	if err := own(c); err != nil {
		return nil, err
	}
	f, err := s.filter(c.user, c.path("filter"))
	if err != nil || strings.HasPrefix(c.path("filter"), "{") {
		return nil, notFound("No such filter")
	}
	return f, nil
}
