package matrixfake

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// place writes a position in the stream as a token.
func place(pos int) string { return fmt.Sprintf("s%d", pos) }

// placed reads a token; -1 when there is none.
func (s *Server) placed(token string) (int, error) {
	if token == "" {
		return -1, nil
	}
	n, err := strconv.Atoi(strings.TrimPrefix(token, "s"))
	if err != nil || !strings.HasPrefix(token, "s") || n < 0 || n > s.pos {
		return 0, invalid("unknown token %q", token)
	}
	return n, nil
}

// view is what somebody wants to see.
type view struct {
	user, device string
	since        int // -1 for everything
	filter       object
	full         bool
}

// sync tells a caller what is new, and waits for it if there is nothing.
func (s *Server) sync(c *call) (any, error) {
	s.mu.Lock()
	v, err := s.viewOf(c)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	ms, _ := strconv.Atoi(c.Query.Get("timeout"))
	timer := time.NewTimer(time.Duration(ms) * time.Millisecond)
	defer timer.Stop()
	for late := ms <= 0 || v.since < 0 || v.full; ; {
		s.mu.Lock()
		if err := s.authorise(c); err != nil {
			s.mu.Unlock()
			return nil, err
		}
		all, news := s.news(v)
		wake := s.wake
		s.mu.Unlock()
		if news || late {
			return all, nil
		}
		select {
		case <-wake:
		case <-timer.C:
			late = true
		case <-c.r.Context().Done():
			return nil, errGone
		case <-s.over:
			return nil, errGone
		}
	}
}

// viewOf is what a sync asks for. mu is held.
func (s *Server) viewOf(c *call) (v view, err error) {
	v = view{user: c.user, device: c.device, full: c.Query.Get("full_state") == "true"}
	if v.since, err = s.placed(c.Query.Get("since")); err != nil {
		return v, err
	}
	v.filter, err = s.filter(c.user, c.Query.Get("filter"))
	return v, err
}

// filter is a filter that was kept, or one that is written out. mu is held.
func (s *Server) filter(user, text string) (f object, err error) {
	if text == "" {
		return object{}, nil
	}
	if f, ok := s.filters[text]; ok {
		return f, nil
	}
	if strings.HasPrefix(text, "{") {
		if json.Unmarshal([]byte(text), &f) != nil {
			return nil, invalid("filter is no JSON")
		}
		s.filters[text] = f
		return f, nil
	}
	all := s.person(user).filters
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n >= len(all) {
		return nil, invalid("No such filter %q", text)
	}
	return all[n], nil
}

// news is the answer to a sync, and whether there is anything in it. mu is held.
func (s *Server) news(v view) (object, bool) {
	who, d := s.person(v.user), s.device(v.user, v.device)
	if v.since == s.pos && !v.full { // in talks, months pass in which nothing happens
		d.parcels(v.since)
		return object{"next_batch": place(s.pos), "device_one_time_keys_count": d.count(), "device_unused_fallback_key_types": d.unused()}, false
	}
	join, invite, leave := object{}, object{}, object{}
	for _, id := range s.roomIDs() {
		r := s.rooms[id]
		if !wants(obj(v.filter, "room"), id) {
			continue
		}
		switch at := r.state[slot{"m.room.member", v.user}]; r.membership(v.user) {
		case "join":
			if part, news := s.joined(r, v); news {
				join[id] = part
			}
		case "invite":
			if at.pos > v.since {
				invite[id] = object{"invite_state": object{"events": r.invitation(v.user)}}
			}
		case "leave", "ban":
			if at.pos > v.since && at.before != nil && !r.forgotten[v.user] && (v.since >= 0 || obj(v.filter, "room")["include_leave"] == true) {
				leave[id] = s.left(r, v, at)
			}
		}
	}
	data, parcels := pick(obj(v.filter, "account_data"), who.kept("", v.since)), d.parcels(v.since)
	changed, gone := s.deviceLists(v)
	all := object{
		"next_batch": place(s.pos), "rooms": object{"join": join, "invite": invite, "leave": leave},
		"account_data": object{"events": data}, "to_device": object{"events": parcels}, "presence": object{"events": []object{}},
		"device_lists": object{"changed": changed, "left": gone}, "device_one_time_keys_count": d.count(), "device_unused_fallback_key_types": d.unused(),
	}
	return all, len(join)+len(invite)+len(leave)+len(data)+len(parcels)+len(changed)+len(gone) > 0
}
