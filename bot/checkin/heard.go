package checkin

import (
	"context"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// heard is when somebody was heard of last, where it matters: for kinds that ask after silence. Of whoever has said
// nothing since the program first looked, it is that moment.
func (e *Engine) heard(tx store.Tx, k Kind, m member, since time.Time) (time.Time, error) {
	if len(k.Silence) == 0 {
		return time.Time{}, nil
	}
	at, _, err := e.active.Get(tx, store.K(m.person.ID))
	return later(since, at), err
}

// mostLines bounds how many lines of the audit log one transaction reads.
const mostLines = 2000

// listened is how far the audit log has been read.
var listened = store.NewBucket[uint64]("checkin listened")

// listen notes who has done anything, by the audit log: whoever files a report or answers a question is there. What
// people only read leaves no trace, and is nobody's business.
func (w watch) listen(ctx context.Context, _ time.Time) error {
	for more := true; more; {
		err := w.db.Update(ctx, w.space, func(tx store.Tx) error {
			from, _, err := listened.Get(tx, store.K())
			if err != nil {
				return err
			}
			last, n := from, 0
			for entry, err := range bot.Entries(tx, from) {
				if err != nil {
					return err
				}
				if n++; n > mostLines {
					break
				}
				last = entry.Number
				if err := w.noteHeard(tx, entry); err != nil {
					return err
				}
			}
			if more = n > mostLines; n == 0 {
				return nil
			}
			return listened.Put(tx, store.K(), last)
		})
		if err != nil {
			return fmt.Errorf("who was heard of: %w", err)
		}
	}
	return nil
}

// noteHeard notes that somebody has done something: by id, or by account where the directory does not know them.
func (e *Engine) noteHeard(tx store.Tx, entry bot.Entry) error {
	at, _, err := e.active.Get(tx, store.K(entry.Who))
	if err != nil || !entry.At.After(at) {
		return err
	}
	return e.active.Put(tx, store.K(entry.Who), entry.At)
}
