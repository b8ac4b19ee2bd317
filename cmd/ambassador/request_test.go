package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/bottest"
)

// BenchmarkRequest keeps questions for a coordinator in a file, one after the other and 64 at once, with the
// outbox beside it, and says how much is written for each.
func BenchmarkRequest(b *testing.B) {
	for _, together := range []int{1, 64} {
		b.Run(fmt.Sprintf("%d", together), func(b *testing.B) {
			ask, asked := questions(b), 0
			began, before := time.Now(), written()
			for b.Loop() {
				var all sync.WaitGroup
				for range together {
					asked++
					n := asked
					all.Go(func() { ask(n) })
				}
				all.Wait()
			}
			b.ReportMetric(float64(asked)/time.Since(began).Seconds(), "requests/s")
			b.ReportMetric(float64(written()-before)/float64(asked)/1024, "KiB-written/request")
		})
	}
}

// questions starts a bot, and returns what has somebody new ask it something.
func questions(b *testing.B) (ask func(n int)) {
	db, err := openStore(filepath.Join(b.TempDir(), "data"), logger(LogConfig{Level: "error"}, b.Output()))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	c := defaults()
	c.Coordinators = []bot.Address{{Platform: bottest.Console, User: "chief"}}
	h, err := furnish(c, db, bot.Limit{}, logger(LogConfig{Level: "error"}, b.Output()), bottest.NewDirect(b).Adapter())
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.outbox.Run(ctx) }()
	b.Cleanup(func() { stop(); <-ended })
	return func(n int) {
		m := bot.Message{
			ID: fmt.Sprint(n), From: bot.Address{Platform: bottest.Console, User: fmt.Sprint("asker", n)}, At: time.Now(),
			Text: fmt.Sprintf(`contact expert "Question %d: where do we begin?"`, n), Addressed: true, Private: true,
		}
		err := h.router.Handle(ctx, m, func(_ context.Context, e bot.Envelope) error {
			if !strings.Contains(e.Reply.Text, "Thank you") {
				b.Errorf("question %d is answered %q", n, e.Reply.Text)
			}
			return nil
		})
		if err != nil {
			b.Error(err)
		}
	}
}
