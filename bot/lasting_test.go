package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"

	"ambassador/bot"
	"ambassador/store/mem"
)

// board is a platform that shows each message in its place.
type board struct {
	shelf
	shown map[string]string // by its own id
	dead  bool              // nothing can be changed
}

// Send implements bot.Adapter.
func (b *board) Send(_ context.Context, e bot.Envelope) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	id := fmt.Sprint("m", len(b.shown))
	b.shown[id] = e.Reply.Text
	return id, nil
}

// Edit implements bot.Editor.
func (b *board) Edit(_ context.Context, e bot.Envelope, remote string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.dead || b.shown[remote] == "" {
		return bot.Dead{Reason: "gone"}
	}
	b.shown[remote] = e.Reply.Text
	return nil
}

// TestLasting: words take the place of earlier ones where they stand, or wait; where they cannot, they are said anew, and
// what is said next takes the place of those.
func TestLasting(t *testing.T) {
	b := &board{shown: make(map[string]string)}
	out := bot.NewOutbox(mem.New(), "x", slog.New(slog.DiscardHandler), b)
	to := bot.Address{Platform: "shelf", Room: "r"}
	put := func(key, text string) {
		t.Helper()
		e := bot.Envelope{Key: key, To: to, Reply: bot.Say(text), Lasting: key == "card", Replaces: "card"}
		if e.Lasting {
			e.Replaces = ""
		}
		if err := out.Post(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	flush := func(want ...string) {
		t.Helper()
		if err := out.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		var all []string
		for i := range len(b.shown) {
			all = append(all, b.shown[fmt.Sprint("m", i)])
		}
		if !slices.Equal(all, want) {
			t.Errorf("shown %v, want %v", all, want)
		}
	}
	put("card", "one")
	put("card/2", "two") // while the first waits
	flush("two")
	put("card/3", "three")
	flush("three")
	put("card/3", "three again") // the same deed
	flush("three")
	put("card/4", "four")
	put("card/5", "five")
	flush("five")
	b.dead = true
	put("card/6", "six")
	flush("five", "six")
	b.dead = false
	put("card/7", "seven")
	flush("five", "seven")
}
