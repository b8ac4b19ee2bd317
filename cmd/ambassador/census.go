package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// censor is an adapter whose platform tells which accounts are deactivated.
type censor interface {
	Gone(ctx context.Context, accounts []bot.Address) ([]bot.Address, error)
}

const (
	censusPart = 20          // accounts asked about before an answer is safe from a later failure
	censusTime = time.Minute // that a platform gets to connect, and tries that it gets to be asked in
	censusTry  = 5
)

// census is the job that asks the platforms who of the directory has left, once a day: nobody is sent to somebody who
// cannot be reached. The platforms are asked between two transactions, never inside one. All of them must have answered
// before anything is written, because somebody is gone only with their last account.
func (h *house) census(adapters []bot.Adapter, log *slog.Logger) bot.Job {
	return bot.Job{Name: "accounts", Spec: "41 4 * * *", Run: func(ctx context.Context, _ time.Time) error {
		var all, asked, gone []bot.Address
		err := h.view(ctx, func(tx store.Tx) (err error) { all, err = h.directory.Accounts(tx); return err })
		if err != nil {
			return fmt.Errorf("accounts: %w", err)
		}
		for _, a := range adapters {
			there := slices.DeleteFunc(slices.Clone(all), func(account bot.Address) bool { return account.Platform != a.Name() })
			c, ok := a.(censor)
			if !ok || len(there) == 0 {
				continue
			}
			found, err := headcount(ctx, a, c, there)
			if err != nil {
				return fmt.Errorf("accounts of %s: %w", a.Name(), err)
			}
			asked, gone = append(asked, there...), append(gone, found...)
		}
		if len(asked) == 0 {
			return nil
		}
		return h.update(ctx, func(tx store.Tx) error {
			changed, err := h.directory.MarkGone(tx, asked, gone)
			log.Info("accounts looked at", "asked", len(asked), "gone", len(gone), "changed", changed)
			return err
		})
	}}
}

// forget is the job that drops what linking accounts has left behind.
func (h *house) forget() bot.Job {
	return bot.Job{Name: "linking", Spec: "23 3 * * *", Run: func(ctx context.Context, at time.Time) error {
		return h.update(ctx, func(tx store.Tx) error { return h.directory.Forget(tx, at) })
	}}
}

// headcount asks one platform about its accounts, part by part: where it wants patience, only a part is asked about again.
func headcount(ctx context.Context, a bot.Adapter, c censor, accounts []bot.Address) (gone []bot.Address, err error) {
	if err := connected(ctx, a); err != nil {
		return nil, err
	}
	for part := range slices.Chunk(accounts, censusPart) {
		var found []bot.Address
		for try := 1; ; try++ {
			found, err = c.Gone(ctx, part)
			var wait bot.Wait
			if !errors.As(err, &wait) || try == censusTry {
				break
			}
			rest(ctx, wait.For)
		}
		if err != nil {
			return nil, err
		}
		gone = append(gone, found...)
	}
	return gone, nil
}

// connected waits until an adapter that knows is connected. One that is not would say that nobody has left, and at the
// start of the program, when jobs run first, connecting takes a moment.
func connected(ctx context.Context, a bot.Adapter) error {
	r, ok := a.(readier)
	if !ok {
		return nil
	}
	for late := time.Now().Add(censusTime); r.Ready() != nil; rest(ctx, time.Second) {
		if ctx.Err() != nil || time.Now().After(late) {
			return r.Ready()
		}
	}
	return nil
}

// rest waits, or until ctx is done.
func rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
