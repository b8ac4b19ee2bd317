package matrixfake

import (
	"cmp"
	"maps"
	"slices"
)

// wants says whether a filter lets a room through.
func wants(f object, room string) bool {
	return (f["rooms"] == nil || slices.Contains(texts(f, "rooms"), room)) && !slices.Contains(texts(f, "not_rooms"), room)
}

// passes says whether a filter lets an event through.
func passes(f object, kind, sender string) bool {
	if f["types"] != nil && !slices.ContainsFunc(texts(f, "types"), func(p string) bool { return fits(p, kind) }) {
		return false
	}
	if slices.ContainsFunc(texts(f, "not_types"), func(p string) bool { return fits(p, kind) }) {
		return false
	}
	return sender == "" || (f["senders"] == nil || slices.Contains(texts(f, "senders"), sender)) && !slices.Contains(texts(f, "not_senders"), sender)
}

// pick is what of events without senders a filter lets through.
func pick(f object, events []object) []object {
	all := []object{}
	for _, e := range events {
		if passes(f, str(e, "type"), "") {
			all = append(all, e)
		}
	}
	return all
}

// joined is what is new in a room that somebody is in, and whether there is anything.
func (s *Server) joined(r *room, v view) (object, bool) {
	base := v.since
	fresh := r.entered(v.user) > v.since
	if fresh {
		base = -1
	}
	f := obj(v.filter, "room")
	timeline, limited, events := r.timeline(v, base, s.pos)
	from := s.pos + 1
	if len(events) > 0 {
		from = events[0].pos
	}
	if !limited && !fresh { // all state that is new is in the timeline
		from = base + 1
	}
	stateBase := base
	if v.full {
		stateBase = -1
	}
	state := r.stateBefore(v, stateBase, from, events)
	ephemeral := pick(obj(f, "ephemeral"), r.ephemeral(v.user, v.since))
	data := pick(obj(f, "account_data"), s.person(v.user).kept(r.id, v.since))
	part := object{
		"timeline": timeline, "state": object{"events": state}, "ephemeral": object{"events": ephemeral}, "account_data": object{"events": data},
		"unread_notifications": object{"notification_count": 0, "highlight_count": 0},
	}
	if len(events)+len(state) > 0 {
		part["summary"] = r.summary(v.user)
	}
	return part, fresh || limited || len(events)+len(state)+len(ephemeral)+len(data) > 0
}

// entered is when somebody came into a room that they are in.
func (r *room) entered(user string) int {
	e := r.state[slot{"m.room.member", user}]
	for e.before != nil && str(e.before.Content, "membership") == "join" {
		e = e.before
	}
	return e.pos
}

// timeline is the newest of what happened in a room behind one position and up to another.
func (r *room) timeline(v view, after, upTo int) (part object, limited bool, events []*Event) {
	f := obj(obj(v.filter, "room"), "timeline")
	for _, e := range r.events {
		if e.pos > after && e.pos <= upTo && passes(f, e.Type, e.Sender) && r.visible(v.user, e) {
			events = append(events, e)
		}
	}
	if most := max(number(f, "limit", 10), 1); len(events) > most {
		events, limited = events[len(events)-most:], true
	}
	previous := upTo
	if len(events) > 0 {
		previous = events[0].pos - 1
	}
	return object{"events": payloads(events, v.user, v.device, true), "limited": limited, "prev_batch": place(previous)}, limited, events
}

// payloads are events as clients get them.
func payloads(events []*Event, user, device string, inSync bool) []object {
	all := []object{}
	for _, e := range events {
		all = append(all, e.payload(user, device, inSync))
	}
	return all
}

// stateBefore is the state that changed behind a position and before the timeline. With lazy loading, of the members only
// those come who speak in the timeline.
func (r *room) stateBefore(v view, after, before int, timeline []*Event) []object {
	f := obj(obj(v.filter, "room"), "state")
	lazy := f["lazy_load_members"] == true || obj(obj(v.filter, "room"), "timeline")["lazy_load_members"] == true
	speak := map[string]bool{v.user: true}
	for _, e := range timeline {
		speak[e.Sender] = true
	}
	newest := map[slot]*Event{}
	for _, e := range r.events {
		if e.StateKey == nil || e.pos >= before || !passes(f, e.Type, e.Sender) {
			continue
		}
		member := e.Type == "m.room.member"
		if e.pos > after && (!lazy || !member || speak[*e.StateKey]) || lazy && member && *e.StateKey != v.user && speak[*e.StateKey] {
			newest[slot{e.Type, *e.StateKey}] = e
		}
	}
	all := slices.SortedFunc(maps.Values(newest), func(a, b *Event) int { return cmp.Compare(a.pos, b.pos) })
	return payloads(all, v.user, v.device, true)
}

// summary says who is in a room.
func (r *room) summary(user string) object {
	here := r.members("join", "invite")
	heroes := slices.DeleteFunc(slices.Clone(here), func(id string) bool { return id == user })
	return object{
		"m.joined_member_count": len(r.members("join")), "m.invited_member_count": len(r.members("invite")), "m.heroes": heroes[:min(5, len(heroes))],
	}
}

// invitation is the state that comes with an invitation.
func (r *room) invitation(user string) []object {
	all := []object{}
	for _, kind := range []string{"m.room.create", "m.room.join_rules", "m.room.name", "m.room.canonical_alias", "m.room.encryption"} {
		if e := r.state[slot{kind, ""}]; e != nil {
			all = append(all, e.stripped())
		}
	}
	mine := r.state[slot{"m.room.member", user}]
	if inviter := r.state[slot{"m.room.member", mine.Sender}]; inviter != nil {
		all = append(all, inviter.stripped())
	}
	return append(all, mine.stripped())
}

// left is the last that somebody sees of a room.
func (s *Server) left(r *room, v view, at *Event) object {
	if str(at.before.Content, "membership") != "join" { // an invitation that came to nothing
		return object{"timeline": object{"events": []object{at.payload(v.user, v.device, true)}, "prev_batch": place(at.pos - 1)}, "state": object{"events": []object{}}}
	}
	timeline, _, _ := r.timeline(v, v.since, at.pos)
	return object{"timeline": timeline, "state": object{"events": []object{}}, "account_data": object{"events": []object{}}}
}
