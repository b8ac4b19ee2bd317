package matrix

import (
	"context"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"

	"ambassador/store"
)

// movedRooms are the rooms that the bot waits to be let into, because one that it was in has moved there, with
// that one.
var movedRooms = store.NewBucket[id.RoomID]("matrix-moved")

// follow goes along when a room moves, as after an upgrade. The new room has to say that it continues the old one.
func (a *Adapter) follow(ctx context.Context, it item) outcome {
	e := understood(it.Event)
	if e == nil {
		return dealt
	}
	text, _ := e.Content.Raw["replacement_room"].(string)
	next := id.RoomID(text)
	if next == "" || next == it.Room {
		return dealt
	}
	// Invitation and tombstone come in either order, so it is noted first whom to expect.
	if err := a.await(ctx, next, it.Room); err != nil {
		a.log.Error("matrix: a move cannot be noted", "err", err)
		return again
	}
	if wait := a.rates.enter(); wait > 0 {
		a.lines.later(wait, nil, func() { a.lines.put(it) })
		return waits
	}
	call, cancel := calling(ctx)
	defer cancel()
	if _, err := a.client.JoinRoom(call, text, &mautrix.ReqJoinRoom{Via: []string{server(e.Sender), server(a.self())}}); err != nil {
		return unless(err) // the room wants an invitation, then
	}
	f, err := a.facts(ctx, next)
	if err != nil {
		return unless(err)
	}
	if f.before != it.Room {
		a.log.Warn("matrix: a room does not continue the one that points to it, and is left again")
		_, err := a.client.LeaveRoom(call, next)
		return unless(err)
	}
	a.counts.add("matrix_followed")
	return dealt
}

// await notes that a room continues another one, so that an invitation to it is welcome.
func (a *Adapter) await(ctx context.Context, next, before id.RoomID) error {
	return a.db.Update(ctx, a.space, func(tx store.Tx) error {
		return movedRooms.Put(tx, store.K(string(next)), before)
	})
}

// awaited says whether a room is one that the bot waits to be let into.
func (a *Adapter) awaited(ctx context.Context, room id.RoomID) (yes bool) {
	err := a.db.View(ctx, a.space, func(tx store.Tx) (err error) {
		yes, err = movedRooms.Has(tx, store.K(string(room)))
		return err
	})
	return err == nil && yes
}
