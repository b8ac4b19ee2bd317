package bot

import (
	"errors"
	"fmt"
	"time"

	"ambassador/store"
)

// The outbox in the store: envelopes by conversation and number; when each waiting
// conversation is to be looked at, by lane; what is not to go before some time; and
// the last number given.
var (
	queue   = store.NewBucket[waiting]("outbox")
	due     = store.NewBucket[struct{}]("outbox-due")
	later   = store.NewBucket[Envelope]("outbox-later")
	counter = store.NewBucket[uint64]("outbox-number")
)

// lane is a platform and a space of it: what has its own limits, and a fair share.
type lane struct{ platform, space string }

// lane is the lane of the address.
func (a Address) lane() lane { return lane{a.Platform, a.Space} }

// queueKey is the place of an envelope within its conversation.
func queueKey(conversation Address, number uint64) store.Key {
	return store.K(append(conversation.parts(), number)...)
}

// dueKey is when to look at the conversation, while w is its first.
func dueKey(conversation Address, w waiting) store.Key {
	c := conversation
	return store.K(c.Platform, c.Space, int(w.Envelope.Class), w.Next, c.Room, c.Thread, c.User)
}

// dueEntry is a key of the due bucket, read back.
type dueEntry struct {
	conversation Address
	at           time.Time
}

// readDue reads a key of the due bucket.
func readDue(key store.Key) (dueEntry, error) {
	parts, err := key.Parts()
	if err != nil || len(parts) != 7 {
		return dueEntry{}, fmt.Errorf("outbox: due key %s: %w", key, errors.Join(err, store.ErrDamaged))
	}
	at, ok := parts[3].(time.Time)
	e := dueEntry{at: at}
	for i, field := range map[int]*string{
		0: &e.conversation.Platform, 1: &e.conversation.Space,
		4: &e.conversation.Room, 5: &e.conversation.Thread, 6: &e.conversation.User,
	} {
		text, isText := parts[i].(string)
		*field, ok = text, ok && isText
	}
	if !ok {
		return e, fmt.Errorf("outbox: due key %s: %w", key, store.ErrDamaged)
	}
	return e, nil
}

// first is the first waiting envelope of a conversation, and its key.
type first struct {
	key store.Key
	waiting
}

// conversation is the one in which the envelope stands. The key tells it, not the
// envelope: an older version had private words stand among the room's.
func (f first) conversation() (Address, error) {
	parts, err := f.key.Parts()
	if err != nil || len(parts) != 6 {
		return Address{}, fmt.Errorf("outbox: key %s: %w", f.key, errors.Join(err, store.ErrDamaged))
	}
	var a Address
	for i, field := range []*string{&a.Platform, &a.Space, &a.Room, &a.Thread, &a.User} {
		text, ok := parts[i].(string)
		if !ok {
			return Address{}, fmt.Errorf("outbox: key %s: %w", f.key, store.ErrDamaged)
		}
		*field = text
	}
	return a, nil
}

// look has the envelope's conversation looked at when the envelope is due.
func (f first) look(tx store.Tx) error {
	conversation, err := f.conversation()
	if err != nil {
		return err
	}
	return due.Put(tx, dueKey(conversation, f.waiting), struct{}{})
}

// head returns the first waiting envelope of a conversation.
func head(tx store.Tx, conversation Address) (first, bool, error) {
	for row, err := range queue.All(tx, store.K(conversation.parts()...)) {
		if errors.Is(err, store.ErrDamaged) {
			continue // lost; the check tells of it, and the others need not wait for it
		}
		return first{row.Key.Clone(), row.Value}, err == nil, err
	}
	return first{}, false, nil
}

// standing returns an envelope that is being sent: the first of its conversation, or of
// the whole room's, where an older version put private words.
func standing(tx store.Tx, e Envelope) (first, bool, error) {
	for _, conversation := range []Address{e.conversation(), e.To.Conversation()} {
		f, ok, err := head(tx, conversation)
		if err != nil || ok && f.Envelope.Key == e.Key {
			return f, err == nil, err
		}
	}
	return first{}, false, nil
}

// busy says whether something waits for the conversation that has not yet gone
// out; what has gone and is not yet written down does not count.
func (o *Outbox) busy(tx store.Tx, conversation Address) (bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for row, err := range queue.All(tx, store.K(conversation.parts()...)) {
		if errors.Is(err, store.ErrDamaged) {
			continue
		}
		if err != nil {
			return false, err
		}
		if !o.gone[row.Value.Envelope.Key] {
			return true, nil
		}
	}
	return false, nil
}

// nextNumber counts envelopes, so that those of a conversation keep their order.
func nextNumber(tx store.Tx) (uint64, error) {
	number, _, err := counter.Get(tx, store.K())
	if err != nil {
		return 0, err
	}
	return number + 1, counter.Put(tx, store.K(), number+1)
}

// putLater keeps an envelope aside until its time: words for tomorrow must not hold
// up an answer today.
func putLater(tx store.Tx, e Envelope) error {
	number, err := nextNumber(tx)
	if err != nil {
		return err
	}
	return later.Put(tx, store.K(e.NotBefore, number), e)
}

// promote moves envelopes whose time has come into their conversations, a bounded
// number at once, and returns when the next one's time comes.
func (o *Outbox) promote(tx store.Tx, now time.Time) (next time.Time, err error) {
	for n := 0; n < 200; n++ {
		row, found, err := firstLater(tx)
		if err != nil || !found {
			return time.Time{}, err
		}
		if row.Value.NotBefore.After(now) {
			return row.Value.NotBefore, nil
		}
		if err := later.Delete(tx, row.Key); err != nil {
			return time.Time{}, err
		}
		if _, err := o.enqueue(tx, row.Value, false); err != nil {
			return time.Time{}, err
		}
	}
	return now, nil
}

// firstLater is the envelope kept aside whose time comes first.
func firstLater(tx store.Tx) (row store.Row[Envelope], found bool, err error) {
	for row, err := range later.All(tx, nil) {
		if errors.Is(err, store.ErrDamaged) {
			continue // as head does
		}
		return store.Row[Envelope]{Key: row.Key.Clone(), Value: row.Value}, true, err
	}
	return row, false, nil
}
