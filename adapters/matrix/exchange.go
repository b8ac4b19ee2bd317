package matrix

import (
	"context"
	"encoding/json"
	"runtime/debug"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// exchange is one thing heard on its way through: what it says, and where an answer belongs.
type exchange struct {
	a     *Adapter
	it    item
	m     bot.Message
	room  id.RoomID
	cause id.EventID // what is answered
	edits id.EventID // the earlier answer that this one replaces
}

// tries is how often an item is dealt with before it is left to the next run of the program.
const tries = 8

// outcome is what has become of an item.
type outcome int

const (
	dealt outcome = iota // it can be forgotten
	again                // it has to be tried again
	waits                // it comes back by itself
)

// unless is dealt, or again where something failed that may go well another time.
func unless(err error) outcome {
	if err == nil || hopeless(err) {
		return dealt
	}
	return again
}

// deal deals with an item, whatever happens: a bad event ends nothing, and one that has to be tried again lets those
// behind it pass.
func (a *Adapter) deal(ctx context.Context, it item) {
	switch a.attempt(ctx, it) {
	case dealt:
		a.inbox.finish(it.number)
	case again:
		if it.tries++; it.tries == tries {
			a.log.Error("matrix: something heard cannot be dealt with, and is left to the next start", "kind", it.Kind)
			return
		}
		a.lines.later(patience(it.tries-1), nil, func() { a.lines.put(it) })
	}
}

// attempt deals with an item once.
func (a *Adapter) attempt(ctx context.Context, it item) (o outcome) {
	defer func() {
		if p := recover(); p != nil {
			a.counts.add("matrix_panic")
			a.log.Error("matrix: an event could not be dealt with", "kind", it.Kind, "panic", p, "stack", string(debug.Stack()))
			o = dealt
		}
	}()
	switch it.Kind {
	case invited:
		return a.join(ctx, it)
	case upgraded:
		return a.follow(ctx, it)
	}
	e, wait := a.read(ctx, it)
	switch {
	case wait:
		return waits
	case e == nil:
		return dealt
	}
	return a.hear(ctx, it, e)
}

// read is the event of an item, decrypted where it was encrypted. It is nil where nothing can be made of it;
// wait says that its key may still come.
func (a *Adapter) read(ctx context.Context, it item) (e *event.Event, wait bool) {
	e = understood(it.Event)
	if e == nil {
		return nil, false
	}
	e.RoomID = it.Room
	if e.Type.Type != event.EventEncrypted.Type {
		return e, false
	}
	return a.decrypt(ctx, it, e)
}

// run hands the message to the router, and its answer to whoever asked.
func (x *exchange) run(ctx context.Context) outcome {
	x.a.mu.Lock()
	handle := x.a.handle
	x.a.mu.Unlock()
	defer x.busy(ctx)()
	x.a.inbox.from(x.m.ID, x.room)
	if err := handle(ctx, x.m, x.answer); err != nil {
		x.a.log.Warn("matrix: a message is not kept, and is tried again", "err", plain(err))
		return again
	}
	return dealt
}

// answer gives an envelope to whoever asked, while they wait.
func (x *exchange) answer(ctx context.Context, e bot.Envelope) error {
	room := x.room
	if e.To.Direct() != x.m.From.Direct() { // a private answer to words in a room
		other, err := x.a.directRoom(ctx, id.UserID(e.To.User))
		if err != nil {
			return failure(err)
		}
		room = other
		x.a.react(x.room, x.cause, "✉️")
	}
	_, err := x.a.post(ctx, e, letter{room: room, cause: x.cause, from: x.room, edits: x.edits})
	if err == nil {
		x.a.counts.add("matrix_answered")
	}
	return err
}

// slow is after how long somebody who waits is shown that their words were seen.
const slow = 2 * time.Second

// busy shows, if it takes long, that somebody is at work; call what it returns at the end.
func (x *exchange) busy(ctx context.Context) (done func()) {
	if !x.m.Addressed && !x.m.From.Direct() {
		return func() {}
	}
	timer := time.AfterFunc(slow, func() { x.a.react(x.room, x.cause, "👀") })
	return func() { timer.Stop() }
}

// tell says something of the adapter's own in answer. It is not worth a second try.
func (x *exchange) tell(ctx context.Context, text string) {
	e := bot.Envelope{Key: "word/" + string(x.cause), To: x.m.From, Reply: bot.Say(text)}
	if _, err := x.a.post(ctx, e, letter{room: x.room, cause: x.cause, from: x.room}); err != nil {
		x.a.log.Info("matrix: a word of explanation was not said", "err", plain(err))
	}
}

// raw is any content as JSON.
func raw(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // structs of text: cannot fail
	}
	return data
}
