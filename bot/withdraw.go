package bot

import (
	"errors"
	"fmt"

	"ambassador/store"
)

// Withdraw takes words to an account or room back, by their key, if they wait there still and are not being sent, and
// says whether it did. The key stays known: putting it again does nothing.
func (o *Outbox) Withdraw(tx store.Tx, to Address, key string) (bool, error) {
	conversation := to.Conversation()
	ahead := false
	for row, err := range queue.All(tx, store.K(conversation.parts()...)) {
		switch {
		case errors.Is(err, store.ErrDamaged):
			continue
		case err != nil:
			return false, fmt.Errorf("withdraw %s: %w", key, err)
		case row.Value.Envelope.Key != key:
			ahead = true
			continue
		case row.Value.State == sending:
			return false, nil
		}
		f := first{row.Key.Clone(), row.Value}
		if ahead {
			return true, queue.Delete(tx, f.key)
		}
		if err := due.Delete(tx, dueKey(conversation, f.waiting)); err != nil {
			return false, err
		}
		return true, o.remove(tx, f)
	}
	return false, nil
}
