package matrix

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/store"
)

// sealedRooms are the rooms that have once been encrypted, whatever their state says later: nothing is ever
// sent into them in the open.
var sealedRooms = store.NewBucket[struct{}]("matrix-encrypted")

// rooms is what is known of the rooms the bot is in. The homeserver is asked for a room's state when it is
// needed first; from then on the sync keeps it true.
type rooms struct {
	self  id.UserID
	mu    sync.Mutex
	of    map[id.RoomID]*room
	turns turns // a room is asked for by one at a time
}

func (r *rooms) init(self id.UserID) {
	r.self, r.of = self, make(map[id.RoomID]*room)
}

// facts is a room as it is now, asked for if need be. The value is the caller's.
func (a *Adapter) facts(ctx context.Context, where id.RoomID) (facts, error) {
	if f, loaded := a.rooms.get(where); loaded {
		return f, nil
	}
	done, err := a.rooms.turns.take(ctx, string(where))
	if err != nil {
		return facts{}, err
	}
	defer done()
	if f, loaded := a.rooms.expect(where); loaded { // somebody has asked meanwhile
		return f, nil
	}
	defer a.rooms.asked(where)
	events, err := a.askState(ctx, where)
	if err != nil {
		return facts{}, err
	}
	encrypted, err := a.sealed(ctx, where, encrypts(events))
	if err != nil {
		return facts{}, err
	}
	if encrypted && a.keys != nil {
		for _, e := range events { // the first words after joining must not be in the open
			if e.Type.Type == event.StateEncryption.Type {
				a.keys.learn(ctx, where, e)
			}
		}
	}
	return a.rooms.load(where, events, encrypted), nil
}

// encrypts says whether a room's state says that it is encrypted.
func encrypts(state []*event.Event) bool {
	return slices.ContainsFunc(state, func(e *event.Event) bool {
		return e.Type.Type == event.StateEncryption.Type && e.StateKey != nil && *e.StateKey == ""
	})
}

// sealed says whether a room is or has ever been encrypted, and remembers it.
func (a *Adapter) sealed(ctx context.Context, where id.RoomID, now bool) (sealed bool, err error) {
	key := store.K(string(where))
	err = a.db.View(ctx, a.space, func(tx store.Tx) error {
		sealed, err = sealedRooms.Has(tx, key)
		return err
	})
	if err != nil || sealed || !now {
		return sealed, err
	}
	return true, a.db.Update(ctx, a.space, func(tx store.Tx) error { return sealedRooms.Put(tx, key, struct{}{}) })
}

// askState asks the homeserver for all the state of a room.
func (a *Adapter) askState(ctx context.Context, where id.RoomID) ([]*event.Event, error) {
	ctx, cancel := calling(ctx)
	defer cancel()
	var all []heard
	_, err := a.client.MakeFullRequest(ctx, mautrix.FullRequest{
		Method: http.MethodGet, MaxAttempts: 1, ResponseJSON: &all,
		URL: a.client.BuildClientURL("v3", "rooms", where, "state"),
	})
	return eventList{all}.events(), err
}

// noteState keeps up with a state event of the sync.
func (a *Adapter) noteState(ctx context.Context, where id.RoomID, e *event.Event) {
	if a.keys != nil {
		a.keys.learn(ctx, where, e)
	}
	if encrypts([]*event.Event{e}) {
		if _, err := a.sealed(ctx, where, true); err != nil {
			a.log.Error("matrix: it is not written down that a room is encrypted", "err", err)
		}
	}
	a.rooms.note(where, e)
}

// get is a room, if it is known.
func (r *rooms) get(where id.RoomID) (f facts, loaded bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.of[where]; known != nil && known.loaded {
		return r.facts(known), true
	}
	return facts{}, false
}

// expect is get for whoever asks for a room that is not known: what the sync says of it is collected from now on. It is
// followed by asked.
func (r *rooms) expect(where id.RoomID) (f facts, loaded bool) {
	if f, loaded := r.get(where); loaded {
		return f, true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.of[where] = new(room)
	return facts{}, false
}

// asked ends the asking for a room, with or without success.
func (r *rooms) asked(where id.RoomID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.of[where]; known != nil && !known.loaded {
		delete(r.of, where)
	}
}

// load fills a room with its state, and then with what the sync has said meanwhile.
func (r *rooms) load(where id.RoomID, events []*event.Event, encrypted bool) facts {
	r.mu.Lock()
	defer r.mu.Unlock()
	fresh := newRoom()
	fresh.encrypted = encrypted
	for _, e := range events {
		fresh.note(e)
	}
	if known := r.of[where]; known != nil { // otherwise it has been forgotten meanwhile
		for _, e := range known.meanwhile {
			fresh.note(e)
		}
		r.of[where] = fresh
	}
	return r.facts(fresh)
}

// facts is a copy that may be read while the room changes. mu is held.
func (r *rooms) facts(known *room) facts {
	f := facts{room: *known, people: len(known.members), inside: known.members[r.self] == event.MembershipJoin}
	f.members, f.meanwhile = nil, nil
	for who := range known.members {
		if who != r.self && f.inside && f.people == 2 {
			f.other = who
		}
	}
	return f
}

// note keeps up with a state event, if anything has been asked of the room.
func (r *rooms) note(where id.RoomID, e *event.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.of[where]
	switch {
	case known == nil:
	case known.loaded:
		known.note(e)
	default:
		known.meanwhile = append(known.meanwhile, e)
	}
	if known != nil && e.Type.Type == event.StateMember.Type && e.GetStateKey() == string(r.self) && membership(e) != event.MembershipJoin {
		delete(r.of, where) // it will be another room when the bot is back
	}
}

// forget drops a room that the bot has left.
func (r *rooms) forget(where id.RoomID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.of, where)
}

// members are those who may read what is said in a room from now on: who is in it, and who is invited.
func (r *rooms) members(where id.RoomID) (all []id.UserID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.of[where]; known != nil {
		for who := range known.members {
			all = append(all, who)
		}
	}
	return all
}

// membership is what somebody is in a room, as far as it is known.
func (r *rooms) membership(where id.RoomID, who id.UserID) event.Membership {
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.of[where]
	switch {
	case known == nil:
		return ""
	case known.gone[who]:
		return event.MembershipLeave
	}
	return known.members[who]
}
