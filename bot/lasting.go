package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ambassador/store"
)

// Editor is an Adapter that can change what it has shown.
type Editor interface {
	// Edit shows the words of an envelope in the place of an earlier message, by the platform's id for it, which Send
	// gave. Changing it twice to the same words does no harm. Its errors are those of Send; Dead says that the message
	// cannot be changed, or not any more: then the words are sent as new ones.
	Edit(ctx context.Context, e Envelope, remote string) error
}

// shownAs is a message that other words may take the place of.
type shownAs struct {
	To     Address
	Remote string
	At     time.Time
}

// lasting are such messages by the key of their first envelope, and the same by age for sweeping.
var (
	lasting     = store.NewBucket[shownAs]("outbox-lasting")
	lastingAges = store.NewBucket[struct{}]("outbox-lasting-age")
)

// lastingTime is how long a message can be changed.
const lastingTime = 400 * 24 * time.Hour

// remember keeps the platform's id for words that may be changed.
func (e Envelope) remember(tx store.Tx, remote string) error {
	key := e.Replaces
	if key == "" && e.Lasting {
		key = e.Key
	}
	if key == "" || remote == "" {
		return nil
	}
	at := time.Now()
	if err := lasting.Put(tx, store.K(key), shownAs{To: e.To, Remote: remote, At: at}); err != nil {
		return err
	}
	return lastingAges.Put(tx, store.K(at, key), struct{}{})
}

// edit changes an earlier message, and says whether that was possible.
func (o *Outbox) edit(ctx context.Context, a Adapter, e Envelope) (done bool, err error) {
	editor, can := a.(Editor)
	if e.Replaces == "" || !can {
		return false, nil
	}
	var there shownAs
	var found bool
	err = o.db.View(ctx, o.space, func(tx store.Tx) (err error) {
		there, found, err = lasting.Get(tx, store.K(e.Replaces))
		return err
	})
	if err != nil || !found || there.To.Conversation() != e.To.Conversation() {
		return false, err
	}
	err = editor.Edit(ctx, e, there.Remote)
	var dead Dead
	if errors.As(err, &dead) {
		o.log.Info("outbox: what was shown cannot be changed; it is said anew", "platform", e.To.Platform, "reason", dead.Reason)
		return false, nil
	}
	return true, err
}

// replaceWaiting puts words in the place of earlier ones that nobody has seen yet, and says whether it did.
func replaceWaiting(tx store.Tx, e Envelope) (bool, error) {
	if e.Replaces == "" {
		return false, nil
	}
	for row, err := range queue.All(tx, store.K(e.conversation().parts()...)) {
		switch {
		case errors.Is(err, store.ErrDamaged):
			continue
		case err != nil:
			return false, fmt.Errorf("replace %s: %w", e.Replaces, err)
		case row.Value.State != pending || row.Value.Envelope.Doubt:
			continue
		}
		if w := row.Value; w.Envelope.Key == e.Replaces || w.Envelope.Replaces == e.Replaces {
			w.Envelope.Reply, w.Envelope.Deadline = e.Reply, e.Deadline
			return true, queue.Put(tx, row.Key.Clone(), w)
		}
	}
	return false, nil
}

// forgetLasting drops what has been remembered long enough, a batch of it.
func forgetLasting(tx store.Tx, at time.Time) error {
	var old []store.Key
	for key := range lastingAges.Keys(tx, nil, store.K(at.Add(-lastingTime))) {
		if old = append(old, key.Clone()); len(old) == 500 {
			break
		}
	}
	for _, key := range old {
		parts, err := key.Parts()
		if err != nil || len(parts) != 2 {
			return fmt.Errorf("lasting %s: %w", key, store.ErrDamaged)
		}
		name, _ := parts[1].(string)
		there, found, err := lasting.Get(tx, store.K(name))
		if err != nil {
			return err
		}
		if found && there.At.Before(at.Add(-lastingTime)) {
			err = lasting.Delete(tx, store.K(name))
		}
		if err = errors.Join(err, lastingAges.Delete(tx, key)); err != nil {
			return err
		}
	}
	return nil
}
