package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ambassador/store"
)

// settle writes down how a delivery ended: gone, to be tried again, or dead.
func (o *Outbox) settle(tx store.Tx, r result, now time.Time) error {
	f, ok, err := standing(tx, r.envelope)
	if err != nil || !ok {
		return err // settled before: the transaction ran twice, or somebody was forgotten
	}
	var wait Wait
	var dead Dead
	var doubt InDoubt
	switch {
	case r.err == nil:
		if err := f.Envelope.remember(tx, r.remote); err != nil {
			return err
		}
		return o.remove(tx, f)
	case errors.As(r.err, &dead):
		o.log.Warn("outbox: dead letter", "platform", f.Envelope.To.Platform, "reason", dead.Reason)
		letter := Letter{Ref: reference(), At: now, Reason: dead.Reason, Envelope: &f.Envelope}
		if err := bury(tx, letter); err != nil {
			return err
		}
		return o.remove(tx, f)
	case errors.As(r.err, &wait):
		f.Next = now.Add(max(wait.For, time.Second))
		f.Envelope.Doubt = f.Envelope.Doubt || errors.As(r.err, &doubt)
		if wait.All {
			o.hold(f.Envelope.To.lane(), f.Next)
		}
	case errors.Is(r.err, errNoAnswer):
		f.Next, f.Envelope.Doubt = now, f.Envelope.Doubt || errors.As(r.err, &doubt)
	default:
		if f.Attempts++; f.Attempts == 1 {
			f.Failed = now
		}
		if f.Attempts >= enough && o.workedSince(f.Envelope.To.lane(), f.Failed) {
			letter := Letter{Ref: reference(), At: now, Reason: "it failed again and again, and others arrived", Envelope: &f.Envelope}
			if err := bury(tx, letter); err != nil {
				return err
			}
			return o.remove(tx, f)
		}
		f.Next = now.Add(backoff(f.Attempts))
		f.Envelope.Doubt = f.Envelope.Doubt || errors.As(r.err, &doubt)
		o.log.Warn("outbox: will try again", "platform", f.Envelope.To.Platform, "attempts", f.Attempts, "err", r.err)
	}
	f.State = pending
	if err := queue.Put(tx, f.key, f.waiting); err != nil {
		return err
	}
	return f.look(tx)
}

// after is an envelope that its platform was given once already, outside the outbox, with what that has taught.
func (o *Outbox) after(e Envelope, failed error) Envelope {
	var wait Wait
	var doubt InDoubt
	e.Doubt = errors.As(failed, &doubt)
	switch {
	case !errors.As(failed, &wait):
	case wait.All:
		o.hold(e.To.lane(), time.Now().Add(wait.For)) // it keeps its place before what is said later
	default:
		e.NotBefore = time.Now().Add(wait.For)
	}
	return e
}

// enough is how often a letter fails before it is the letter that is wrong, not the platform.
const enough = 8

// workedSince says whether anything has arrived in the lane since then.
func (o *Outbox) workedSince(l lane, then time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.worked[l].After(then)
}

// remove takes away the first envelope of a conversation, and has the one behind it
// looked at.
func (o *Outbox) remove(tx store.Tx, f first) error {
	if err := queue.Delete(tx, f.key); err != nil {
		return err
	}
	conversation, err := f.conversation()
	if err != nil {
		return err
	}
	behind, ok, err := head(tx, conversation)
	if err != nil || !ok || behind.State == sending {
		return err
	}
	if at := o.paced(f.Envelope.To); at.After(behind.Next) {
		behind.Next = at
		if err := queue.Put(tx, behind.key, behind.waiting); err != nil {
			return err
		}
	}
	return behind.look(tx)
}

// takeUp takes up what another run of the program was sending when it ended:
// nobody knows whether it arrived.
func (o *Outbox) takeUp(ctx context.Context) error {
	var stuck []first
	err := o.db.View(ctx, o.space, func(tx store.Tx) error {
		for row, err := range queue.All(tx, nil) {
			if errors.Is(err, store.ErrDamaged) {
				continue // as head does
			}
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
		return fmt.Errorf("outbox: take up: %w", err)
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
		if err := f.look(tx); err != nil {
			return err
		}
	}
	return nil
}
