package matrix

import (
	"context"
	"sync"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// What the bot itself has said tells what it has done: an answer that is there need not be given again, and can
// be mended.

// memory is how many messages are remembered with where they came from and what answered them.
const memory = 2000

// known is what is remembered of a message.
type known struct {
	room     id.RoomID  // where it was heard
	answer   id.EventID // what answers it
	answered id.RoomID  // where that is
	edits    id.EventID // the earlier answer that its own answer replaces
	who      id.UserID  // who said it
	regret   string     // what its answer has to say before a question
}

// deeds are the messages heard and answered last.
type deeds struct {
	mu    sync.Mutex
	of    map[string]known
	order []string // oldest first
}

// answered says whether a message has an answer.
func (b *inbox) answered(message id.EventID) bool { return b.deeds.get(string(message)).answer != "" }

// note remembers more of a message.
func (d *deeds) note(message string, more known) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.of == nil {
		d.of = make(map[string]known)
	}
	k, there := d.of[message]
	if !there {
		d.order = append(d.order, message)
	}
	if more.room != "" {
		k.room, k.who = more.room, more.who
	}
	if more.answer != "" {
		k.answer, k.answered = more.answer, more.answered
	}
	if more.edits != "" {
		k.edits = more.edits
	}
	if more.regret != "" {
		k.regret = more.regret
	}
	d.of[message] = k
	if len(d.order) > memory {
		delete(d.of, d.order[0])
		d.order = d.order[1:]
	}
}

// get is what is remembered of a message.
func (d *deeds) get(message string) known {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.of[message]
}

// noteOwn learns from an event of the bot's own what it has answered; relations are never encrypted.
func (a *Adapter) noteOwn(room id.RoomID, e *event.Event) {
	a.inbox.deeds.note(string(e.ID), known{room: room, who: a.self()})
	if answered := repliesTo(e); answered != "" {
		a.inbox.deeds.note(string(answered), known{answer: e.ID, answered: room})
	}
}

// repliesTo is the message that an event answers. What only stands below it in a thread does not.
func repliesTo(e *event.Event) id.EventID {
	relates, _ := e.Content.Raw["m.relates_to"].(map[string]any)
	if back, _ := relates["is_falling_back"].(bool); back {
		return ""
	}
	to, _ := relates["m.in_reply_to"].(map[string]any)
	answered, _ := to["event_id"].(string)
	return id.EventID(answered)
}

// answerTo is the bot's answer to a message in the same room: remembered, or found in the room's history.
func (a *Adapter) answerTo(ctx context.Context, room id.RoomID, message id.EventID) (id.EventID, error) {
	if k := a.inbox.deeds.get(string(message)); k.answer != "" {
		if k.answered != room {
			return "", nil
		}
		return k.answer, nil
	}
	p, err := a.history(ctx, room, "", "")
	if err != nil {
		return "", err
	}
	for _, h := range p.Chunk {
		if h.Event != nil && h.Sender == a.self() && repliesTo(h.Event) == message {
			return h.ID, nil
		}
	}
	return "", nil
}

// sent looks through a room's history for what the outbox is not sure to have sent.
func (a *Adapter) sent(ctx context.Context, room id.RoomID, deed string) (id.EventID, error) {
	p, err := a.history(ctx, room, "", "")
	if err != nil {
		return "", err
	}
	for _, h := range p.Chunk {
		if w := a.readOwn(ctx, room, h); w != nil && w.Deed == deed {
			return h.ID, nil
		}
	}
	return "", nil
}

// lastWords is what the bot has said last in a room, nil if that cannot be told.
func (a *Adapter) lastWords(ctx context.Context, room id.RoomID) *words {
	p, err := a.history(ctx, room, "", "")
	if err != nil {
		return nil
	}
	for _, h := range p.Chunk {
		if w := a.readOwn(ctx, room, h); w != nil {
			if _, w = w.edited(); w != nil {
				return w
			}
		}
	}
	return nil
}

// author is who has sent an event.
func (a *Adapter) author(ctx context.Context, room id.RoomID, message id.EventID) (id.UserID, error) {
	if k := a.inbox.deeds.get(string(message)); k.who != "" {
		return k.who, nil
	}
	call, cancel := calling(ctx)
	defer cancel()
	e, err := a.client.GetEvent(call, room, message)
	if err != nil {
		return "", err
	}
	return e.Sender, nil
}

// ownWords is what a message of the bot's says; nil if it is somebody else's.
func (a *Adapter) ownWords(ctx context.Context, room id.RoomID, message id.EventID) (*words, error) {
	call, cancel := calling(ctx)
	defer cancel()
	e, err := a.client.GetEvent(call, room, message)
	if err != nil {
		return nil, err
	}
	return a.readOwn(ctx, room, heard{Event: e}), nil
}

// readOwn reads a message of the bot's own, decrypted; nil for anything else.
func (a *Adapter) readOwn(ctx context.Context, room id.RoomID, h heard) *words {
	if h.Event == nil || h.Sender != a.self() || h.StateKey != nil {
		return nil
	}
	return a.opened(ctx, room, h.Event)
}

// opened is what a message says, decrypted where it was encrypted; nil where it cannot be read.
func (a *Adapter) opened(ctx context.Context, room id.RoomID, e *event.Event) *words {
	e.RoomID = room
	if e.Type.Type == event.EventEncrypted.Type {
		if a.keys == nil {
			return nil
		}
		var err error
		if e, err = a.keys.open(ctx, e); err != nil {
			return nil
		}
	}
	w, err := readWords(e)
	if err != nil {
		return nil
	}
	return w
}
