package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ambassador/store"
)

// claim takes the conversations that are due and marks the first envelope of each
// as being sent, at most n of them. An envelope past its deadline is dropped.
func (o *Outbox) claim(tx store.Tx, now time.Time, n int) (started []waiting, next time.Time, err error) {
	var keys []store.Key
	for key := range due.Keys(tx, nil, nil) {
		at, err := dueTime(key)
		if err != nil {
			return nil, next, err
		}
		if at.After(now) || len(keys) == n {
			next = at
			break
		}
		keys = append(keys, key.Clone())
	}
	for _, key := range keys {
		if err := due.Delete(tx, key); err != nil {
			return nil, next, err
		}
		w, ok, err := o.claimOne(tx, key, now)
		if err != nil {
			return nil, next, err
		}
		if ok {
			started = append(started, w)
		}
	}
	return started, next, nil
}

// claimOne marks the first envelope of a due conversation as being sent.
func (o *Outbox) claimOne(tx store.Tx, dueKey store.Key, now time.Time) (waiting, bool, error) {
	to, err := dueAddress(dueKey)
	if err != nil {
		return waiting{}, false, err
	}
	for {
		f, ok, err := head(tx, to)
		if err != nil || !ok || f.State == sending {
			return waiting{}, false, err // whoever sends it looks at the next one afterwards
		}
		if d := f.Envelope.Deadline; d.IsZero() || now.Before(d) {
			f.State, f.Run = sending, o.run
			return f.waiting, true, queue.Put(tx, f.key, f.waiting)
		}
		if err := queue.Delete(tx, f.key); err != nil {
			return waiting{}, false, err
		}
	}
}

// settle writes down how a delivery ended: gone, to be tried again, or dead.
func (o *Outbox) settle(tx store.Tx, r result, now time.Time) error {
	f, ok, err := head(tx, r.envelope.To)
	if err != nil || !ok || f.Envelope.Key != r.envelope.Key {
		return err // settled before: the transaction ran twice, or somebody was forgotten
	}
	var wait Wait
	var dead Dead
	var doubt InDoubt
	switch {
	case r.err == nil:
		return o.next(tx, f)
	case errors.As(r.err, &dead):
		o.log.Warn("outbox: dead letter", "platform", f.Envelope.To.Platform, "reason", dead.Reason)
		letter := Letter{Ref: reference(), At: now, Reason: dead.Reason, Envelope: &f.Envelope}
		if err := bury(tx, letter); err != nil {
			return err
		}
		return o.next(tx, f)
	case errors.As(r.err, &wait):
		f.Next = now.Add(wait.For)
	case errors.Is(r.err, errNoAnswer):
		f.Next = now
	default:
		f.Attempts++
		f.Next = now.Add(backoff(f.Attempts))
		f.Envelope.Doubt = f.Envelope.Doubt || errors.As(r.err, &doubt)
		o.log.Warn("outbox: will try again", "platform", f.Envelope.To.Platform, "attempts", f.Attempts, "err", r.err)
	}
	f.State = pending
	if err := queue.Put(tx, f.key, f.waiting); err != nil {
		return err
	}
	return due.Put(tx, dueKey(f.waiting), struct{}{})
}

// next removes the first envelope of a conversation, and has the one behind it
// looked at.
func (o *Outbox) next(tx store.Tx, f first) error {
	if err := queue.Delete(tx, f.key); err != nil {
		return err
	}
	behind, ok, err := head(tx, f.Envelope.To)
	if err != nil || !ok || behind.State == sending {
		return err
	}
	return due.Put(tx, dueKey(behind.waiting), struct{}{})
}

// recover takes up what another run of the program was sending when it ended:
// nobody knows whether it arrived.
func (o *Outbox) recover(ctx context.Context) error {
	var stuck []first
	err := o.db.View(ctx, o.space, func(tx store.Tx) error {
		for row, err := range queue.All(tx, nil) {
			if err != nil {
				return err
			}
			if row.Value.State == sending && row.Value.Run != o.run {
				stuck = append(stuck, first{row.Key.Clone(), row.Value})
			}
		}
		return nil
	})
	if err == nil && len(stuck) > 0 {
		err = o.db.Update(ctx, o.space, func(tx store.Tx) error { return retake(tx, stuck) })
	}
	if err != nil {
		return fmt.Errorf("outbox: recover: %w", err)
	}
	return nil
}

// retake has stuck envelopes delivered again, with doubt.
func retake(tx store.Tx, stuck []first) error {
	for _, f := range stuck {
		f.State, f.Envelope.Doubt = pending, true
		if err := queue.Put(tx, f.key, f.waiting); err != nil {
			return err
		}
		if err := due.Put(tx, dueKey(f.waiting), struct{}{}); err != nil {
			return err
		}
	}
	return nil
}

// dueTime reads the time in a key of the due bucket.
func dueTime(key store.Key) (time.Time, error) {
	parts, err := key.Parts()
	if err != nil || len(parts) != 6 {
		return time.Time{}, fmt.Errorf("outbox: due key %s: %w", key, errors.Join(err, store.ErrDamaged))
	}
	at, ok := parts[0].(time.Time)
	if !ok {
		return time.Time{}, fmt.Errorf("outbox: due key %s: %w", key, store.ErrDamaged)
	}
	return at, nil
}

// dueAddress reads the conversation in a key of the due bucket.
func dueAddress(key store.Key) (Address, error) {
	if _, err := dueTime(key); err != nil {
		return Address{}, err
	}
	parts, _ := key.Parts()
	var text [5]string
	for i := range text {
		s, ok := parts[i+1].(string)
		if !ok {
			return Address{}, fmt.Errorf("outbox: due key %s: %w", key, store.ErrDamaged)
		}
		text[i] = s
	}
	return Address{Platform: text[0], Space: text[1], Room: text[2], Thread: text[3], User: text[4]}, nil
}
