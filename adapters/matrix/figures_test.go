package matrix_test

import (
	"context"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store/mem"
)

// BenchmarkSlowRoom prints how much longer a room waits for its answers while a command in another room takes two
// seconds, again and again.
func BenchmarkSlowRoom(b *testing.B) {
	if os.Getenv("AMBASSADOR_FIGURES") == "" {
		b.Skip("AMBASSADOR_FIGURES is not set")
	}
	s := matrixfake.New(b)
	a := matrix.New(s.Options())
	a.Keep(mem.New(), "figures")
	answered := make(chan struct{})
	ctx, end := context.WithCancel(b.Context())
	done := make(chan error)
	go func() {
		done <- a.Run(ctx, func(ctx context.Context, m bot.Message, answer bot.Answer) error {
			if m.Text == "slow" {
				time.Sleep(2 * time.Second) // a real command, in real time: that is what is measured
				return nil
			}
			err := answer(ctx, bot.Envelope{Key: "reply/" + m.ID, To: m.From, Reply: bot.Say("pong")})
			answered <- struct{}{}
			return err
		})
	}()
	for a.Ready() != nil { // what is said before the first sync is not said to the bot
		runtime.Gosched()
	}
	ask := func(times int) time.Duration {
		took := make([]time.Duration, times)
		for i := range took {
			began := time.Now()
			if err := s.Say(bottest.Line{Who: "member", Room: "quick", Text: "!ambassador ping"}); err != nil {
				b.Fatal(err)
			}
			<-answered
			took[i] = time.Since(began)
		}
		slices.Sort(took)
		return took[times/2]
	}
	s.Room("slow")
	ask(100) // once for warmth
	for b.Loop() {
		alone := ask(500)
		for range 3 {
			if err := s.Say(bottest.Line{Who: "editor", Room: "slow", Text: "!ambassador slow"}); err != nil {
				b.Fatal(err)
			}
		}
		beside := ask(500)
		b.ReportMetric(float64(alone.Microseconds()), "alone-p50-us")
		b.ReportMetric(float64(beside.Microseconds()), "beside-p50-us")
		b.ReportMetric(float64(beside)/float64(alone), "ratio")
	}
	end()
	if err := <-done; err != nil {
		b.Error(err)
	}
}
