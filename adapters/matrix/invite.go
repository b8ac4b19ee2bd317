package matrix

import (
	"context"
	"slices"
	"strings"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// large is from how many people on a room is not greeted: whoever let the bot in will tell them.
const large = 50

// invitation is an invitation as an item, from the part of a sync that has those: the same event comes again in
// the room's own timeline later.
func (a *Adapter) invitation(room id.RoomID, r invitedRoom) (it item, ok bool) {
	for _, e := range r.State.events() {
		switch {
		case e.Type.Type == event.StateMember.Type && e.GetStateKey() == string(a.self()) && membership(e) == event.MembershipInvite:
			it, ok = item{Kind: invited, Room: room, From: e.Sender, Came: time.Now(), After: it.After}, true
		case e.Type.Type == event.StateCreate.Type && e.GetStateKey() == "":
			if parsed, fine := content[event.CreateEventContent](e); fine && parsed.Predecessor != nil {
				it.After = parsed.Predecessor.RoomID
			}
		}
	}
	if !ok {
		a.counts.Add("matrix_malformed")
	}
	return it, ok
}

// join accepts an invitation from somebody who may invite, and rejects any other once.
func (a *Adapter) join(ctx context.Context, it item) error {
	allowed, err := a.mayInvite(ctx, it.From)
	if err != nil {
		return unless(err)
	}
	before, err := a.awaited(ctx, it.Room)
	if err != nil {
		return err
	}
	if a.ignores(it.From) || !allowed && before == "" {
		if a.mayContinue(ctx, it) {
			a.later(awaitTime, it)
			return errWaits
		}
		a.counts.Add("matrix_invite_rejected")
		a.log.Info("matrix: an invitation is rejected", "from", it.From)
		return a.leave(ctx, it.Room)
	}
	if wait := a.rates.enter(); wait > 0 {
		a.later(wait, it)
		return errWaits
	}
	if err := a.enterRoom(ctx, it.Room, server(it.From)); err != nil {
		a.log.Warn("matrix: a room cannot be entered", "err", plain(err))
		return unless(err)
	}
	if !allowed {
		return a.continued(ctx, it.Room, before)
	}
	a.counts.Add("matrix_joined")
	return a.settleIn(ctx, it)
}

// awaitTime is how long an invitation by a stranger waits for the word that a room of the bot's has moved there: the two
// come in either order.
const awaitTime = 30 * time.Second

// mayContinue says whether a room that the bot is invited to says that it continues one that the bot is in, and that one
// may still say so, too.
func (a *Adapter) mayContinue(ctx context.Context, it item) bool {
	if it.After == "" || a.ignores(it.From) || time.Since(it.Came) > 2*awaitTime {
		return false
	}
	rooms, err := a.joinedRooms(ctx)
	return err == nil && slices.Contains(rooms, it.After)
}

// joinedRooms are the rooms that the bot is in.
func (a *Adapter) joinedRooms(ctx context.Context) ([]id.RoomID, error) {
	call, cancel := calling(ctx)
	defer cancel()
	answer, err := a.client.JoinedRooms(call)
	if err != nil {
		return nil, err
	}
	return answer.JoinedRooms, nil
}

// enterRoom joins a room.
func (a *Adapter) enterRoom(ctx context.Context, room id.RoomID, via ...string) error {
	call, cancel := calling(ctx)
	defer cancel()
	_, err := a.client.JoinRoom(call, string(room), &mautrix.ReqJoinRoom{Via: via})
	return err
}

// leave leaves a room, or rejects the invitation to it.
func (a *Adapter) leave(ctx context.Context, room id.RoomID) error {
	call, cancel := calling(ctx)
	defer cancel()
	_, err := a.client.LeaveRoom(call, room)
	return unless(err)
}

// mayInvite says whether somebody may invite the bot.
func (a *Adapter) mayInvite(ctx context.Context, who id.UserID) (bool, error) {
	if slices.Contains(a.opt.Friends, string(who)) {
		return true, nil
	}
	allowed := a.opt.Invites
	if len(allowed) == 0 {
		allowed = []string{":" + server(a.self())}
	}
	for _, rule := range allowed {
		switch {
		case rule == string(who), rule == ":"+server(who):
			return true, nil
		case strings.HasPrefix(rule, "!"):
			_, err := a.facts(ctx, id.RoomID(rule))
			if err != nil && !hopeless(err) {
				return false, err
			}
			if a.rooms.membership(id.RoomID(rule), who) == event.MembershipJoin {
				return true, nil
			}
		}
	}
	return false, nil
}

// server is the homeserver of an account.
func server(who id.UserID) string {
	_, name, _ := strings.Cut(string(who), ":")
	return name
}

// settleIn notes a direct conversation, and says hello once: there to the person, in a room to all unless they are many.
func (a *Adapter) settleIn(ctx context.Context, it item) error {
	f, err := a.facts(ctx, it.Room)
	if err != nil {
		return unless(err)
	}
	if f.encrypted && a.keys == nil {
		a.log.Error("matrix: a room is encrypted, and this program was built without encryption; it can neither read nor write there")
		return nil
	}
	if f.direct(it.From) {
		a.direct.seen(it.From, it.Room)
		a.noteDirect(ctx, it.From, it.Room)
	}
	switch {
	case !a.opt.Greet:
		return nil
	case f.direct(it.From):
		x := &exchange{a: a, it: it, room: it.Room}
		x.m = bot.Message{ID: "hello/" + string(it.Room), At: time.Now(), Text: "hello", Addressed: true, Private: true, From: account(it.From)}
		return x.run(ctx)
	case f.people <= large:
		a.greet(ctx, it.Room)
	}
	return nil
}

// greet says hello to a room. It is not worth a second try.
func (a *Adapter) greet(ctx context.Context, room id.RoomID) {
	name := orElse(a.opt.Name, "the bot of this community")
	e := bot.Envelope{
		Key: "greeting/" + string(room), To: bot.Address{Platform: Platform, Room: string(room)},
		Reply: bot.Say("Hello! I am " + name + ". Say “" + a.opt.Prefix + " help” to see what I can do; or write to me alone."),
	}
	if _, err := a.post(ctx, e, letter{room: room}); err != nil {
		a.log.Info("matrix: a room is not greeted", "err", plain(err))
	}
}
