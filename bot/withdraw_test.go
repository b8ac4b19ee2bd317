package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// shelf is a platform that notes what arrives.
type shelf struct {
	mu  sync.Mutex
	got []string
}

// Name implements bot.Adapter.
func (s *shelf) Name() string { return "shelf" }

// Run implements bot.Adapter.
func (s *shelf) Run(ctx context.Context, _ bot.Handle) error { <-ctx.Done(); return nil }

// Send implements bot.Adapter.
func (s *shelf) Send(_ context.Context, e bot.Envelope) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, e.Key)
	return e.Key, nil
}

// TestWithdraw takes back each of three words that wait for one person: the others arrive, in their order, and what has
// been taken back does not come again.
func TestWithdraw(t *testing.T) {
	for gone := range 4 {
		t.Run(fmt.Sprint(gone), func(t *testing.T) {
			platform, db := new(shelf), mem.New()
			out := bot.NewOutbox(db, "x", slog.New(slog.DiscardHandler), platform)
			to := bot.Address{Platform: "shelf", User: "u"}
			put := func(key string) {
				t.Helper()
				if err := out.Post(t.Context(), bot.Envelope{Key: key, To: to, Reply: bot.Hush(bot.Say(key))}); err != nil {
					t.Fatal(err)
				}
			}
			want := []string{"0", "1", "2"}
			for _, key := range want {
				put(key)
			}
			take := func(key string) (done bool) {
				t.Helper()
				err := db.Update(t.Context(), "x", func(tx store.Tx) (err error) {
					done, err = out.Withdraw(tx, to, key)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				return done
			}
			if done := take(fmt.Sprint(gone)); done != (gone < 3) {
				t.Errorf("withdraw %d: %t", gone, done)
			}
			put(fmt.Sprint(gone % 3))
			if err := out.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			want = slices.DeleteFunc(want, func(key string) bool { return key == fmt.Sprint(gone) })
			if !slices.Equal(platform.got, want) {
				t.Errorf("%v arrived, want %v", platform.got, want)
			}
			if take(want[0]) {
				t.Errorf("%s was taken back after it arrived", want[0])
			}
		})
	}
}
