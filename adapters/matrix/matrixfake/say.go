package matrixfake

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot/bottest"
)

// DM is the direct room of somebody and the bot, which they make, and invite the bot, if there is none.
func (s *Server) DM(name string) (room string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dm(mxid(name)).id
}

// dm is the newest direct room of somebody and the bot. mu is held.
func (s *Server) dm(user string) (newest *room) {
	for _, r := range s.rooms {
		bots := r.membership(Bot)
		if r.partner() == user && r.membership(user) == "join" && (bots == "join" || bots == "invite") &&
			(newest == nil || newest.events[0].pos < r.events[0].pos) {
			newest = r
		}
	}
	if newest != nil {
		return newest
	}
	id := fmt.Sprintf("!dm%d-%s:%s", s.next(), nick(user), Domain)
	_ = s.furnish(id, user, object{"is_direct": true, "preset": "trusted_private_chat", "invite": []any{Bot}}) // theirs: cannot fail
	return s.rooms[id]
}

// Room is the public room of that name, in which the bot and two others are.
func (s *Server) Room(name string) (room string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.public(name).id
}

// public is a public room. mu is held.
func (s *Server) public(name string) *room {
	id := "!" + name + ":" + Domain
	if r := s.rooms[id]; r != nil {
		return r
	}
	crowd := mxid("crowd")
	_ = s.furnish(id, crowd, object{"preset": "public_chat", "name": name, "room_alias_name": name}) // theirs: cannot fail
	for _, who := range []string{mxid("audience"), Bot} {
		_ = s.change(s.rooms[id], who, who, "join", "")
	}
	return s.rooms[id]
}

// Say implements bottest.Platform. What people type is a message in a room or one to the bot alone; buttons are pressed
// where they were shown. Nothing in a room is private on Matrix: whoever types /ambassador there turns to the bot alone.
func (s *Server) Say(l bottest.Line) error {
	if l.Press != "" {
		return s.press(l)
	}
	user := mxid(l.Who)
	s.mu.Lock()
	delete(s.aside, user)
	if l.Room != "" && strings.HasPrefix(l.Text, "/ambassador") {
		s.aside[user] = l.Room
		l.Room = ""
	}
	if l.Room == "" {
		s.greet(user)
		defer s.mu.Unlock()
		return s.speak(s.dm(user), user, s.typed(l.Text))
	}
	defer s.mu.Unlock()
	r := s.public(l.Room)
	if err := s.change(r, user, user, "join", ""); err != nil {
		return err
	}
	content := s.typed(l.Text)
	if !strings.HasPrefix(l.Text, "!ambassador") {
		s.answering(r, user, content)
	}
	return s.speak(r, user, content)
}

// greet makes the direct room of somebody who waits until the bot has come into it, but no longer than a second. mu is
// held, and let go meanwhile.
func (s *Server) greet(user string) {
	r := s.dm(user)
	for left := time.NewTimer(time.Second); s.person(user).Waits && r.membership(Bot) != "join"; {
		wake := s.wake
		s.mu.Unlock()
		select {
		case <-wake:
		case <-s.over:
		case <-left.C:
			s.mu.Lock()
			return
		}
		s.mu.Lock()
	}
}

// answering makes a message an answer to what the bot asked somebody last: where it asked in a thread, or in reply. mu is
// held.
func (s *Server) answering(r *room, user string, content object) {
	asked := r.event(s.asked[r.id+"/"+user])
	if asked == nil {
		return
	}
	reply := object{"event_id": asked.ID}
	if kind, thread := asked.relation(); kind == "m.thread" {
		content["m.relates_to"] = object{"rel_type": kind, "event_id": thread, "is_falling_back": true, "m.in_reply_to": reply}
		return
	}
	if asked.repliesTo() != "" {
		content["m.relates_to"] = object{"m.in_reply_to": reply}
		mentions := obj(content, "m.mentions")
		mentions["user_ids"] = append(list(mentions, "user_ids"), Bot)
	}
}

// speak puts a message of a person into a room. mu is held.
func (s *Server) speak(r *room, user string, content object) error {
	_, err := s.utter(r, user, "m.room.message", content)
	return err
}

// utter puts an event of a person into a room. mu is held.
func (s *Server) utter(r *room, user, kind string, content object) (*Event, error) {
	if err := r.maySend(user, kind, false); err != nil {
		return nil, err
	}
	e := &Event{Type: kind, Sender: user, Content: content}
	if tooLarge(e) {
		return nil, refuse(413, "M_TOO_LARGE", "event too large")
	}
	if err := r.mayRelate(e); err != nil {
		return nil, err
	}
	s.add(r, e)
	s.witness(r, e)
	return e, nil
}

// press presses the newest button of that label that somebody can see: they react with its key.
func (s *Server) press(l bottest.Line) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	user := mxid(l.Who)
	for _, sh := range slices.Backward(s.shown) {
		r := s.rooms[sh.room]
		if r.membership(user) != "join" || sh.only != "" && sh.only != user {
			continue
		}
		for _, b := range sh.buttons {
			if b.label == l.Press {
				return s.pressOn(r, user, sh.event, b)
			}
		}
	}
	return fmt.Errorf("%s sees no button [%s]", l.Who, l.Press)
}

// pressOn presses a button: with its key, or by saying its line. mu is held.
func (s *Server) pressOn(r *room, user, event string, b button) error {
	line := b.line
	if r.partner() == "" {
		delete(s.aside, user)
		line = "!ambassador " + line
	}
	if b.key == "" {
		return s.speak(r, user, s.typed(line))
	}
	_, err := s.react(r, user, event, b.key)
	return err
}

// react has somebody react to an event. Who did so before takes that back first. mu is held.
func (s *Server) react(r *room, user, event, key string) (*Event, error) {
	for _, e := range slices.Clone(r.events) {
		if kind, to := e.relation(); kind == "m.annotation" && to == event && e.Sender == user && relationKey(e) == key {
			s.takeBack(r, e, user, "")
		}
	}
	return s.utter(r, user, "m.reaction", object{"m.relates_to": object{"rel_type": "m.annotation", "event_id": event, "key": key}})
}
