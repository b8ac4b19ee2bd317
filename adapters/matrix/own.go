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

// deeds are the messages heard and answered last.
type deeds struct {
	mu      sync.Mutex
	rooms   map[string]id.RoomID      // where a message was heard
	answers map[id.EventID]id.EventID // what answers it
	order   []string                  // oldest first
}

// from remembers where a message was heard.
func (b *inbox) from(message string, room id.RoomID) { b.deeds.note(message, room, "") }

// answered says whether a message has an answer.
func (b *inbox) answered(message id.EventID) bool {
	b.deeds.mu.Lock()
	defer b.deeds.mu.Unlock()
	return b.deeds.answers[message] != ""
}

// note remembers a message, where it was heard, and what answers it.
func (d *deeds) note(message string, room id.RoomID, answer id.EventID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.rooms == nil {
		d.rooms, d.answers = make(map[string]id.RoomID), make(map[id.EventID]id.EventID)
	}
	if _, known := d.rooms[message]; !known {
		d.order = append(d.order, message)
	}
	d.rooms[message] = room
	if answer != "" {
		d.answers[id.EventID(message)] = answer
	}
	if len(d.order) > memory {
		delete(d.rooms, d.order[0])
		delete(d.answers, id.EventID(d.order[0]))
		d.order = d.order[1:]
	}
}

// where is the room in which a message was heard.
func (d *deeds) where(message string) id.RoomID {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rooms[message]
}

// answer is what answers a message, as far as it is remembered.
func (d *deeds) answer(message id.EventID) id.EventID {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.answers[message]
}

// noteOwn learns from an event of the bot's own what it has answered; relations are never encrypted.
func (a *Adapter) noteOwn(room id.RoomID, e *event.Event) {
	if answered := repliesTo(e); answered != "" {
		a.inbox.deeds.note(string(answered), room, e.ID)
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

// answerTo is the bot's answer to a message: remembered, or found in the room's history.
func (a *Adapter) answerTo(ctx context.Context, room id.RoomID, message id.EventID) (id.EventID, error) {
	if own := a.inbox.deeds.answer(message); own != "" {
		return own, nil
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
			_, w = w.edited()
			return w
		}
	}
	return nil
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
	e := h.Event
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
