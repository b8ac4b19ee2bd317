package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"

	"ambassador/bot"
)

// runJobs says "look now" to the jobs: to each at once, for what fell due while nobody looked, and
// then on its schedule, in UTC, until ctx is done. What is due, a job finds in the stored state; so a
// firing that comes late, twice or never does no harm, and one that fails is only logged.
func runJobs(ctx context.Context, jobs []bot.Job, log *slog.Logger) error {
	warnings := cron.PrintfLogger(slog.NewLogLogger(log.Handler(), slog.LevelWarn))
	guard := cron.NewChain(cron.Recover(warnings), cron.SkipIfStillRunning(warnings))
	clock := cron.New(cron.WithLocation(time.UTC))
	var looks []cron.Job
	for _, j := range jobs {
		look := guard.Then(cron.FuncJob(func() {
			if err := j.Run(ctx, time.Now()); err != nil && ctx.Err() == nil {
				log.Error("a job failed", "job", j.Name, "err", err)
			}
		}))
		if _, err := clock.AddJob(j.Spec, look); err != nil {
			return fmt.Errorf("job %s: %w", j.Name, err)
		}
		looks = append(looks, look)
	}
	clock.Start()
	for _, look := range looks { // one after the other: some ask the network, at a pace, and none is in a hurry
		look.Run()
	}
	<-ctx.Done()
	<-clock.Stop().Done()
	return nil
}
