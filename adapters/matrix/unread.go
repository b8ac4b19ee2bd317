package matrix

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// unread are the items whose key has not come yet, by session. The rest of their room goes on meanwhile.
type unread struct {
	mu    sync.Mutex
	of    map[id.SessionID]*locked
	count int
}

// locked are the items that wait for one key.
type locked struct {
	items []item
	off   chan struct{} // closed when they do not wait any more
}

// After keyAsk without a key the sender's device is asked for it, and after keyWait it will not come any more.
const (
	keyAsk  = 5 * time.Second
	keyWait = 2 * time.Minute
)

// mostUnread is how many items may wait for keys; more are taken for noise.
const mostUnread = 1000

// decrypt opens an item's event. It is nil where nothing can be made of it; wait says that its key may still come.
func (a *Adapter) decrypt(ctx context.Context, it item, e *event.Event) (opened *event.Event, wait bool) {
	if a.keys == nil {
		a.counts.Add("matrix_undecryptable")
		if a.rates.once("sealed "+string(it.Room), day) {
			a.log.Error("matrix: a room is encrypted, and this program was built without encryption", "build", "go build -tags goolm")
		}
		return nil, false
	}
	opened, err := a.keys.open(ctx, e)
	if errors.Is(err, errNoKey) && time.Since(it.Came) < keyWait {
		return nil, a.lock(ctx, it, e)
	}
	if errors.Is(err, errForged) {
		a.counts.Add("matrix_forged")
		a.log.Warn("matrix: an event bears another device's key, and is not heard")
		return nil, false
	}
	if err != nil {
		a.counts.Add("matrix_undecryptable")
		a.log.Info("matrix: an event cannot be decrypted", "err", plain(err))
		a.regret(ctx, it, e)
		return nil, false
	}
	opened.RoomID, opened.Mautrix.WasEncrypted = it.Room, true
	return opened, false
}

// sessionOf is the id of the key that an event wants.
func sessionOf(e *event.Event) id.SessionID {
	var c struct {
		Session id.SessionID `json:"session_id"`
	}
	if json.Unmarshal(e.Content.VeryRaw, &c) != nil {
		return ""
	}
	return c.Session
}

// lock has an item wait for its key; false where too many do already.
func (a *Adapter) lock(ctx context.Context, it item, e *event.Event) bool {
	of := sessionOf(e)
	l, first := a.unread.add(of, it)
	if l == nil {
		a.counts.Add("matrix_undecryptable")
		return false
	}
	a.counts.Add("matrix_key_awaited")
	if first {
		a.lines.later(keyAsk, l.off, func() {
			if err := a.keys.beg(ctx, e); err != nil {
				a.log.Info("matrix: a key cannot be asked for", "err", plain(err))
			}
		})
		a.lines.later(keyWait, l.off, func() { a.unlock(of) })
	}
	if _, err := a.keys.open(ctx, e); err == nil { // it came in this moment
		a.unlock(of)
	}
	return true
}

// add has an item wait for a key, and says whether it is the first one; nil where too many wait.
func (u *unread) add(of id.SessionID, it item) (l *locked, first bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.count >= mostUnread {
		return nil, false
	}
	if u.of == nil {
		u.of = make(map[id.SessionID]*locked)
	}
	if u.of[of] == nil {
		u.of[of], first = &locked{off: make(chan struct{})}, true
	}
	u.of[of].items = append(u.of[of].items, it)
	u.count++
	return u.of[of], first
}

// take is what waits for a key, and does not any more.
func (u *unread) take(of id.SessionID) []item {
	u.mu.Lock()
	defer u.mu.Unlock()
	l := u.of[of]
	if l == nil {
		return nil
	}
	delete(u.of, of)
	u.count -= len(l.items)
	close(l.off)
	return l.items
}

// unlock puts the items that waited for a key back into their lines.
func (a *Adapter) unlock(of id.SessionID) {
	for _, it := range a.unread.take(of) {
		a.lines.put(it)
	}
}

// few is up to how many people a room's reader is told that something could not be read: there it was probably meant
// for the bot.
const few = 10

// regret tells somebody, once a day, that their words could not be read, and what to do.
func (a *Adapter) regret(ctx context.Context, it item, e *event.Event) {
	f, err := a.facts(ctx, it.Room)
	if err != nil || f.people > few || it.Late > 0 || !a.rates.once("unread "+string(e.Sender), day) {
		return
	}
	x := &exchange{a: a, it: it, room: it.Room, cause: e.ID, m: bot.Message{From: bot.Address{Platform: Platform, Room: string(it.Room), User: string(e.Sender)}}}
	x.tell(ctx, "I am sorry, I could not read your message: its key has not reached me. Please say it once more. "+
		"If that happens again, “/discardsession” in Element makes a new key.")
}
