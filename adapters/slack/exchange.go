package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"time"

	"ambassador/bot"
)

// place is where something was said or done, and so where an answer to it belongs.
type place int

const (
	typed          place = iota // a slash command
	spoken                      // a message in a direct conversation, or to the bot in a room
	pressedMessage              // a button below a message
	pressedModal                // a button in a modal
	pressedHome                 // a button in the home
	submitted                   // a form that was sent
	shortcut                    // an entry of a menu
	shared                      // the button that shows a private answer to the room
	visited                     // the home was opened
	joined                      // somebody joined the workspace
	closed                      // a form was closed without being sent
)

// exchange is one delivery on its way through: what it says, and how to answer it.
type exchange struct {
	a         *Adapter
	d         *delivery
	m         bot.Message
	place     place
	team      string
	at        *team  // the workspace, once known
	self      string // the bot's own user, if the delivery tells
	channel   string // where the answer to a message goes
	trigger   string // lets a view be opened, once and within three seconds
	response  string // address to answer at; a secret
	view      view   // where something was pressed or sent
	again     bool   // the home is shown anew, without a visit
	ephemeral bool   // the button stood below what one person alone was shown
}

// slashTime is how long an answer may take to travel inside the acknowledgement: Slack waits three seconds.
const slashTime = 2 * time.Second

// eventTime is how long an event may take before Slack is told to bring it again.
const eventTime = 2800 * time.Millisecond

// startTime is how long a delivery waits for Run to begin.
const startTime = time.Second

// receive takes a delivery, and has do handle it: at once, or on a goroutine of its own where the transport has to go on
// listening. Transports call it in the order of arrival. What becomes of the delivery shows at its receipt.
func (a *Adapter) receive(d *delivery, do func(x *exchange, work func())) {
	x, err := a.read(d)
	if err != nil {
		a.counts.Add("slack_malformed")
		a.log.Warn("slack: a delivery makes no sense", "kind", d.kind, "err", plain(err))
	}
	if err != nil || x == nil {
		d.ack.sign(nil) // it would make no more sense at the next try
		return
	}
	a.awaitStart()
	handle, ctx, ok := a.enter()
	if !ok {
		x.refuse("I am just starting or stopping. Please say that once more in a moment.")
		return
	}
	turn := a.order.join(x.team + "/" + x.m.From.Room + "/" + x.m.From.User)
	do(x, func() {
		defer a.busy.Done()
		defer turn.leave()
		defer x.promise()()
		turn.wait()
		x.run(ctx, handle)
	})
}

// awaitStart waits a moment for Run: a program that starts listens before it can answer.
func (a *Adapter) awaitStart() {
	select {
	case <-a.started:
		return // nearly always, and without a timer
	default:
	}
	timer := time.NewTimer(startTime)
	defer timer.Stop()
	select {
	case <-a.started:
	case <-timer.C:
	}
}

// enter counts a delivery in, unless the adapter does not run.
func (a *Adapter) enter() (bot.Handle, context.Context, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.handle == nil || a.running.Err() != nil {
		return nil, nil, false
	}
	a.busy.Add(1)
	// What was begun is finished: the end of the program waits for it.
	return a.handle, context.WithoutCancel(a.running), true
}

// refuse turns a delivery away: an event comes again, and a person is told.
func (x *exchange) refuse(words string) {
	switch {
	case x.d.kind == eventsAPI:
		x.d.ack.withhold()
	case x.place == typed:
		x.d.ack.sign(encode(answer{Type: "ephemeral", Text: words}))
	case x.place == submitted && len(x.view.State.Values) > 0: // the form stays open, with all that was filled in
		all := errorsOf(&bot.Form{Errors: map[string]string{"": words}}, x.view)
		x.d.ack.sign(encode(viewAnswer{Action: "errors", Errors: all}))
	default:
		x.d.ack.sign(nil)
	}
}

