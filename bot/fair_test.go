package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// quietly is a log for what fails on purpose.
var quietly = slog.New(slog.DiscardHandler)

// tired is a pigeon that needs a second or two for each flight, never the same.
type tired struct{ pigeon }

// Send implements bot.Adapter.
func (p *tired) Send(ctx context.Context, e bot.Envelope) (string, error) {
	// Only ever called inside a synctest bubble, where it takes no time.
	time.Sleep(time.Second + time.Duration(len(p.heard())*7919%997)*time.Millisecond)
	return p.pigeon.Send(ctx, e)
}

// lost is a pigeon that never comes back from the workspace "a".
type lost struct{ pigeon }

// Send implements bot.Adapter.
func (p *lost) Send(ctx context.Context, e bot.Envelope) (string, error) {
	if e.To.Space == "a" {
		<-ctx.Done()
		return "", ctx.Err()
	}
	return p.pigeon.Send(ctx, e)
}

// One community's newsletter to all its rooms, or its platform that hangs, must not
// keep somebody in another one waiting for an answer.
func TestAnotherWorkspaceIsAnsweredAtOnce(t *testing.T) {
	for what, platform := range map[string]interface {
		bot.Adapter
		heard() []string
	}{"busy": &tired{}, "hanging": &lost{}} {
		synctest.Test(t, func(t *testing.T) {
			fly(t, mem.New(), platform, func(ctx context.Context, o *bot.Outbox) {
				for i := range 300 {
					e := letterTo(fmt.Sprint(i), "bulk")
					e.To.Space, e.Class, e.Deadline = "a", bot.Bulk, time.Now().Add(time.Minute)
					post(t, ctx, o, e)
				}
				time.Sleep(5 * time.Second)
				e := letterTo("x", "an answer")
				e.To.Space = "b"
				post(t, ctx, o, e)
				time.Sleep(3 * time.Second)
				synctest.Wait()
				if !slices.Contains(platform.heard(), "x: an answer") {
					t.Errorf("beside a %s workspace an answer takes more than 3 s", what)
				}
				time.Sleep(2 * time.Minute)
			})
		})
	}
}

// A letter that its platform will never take is told from a platform that is away: other
// letters arrive. It is put aside, so that its conversation goes on.
func TestALetterThatAlwaysFailsIsPutAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pigeon{outcomes: map[string][]error{"a": slices.Repeat([]error{errors.New("invalid blocks")}, 1000)}}
		fly(t, mem.New(), p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, letterTo("a", "poison"))
			time.Sleep(time.Minute)
			post(t, ctx, o, letterTo("b", "fine"))
			time.Sleep(6 * time.Hour)
			p.mu.Lock()
			p.outcomes = nil
			p.mu.Unlock()
			post(t, ctx, o, letterTo("a", "next"))
			time.Sleep(time.Second)
			synctest.Wait()
			if want := []string{"b: fine", "a: next"}; !slices.Equal(p.heard(), want) {
				t.Errorf("sent %q, want %q", p.heard(), want)
			}
		})
	})
}

// A disk may lose a few bytes; that must not be the end of all conversations.
func TestADamagedRowStopsNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, db := &pigeon{}, mem.New()
		post(t, t.Context(), bot.NewOutbox(db, "loft", quietly, p), letterTo("a", "1"))
		err := db.Update(t.Context(), "loft", func(tx store.Tx) error {
			for k, v := range tx.Scan(nil, nil) {
				if strings.Contains(string(v), `"pending"`) {
					damaged := slices.Clone(v)
					damaged[len(damaged)-3] ^= 1
					return tx.Put(slices.Clone(k), damaged)
				}
			}
			return errors.New("nothing waits")
		})
		if err != nil {
			t.Fatal(err)
		}
		fly(t, db, p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, letterTo("b", "1"))
			time.Sleep(time.Minute)
			post(t, ctx, o, letterTo("a", "2")) // what is damaged waits for ever; nobody must wait behind it
			time.Sleep(time.Minute)
		})
		if want := []string{"b: 1", "a: 2"}; !slices.Equal(p.heard(), want) {
			t.Errorf("sent %q, want %q", p.heard(), want)
		}
	})
}

// A platform that asks to wait and names no time must not be asked again at once, for
// that would be a storm of its own.
func TestAWaitOfNoTimeIsASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pigeon{outcomes: map[string][]error{"a": slices.Repeat([]error{bot.Wait{}}, 1000)}}
		fly(t, mem.New(), p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, letterTo("a", "1"))
			time.Sleep(10*time.Second + time.Millisecond)
			synctest.Wait()
			p.mu.Lock()
			attempts := 1000 - len(p.outcomes["a"])
			p.outcomes = nil
			p.mu.Unlock()
			if attempts != 11 {
				t.Errorf("%d attempts in 10 s, want one each second", attempts)
			}
		})
	})
}

// A delivery ends in two steps, in the air and on paper. Flush that returned between
// them would have it sent again by the next run. It takes many tries to meet that moment.
func TestFlushReturnsWhenAllIsWrittenDown(t *testing.T) {
	for range 500 {
		db, first, second := mem.New(), &pigeon{}, &pigeon{}
		o := bot.NewOutbox(db, "loft", quietly, first)
		for i := range 4 {
			post(t, t.Context(), o, letterTo(fmt.Sprint(i), "x"))
		}
		if err := errors.Join(o.Flush(t.Context()), bot.NewOutbox(db, "loft", quietly, second).Flush(t.Context())); err != nil {
			t.Fatal(err)
		}
		if len(first.heard()) != 4 || len(second.heard()) != 0 {
			t.Fatalf("the first run sent %q, the next one %q; want all by the first", first.heard(), second.heard())
		}
	}
}
