package matrixfake

import (
	"net/http"
	"slices"
)

// level is the power of somebody in a room.
func (r *room) level(user string) int {
	levels := r.stateOf("m.room.power_levels", "")
	return number(obj(levels, "users"), user, number(levels, "users_default", 0))
}

// needs is the power that a deed needs: invite, kick, ban or redact.
func (r *room) needs(deed string) int {
	usual := 50
	if deed == "invite" {
		usual = 0
	}
	return number(r.stateOf("m.room.power_levels", ""), deed, usual)
}

// maySend says why somebody may not send events of a kind to a room; nil if they may.
func (r *room) maySend(user, kind string, state bool) error {
	if r.membership(user) != "join" {
		return forbidden("User %s not in room %s", user, r.id)
	}
	levels := r.stateOf("m.room.power_levels", "")
	usual := number(levels, "events_default", 0)
	if state {
		usual = number(levels, "state_default", 50)
	}
	if want := number(obj(levels, "events"), kind, usual); r.level(user) < want {
		return forbidden("You don't have permission to post that to the room. user_level (%d) < send_level (%d)", r.level(user), want)
	}
	return nil
}

// room finds a room that a caller is or was in. mu is held.
func (s *Server) room(c *call) (*room, error) {
	r := s.rooms[c.path("room")]
	if r == nil || r.membership(c.user) == "" || r.membership(c.user) == "ban" {
		return nil, forbidden("User %s not in room %s", c.user, c.path("room"))
	}
	return r, nil
}

// readable finds a room that a caller may read: who is only invited may not. mu is held.
func (s *Server) readable(c *call) (*room, error) {
	r, err := s.room(c)
	if err == nil && r.membership(c.user) == "invite" {
		return nil, forbidden("User %s not in room %s", c.user, r.id)
	}
	return r, err
}

// change changes the membership of somebody, if the actor may do that. mu is held.
func (s *Server) change(r *room, actor, target, to, reason string) error {
	from := r.membership(target)
	if from == to && (to == "join" || to == "ban") {
		return nil
	}
	if err := r.mayChange(actor, target, from, to); err != nil {
		return err
	}
	who := s.person(target)
	content := object{"membership": to}
	if to == "join" || to == "invite" {
		content["displayname"] = who.Display
		if who.Avatar != "" {
			content["avatar_url"] = who.Avatar
		}
	}
	if to == "invite" && r.direct {
		content["is_direct"] = true
	}
	if reason != "" {
		content["reason"] = reason
	}
	delete(r.forgotten, target)
	s.set(r, actor, "m.room.member", target, content)
	if to == "invite" && actor == Bot {
		s.invited(r, target)
	}
	return nil
}

// mayChange says why an actor may not change a membership; nil if they may.
func (r *room) mayChange(actor, target, from, to string) error {
	if actor != target && r.membership(actor) != "join" {
		return forbidden("%s not in room %s", actor, r.id)
	}
	switch to {
	case "join":
		public := str(r.stateOf("m.room.join_rules", ""), "join_rule") == "public"
		if actor != target || from == "ban" || from != "invite" && !public {
			return forbidden("You are not invited to this room.")
		}
	case "invite":
		if from == "join" || from == "ban" {
			return forbidden("%s is already in the room, or banned.", target)
		}
		return r.enough(actor, "invite")
	case "leave":
		if actor == target {
			if !slices.Contains([]string{"join", "invite", "knock"}, from) {
				return forbidden("%s not in room %s", target, r.id)
			}
			return nil
		}
		return r.over(actor, target, "kick")
	case "ban":
		return r.over(actor, target, "ban")
	default:
		return refuse(http.StatusBadRequest, "M_BAD_JSON", "membership %q", to)
	}
	return nil
}

// enough says why somebody may not do a deed; nil if they may.
func (r *room) enough(actor, deed string) error {
	if r.level(actor) < r.needs(deed) {
		return forbidden("You don't have permission to %s", deed)
	}
	return nil
}

// over says why an actor may not do a deed to somebody; nil if they may.
func (r *room) over(actor, target, deed string) error {
	if r.level(actor) <= r.level(target) {
		return forbidden("You cannot %s user %s.", deed, target)
	}
	return r.enough(actor, deed)
}

// invited has somebody answer an invitation by the bot. mu is held.
func (s *Server) invited(r *room, target string) {
	who := s.person(target)
	switch {
	case target == Bot || who.Shy:
	case who.Refuses:
		_ = s.change(r, target, target, "leave", "")
	default:
		_ = s.change(r, target, target, "join", "")
	}
}
