package matrix

import (
	"context"
	"slices"
	"strings"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// hear deals with an event of a room's timeline.
func (a *Adapter) hear(ctx context.Context, it item, e *event.Event) error {
	if a.inbox.answered(e.ID) || a.ignores(e.Sender) {
		return nil
	}
	if it.old {
		if there, err := a.answeredBefore(ctx, it.Room, e); err != nil || there {
			return unless(err)
		}
	}
	x := &exchange{a: a, it: it, room: it.Room, cause: e.ID}
	read := x.read
	if e.Type.Type == event.EventReaction.Type {
		read = x.readPress
	}
	ok, err := read(ctx, e)
	if err != nil {
		a.log.Warn("matrix: an event cannot be read now", "err", plain(err))
		return unless(err)
	}
	if !ok {
		return nil
	}
	if x.chatter {
		a.counts.Add("matrix_overheard")
	} else {
		a.counts.Add("matrix_heard")
	}
	return x.run(ctx)
}

// answeredBefore says whether another run of the program has answered an event: in its room, or where it speaks with
// the sender alone.
func (a *Adapter) answeredBefore(ctx context.Context, room id.RoomID, e *event.Event) (bool, error) {
	name := deed(replyKey(e.ID))
	there, err := a.sent(ctx, room, name)
	if there != "" || err != nil {
		return there != "", err
	}
	alone, err := a.knownDirect(ctx, e.Sender)
	if alone == "" || alone == room || err != nil {
		return false, err
	}
	if there, err = a.sent(ctx, alone, name); hopeless(err) {
		return false, nil // the bot is not there any more
	}
	return there != "", err
}

// replyKey is what the router calls its reply to a message.
func replyKey(message id.EventID) string { return "reply/" + Platform + "//" + string(message) + "/0" }

// read makes a message of what somebody wrote.
func (x *exchange) read(ctx context.Context, e *event.Event) (bool, error) {
	w, err := readWords(e)
	if err != nil {
		x.a.counts.Add("matrix_malformed")
		return false, nil
	}
	f, err := x.a.facts(ctx, x.room)
	if err != nil {
		return false, err
	}
	if f.encrypted && !e.Mautrix.WasEncrypted {
		x.a.counts.Add("matrix_unsealed") // no client writes so: nobody vouches for the sender
		return false, nil
	}
	x.place(e, f)
	replaced, w := w.edited()
	if w == nil {
		return false, nil
	}
	if w.MsgType != event.MsgText {
		x.unreadable(ctx, w)
		return false, nil // notices are other bots' words, emotes are nobody's question
	}
	x.m.Text, x.m.Addressed = x.a.call().cut(w.spoken())
	if w.Relates.GetThreadParent() != "" {
		x.m.From.Thread = string(w.Relates.GetThreadParent())
	}
	x.strip()
	switch done := x.typedKey(ctx, w.Relates.GetNonFallbackReplyTo()); {
	case done:
		return false, nil
	case !x.meant(w):
		return x.overhears(replaced), nil
	}
	if replaced != "" {
		return x.anew(ctx, replaced)
	}
	return true, x.takeUp(ctx, f, w)
}

// meant says whether words are for the bot: said to it, or in reply to it. Whatever else people say in a room they say to
// each other, even while a question to one of them is open.
func (x *exchange) meant(w *words) bool {
	if x.m.Addressed || x.m.From.Direct() {
		return true
	}
	to := w.Relates.GetNonFallbackReplyTo()
	return to != "" && (slices.Contains(w.Mentions.Users, x.a.self()) || x.a.inbox.deeds.get(string(to)).who == x.a.self())
}

// chatterTime is how old words may be that people say to each other, to be passed on: nobody wants an answer to what was
// talked about earlier.
const chatterTime = 3 * time.Minute

// overhears passes on what people say to each other; the bot knows whether the room wants that. In a thread where it has
// asked, their words may be the answer. An answer to others opens a thread at their words.
func (x *exchange) overhears(replaced id.EventID) bool {
	_, told := x.a.pads.latest(x.m.From)
	x.chatter = !told || x.m.From.Thread == ""
	if replaced != "" || x.m.Text == "" || x.chatter && time.Since(x.m.At) > chatterTime {
		return false
	}
	x.m.Overheard = true
	x.m.From.Thread = orElse(x.m.From.Thread, x.m.ID)
	return true
}

// strip takes the sign off a command that somebody types out of habit, alone with the bot: !help, /help.
func (x *exchange) strip() {
	table := x.a.table.Load()
	if table == nil || !x.m.From.Direct() || !strings.HasPrefix(x.m.Text, "!") && !strings.HasPrefix(x.m.Text, "/") {
		return
	}
	if _, _, found := table.Find(x.m.Text[1:]); found {
		x.m.Text, x.m.Addressed = x.m.Text[1:], true
	}
}

// place says who speaks, when, and where: alone with the bot it is a direct conversation. The time is the bot's own, less
// what the words were under way: senders' clocks may be anything.
func (x *exchange) place(e *event.Event, f facts) {
	x.m = bot.Message{
		ID: string(e.ID), At: x.it.Came.Add(-x.it.Late), Late: x.it.Late,
		From: bot.Address{Platform: Platform, Room: string(x.room), User: string(e.Sender)},
	}
	if f.direct(e.Sender) {
		x.m.From.Room, x.m.Private = "", true
		x.a.direct.seen(e.Sender, x.room)
	}
}

// call is how the bot is called in a room.
func (a *Adapter) call() call {
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

// anew makes a message of words that replace earlier ones of the same person. A question that only looks something up is
// asked again, and its answer takes the place of the first one; what was recorded stays as it was.
func (x *exchange) anew(ctx context.Context, replaced id.EventID) (bool, error) {
	if !x.m.Addressed && !x.m.From.Direct() {
		return false, nil
	}
	own, err := x.a.answerTo(ctx, x.room, replaced)
	if err != nil || own == "" {
		return false, err // nothing was answered, so nothing is to be mended
	}
	if author, err := x.a.author(ctx, x.room, replaced); err != nil || string(author) != x.m.From.User {
		return false, err // homeservers let anybody send such an event
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
	x.edits = own
	return found, nil
}

// bare is a text without what people put around a number: "1", "1." and "1️⃣" are the same.
func bare(text string) string {
	return strings.TrimRight(strings.TrimSpace(text), ".)")
}
