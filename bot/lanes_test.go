package bot_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/store/mem"
)

func TestWordsForTomorrowDoNotHoldUpAnAnswerToday(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pigeon{}
		fly(t, mem.New(), p, func(ctx context.Context, o *bot.Outbox) {
			tomorrow := letterTo("a", "tomorrow")
			tomorrow.NotBefore = time.Now().Add(24 * time.Hour)
			post(t, ctx, o, tomorrow, letterTo("a", "today"))
			synctest.Wait()
			if want := []string{"a: today"}; !slices.Equal(p.heard(), want) {
				t.Errorf("today: %q, want %q", p.heard(), want)
			}
			time.Sleep(24*time.Hour + time.Second)
			synctest.Wait()
		})
		if want := []string{"a: today", "a: tomorrow"}; !slices.Equal(p.heard(), want) {
			t.Errorf("sent %q, want %q", p.heard(), want)
		}
	})
}

func TestAPlatformThatAsksForQuietGetsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pigeon{outcomes: map[string][]error{"a": {bot.Wait{For: 30 * time.Second, All: true}}}}
		fly(t, mem.New(), p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, letterTo("a", "1"))
			synctest.Wait()
			other := letterTo("other", "1")
			other.To.Space = "another workspace"
			post(t, ctx, o, letterTo("b", "1"), letterTo("c", "1"), other)
			time.Sleep(29 * time.Second)
			synctest.Wait()
			if want := []string{"other: 1"}; !slices.Equal(p.heard(), want) {
				t.Errorf("in the quiet: %q, want %q only", p.heard(), want)
			}
			time.Sleep(2 * time.Second)
			synctest.Wait()
		})
		if got := len(p.heard()); got != 4 {
			t.Errorf("sent %q, want all four", p.heard())
		}
	})
}

// slow is a pigeon that rests a second between two flights to one room.
type slow struct{ pigeon }

func (s *slow) Pace() time.Duration { return time.Second }

func TestAPacedPlatformIsPostedToOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, began := &slow{}, time.Now()
		fly(t, mem.New(), p, func(ctx context.Context, o *bot.Outbox) {
			for i := range 30 {
				post(t, ctx, o, letterTo("a", fmt.Sprint(i)), letterTo("b", fmt.Sprint(i)))
			}
			for len(p.heard()) < 60 {
				time.Sleep(100 * time.Millisecond)
				synctest.Wait()
				if most := 2 * (int(time.Since(began)/time.Second) + 1); len(p.heard()) > most {
					t.Fatalf("%d posts after %s", len(p.heard()), time.Since(began))
				}
			}
		})
		if took := time.Since(began).Round(time.Second); took != 29*time.Second {
			t.Errorf("30 posts to each of two rooms took %s, want 29 s", took)
		}
	})
}

func TestRepliesGoBeforeNudgesAndThoseBeforeBulk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pigeon{outcomes: map[string][]error{"first": {bot.Wait{For: time.Minute, All: true}}}}
		fly(t, mem.New(), p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, letterTo("first", "hold on"))
			synctest.Wait()
			for _, class := range []bot.Class{bot.Bulk, bot.Nudging, bot.Replying} {
				for i := range 40 {
					e := letterTo(fmt.Sprintf("%d-%d", class, i), fmt.Sprint(class))
					e.Class = class
					post(t, ctx, o, e)
				}
			}
			time.Sleep(2 * time.Minute)
			synctest.Wait()
		})
		// Several are under way at once and the scheduler may let any of them wait, so it is the
		// middle of each class that tells.
		middle := map[byte]int{}
		for i, line := range p.heard() {
			middle[line[0]] += i
		}
		if len(p.heard()) != 121 || middle['0'] >= middle['1'] || middle['1'] >= middle['2'] {
			t.Errorf("%d sent; sums of positions %v, want replies before nudges before bulk", len(p.heard()), middle)
		}
	})
}
