package checkin_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"ambassador/bot"
)

// strict is a platform that takes one message a second in each conversation, answers in some milliseconds, and counts
// what came too soon.
type strict struct {
	mu     sync.Mutex
	last   map[bot.Address]time.Time
	got    atomic.Int64
	toSoon atomic.Int64
}

// Name implements bot.Adapter.
func (s *strict) Name() string { return "test" }

// Run implements bot.Adapter.
func (s *strict) Run(ctx context.Context, _ bot.Handle) error { <-ctx.Done(); return nil }

// Pace implements bot.Pacer.
func (s *strict) Pace() time.Duration { return time.Second }

// Send implements bot.Adapter.
func (s *strict) Send(_ context.Context, e bot.Envelope) (string, error) {
	now, room := time.Now(), e.To.Conversation()
	s.mu.Lock()
	wait := s.last[room].Add(time.Second).Sub(now)
	if wait <= 0 {
		s.last[room] = now
	}
	s.mu.Unlock()
	if wait > 0 {
		s.toSoon.Add(1)
		return "", bot.Wait{For: wait}
	}
	time.Sleep(time.Millisecond) // the way there and back
	s.got.Add(1)
	return e.Key, nil
}

// cpu is what this process has used of its processors.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkNudges asks ten thousand ambassadors on one morning, over a platform with a limit, while members ask
// something else: processor time in all, refusals that could have been avoided, and how long the others wait.
func BenchmarkNudges(b *testing.B) {
	v := crowd(b, report(b, "0 9 * * 1"))
	v.sweepOnly(b, time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC))
	platform := &strict{last: make(map[bot.Address]time.Time)}
	v.out = bot.NewOutbox(v.db, space, v.log, platform)
	v.openWith(v.out)
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	quiet := v.ping(b, 300)
	began, done := cpu(), make(chan error, 1)
	go func() { done <- v.out.Run(ctx) }()
	monday := time.Date(2028, 1, 3, 0, 0, 0, 0, time.UTC)
	swept := make(chan struct{})
	go func() {
		defer close(swept)
		for at := monday.Add(-15 * time.Hour); at.Before(monday.Add(24 * time.Hour)); at = at.Add(time.Hour) {
			v.sweepOnly(b, at)
		}
	}()
	busy := v.ping(b, 300)
	<-swept
	used := cpu()
	for platform.got.Load() < 10_000 && b.Context().Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
	b.ReportMetric((cpu() - began).Seconds(), "cpu-s")
	b.ReportMetric((used - began).Seconds(), "cpu-s-of-sweeps")
	b.ReportMetric(float64(platform.toSoon.Load()), "refused")
	b.ReportMetric(float64(platform.got.Load()), "arrived")
	b.ReportMetric(quiet.Seconds()*1000, "p99-quiet-ms")
	b.ReportMetric(busy.Seconds()*1000, "p99-busy-ms")
	cancel()
	<-done
}

// sweepOnly sweeps, and delivers nothing.
func (v *village) sweepOnly(b testing.TB, at time.Time) {
	b.Helper()
	if err := v.jobs["check-ins"](b.Context(), at); err != nil {
		b.Fatal(err)
	}
}

// ping has somebody ask something that only reads, so many times, and returns how long all but the slowest of a hundred wait.
func (v *village) ping(b testing.TB, n int) time.Duration {
	b.Helper()
	var took []time.Duration
	for i := range n {
		m := bot.Message{ID: fmt.Sprint("ping", time.Now().UnixNano(), i), From: bot.Address{Platform: "test", User: "member"}, Text: "is ambassador-1", At: time.Now(), Addressed: true}
		began := time.Now()
		if err := v.router.Handle(b.Context(), m, func(context.Context, bot.Envelope) error { return nil }); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
		time.Sleep(5 * time.Millisecond)
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}
