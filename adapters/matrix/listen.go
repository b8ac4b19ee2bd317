package matrix

import (
	"context"
	"maps"
	"slices"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// listen asks the homeserver for news until ctx is done or the account cannot be used any more.
func (a *Adapter) listen(ctx context.Context) error {
	m, left, err := a.resume(ctx)
	if err != nil {
		return err
	}
	a.takeUp(left)
	last := m.At // when the homeserver was heard last: news that waited longer than usual are late by that at most
	if last.IsZero() {
		last = time.Now()
	}
	wait := time.Duration(0) // the first answer comes at once: whether there is one, is news
	for attempt := 0; ctx.Err() == nil; {
		n, err := a.fetch(ctx, m.Token, wait)
		if err == nil {
			var next mark
			if next, err = a.take(ctx, n, m, time.Since(last), attempt); err == nil {
				m, last = next, time.Now()
			}
		}
		switch {
		case ctx.Err() != nil:
		case err == nil:
			if a.state.well() {
				a.log.Info("matrix: listening", "user", a.self(), "device", a.client.DeviceID)
			}
			attempt, wait = 0, longPoll
		default:
			if err := a.trouble(ctx, err, attempt); err != nil {
				return err
			}
			attempt, wait = attempt+1, 0
		}
	}
	return nil
}

// settling is how long the homeserver gets to write down what another run of the program was sending when it died. Until
// then nobody can tell whether that has arrived.
const settling = 2 * time.Second

// takeUp has dealt with what another run of the program had heard: before anything new in its room, and when the
// homeserver shows what that run has answered.
func (a *Adapter) takeUp(left []item) {
	a.settled = time.Now().Add(settling)
	for _, it := range left {
		a.lines.put(it)
	}
}

// trouble waits after a sync that failed, longer each time. Its error ends the program: the account cannot
// be used any more.
func (a *Adapter) trouble(ctx context.Context, err error, attempt int) error {
	a.counts.Add("matrix_sync_failed")
	if lost := a.revived(ctx, err); lost != nil {
		return lost
	}
	why := plain(err)
	a.state.fail(why)
	level := a.log.Warn
	if attempt == 0 {
		level = a.log.Info // homeservers restart
	}
	level("matrix: a sync failed, and is tried again", "attempt", attempt+1, "err", why)
	pause(ctx, max(patience(attempt), asked(err)))
	return nil
}

// take notes what a sync has brought, stores it, and has it dealt with. It returns how far that is; after an error the
// same has to be asked for again; attempt says how often it was.
func (a *Adapter) take(ctx context.Context, n news, m mark, outage time.Duration, attempt int) (mark, error) {
	if a.keys != nil {
		a.keys.receive(ctx, n.keyNews())
	}
	a.account(n.Account.events())
	var items []item
	for _, room := range slices.Sorted(maps.Keys(n.Rooms.Join)) {
		more, err := a.inRoom(ctx, room, n.Rooms.Join[room], m.Token, outage, attempt)
		if err != nil {
			return m, err
		}
		items = append(items, more...)
	}
	for room := range n.Rooms.Leave {
		a.rooms.forget(room)
	}
	for _, room := range slices.Sorted(maps.Keys(n.Rooms.Invite)) {
		if it, ok := a.invitation(room, n.Rooms.Invite[room]); ok {
			items = append(items, it)
		}
	}
	next := mark{Token: n.Next, Device: a.client.DeviceID, At: time.Now()}
	if len(items) == 0 && !a.inbox.finished() && m.Token != "" && time.Since(m.At) < markTime {
		next.At = m.At // nothing to keep: the older mark will do if the program dies
		return next, nil
	}
	if err := a.commit(ctx, next, items); err != nil {
		a.log.Error("matrix: what was heard cannot be kept, and is asked for again", "err", err)
		return m, errStore
	}
	for _, it := range items {
		a.lines.put(it)
	}
	return next, nil
}

// markTime is how old the mark in the store may be while nothing happens.
const markTime = time.Hour

// inRoom notes what has happened in a room, and returns what is to be dealt with.
func (a *Adapter) inRoom(ctx context.Context, room id.RoomID, r joinedRoom, since string, outage time.Duration, attempt int) (items []item, err error) {
	for _, e := range r.State.events() {
		a.noteState(ctx, room, e)
	}
	timeline := r.Timeline.Events
	fresh := a.sinceInvited(timeline)
	if r.Timeline.Limited && since != "" && fresh == 0 {
		older, err := a.gap(ctx, room, r.Timeline.Before, since, attempt)
		if err != nil {
			return nil, err
		}
		timeline = append(older, timeline...)
		fresh = a.sinceInvited(timeline)
	}
	if since == "" {
		fresh = len(timeline) // the first sync of all: what was said before the bot listened was not said to it
	}
	for i, h := range timeline {
		if h.Event == nil {
			a.counts.Add("matrix_malformed")
			continue
		}
		if h.StateKey != nil {
			a.noteState(ctx, room, h.Event)
		}
		if h.Sender == a.self() {
			a.noteOwn(room, h.Event)
			continue
		}
		if kind, ok := wanting(h.Event); ok && i >= fresh {
			items = append(items, item{Kind: kind, Room: room, Event: h.raw, Came: time.Now(), Late: lateness(h.Event, outage)})
		}
	}
	return items, nil
}

// sinceInvited is where in a timeline the bot was asked into the room, or came in without that: nothing before was said
// to it. People who invite it and write at once need not wait until it is there.
func (a *Adapter) sinceInvited(timeline []heard) int {
	from := 0
	for i, h := range timeline {
		if h.Event == nil || h.Type.Type != event.StateMember.Type || h.GetStateKey() != string(a.self()) {
			continue
		}
		before := formerly(h.Event)
		switch now := membership(h.Event); {
		case now == before, now == event.MembershipJoin && before == event.MembershipInvite:
			// only a new name or picture, or what the invitation was for
		default:
			from = i + 1
		}
	}
	return from
}

// wanting says whether an event asks something of the bot, and what kind of thing.
func wanting(e *event.Event) (kind, bool) {
	switch {
	case e.StateKey != nil:
		return upgraded, e.Type.Type == event.StateTombstone.Type && *e.StateKey == ""
	case e.Type.Type == event.EventMessage.Type, e.Type.Type == event.EventEncrypted.Type, e.Type.Type == event.EventReaction.Type:
		return said, e.Unsigned.RedactedBecause == nil
	}
	return "", false
}

// lateness is how long an event was under way because nobody listened. The clocks of other servers may be
// anything, so it is never more than the time in which nobody did.
func lateness(e *event.Event, outage time.Duration) time.Duration {
	late := time.Since(time.UnixMilli(e.Timestamp))
	if late = min(late, outage); late > time.Minute {
		return late
	}
	return 0
}
