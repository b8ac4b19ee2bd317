package matrix

import (
	"context"
	"slices"
	"strings"
	"time"

	"maunium.net/go/mautrix/id"

	"ambassador/store"
)

// movedRooms are the rooms that the bot waits to be let into, because one that it was in says that it has moved there.
var movedRooms = store.NewBucket[move]("matrix-moved")

// move is a room's word that it has moved.
type move struct {
	Before id.RoomID `json:"before"`
	At     time.Time `json:"at"`
}

// moveTime is how long an invitation to a room that another one points to is welcome, whoever sends it.
const moveTime = 7 * 24 * time.Hour

// follow goes along when a room moves, as after an upgrade. The new room has to say that it continues the old one.
func (a *Adapter) follow(ctx context.Context, it item) error {
	e := understood(it.Event)
	if e == nil {
		return nil
	}
	text, _ := e.Content.Raw["replacement_room"].(string)
	next := id.RoomID(text)
	if !strings.HasPrefix(text, "!") || next == it.Room {
		return nil
	}
	rooms, err := a.joinedRooms(ctx)
	if err != nil {
		return unless(err)
	}
	if slices.Contains(rooms, next) {
		if before, err := a.awaited(ctx, next); before != it.Room || err != nil {
			return err // where the bot is already, nobody's word brings it in or out
		}
		return a.continued(ctx, next, it.Room) // entered at an earlier try, and not looked at
	}
	// Invitation and tombstone come in either order, so it is noted first whom to expect.
	if err := a.await(ctx, next, it.Room); err != nil {
		return err
	}
	if wait := a.rates.enter(); wait > 0 {
		a.later(wait, it)
		return errWaits
	}
	if err := a.enterRoom(ctx, next, server(e.Sender), server(a.self())); err != nil {
		return unless(err) // the room wants an invitation, then
	}
	return a.continued(ctx, next, it.Room)
}

// continued looks whether a room that the bot has just entered continues another one, and leaves it again if not.
func (a *Adapter) continued(ctx context.Context, next, before id.RoomID) error {
	f, err := a.facts(ctx, next)
	if err != nil && !hopeless(err) {
		return err
	}
	if err != nil || f.before != before {
		a.log.Warn("matrix: a room does not continue the one that points to it, and is left again")
		return a.leave(ctx, next)
	}
	a.counts.Add("matrix_followed")
	return a.db.Update(ctx, a.space, func(tx store.Tx) error { return movedRooms.Delete(tx, store.K(string(next))) })
}

// await notes that a room says that it has moved, so that an invitation there is welcome.
func (a *Adapter) await(ctx context.Context, next, before id.RoomID) error {
	return a.db.Update(ctx, a.space, func(tx store.Tx) error {
		return movedRooms.Put(tx, store.K(string(next)), move{Before: before, At: time.Now()})
	})
}

// awaited is the room that has moved to another one; "" where none has lately.
func (a *Adapter) awaited(ctx context.Context, next id.RoomID) (before id.RoomID, err error) {
	err = a.db.View(ctx, a.space, func(tx store.Tx) error {
		m, _, err := movedRooms.Get(tx, store.K(string(next)))
		if before = m.Before; time.Since(m.At) > moveTime {
			before = ""
		}
		return err
	})
	return before, err
}

// mostMoves is how often a room may have moved since somebody named it.
const mostMoves = 5

// moved is where what is for a room goes: to the one that continues it, if both say so and the bot is there.
func (a *Adapter) moved(ctx context.Context, room id.RoomID) id.RoomID {
	for range mostMoves {
		f, err := a.facts(ctx, room)
		if err != nil || f.after == "" {
			return room
		}
		next, err := a.facts(ctx, f.after)
		if err != nil || next.before != room || !next.inside {
			return room
		}
		room = f.after
	}
	return room
}
