package matrixfake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// device is one of somebody's devices.
type device struct {
	id, name string
	keys     object            // its identity keys, as uploaded
	oneTime  map[string]any    // one-time keys that nobody has claimed
	spare    map[string]any    // fallback keys
	used     map[string]bool   // by algorithm: its fallback key was claimed
	inbox    []parcel          // what was sent to it, and may not have arrived
	sent     map[string]object // to-device transactions
}

// parcel is something sent to a device.
type parcel struct {
	event object
	pos   int
}

// device is a device of somebody, which exists from the first time it is asked for. mu is held.
func (s *Server) device(user, id string) *device {
	who := s.person(user)
	if who.devices[id] == nil {
		who.devices[id] = &device{id: id, oneTime: map[string]any{}, spare: map[string]any{}, used: map[string]bool{}, sent: map[string]object{}}
	}
	return who.devices[id]
}

// algorithm is what the key is for: the part of its id before the colon.
func algorithm(keyID string) string { return strings.SplitN(keyID, ":", 2)[0] }

// count counts the one-time keys that are left.
func (d *device) count() map[string]int {
	n := map[string]int{"signed_curve25519": 0}
	for id := range d.oneTime {
		n[algorithm(id)]++
	}
	return n
}

// unused lists the algorithms whose fallback key was not claimed.
func (d *device) unused() []string {
	all := []string{}
	for id := range d.spare {
		if kind := algorithm(id); !d.used[kind] && !slices.Contains(all, kind) {
			all = append(all, kind)
		}
	}
	slices.Sort(all)
	return all
}

// claim takes a key of an algorithm.
func (d *device) claim(kind string) object {
	for _, id := range slices.Sorted(maps.Keys(d.oneTime)) {
		if algorithm(id) == kind {
			key := d.oneTime[id]
			delete(d.oneTime, id)
			return object{id: key}
		}
	}
	for id, key := range d.spare {
		if algorithm(id) == kind {
			d.used[kind] = true
			return object{id: key}
		}
	}
	return nil
}

// parcels are what was sent to a device behind a position; what was before has arrived, and goes.
func (d *device) parcels(since int) []object {
	all := []object{}
	d.inbox = slices.DeleteFunc(d.inbox, func(p parcel) bool { return p.pos <= since })
	for _, p := range d.inbox {
		all = append(all, p.event)
	}
	return all
}

// sendToDevice sends something to devices, once in a transaction.
func (s *Server) sendToDevice(c *call) (any, error) {
	from := s.device(c.user, c.device)
	if _, again := from.sent[c.path("txn")]; again {
		return object{}, nil
	}
	from.sent[c.path("txn")] = c.body
	for user, v := range obj(c.body, "messages") {
		to, _ := v.(object)
		for id, content := range to {
			for _, d := range s.addressed(user, id) {
				event := object{"type": c.path("type"), "sender": c.user, "content": content}
				d.inbox = append(d.inbox, parcel{event, s.advance()})
			}
		}
	}
	return object{}, nil
}

// addressed lists the devices that a device id, or *, stands for. mu is held.
func (s *Server) addressed(user, id string) (all []*device) {
	who := s.accounts[user]
	if who == nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(who.devices)) {
		if id == "*" || id == name {
			all = append(all, who.devices[name])
		}
	}
	return all
}

// deviceLists lists of whom the devices have to be asked for again, and of whom they need not be known any more. mu is held.
func (s *Server) deviceLists(v view) (changed, gone []string) {
	changed, gone = []string{}, []string{}
	if v.since < 0 {
		return changed, gone
	}
	now, news, lost := map[string]bool{v.user: true}, map[string]bool{}, map[string]bool{}
	for _, r := range s.rooms {
		if r.membership(v.user) != "join" {
			if at := r.state[slot{"m.room.member", v.user}]; at != nil && at.pos > v.since && at.before != nil {
				for _, id := range r.members("join") {
					lost[id] = true
				}
			}
			continue
		}
		mine := r.entered(v.user)
		for _, id := range r.members("join") {
			now[id] = true
			news[id] = news[id] || max(mine, r.entered(id)) > v.since
		}
		for _, id := range r.members("leave", "ban") {
			lost[id] = lost[id] || r.state[slot{"m.room.member", id}].pos > v.since
		}
	}
	for _, id := range slices.Sorted(maps.Keys(now)) {
		if s.person(id).changed > v.since || news[id] && id != v.user {
			changed = append(changed, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(lost)) {
		if lost[id] && !now[id] {
			gone = append(gone, id)
		}
	}
	return changed, gone
}

// keyChanges answers keys/changes.
func (s *Server) keyChanges(c *call) (any, error) {
	since, err := s.placed(c.Query.Get("from"))
	if err != nil {
		return nil, err
	}
	changed, gone := s.deviceLists(view{user: c.user, device: c.device, since: since})
	return object{"changed": changed, "left": gone}, nil
}

// exists says why a key of that id cannot be uploaded; nil if it can.
func (d *device) exists(id string, key any) error {
	if old, ok := d.oneTime[id]; ok && fmt.Sprint(old) != fmt.Sprint(key) {
		return refuse(400, "M_UNKNOWN", "One time key %s already exists.", id)
	}
	return nil
}
