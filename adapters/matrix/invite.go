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
func (a *Adapter) invitation(room id.RoomID, r invitedRoom) (item, bool) {
	for _, h := range r.State.Events {
		if h.Event != nil && h.Type.Type == event.StateMember.Type && h.GetStateKey() == string(a.self()) && membership(h.Event) == event.MembershipInvite {
			return item{Kind: invited, Room: room, Event: h.raw, From: h.Sender, Came: time.Now()}, true
		}
	}
	a.counts.add("matrix_malformed")
	return item{}, false
}

// join accepts an invitation from somebody who may invite, and rejects any other once.
func (a *Adapter) join(ctx context.Context, it item) outcome {
	if a.ignores(it.From) || !a.mayInvite(it.From) && !a.awaited(ctx, it.Room) {
		a.counts.add("matrix_invite_rejected")
		a.log.Info("matrix: an invitation is rejected", "from", it.From)
		call, cancel := calling(ctx)
		defer cancel()
		_, err := a.client.LeaveRoom(call, it.Room)
		return unless(err)
	}
	if wait := a.rates.enter(); wait > 0 {
		a.lines.later(wait, nil, func() { a.lines.put(it) })
		return waits
	}
	call, cancel := calling(ctx)
	defer cancel()
	if _, err := a.client.JoinRoom(call, string(it.Room), &mautrix.ReqJoinRoom{Via: []string{server(it.From)}}); err != nil {
		a.log.Warn("matrix: a room cannot be entered", "err", plain(err))
		return unless(err)
	}
	a.counts.add("matrix_joined")
	if a.opt.Greet {
		a.greet(ctx, it)
	}
	return dealt
}

// mayInvite says whether somebody may invite the bot.
func (a *Adapter) mayInvite(who id.UserID) bool {
	if slices.Contains(a.opt.Friends, string(who)) {
		return true
	}
	allowed := a.opt.Invites
	if len(allowed) == 0 {
		allowed = []string{":" + server(a.self())}
	}
	return slices.ContainsFunc(allowed, func(rule string) bool {
		switch {
		case strings.HasPrefix(rule, ":"):
			return server(who) == rule[1:]
		case strings.HasPrefix(rule, "!"):
			return a.rooms.within(id.RoomID(rule), who)
		}
		return string(who) == rule
	})
}

// server is the homeserver of an account.
func server(who id.UserID) string {
	_, name, _ := strings.Cut(string(who), ":")
	return name
}

// greet says hello once: in a direct conversation to the person, in a room to all unless they are many.
func (a *Adapter) greet(ctx context.Context, it item) {
	f, err := a.facts(ctx, it.Room)
	if err != nil {
		a.log.Warn("matrix: a room is not greeted", "err", plain(err))
		return
	}
	if f.encrypted && a.keys == nil {
		a.log.Error("matrix: a room is encrypted, and this program was built without encryption; it can neither read nor write there")
		return
	}
	x := &exchange{a: a, it: it, room: it.Room}
	x.m = bot.Message{ID: "hello/" + string(it.Room), At: time.Now(), Text: "hello", Addressed: true, From: account(it.From)}
	if f.people == 2 {
		x.m.Private = true
		a.direct.seen(it.From, it.Room)
		a.noteDirect(ctx, it.From, it.Room)
		x.run(ctx)
		return
	}
	if f.people > large {
		return
	}
	name := orElse(a.opt.Name, "the bot of this community")
	e := bot.Envelope{
		Key: "greeting/" + string(it.Room), To: bot.Address{Platform: Platform, Room: string(it.Room)},
		Reply: bot.Say("Hello! I am " + name + ". Say “" + a.opt.Prefix + " help” to see what I can do; or write to me alone."),
	}
	if _, err := a.post(ctx, e, letter{room: it.Room}); err != nil {
		a.log.Info("matrix: a room is not greeted", "err", plain(err))
	}
}
