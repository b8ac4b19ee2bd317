package matrix

import (
	"context"
	"strings"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// hear deals with an event of a room's timeline.
func (a *Adapter) hear(ctx context.Context, it item, e *event.Event) outcome {
	if a.inbox.answered(e.ID) || a.ignores(e.Sender) {
		return dealt
	}
	if it.old {
		if there, err := a.sent(ctx, it.Room, deed(replyKey(e.ID))); err != nil || there != "" {
			return unless(err)
		}
	}
	x := &exchange{a: a, it: it, room: it.Room, cause: e.ID}
	var ok bool
	var err error
	if e.Type.Type == event.EventReaction.Type {
		ok, err = x.readPress(ctx, e)
	} else {
		ok, err = x.read(ctx, e)
	}
	if err != nil {
		a.log.Warn("matrix: an event cannot be read now", "err", plain(err))
		return unless(err)
	}
	if !ok {
		return dealt
	}
	a.counts.add("matrix_heard")
	return x.run(ctx)
}

// replyKey is what the router calls its reply to a message.
func replyKey(message id.EventID) string { return "reply/" + Platform + "//" + string(message) + "/0" }

// read makes a message of what somebody wrote.
func (x *exchange) read(ctx context.Context, e *event.Event) (bool, error) {
	w, err := readWords(e)
	if err != nil {
		x.a.counts.add("matrix_malformed")
		return false, nil
	}
	f, err := x.a.facts(ctx, x.room)
	if err != nil {
		return false, err
	}
	x.place(e, f)
	replaced, w := w.edited()
	if w.MsgType != event.MsgText {
		x.unreadable(ctx, w)
		return false, nil // notices are other bots' words, emotes are nobody's question
	}
	x.m.Text, x.m.Addressed = x.a.call(f).cut(w.spoken())
	if w.Relates.GetThreadParent() != "" {
		x.m.From.Thread = string(w.Relates.GetThreadParent())
	}
	if !x.m.Addressed {
		x.typedKey(ctx, f)
	}
	if replaced != "" {
		return x.anew(ctx, replaced)
	}
	return true, nil
}

// place says who speaks, and where: in a room of two it is a direct conversation.
func (x *exchange) place(e *event.Event, f facts) {
	x.m = bot.Message{
		ID: string(e.ID), At: time.UnixMilli(e.Timestamp), Late: x.it.Late,
		From: bot.Address{Platform: Platform, Room: string(x.room), User: string(e.Sender)},
	}
	if f.people == 2 {
		x.m.From.Room, x.m.Private = "", true
		x.a.direct.seen(e.Sender, x.room)
	}
}

// call is how the bot is called in a room.
func (a *Adapter) call(f facts) call {
	local, _, _ := a.self().Parse()
	return call{prefix: a.opt.Prefix, names: []string{a.opt.Name, local}, self: a.self()}
}

// ignores says that nothing is heard from somebody.
func (a *Adapter) ignores(who id.UserID) bool { return a.direct.ignored(who) }

// unreadable tells somebody in a direct conversation, rarely, that the bot reads text only.
func (x *exchange) unreadable(ctx context.Context, w *words) {
	switch w.MsgType {
	case event.MsgImage, event.MsgFile, event.MsgAudio, event.MsgVideo, event.MsgLocation:
	default:
		return
	}
	if x.m.From.Direct() && x.m.Late == 0 && x.a.rates.once("picture "+x.m.From.User, day) {
		x.tell(ctx, "I can only read text. Please write to me what it is about.")
	}
}

// day is how long a rare word is not said again.
const day = 24 * time.Hour

// anew makes a message of words that replace earlier ones. A question that only looks something up is asked
// again, and its answer takes the place of the first one; what was recorded stays as it was.
func (x *exchange) anew(ctx context.Context, replaced id.EventID) (bool, error) {
	if !x.m.Addressed && !x.m.From.Direct() {
		return false, nil
	}
	own, err := x.a.answerTo(ctx, x.room, replaced)
	if err != nil || own == "" {
		return false, err // nothing was answered, so nothing is to be mended
	}
	table := x.a.table.Load()
	if table == nil {
		return false, nil
	}
	c, _, found := table.Find(x.m.Text)
	if found && !c.Reads {
		if x.a.rates.once("edit "+x.m.ID, day) {
			x.tell(ctx, "You changed a message that I have acted on already. What I recorded stays as it was; please say what is to change.")
		}
		return false, nil
	}
	if !found {
		return false, nil
	}
	x.edits = own
	return true, nil
}

// bare is a text without what people put around a number: "1", "1." and "1️⃣" are the same.
func bare(text string) string {
	return strings.TrimRight(strings.TrimSpace(text), ".)")
}
