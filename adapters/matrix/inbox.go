package matrix

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"maunium.net/go/mautrix/id"

	"ambassador/store"
)

// What lies in the store: things heard and not yet dealt with, by account and number; and how far the
// account has been read.
var (
	heardItems = store.NewBucket[item]("matrix-inbox")
	readMarks  = store.NewBucket[mark]("matrix-read")
)

// item is one thing to deal with. It is stored as it came: what was encrypted stays so.
type item struct {
	Kind  kind            `json:"kind"`
	Room  id.RoomID       `json:"room"`
	Event json.RawMessage `json:"event,omitempty"`
	From  id.UserID       `json:"from,omitempty"`  // who invites
	After id.RoomID       `json:"after,omitempty"` // the room that the one of an invitation says it continues
	Came  time.Time       `json:"came"`            // when the bot heard of it
	Late  time.Duration   `json:"late,omitempty"`  // how long it was under way because nobody listened

	number uint64
	tries  int
	old    bool // another run of the program heard it, and may have answered
}

// kind is what an item is.
type kind string

const (
	said     kind = "said"     // an event of a room's timeline
	invited  kind = "invited"  // an invitation
	upgraded kind = "upgraded" // a room has moved
)

// mark is how far an account has been read. The token belongs to the device.
type mark struct {
	Token  string      `json:"token"`
	Device id.DeviceID `json:"device"`
	At     time.Time   `json:"at"`
}

// inbox numbers the items, and knows which are done but not yet deleted.
type inbox struct {
	mark mark // what was stored last; the sync goroutine's

	mu   sync.Mutex
	next uint64
	done []uint64

	deeds deeds
}

// key is the place of an item.
func (a *Adapter) key(number uint64) store.Key { return store.K(string(a.self()), number) }

// resume reads where the last run of the program has left off.
func (a *Adapter) resume(ctx context.Context) (m mark, left []item, err error) {
	err = a.db.View(ctx, a.space, func(tx store.Tx) error {
		left = nil
		if m, _, err = readMarks.Get(tx, store.K(string(a.self()))); err != nil && !errors.Is(err, store.ErrDamaged) {
			return err
		}
		for row, err := range heardItems.All(tx, store.K(string(a.self()))) {
			parts, wrong := row.Key.Parts()
			if err != nil || wrong != nil || len(parts) != 2 {
				continue // lost; the check of the store tells of it
			}
			number, _ := parts[1].(uint64)
			it := row.Value
			it.number, it.old = number, true
			if late := time.Since(it.Came); late > time.Minute {
				it.Late = max(it.Late, late)
			}
			left = append(left, it)
			a.inbox.next = max(a.inbox.next, number+1)
		}
		return nil
	})
	if err != nil {
		return m, nil, fmt.Errorf("matrix: inbox: %w", err)
	}
	if m.Device != a.client.DeviceID {
		m = mark{}
	}
	return m, left, nil
}

// commit stores, in one transaction, what a sync has brought and how far it goes, and deletes what has
// been dealt with since the last one.
func (a *Adapter) commit(ctx context.Context, m mark, items []item) error {
	a.inbox.mu.Lock()
	done := a.inbox.done
	for i := range items {
		a.inbox.next++
		items[i].number = a.inbox.next
	}
	a.inbox.mu.Unlock()
	err := a.db.Update(ctx, a.space, func(tx store.Tx) error {
		for _, number := range done {
			if err := heardItems.Delete(tx, a.key(number)); err != nil {
				return err
			}
		}
		for _, it := range items {
			if err := heardItems.Put(tx, a.key(it.number), it); err != nil {
				return err
			}
		}
		return readMarks.Put(tx, store.K(string(a.self())), m)
	})
	if err != nil {
		return fmt.Errorf("matrix: inbox: %w", err)
	}
	a.inbox.mark = m
	a.inbox.mu.Lock()
	a.inbox.done = a.inbox.done[len(done):]
	a.inbox.mu.Unlock()
	return nil
}

// putAway deletes what has been dealt with, at the end of the program.
func (a *Adapter) putAway(ctx context.Context) {
	if !a.inbox.finished() || a.inbox.mark.Token == "" {
		return
	}
	if err := a.commit(context.WithoutCancel(ctx), a.inbox.mark, nil); err != nil {
		a.log.Warn("matrix: what has been answered is not deleted yet", "err", err)
	}
}

// finish notes that an item is dealt with. The next commit deletes it; if the program dies before, it is
// dealt with again, and the transaction ids of its answers keep it from being answered twice.
func (b *inbox) finish(number uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done = append(b.done, number)
}

// finished says whether anything waits to be deleted.
func (b *inbox) finished() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.done) > 0
}