// run handles the exchange from the first question to the receipt.
func (x *exchange) run(ctx context.Context, handle bot.Handle) {
	defer func() {
		if p := recover(); p != nil {
			x.a.counts.Add("slack_panic")
			x.a.log.Error("slack: a delivery could not be handled", "kind", x.d.kind, "panic", p, "stack", string(debug.Stack()))
			x.refuse("Sorry, something went wrong here. Please try again.")
		}
	}()
	if !x.prepare(ctx) {
		return
	}
	if payload, ok := x.a.given.get(x.m.ID); ok && x.d.kind != eventsAPI {
		x.d.ack.sign(payload) // the acknowledgement was lost on its way, and with it the answer
		return
	}
	x.a.late.put(x.key(), x)
	if err := handle(ctx, x.m, x.answer); err != nil {
		x.a.log.Warn("slack: a message is not kept", "kind", x.d.kind, "err", plain(err))
		x.refuse("Sorry, that was not recorded. Please try again in a moment.")
		return
	}
	if x.d.ack.sign(nil) {
		x.a.counts.Add("slack_acknowledged")
	}
	x.refresh(ctx, handle)
}

// key is what the router calls the reply to this exchange.
func (x *exchange) key() string { return "reply/" + Platform + "/" + x.team + "/" + x.m.ID + "/0" }

// sign acknowledges with an answer, and remembers it in case that Slack has to ask again.
func (x *exchange) sign(payload json.RawMessage) bool {
	if !x.d.ack.sign(payload) {
		return false
	}
	x.a.counts.Add("slack_acknowledged")
	if x.d.stamp == "" { // over HTTP an answer that does not arrive is not asked for again
		x.a.given.put(x.m.ID, payload)
	}
	return true
}

// promise has a command, button or form acknowledged in time, whatever still goes on, until kept is called. An event is
// acknowledged by its work alone: Slack brings it again.
func (x *exchange) promise() (kept func()) {
	if x.d.kind == eventsAPI {
		return func() {}
	}
	late := time.AfterFunc(time.Until(x.d.came.Add(slashTime)), func() {
		if x.d.ack.sign(nil) {
			x.a.counts.Add("slack_late")
		}
	})
	return func() { late.Stop() }
}

// prepare completes the message: which workspace, which words, what Slack knows of the speaker.
func (x *exchange) prepare(ctx context.Context) bool {
	t, ok := x.a.teams.get(ctx, x.team)
	if !ok {
		x.a.counts.Add("slack_foreign")
		if x.a.teams.complete() {
			x.a.log.Warn("slack: a workspace that is not configured", "team", x.team)
			x.foreign()
		} else {
			x.refuse("I am just starting. Please say that once more in a moment.")
		}
		return false
	}
	if x.m.From.User == t.bot {
		x.d.ack.sign(nil) // its own words, however they came
		return false
	}
	x.at = t
	if x.place == spoken {
		x.called(t.bot)
		if x.m.From.Room == "" {
			x.a.people.direct(who{x.team, x.m.From.User}, x.channel)
		}
	}
	if x.d.kind == eventsAPI {
		if late := time.Since(x.m.At); late > time.Minute {
			x.m.Late = late
		}
	}
	if x.m.From.Room != "" && !x.m.Addressed {
		return true // words to others: nobody is looked up for them
	}
	table := x.a.table.Load()
	personal := table != nil && (x.place == visited || table.Personal(x.m.Text))
	found := x.a.profile(ctx, t, x.m.From.User, personal)
	x.m.Zone, x.m.Lang, x.m.Guest = found.zone, found.lang, found.guest
	return true
}

// foreign answers a workspace that the bot does not serve.
func (x *exchange) foreign() {
	if x.place == typed {
		x.d.ack.sign(encode(answer{Type: "ephemeral", Text: "I do not serve this workspace. Whoever runs me can add it to my configuration."}))
		return
	}
	x.d.ack.sign(nil)
}

// encode is a payload as JSON.
func encode(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("slack: encode %T: %v", v, err)) // structs of text: cannot fail
	}
	return data
}
