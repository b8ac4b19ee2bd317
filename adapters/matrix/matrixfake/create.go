package matrixfake

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// createRoom makes a room.
func (s *Server) createRoom(c *call) (any, error) {
	id := fmt.Sprintf("!room%d:%s", s.next(), Domain)
	if alias := str(c.body, "room_alias_name"); alias != "" && s.aliases["#"+alias+":"+Domain] != "" {
		return nil, refuse(http.StatusBadRequest, "M_ROOM_IN_USE", "Room alias already taken")
	}
	if err := s.furnish(id, c.user, c.body); err != nil {
		delete(s.rooms, id)
		return nil, err
	}
	return object{"room_id": id}, nil
}

// furnish makes a room as the body of createRoom describes it. mu is held.
func (s *Server) furnish(id, creator string, how object) error {
	r := s.newRoom(id)
	r.direct = how["is_direct"] == true
	preset := str(how, "preset")
	if preset == "" {
		preset = "private_chat"
		if str(how, "visibility") == "public" {
			preset = "public_chat"
		}
	}
	create := object{"room_version": "11"}
	maps.Copy(create, obj(how, "creation_content"))
	s.set(r, creator, "m.room.create", "", create)
	s.set(r, creator, "m.room.member", creator, object{"membership": "join", "displayname": s.person(creator).Display})
	s.set(r, creator, "m.room.power_levels", "", levels(creator, preset, how))
	rule := "invite"
	if preset == "public_chat" {
		rule = "public"
	}
	s.decorate(r, creator, rule, how)
	for _, target := range texts(how, "invite") {
		if !strings.HasPrefix(target, "@") || !strings.HasSuffix(target, ":"+Domain) {
			return forbidden("%s cannot be invited: no such server", target)
		}
		if err := s.change(r, creator, target, "invite", ""); err != nil {
			return err
		}
	}
	return nil
}

// decorate gives a new room its first state. mu is held.
func (s *Server) decorate(r *room, creator, rule string, how object) {
	if alias := str(how, "room_alias_name"); alias != "" {
		alias = "#" + alias + ":" + Domain
		s.aliases[alias] = r.id
		s.set(r, creator, "m.room.canonical_alias", "", object{"alias": alias})
	}
	s.set(r, creator, "m.room.join_rules", "", object{"join_rule": rule})
	s.set(r, creator, "m.room.history_visibility", "", object{"history_visibility": "shared"})
	for _, v := range list(how, "initial_state") {
		e, _ := v.(object)
		s.set(r, creator, str(e, "type"), str(e, "state_key"), obj(e, "content"))
	}
	for _, field := range []string{"name", "topic"} {
		if v := str(how, field); v != "" {
			s.set(r, creator, "m.room."+field, "", object{field: v})
		}
	}
}

// levels are the power levels of a new room.
func levels(creator, preset string, how object) object {
	users := object{creator: 100}
	if preset == "trusted_private_chat" {
		for _, target := range texts(how, "invite") {
			users[target] = 100
		}
	}
	all := object{
		"users": users, "users_default": 0, "events_default": 0, "state_default": 50, "invite": 0, "kick": 50, "ban": 50, "redact": 50,
		"events": object{"m.room.power_levels": 100, "m.room.encryption": 100, "m.room.name": 50}, "notifications": object{"room": 50},
	}
	maps.Copy(all, obj(how, "power_level_content_override"))
	return all
}

// alias tells which room an alias stands for.
func (s *Server) alias(c *call) (any, error) {
	id := s.aliases[c.path("alias")]
	if id == "" {
		return nil, notFound("Room alias %s not found", c.path("alias"))
	}
	return object{"room_id": id, "servers": []string{Domain}}, nil
}
