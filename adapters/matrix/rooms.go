package matrix

import (
	"context"
	"net/http"
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
	mu  sync.Mutex
	of  map[id.RoomID]*room
	ask func(context.Context, id.RoomID) ([]*event.Event, error)
}

func (r *rooms) init(a *Adapter) { r.of, r.ask = make(map[id.RoomID]*room), a.askState }

// facts is a room as it is now, asked for if need be. The value is the caller's.
func (a *Adapter) facts(ctx context.Context, where id.RoomID) (facts, error) {
	f, loaded := a.rooms.get(where)
	if loaded {
		return f, nil
	}
	events, err := a.rooms.ask(ctx, where)
	if err != nil {
		a.rooms.forget(where)
		return facts{}, err
	}
	f = a.rooms.load(where, events)
	sealed, err := a.sealed(ctx, where, f.encrypted)
	if err != nil {
		return facts{}, err
	}
	if f.encrypted && a.keys != nil {
		for _, e := range events { // the first words after joining must not be in the open
			if e.Type.Type == event.StateEncryption.Type {
				a.keys.learn(ctx, where, e)
			}
		}
	}
	if sealed && !f.encrypted {
		f = a.rooms.seal(where)
	}
	return f, nil
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
	a.rooms.note(where, e, a.self())
}

// get is a room as far as it is known. Where it is not, what the sync says of it is collected until load.
func (r *rooms) get(where id.RoomID) (facts, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.of[where]
	if known == nil {
		r.of[where] = &room{}
		return facts{}, false
	}
	return known.facts(), known.loaded
}

// load fills a room with its state, and then with what the sync has said meanwhile.
func (r *rooms) load(where id.RoomID, events []*event.Event) facts {
	r.mu.Lock()
	defer r.mu.Unlock()
	fresh := newRoom()
	for _, e := range events {
		fresh.note(e)
	}
	if known := r.of[where]; known != nil {
		for _, e := range known.meanwhile {
			fresh.note(e)
		}
		fresh.encrypted = fresh.encrypted || known.encrypted
	}
	r.of[where] = fresh
	return fresh.facts()
}

// note keeps up with a state event, if anything has been asked of the room.
func (r *rooms) note(where id.RoomID, e *event.Event, self id.UserID) {
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
	if known != nil && e.Type.Type == event.StateMember.Type && e.GetStateKey() == string(self) && membership(e) != event.MembershipJoin {
		delete(r.of, where) // it will be another room when the bot is back
	}
}

// seal marks a room as encrypted.
func (r *rooms) seal(where id.RoomID) facts {
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.of[where]
	if known == nil {
		known = newRoom()
		r.of[where] = known
	}
	known.encrypted = true
	return known.facts()
}

// forget drops a room that the bot has left.
func (r *rooms) forget(where id.RoomID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.of, where)
}

// within says whether a person is known to be in a room.
func (r *rooms) within(where id.RoomID, who id.UserID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.of[where]
	return known != nil && known.members[who] == event.MembershipJoin
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
