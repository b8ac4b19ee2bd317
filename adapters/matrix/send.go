package matrix

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// letter says where an envelope goes: the room, and what it answers there.
type letter struct {
	room  id.RoomID
	cause id.EventID // the message that is answered
	from  id.RoomID  // where that was heard
	edits id.EventID // the earlier answer that this one replaces

	regret string // stands before a question
}

// Send delivers an envelope of the outbox.
func (a *Adapter) Send(ctx context.Context, e bot.Envelope) (string, error) {
	select {
	case <-a.inside:
	default:
		return "", bot.Wait{For: patience(0), All: true}
	}
	l := letter{room: id.RoomID(e.To.Room)}
	message := e.Answers()
	if e.To.Direct() {
		room, err := a.directRoom(ctx, id.UserID(e.To.User), message != "")
		if err != nil {
			return "", a.held(err)
		}
		l.room = room
	} else {
		l.room = a.moved(ctx, l.room)
	}
	if strings.HasPrefix(message, "$") {
		k := a.inbox.deeds.get(message)
		l.cause, l.from, l.edits, l.regret = id.EventID(message), k.room, k.edits, k.regret
		if l.from == "" && !e.To.Direct() { // else it may have been said in another room
			l.from = id.RoomID(e.To.Room)
		}
	}
	sent, err := a.post(ctx, e, l)
	return string(sent), err
}

// Edit implements bot.Editor.
func (a *Adapter) Edit(ctx context.Context, e bot.Envelope, remote string) error {
	select {
	case <-a.inside:
	default:
		return bot.Wait{For: patience(0), All: true}
	}
	l := letter{room: id.RoomID(e.To.Room), edits: id.EventID(remote)}
	if e.To.Direct() {
		room, err := a.directRoom(ctx, id.UserID(e.To.User), false)
		if err != nil {
			return a.held(err)
		}
		l.room = room
	} else if moved := a.moved(ctx, l.room); moved != l.room {
		return bot.Dead{Reason: "the room has moved since"}
	}
	l.from = l.room
	_, err := a.post(ctx, e, l)
	return err
}

// post renders an envelope and sends it. Its error is a [failure].
func (a *Adapter) post(ctx context.Context, e bot.Envelope, l letter) (id.EventID, error) {
	f, err := a.facts(ctx, l.room)
	if err != nil {
		return "", a.held(failure(err))
	}
	if l.room != l.from {
		l.edits = "" // it stands in another room
	}
	said, parcel, err := a.parcel(ctx, f, e)
	if err != nil {
		return "", a.held(err)
	}
	e.Reply = regretting(said, l.regret)
	w := a.render(e, l)
	if e.Doubt {
		// What cannot be looked for is sent: the transaction id still keeps it from being there twice.
		if there, err := a.sent(ctx, l.room, w.Deed); err == nil && there != "" {
			return there, a.show(ctx, l.room, f, e, parcel, w.Relates, true)
		}
	}
	sent, err := a.send(ctx, l.room, f, event.EventMessage, w, transaction(w.Deed))
	if err != nil {
		return "", a.held(err)
	}
	a.remember(e, l, sent, w)
	a.pictures(ctx, l.room, f, e, w.Relates)
	return sent, a.show(ctx, l.room, f, e, parcel, w.Relates, false)
}

// remember keeps what was said: its buttons, and what it answers.
func (a *Adapter) remember(e bot.Envelope, l letter, sent id.EventID, w *words) {
	shown, of := w, sent
	if l.edits != "" {
		shown, of = w.NewContent, l.edits
	}
	a.pads.show(e.To, l.room, of, shown, e.Reply.Ask != nil)
	a.inbox.deeds.note(string(sent), known{room: l.room, who: a.self()})
	if l.cause != "" {
		a.inbox.deeds.note(string(l.cause), known{answer: of, answered: l.room})
	}
	if shown.Pad != nil && len(shown.Pad.List) <= 5 && (e.Reply.Ask != nil || e.Reply.Refused) && l.edits == "" {
		for _, k := range shown.Pad.List { // to be pressed, they have to be there
			a.react(l.room, sent, k.Key)
		}
	}
}

// held counts a call that was held back, and has what follows wait as long, where that is for all.
func (a *Adapter) held(err error) error {
	var wait bot.Wait
	if errors.As(err, &wait) {
		a.counts.Add("matrix_held")
		if wait.All {
			a.rates.hold(wait.For)
		}
	}
	return err
}

// send sends one event, encrypted where the room is: never in the open there. Its error is a [failure].
func (a *Adapter) send(ctx context.Context, room id.RoomID, f facts, kind event.Type, content any, txn string) (id.EventID, error) {
	if wait := a.rates.held(); wait > 0 {
		return "", bot.Wait{For: wait, All: true}
	}
	ctx, cancel := calling(ctx)
	defer cancel()
	if f.encrypted {
		kind = event.EventEncrypted
	}
	if !f.maySend(a.self(), kind) {
		return "", bot.Dead{Reason: "I am not allowed to write in that room"}
	}
	if f.encrypted {
		if a.keys == nil {
			return "", bot.Dead{Reason: "the room is encrypted, and this program was built without encryption"}
		}
		people := a.rooms.members(room)
		if len(people) == 0 {
			return "", errors.New("matrix: the room was forgotten meanwhile")
		}
		sealed, err := a.keys.seal(ctx, room, people, event.EventMessage, content)
		if err != nil {
			return "", failure(err)
		}
		content = sealed
	}
	answer, err := a.client.SendMessageEvent(ctx, room, kind, content, mautrix.ReqSendEvent{TransactionID: txn, DontEncrypt: true})
	if err != nil {
		return "", failure(err)
	}
	return answer.EventID, nil
}

// deed is a short name for an envelope's key: the same deed has the same name, in this run and in the next.
func deed(key string) string {
	sum := sha256.Sum256([]byte(key))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:15]))
}

// transaction is the id under which a deed is sent: a homeserver that has seen it sends nothing twice.
func transaction(deed string) string { return "ambassador-" + deed }
