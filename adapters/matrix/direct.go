package matrix

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// direct is where each person is spoken to alone, and what else the account's data say.
type direct struct {
	mu      sync.Mutex
	rooms   map[id.UserID]id.RoomID // used last
	ignores map[id.UserID]bool

	making sync.Mutex // one direct conversation is begun at a time, so that nobody gets two
}

// account notes the account's data of a sync: whom the bot ignores.
func (a *Adapter) account(events []*event.Event) {
	for _, e := range events {
		if e.Type.Type != event.AccountDataIgnoredUserList.Type {
			continue
		}
		users, _ := e.Content.Raw["ignored_users"].(map[string]any)
		ignores := make(map[id.UserID]bool, len(users))
		for who := range users {
			ignores[id.UserID(who)] = true
		}
		a.direct.mu.Lock()
		a.direct.ignores = ignores
		a.direct.mu.Unlock()
	}
}

// ignored says that the bot hears nothing from somebody.
func (d *direct) ignored(who id.UserID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ignores[who]
}

// mostDirect is how many direct conversations are remembered; the account's data have them all.
const mostDirect = 10_000

// seen remembers where somebody speaks with the bot alone.
func (d *direct) seen(who id.UserID, room id.RoomID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.rooms == nil || len(d.rooms) > mostDirect {
		d.rooms = make(map[id.UserID]id.RoomID)
	}
	d.rooms[who] = room
}

// room is where somebody was last spoken to alone.
func (d *direct) room(who id.UserID) id.RoomID {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rooms[who]
}

// directRoom is the room in which somebody is spoken to alone: the one used last, one that the account's data
// know, or a new one.
func (a *Adapter) directRoom(ctx context.Context, who id.UserID) (id.RoomID, error) {
	if checked(string(who)) == "" {
		return "", bot.Dead{Reason: "that is no Matrix account"}
	}
	if room := a.direct.room(who); room != "" && a.alone(ctx, room, who) {
		return room, nil
	}
	a.direct.making.Lock()
	defer a.direct.making.Unlock()
	if room := a.direct.room(who); room != "" && a.alone(ctx, room, who) { // somebody else made it meanwhile
		return room, nil
	}
	all, err := a.directRooms(ctx)
	if err != nil {
		return "", err
	}
	for _, room := range slices.Backward(all[who]) {
		if a.alone(ctx, room, who) {
			a.direct.seen(who, room)
			return room, nil
		}
	}
	return a.makeDirect(ctx, who)
}

// alone says whether the bot and somebody are the only ones in a room.
func (a *Adapter) alone(ctx context.Context, room id.RoomID, who id.UserID) bool {
	f, err := a.facts(ctx, room)
	return err == nil && f.people == 2 && slices.Contains(a.rooms.members(room), who) && f.after == ""
}

// directRooms are the direct conversations that the account's data know.
func (a *Adapter) directRooms(ctx context.Context) (all map[id.UserID][]id.RoomID, err error) {
	ctx, cancel := calling(ctx)
	defer cancel()
	err = a.client.GetAccountData(ctx, event.AccountDataDirectChats.Type, &all)
	if hopeless(err) {
		return nil, nil // there are none yet
	}
	return all, err
}

// makeDirect begins a direct conversation, encrypted where the bot can.
func (a *Adapter) makeDirect(ctx context.Context, who id.UserID) (id.RoomID, error) {
	request := &mautrix.ReqCreateRoom{Preset: "trusted_private_chat", IsDirect: true, Invite: []id.UserID{who}}
	if a.keys != nil {
		request.InitialState = []*event.Event{{
			Type:    event.StateEncryption,
			Content: event.Content{Parsed: &event.EncryptionEventContent{Algorithm: id.AlgorithmMegolmV1}},
		}}
	}
	call, cancel := calling(ctx)
	defer cancel()
	answer, err := a.client.CreateRoom(call, request)
	if err != nil {
		return "", fmt.Errorf("matrix: direct conversation: %w", err)
	}
	a.counts.add("matrix_direct_begun")
	a.direct.seen(who, answer.RoomID)
	a.noteDirect(ctx, who, answer.RoomID)
	return answer.RoomID, nil
}

// noteDirect writes a direct conversation into the account's data, where clients and other runs of the bot find
// it.
func (a *Adapter) noteDirect(ctx context.Context, who id.UserID, room id.RoomID) {
	all, err := a.directRooms(ctx)
	if err == nil && !slices.Contains(all[who], room) {
		if all == nil {
			all = make(map[id.UserID][]id.RoomID)
		}
		all[who] = append(all[who], room)
		call, cancel := calling(ctx)
		defer cancel()
		err = a.client.SetAccountData(call, event.AccountDataDirectChats.Type, all)
	}
	if err != nil {
		a.log.Warn("matrix: a direct conversation is not noted in the account", "err", plain(err))
	}
}
