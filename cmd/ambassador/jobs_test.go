package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
)

func TestJobsRunAtOnceAndOnTheirSchedule(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		runs := 0
		jobs := []bot.Job{
			{Name: "fails", Spec: "@hourly", Run: func(context.Context, time.Time) error { panic("boom") }},
			{Name: "counts", Spec: "30 * * * *", Run: func(context.Context, time.Time) error { runs++; return errors.New("no matter") }},
		}
		done := make(chan error)
		go func() { done <- runJobs(ctx, jobs, slog.New(slog.DiscardHandler)) }()
		time.Sleep(3 * time.Hour)
		stop()
		if err := <-done; err != nil || runs != 4 {
			t.Errorf("%d runs in three hours, %v; want one at the start and three at half past", runs, err)
		}
	})
}

func TestAScheduleThatMakesNoSenseIsAnError(t *testing.T) {
	jobs := []bot.Job{{Name: "bad", Spec: "61 * * * *", Run: func(context.Context, time.Time) error { return nil }}}
	if err := runJobs(t.Context(), jobs, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("accepted a 61st minute")
	}
}
