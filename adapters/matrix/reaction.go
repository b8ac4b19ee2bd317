package matrix

import (
	"context"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// reaction is a sign below a message: a courtesy, never worth a second try. Reactions are not encrypted, so
// nothing secret is in them.
type reaction struct {
	room id.RoomID
	on   id.EventID
	sign string
}

// mostReactions is how many may wait; more are left out.
const mostReactions = 50

// react puts a sign below a message when there is time for it.
func (a *Adapter) react(room id.RoomID, on id.EventID, sign string) {
	select {
	case a.reactions <- reaction{room, on, sign}:
	default:
	}
}

// courtesies sends reactions, one after the other, until ctx is done. Where the homeserver wants patience, all
// that wait are left out: what people have said matters more.
func (a *Adapter) courtesies(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-a.reactions:
			if !a.rates.quiet() {
				a.reactTo(ctx, r)
			}
		}
	}
}

// reactTo sends one reaction.
func (a *Adapter) reactTo(ctx context.Context, r reaction) {
	f, err := a.facts(ctx, r.room)
	if err != nil || !f.maySend(a.self(), event.EventReaction) {
		return
	}
	ctx, cancel := calling(ctx)
	defer cancel()
	content := map[string]any{"m.relates_to": (&event.RelatesTo{}).SetAnnotation(r.on, r.sign)}
	_, err = a.client.SendMessageEvent(ctx, r.room, event.EventReaction, content, mautrix.ReqSendEvent{
		TransactionID: transaction(deed(string(r.on) + r.sign)), DontEncrypt: true,
	})
	if wait := asked(err); wait > 0 {
		a.rates.hush(wait)
	}
}
