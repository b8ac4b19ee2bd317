package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"ambassador/store"
)

// sendTime is how long one delivery may take.
const sendTime = 30 * time.Second

// lastWords is how long Run goes on delivering what is due when it has to end.
const lastWords = 7 * time.Second

// errNoAnswer is the result of an answer that could not be given at once.
var errNoAnswer = errors.New("the platform does not wait for an answer")

// result is how a delivery ended.
type result struct {
	envelope Envelope
	err      error
	remote   string    // the platform's id for it, where it told one
	at       time.Time // of an answer that the platform took while it waited; zero for any other
}

// gather is how long it may take until it is written down that an answer has gone: nothing waits for that,
// and with the next ones it is one commit. A crash meanwhile leaves the answer in doubt, as one within the
// commit would.
const gather = 25 * time.Millisecond

// Run delivers until ctx is done, and then for a few seconds what is due. First
// it takes up what a crash left behind, as Flush does.
func (o *Outbox) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		next, err := o.step(ctx, gather)
		if err != nil && ctx.Err() == nil {
			o.log.Error("outbox", "err", err)
			next = time.Now().Add(time.Second)
		}
		o.sleep(ctx, next)
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	return o.Flush(late)
}

// Flush delivers everything that is due now, and returns when it is done. It is
// for programs without Run, and not to be called beside it.
func (o *Outbox) Flush(ctx context.Context) error {
	for {
		next, err := o.step(ctx, 0)
		if err != nil {
			return err
		}
		o.mu.Lock()
		idle := len(o.flying) == 0 && len(o.results) == 0
		o.mu.Unlock()
		if idle && (next.IsZero() || next.After(time.Now())) {
			return nil
		}
		o.sleep(ctx, next)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// sleep waits to be woken, the next due time, or the end.
func (o *Outbox) sleep(ctx context.Context, next time.Time) {
	var alarm <-chan time.Time
	if !next.IsZero() {
		t := time.NewTimer(time.Until(next))
		defer t.Stop()
		alarm = t.C
	}
	select {
	case <-ctx.Done():
	case <-o.wake:
	case <-alarm:
	}
}

// step writes down what has ended, starts what is due, and returns when to look
// again; the zero time means when woken. What has ended it may leave for a while
// where nothing waits for it.
func (o *Outbox) step(ctx context.Context, patience time.Duration) (time.Time, error) {
	if !o.recovered {
		if err := o.takeUp(ctx); err != nil {
			return time.Time{}, err
		}
		o.recovered = true
	}
	o.mu.Lock()
	results := slices.Clone(o.results)
	o.mu.Unlock()
	free := cap(o.slots) - len(o.slots)
	var started []waiting
	var next time.Time
	now := time.Now()
	if until := unhurried(results).Add(patience); len(results) == 0 || until.After(now) {
		if free == 0 && len(results) == 0 {
			return time.Time{}, nil // the next delivery that ends wakes us
		}
		quiet, at, err := o.quiet(ctx, now)
		if err != nil || quiet && len(results) == 0 {
			return at, err
		}
		if quiet {
			return sooner(at, until), nil
		}
	}
	err := o.db.Update(ctx, o.space, func(tx store.Tx) (err error) {
		for _, r := range results {
			if err := o.settle(tx, r, now); err != nil {
				return err
			}
		}
		at, err := o.promote(tx, now)
		if err != nil {
			return err
		}
		started, next, err = o.claim(tx, now, free)
		next = sooner(next, at)
		return err
	})
	if err != nil {
		return next, fmt.Errorf("outbox: %w", err)
	}
	o.mu.Lock()
	o.results = o.results[len(results):]
	for _, r := range results {
		delete(o.gone, r.envelope.Key)
	}
	o.mu.Unlock()
	for _, w := range started {
		o.launch(ctx, w.Envelope)
	}
	return next, nil
}

// unhurried is when the first of the results came, if all of them are of answers that went well; else
// the zero time.
func unhurried(results []result) (first time.Time) {
	for _, r := range results {
		if r.at.IsZero() || r.err != nil {
			return time.Time{}
		}
		first = sooner(first, r.at)
	}
	return first
}

// quiet looks, without writing, whether anything is due, and if not, when.
func (o *Outbox) quiet(ctx context.Context, now time.Time) (quiet bool, next time.Time, err error) {
	err = o.db.View(ctx, o.space, func(tx store.Tx) error {
		row, found, err := firstLater(tx)
		if err != nil {
			return err
		}
		if found {
			next = row.Value.NotBefore
		}
		lanes, err := waitingLanes(tx)
		for _, l := range lanes {
			if o.roomFor(l) == 0 {
				continue
			}
			keys, at, dueErr := dueIn(tx, l, now, 1)
			err = errors.Join(err, dueErr)
			if len(keys) > 0 {
				at = o.held(l)
			}
			next = sooner(next, at)
			if at.IsZero() {
				next = now
				break
			}
		}
		return err
	})
	return next.IsZero() || next.After(now), next, err
}

// launch delivers one envelope on its own goroutine.
func (o *Outbox) launch(ctx context.Context, e Envelope) {
	o.slots <- struct{}{}
	o.mu.Lock()
	l := e.To.lane()
	o.flying[l]++
	o.mu.Unlock()
	go func() {
		r := result{envelope: e}
		r.remote, r.err = o.send(ctx, e)
		<-o.slots
		o.mu.Lock()
		if o.flying[l]--; o.flying[l] == 0 {
			delete(o.flying, l)
		}
		o.note(r) // in one step: Flush must never find neither
		o.mu.Unlock()
		o.Wake()
	}()
}

// send calls the adapter, with a time limit, and turns a panic into an error.
func (o *Outbox) send(ctx context.Context, e Envelope) (remote string, err error) {
	a := o.adapters[e.To.Platform]
	if a == nil {
		return "", Dead{Reason: "there is no connection to " + e.To.Platform}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTime)
	defer cancel()
	err = caught(func() error {
		changed, err := o.edit(ctx, a, e)
		if err != nil || changed {
			return err
		}
		remote, err = a.Send(ctx, e)
		return err
	})
	if err == nil {
		o.pace(e.To, time.Now())
	}
	return remote, err
}

// caught turns a panic of a platform into an error: nobody knows how far it came.
func caught(send func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = InDoubt{fmt.Errorf("panic: %v", p)}
		}
	}()
	return send()
}

// backoff is a random time up to 1 s doubled with each attempt, at most 5 min
// ("full jitter"): those who failed together do not come back together.
func backoff(attempts int) time.Duration {
	most := 5 * time.Minute
	if attempts < 9 {
		most = min(most, time.Second<<attempts)
	}
	return rand.N(most) + time.Millisecond
}
