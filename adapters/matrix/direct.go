package matrix

import (
	"context"
	"errors"
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

	turns turns // somebody's conversation is begun once, and the account's data are written by one at a time
}

// account notes the account's data of a sync: whom the bot ignores.
func (a *Adapter) account(events []*event.Event) {
	for _, e := range events {
		if e.Type.Type == event.AccountDataIgnoredUserList.Type {
			users, _ := e.Content.Raw["ignored_users"].(map[string]any)
			a.direct.ignore(users)
		}
	}
}

// ask asks for the account's data that a sync tells of only when they change.
func (a *Adapter) ask(ctx context.Context) error {
	ctx, cancel := calling(ctx)
	defer cancel()
	var list struct {
		Users map[string]any `json:"ignored_users"`
	}
	err := a.client.GetAccountData(ctx, event.AccountDataIgnoredUserList.Type, &list)
	if err != nil {
		return unless(err) // there is none
	}
	a.direct.ignore(list.Users)
	return nil
}

// ignore notes whom the bot ignores.
func (d *direct) ignore(users map[string]any) {
	ignores := make(map[id.UserID]bool, len(users))
	for who := range users {
		ignores[id.UserID(who)] = true
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ignores = ignores
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

// directRoom is the room in which somebody is spoken to alone: the one used last, one that the account's data know, or a new
// one. Who has left the conversation is asked back only if they have asked something. The error is a [failure].
func (a *Adapter) directRoom(ctx context.Context, who id.UserID, wanted bool) (id.RoomID, error) {
	if checked(string(who)) == "" {
		return "", bot.Dead{Reason: "that is no Matrix account"}
	}
	if room := a.direct.room(who); room != "" {
		if alone, err := a.alone(ctx, room, who); alone || err != nil {
			return room, failure(err)
		}
	}
	done, err := a.direct.turns.take(ctx, string(who))
	if err != nil {
		return "", err
	}
	defer done()
	room, err := a.findDirect(ctx, who)
	if room == "" && err == nil {
		room, err = a.makeDirect(ctx, who)
	}
	if err == nil {
		err = a.bring(ctx, room, who, wanted)
	}
	if err != nil {
		return "", err
	}
	a.direct.seen(who, room)
	return room, nil
}

// alone says whether the bot and somebody are the only ones in a room, and will be.
func (a *Adapter) alone(ctx context.Context, room id.RoomID, who id.UserID) (bool, error) {
	f, err := a.facts(ctx, room)
	if hopeless(err) {
		return false, nil
	}
	return f.direct(who), err
}

// knownDirect is the room in which somebody was spoken to alone before; "" where there is none.
func (a *Adapter) knownDirect(ctx context.Context, who id.UserID) (id.RoomID, error) {
	if room := a.direct.room(who); room != "" {
		return room, nil
	}
	return a.findDirect(ctx, who)
}

// findDirect looks through the direct conversations that the account's data know, the last first: for one that somebody
// is in, or has left and the bot not.
func (a *Adapter) findDirect(ctx context.Context, who id.UserID) (id.RoomID, error) {
	all, err := a.directRooms(ctx)
	if err != nil {
		return "", failure(err)
	}
	left := id.RoomID("")
	for _, room := range slices.Backward(all[who]) {
		f, err := a.facts(ctx, room)
		switch {
		case hopeless(err):
		case err != nil:
			return "", failure(err)
		case f.direct(who):
			return room, nil
		case f.inside && f.people == 1 && !f.open() && f.after == "" && left == "":
			left = room
		}
	}
	return left, nil
}

// directRooms are the direct conversations that the account's data know.
func (a *Adapter) directRooms(ctx context.Context) (all map[id.UserID][]id.RoomID, err error) {
	ctx, cancel := calling(ctx)
	defer cancel()
	err = a.client.GetAccountData(ctx, event.AccountDataDirectChats.Type, &all)
	if errors.Is(err, mautrix.MNotFound) {
		return nil, nil // there are none yet
	}
	return all, err
}

// makeDirect makes a room for a direct conversation, encrypted where the bot can, and notes it. Nobody is invited yet: an
// answer of the homeserver that is lost must not have somebody invited again and again.
func (a *Adapter) makeDirect(ctx context.Context, who id.UserID) (id.RoomID, error) {
	request := &mautrix.ReqCreateRoom{Preset: "trusted_private_chat", IsDirect: true}
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
		return "", ownPace(failure(err))
	}
	a.counts.Add("matrix_direct_begun")
	a.direct.seen(who, answer.RoomID)
	return answer.RoomID, a.writeDirect(ctx, who, answer.RoomID)
}

// bring invites somebody to a direct conversation, unless they are there.
func (a *Adapter) bring(ctx context.Context, room id.RoomID, who id.UserID, wanted bool) error {
	f, err := a.facts(ctx, room)
	if err != nil || f.direct(who) {
		return failure(err)
	}
	if !wanted && a.rooms.membership(room, who) == event.MembershipLeave {
		return bot.Dead{Reason: "they have left the conversation with me"}
	}
	call, cancel := calling(ctx)
	defer cancel()
	if _, err = a.client.InviteUser(call, room, &mautrix.ReqInviteUser{UserID: who}); err != nil {
		return ownPace(failure(err))
	}
	a.rooms.forget(room) // asked for again, with the person in it: before the sync tells, keys are needed
	return nil
}

// ownPace is a failure of inviting, for which homeservers have limits of their own: whatever else is to be said need not
// wait.
func ownPace(err error) error {
	var wait bot.Wait
	if errors.As(err, &wait) {
		wait.All = false
		return wait
	}
	return err
}

// noteDirect writes a direct conversation that somebody else has begun into the account's data.
func (a *Adapter) noteDirect(ctx context.Context, who id.UserID, room id.RoomID) {
	if err := a.writeDirect(ctx, who, room); err != nil {
		a.log.Warn("matrix: a direct conversation is not noted in the account", "err", plain(err))
	}
}

// writeDirect writes a direct conversation into the account's data, where clients and other runs of the bot find it.
func (a *Adapter) writeDirect(ctx context.Context, who id.UserID, room id.RoomID) error {
	done, err := a.direct.turns.take(ctx, "") // nobody is called that
	if err != nil {
		return err
	}
	defer done()
	all, err := a.directRooms(ctx)
	if err != nil || slices.Contains(all[who], room) {
		return failure(err)
	}
	if all == nil {
		all = make(map[id.UserID][]id.RoomID)
	}
	all[who] = append(all[who], room)
	call, cancel := calling(ctx)
	defer cancel()
	return failure(a.client.SetAccountData(call, event.AccountDataDirectChats.Type, all))
}
