package e2e

import (
	"context"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// plain and encrypted are the two kinds of rooms, for tests of both.
const (
	plain     = false
	encrypted = true
)

// kind says which of the two it is.
func kind(secret bool) string {
	if secret {
		return "encrypted"
	}
	return "plain"
}

// request is a room to be made by the member. Encrypted means from its first event on.
func request(secret bool) *mautrix.ReqCreateRoom {
	req := &mautrix.ReqCreateRoom{Preset: "private_chat"}
	if secret {
		req.InitialState = append(req.InitialState, &event.Event{
			Type:    event.StateEncryption,
			Content: event.Content{Parsed: &event.EncryptionEventContent{Algorithm: id.AlgorithmMegolmV1}},
		})
	}
	return req
}

// create makes a room with a bystander in it, who has no keys and says nothing: for the bot, a room of two would be a
// direct conversation.
func (m *member) create(req *mautrix.ReqCreateRoom) id.RoomID {
	m.t.Helper()
	other := register(m.t, "bystander")
	req.Invite = append(req.Invite, other.UserID)
	room := m.alone(req)
	if _, err := other.session(m.t).JoinRoomByID(context.Background(), room); err != nil {
		m.t.Fatalf("a bystander joins: %v", err)
	}
	m.wait("a bystander", becomes(other.UserID, room, event.MembershipJoin))
	return room
}

// alone makes a room in which there is nobody else yet.
func (m *member) alone(req *mautrix.ReqCreateRoom) id.RoomID {
	m.t.Helper()
	resp, err := m.CreateRoom(context.Background(), req)
	if err != nil {
		m.t.Fatalf("%s makes a room: %v", m.UserID, err)
	}
	return resp.RoomID
}

// room makes a room with the bot in it, and waits until it has come.
func (m *member) room(secret bool, bot id.UserID) id.RoomID {
	m.t.Helper()
	room := m.create(request(secret))
	m.invite(room, bot)
	m.wait("the bot", becomes(bot, room, event.MembershipJoin))
	return room
}

// direct makes a direct conversation with somebody, and waits until they have come.
func (m *member) direct(secret bool, who id.UserID) id.RoomID {
	m.t.Helper()
	req := request(secret)
	req.Preset, req.IsDirect, req.Invite = "trusted_private_chat", true, []id.UserID{who}
	room := m.alone(req)
	m.wait(string(who)+" joining", becomes(who, room, event.MembershipJoin))
	return room
}

// invite asks somebody into a room.
func (m *member) invite(room id.RoomID, who id.UserID) {
	m.t.Helper()
	if _, err := m.InviteUser(context.Background(), room, &mautrix.ReqInviteUser{UserID: who}); err != nil {
		m.t.Fatalf("%s invites %s: %v", m.UserID, who, err)
	}
}

// join enters a room, and waits until the own client has seen it, so that it knows whether it has to encrypt.
func (m *member) join(room id.RoomID) {
	m.t.Helper()
	if _, err := m.JoinRoomByID(context.Background(), room); err != nil {
		m.t.Fatalf("%s joins: %v", m.UserID, err)
	}
	m.wait("being in the room", becomes(m.UserID, room, event.MembershipJoin))
}

// send puts content into a room; encrypted, where the room is.
func (m *member) send(room id.RoomID, kind event.Type, content any) id.EventID {
	m.t.Helper()
	resp, err := m.SendMessageEvent(context.Background(), room, kind, content)
	if err != nil {
		m.t.Fatalf("%s sends: %v", m.UserID, err)
	}
	return resp.EventID
}

// say sends words.
func (m *member) say(room id.RoomID, words string) id.EventID {
	m.t.Helper()
	return m.send(room, event.EventMessage, said(words))
}

// said are words as a client without any finesse sends them.
func said(words string) *event.MessageEventContent {
	return &event.MessageEventContent{MsgType: event.MsgText, Body: words}
}

// edit says something else instead.
func (m *member) edit(room id.RoomID, earlier id.EventID, words string) id.EventID {
	m.t.Helper()
	content := said(words)
	content.SetEdit(earlier)
	return m.send(room, event.EventMessage, content)
}

// react puts a reaction to an event.
func (m *member) react(room id.RoomID, to id.EventID, key string) id.EventID {
	m.t.Helper()
	var content event.ReactionEventContent
	content.RelatesTo.Type, content.RelatesTo.EventID, content.RelatesTo.Key = event.RelAnnotation, to, key
	return m.send(room, event.EventReaction, &content)
}

// thread says something in the thread below an event.
func (m *member) thread(room id.RoomID, below id.EventID, words string) id.EventID {
	m.t.Helper()
	content := said(words)
	content.RelatesTo = (&event.RelatesTo{}).SetThread(below, below)
	return m.send(room, event.EventMessage, content)
}

// upgrade replaces a room by one of another version, and returns that.
func (m *member) upgrade(room id.RoomID, version string) id.RoomID {
	m.t.Helper()
	var resp struct {
		Room id.RoomID `json:"replacement_room"`
	}
	_, err := m.MakeRequest(context.Background(), "POST", m.BuildClientURL("v3", "rooms", room, "upgrade"),
		map[string]string{"new_version": version}, &resp)
	if err != nil {
		m.t.Fatalf("%s upgrades: %v", m.UserID, err)
	}
	return resp.Room
}

// kick puts somebody out of a room.
func (m *member) kick(room id.RoomID, who id.UserID) {
	m.t.Helper()
	if _, err := m.KickUser(context.Background(), room, &mautrix.ReqKickUser{UserID: who}); err != nil {
		m.t.Fatalf("%s kicks %s: %v", m.UserID, who, err)
	}
}

// raw are the last hundred events of a room as the homeserver has them, latest first.
func (m *member) raw(room id.RoomID) []*event.Event {
	m.t.Helper()
	resp, err := m.Messages(context.Background(), room, "", "", mautrix.DirectionBackward, nil, 100)
	if err != nil {
		m.t.Fatalf("%s reads back: %v", m.UserID, err)
	}
	return resp.Chunk
}
