package matrix

import (
	"context"
	"encoding/json"
	"errors"
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

	chatter bool   // people say it to each other: nothing is remembered of it unless it is answered
	regret  string // what is said before the first question: that a message could not be taken up
}

// errWaits is the outcome of an item that comes back by itself.
var errWaits = errors.New("matrix: it comes back by itself")

// unless is an error that may not be there another time; nil for one that will.
func unless(err error) error {
	if hopeless(err) {
		return nil
	}
	return err
}

// deal deals with an item, whatever happens: a bad event ends nothing, and one that has to be tried again lets those
// behind it pass.
func (a *Adapter) deal(ctx context.Context, it item) {
	if wait := time.Until(a.settled); it.old && wait > 0 {
		pause(ctx, wait)
	}
	err := a.attempt(ctx, it)
	switch {
	case err == nil:
		a.inbox.finish(it.number)
	case !errors.Is(err, errWaits):
		if it.tries++; it.tries > manyTries && time.Since(it.Came) > day {
			a.log.Error("matrix: something heard a day ago still cannot be dealt with, and is given up", "kind", it.Kind, "err", plain(err))
			a.inbox.finish(it.number)
			return
		}
		if it.tries == manyTries {
			a.log.Error("matrix: something heard cannot be dealt with, and is tried again every few minutes", "kind", it.Kind, "err", plain(err))
		}
		a.later(max(retryTime(it.tries), asked(err)), it)
	}
}

// manyTries is after how many it is told that something cannot be dealt with, and the wait does not grow any more.
const manyTries = 8

// retryTime is how long to wait before an item is tried again.
func retryTime(tries int) time.Duration {
	if tries > manyTries {
		return 5 * time.Minute
	}
	return patience(tries - 1)
}

// later puts an item back into its line after a while.
func (a *Adapter) later(d time.Duration, it item) {
	a.lines.later(d, nil, func() { a.lines.put(it) })
}

// attempt deals with an item once. Its error says that this has to be done again.
func (a *Adapter) attempt(ctx context.Context, it item) (err error) {
	defer func() {
		if p := recover(); p != nil {
			a.counts.Add("matrix_panic")
			a.log.Error("matrix: an event could not be dealt with", "kind", it.Kind, "panic", p, "stack", string(debug.Stack()))
			err = nil
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
		return errWaits
	case e == nil:
		return nil
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
	if a.inbox.answered(e.ID) {
		return nil, false
	}
	return a.decrypt(ctx, it, e)
}

// run hands the message to the router, and its answer to whoever asked.
func (x *exchange) run(ctx context.Context) error {
	x.a.mu.Lock()
	handle := x.a.handle
	x.a.mu.Unlock()
	defer x.busy()()
	if !x.chatter {
		x.a.inbox.deeds.note(x.m.ID, known{room: x.room, who: id.UserID(x.m.From.User), edits: x.edits, regret: x.regret})
	}
	if err := handle(ctx, x.m, x.answer); err != nil {
		x.a.log.Warn("matrix: a message is not kept, and is tried again", "err", plain(err))
		return err
	}
	return nil
}

// answer gives an envelope to whoever asked, while they wait. What is for them alone goes where they are alone with the
// bot: others may have come into the room since they asked.
func (x *exchange) answer(ctx context.Context, e bot.Envelope) error {
	room := x.room
	if e.To.Direct() {
		f, err := x.a.facts(ctx, x.room)
		if err != nil {
			return failure(err)
		}
		if who := id.UserID(e.To.User); !f.direct(who) {
			if room, err = x.a.directRoom(ctx, who, true); err != nil {
				return err
			}
			x.a.react(x.room, x.cause, "✉️")
		}
	}
	_, err := x.a.post(ctx, e, letter{room: room, cause: x.cause, from: x.room, edits: x.edits, regret: x.regret})
	if err == nil {
		x.a.counts.Add("matrix_answered")
	}
	if x.it.old { // it may have been answered before, and other words have come since
		x.a.pads.doubt(e.To)
	}
	return err
}

// slow is after how long somebody who waits is shown that their words were seen.
const slow = 2 * time.Second

// busy shows, if it takes long, that somebody is at work; call what it returns at the end.
func (x *exchange) busy() (done func()) {
	if x.cause == "" || !x.m.Addressed && !x.m.From.Direct() {
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
