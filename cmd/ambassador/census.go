package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// censor is an adapter whose platform tells which accounts are deactivated.
type censor interface {
	Gone(ctx context.Context, accounts []bot.Address) ([]bot.Address, error)
}

// census is the job that asks the platforms who of the directory has left, once a day: nobody is sent to somebody who
// cannot be reached. The platforms are asked between two transactions, never inside one.
func (h *house) census(adapters []bot.Adapter) bot.Job {
	return bot.Job{Name: "accounts", Spec: "41 4 * * *", Run: func(ctx context.Context, _ time.Time) error {
		var all []error
		for _, a := range adapters {
			if c, ok := a.(censor); ok {
				all = append(all, h.count(ctx, a.Name(), c))
			}
		}
		return errors.Join(all...)
	}}
}

// count asks one platform about its accounts, and writes down what it said.
func (h *house) count(ctx context.Context, platform string, c censor) error {
	var asked []bot.Address
	err := h.view(ctx, func(tx store.Tx) error {
		accounts, err := h.directory.Accounts(tx)
		for _, a := range accounts {
			if a.Platform == platform {
				asked = append(asked, a)
			}
		}
		return err
	})
	if err != nil || len(asked) == 0 {
		return err
	}
	gone, err := c.Gone(ctx, asked)
	if err != nil {
		return fmt.Errorf("accounts of %s: %w", platform, err)
	}
	return h.update(ctx, func(tx store.Tx) error {
		_, err := h.directory.MarkGone(tx, asked, gone)
		return err
	})
}
