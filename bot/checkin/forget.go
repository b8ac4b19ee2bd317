package checkin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ambassador/store"
)

// forgetOld deletes rounds that closed long ago, with all that was answered in them.
func (w watch) forgetOld(ctx context.Context, at time.Time) error {
	for more := true; more; {
		more = false
		err := w.db.Update(ctx, w.space, func(tx store.Tx) error {
			r, found, err := w.oldest(tx, at)
			if err != nil || !found {
				return err
			}
			more = true
			return w.forgetSome(tx, r)
		})
		if err != nil {
			return fmt.Errorf("check-ins to delete: %w", err)
		}
	}
	return nil
}

// oldest finds a round that is to be deleted.
func (e *Engine) oldest(tx store.Tx, at time.Time) (Round, bool, error) {
	for row, err := range e.rounds.All(tx, nil) {
		if err != nil {
			return Round{}, false, err
		}
		k, known, err := e.Kind(tx, row.Value.Kind)
		if err != nil {
			return Round{}, false, err
		}
		if !known {
			k = Kind{}.Filled()
		}
		if row.Value.Closed && row.Value.Closes.AddDate(0, 0, k.Keep).Before(at) {
			return row.Value, true, nil
		}
	}
	return Round{}, false, nil
}

// forgetSome deletes a batch of a round's asks, and with the last of them the round.
func (e *Engine) forgetSome(tx store.Tx, r Round) (err error) {
	var old []Ask
	for row, err := range e.asks.All(tx, store.K(r.Kind, r.Label)) {
		if err != nil {
			return err
		}
		if old = append(old, row.Value); len(old) == batch {
			break
		}
	}
	for _, a := range old {
		err = errors.Join(err, e.remove(tx, a))
	}
	if len(old) < batch {
		err = errors.Join(err, e.rounds.Delete(tx, store.K(r.Kind, r.Label)))
		if _, once, _ := e.startedOnce(tx, r.Kind); once {
			err = errors.Join(err, e.started.Delete(tx, store.K(r.Kind)))
		}
	}
	return err
}

// startedOnce says whether a kind was started in chat.
func (e *Engine) startedOnce(tx store.Tx, name string) (Started, bool, error) {
	return e.started.Get(tx, store.K(name))
}

// remove deletes an ask with all that follows from it.
func (e *Engine) remove(tx store.Tx, a Ask) (err error) {
	if !a.Look.IsZero() {
		err = e.looks.Delete(tx, store.K(a.Look, a.Kind, a.Label, a.Person))
	}
	err = errors.Join(err, e.owed.Delete(tx, store.K(a.Who(), a.Kind, a.Label, a.Person)))
	return errors.Join(err, e.asks.Delete(tx, askKey(a.Kind, a.Label, a.Person)))
}
