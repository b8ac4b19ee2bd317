package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"ambassador/adapters/matrix"
	"ambassador/adapters/slack"
	"ambassador/bot"
	"ambassador/bot/sheet"
)

// drainTime is how long what is in hand may take to finish once the program is asked to end.
const drainTime = 10 * time.Second

func serveCommand() subcommand {
	return subcommand{
		name:     "serve",
		summary:  "run the configured adapters until a signal says to stop",
		examples: []string{"ambassador serve --config config.yaml"},
		setup: func(flags *flag.FlagSet) action {
			var f dataFlags
			f.declare(flags)
			return func(ctx context.Context, sh shell, words []string) error {
				if len(words) > 0 {
					return misused("serve takes no words; name the file with --config")
				}
				if err := f.serve(ctx, sh); err != nil {
					return fmt.Errorf("serve: %w", err)
				}
				return nil
			}
		},
	}
}

// serve opens the store, furnishes the house and lives in it until ctx is done.
func (f dataFlags) serve(ctx context.Context, sh shell) error {
	c, err := f.read(sh)
	if err != nil {
		return err
	}
	// Before the store is made: whoever forgot to configure an adapter should not find a new folder.
	log := logger(c.Log, sh.err)
	adapters, hooks, err := connect(c, log)
	if err != nil {
		return err
	}
	spendMemory(sh)
	db, close, err := openForLong(c, log)
	if err != nil {
		return err
	}
	h, err := furnish(c, db, c.Limits, log, adapters...)
	if err == nil && c.Directory.File != "" {
		err = h.stock(ctx, func() (sheet.Book, error) { return readBook(c.Directory.File) })
	}
	var listener net.Listener
	if err == nil && c.HTTP.Listen != "" {
		if listener, err = net.Listen("tcp", c.HTTP.Listen); err != nil {
			err = fmt.Errorf("http.listen: cannot listen on %s: %w", c.HTTP.Listen, netReason(err))
		}
	}
	if err == nil {
		h.hooks = hooks
		err = h.live(ctx, listener, log, adapters)
	}
	return errors.Join(err, close())
}

// connect makes the adapters that the configuration asks for, and the hooks by which their platforms call.
func connect(c Config, log *slog.Logger) (adapters []bot.Adapter, hooks map[string]http.Handler, err error) {
	hooks = make(map[string]http.Handler)
	if c.Matrix.On() {
		adapters = append(adapters, matrix.New(c.matrixOptions(log)))
	}
	if c.Slack.On() {
		a := slack.New(c.slackOptions(log))
		adapters = append(adapters, a)
		// In socket mode Slack never calls, so whoever does is somebody else.
		if c.Slack.Mode == slack.HTTP {
			hooks["/"+slack.Platform+"/"] = a
		}
	}
	if len(adapters) == 0 {
		return nil, nil, errors.New("there is nothing to connect to; fill in the section slack or matrix of the configuration (see config.example.yaml)")
	}
	return append(adapters, c.Tickets.webhooks(log)...), hooks, nil
}

// spendMemory lets garbage lie two and a half times as long as Go would: the bot keeps so little that this is some megabytes, and
// it collects less often. Whoever sets GOGC decides for themselves.
func spendMemory(sh shell) {
	if _, set := sh.env("GOGC"); !set {
		debug.SetGCPercent(250)
	}
}

// live runs the adapters, the jobs, the outbox and the web server, until ctx is done or one of them
// fails. The outbox stops last, so that it delivers what is due. Without a listener there is no web
// server.
func (h *house) live(ctx context.Context, listener net.Listener, log *slog.Logger, adapters []bot.Adapter) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var ears sync.WaitGroup
	run := func(what string, work func(context.Context) error) {
		ears.Go(func() {
			if err := work(ctx); err != nil && ctx.Err() == nil {
				stop(fmt.Errorf("%s: %w", what, err))
			}
		})
	}
	if listener != nil {
		run("http", func(ctx context.Context) error { return h.serveHTTP(ctx, listener, log, adapters) })
	}
	run("jobs", func(ctx context.Context) error {
		return runJobs(ctx, slices.Concat(h.router.Jobs(), h.jobs(), []bot.Job{h.census(adapters, log), h.forget()}), log)
	})
	for _, a := range adapters {
		run(a.Name(), func(ctx context.Context) error { return a.Run(ctx, h.router.Handle) })
	}
	// The outbox gets a context of its own: what the others say on their way out, it still delivers.
	posting, end := context.WithCancel(context.WithoutCancel(ctx))
	delivered := make(chan error, 1)
	go func() { delivered <- h.outbox.Run(posting) }()
	log.Info("ready")
	<-ctx.Done()
	log.Info("stopping")
	ears.Wait()
	end()
	failure := context.Cause(ctx)
	if errors.Is(failure, context.Canceled) {
		failure = nil // asked to end, by a signal
	}
	failure = errors.Join(failure, <-delivered)
	for _, a := range adapters {
		if c, ok := a.(io.Closer); ok { // what sending needs is closed when nothing is sent any more
			failure = errors.Join(failure, c.Close())
		}
	}
	return failure
}
