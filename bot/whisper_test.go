package bot_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// whisper is an envelope that one person of a room alone may read.
func whisper(room, user, text string) bot.Envelope {
	e := letterTo(room, text)
	e.To.User, e.Reply.Private = user, true
	return e
}

// Two people ask for a form within the same moment: what the one is told privately must not
// make the other wait, for a form cannot be opened later. What all may read stays in order.
func TestPrivateAnswersInARoomDoNotWaitForEachOther(t *testing.T) {
	for private, want := range map[bool]string{true: "leader/2 leader/1", false: "leader/1"} {
		h := open(t, mem.New(), bot.Limit{})
		var shown []string
		ask := func(id, who string, meanwhile func()) {
			m := toBot(id, who, "newsletter submit")
			m.Private, m.Role = private, bot.Leader
			err := h.router.Handle(t.Context(), m, func(context.Context, bot.Envelope) error {
				meanwhile()
				shown = append(shown, who)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		ask("1", "leader/1", func() { ask("2", "leader/2", func() {}) })
		if got := strings.Join(shown, " "); got != want {
			t.Errorf("private %v: answered at once %q, want %q", private, got, want)
		}
	}
}

// What one person is told privately in a room keeps its order.
func TestPrivateWordsToOnePersonKeepTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pigeon{outcomes: map[string][]error{"a": {errors.New("broken wing")}}}
		fly(t, mem.New(), p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, whisper("a", "one", "1"), whisper("a", "one", "2"))
			synctest.Wait()
			post(t, ctx, o, whisper("a", "two", "to another"), letterTo("a", "to all"))
			synctest.Wait()
			if want := []string{"a: to all", "a: to another"}; !slices.Equal(slices.Sorted(slices.Values(p.heard())), want) {
				t.Errorf("while the first one waits: %q, want %q", p.heard(), want)
			}
			time.Sleep(time.Minute)
		})
		if got := p.heard(); len(got) != 4 || got[2] != "a: 1" || got[3] != "a: 2" {
			t.Errorf("sent %q, want 1 before 2", got)
		}
	})
}

// stored is a waiting envelope as version 1 wrote it, when private words still stood
// among the room's.
type stored struct {
	Envelope bot.Envelope
	State    string
	Run      string
	Next     time.Time
}

// A queue of the version before is delivered whole and in order, whether an envelope
// waits, fails once more, or was being sent when the program ended.
func TestAQueueOfTheVersionBeforeIsDelivered(t *testing.T) {
	for _, state := range []string{"pending", "sending"} {
		synctest.Test(t, func(t *testing.T) {
			db := mem.New()
			err := db.Update(t.Context(), "loft", func(tx store.Tx) error {
				queue, due := store.NewBucket[stored]("outbox"), store.NewBucket[struct{}]("outbox-due")
				for n, e := range []bot.Envelope{whisper("a", "one", "1"), letterTo("a", "2"), whisper("a", "two", "3")} {
					w := stored{Envelope: e, State: "pending", Next: time.Now()}
					if n == 0 {
						w.State, w.Run = state, "run before"
					}
					if err := queue.Put(tx, store.K("pigeon", "", "a", "", "", uint64(n+1)), w); err != nil {
						return err
					}
				}
				number := store.NewBucket[uint64]("outbox-number")
				if err := number.Put(tx, store.K(), 3); err != nil || state == "sending" {
					return err // what is being sent has no due key
				}
				return due.Put(tx, store.K("pigeon", "", 0, time.Now(), "a", "", ""), struct{}{})
			})
			if err != nil {
				t.Fatal(err)
			}
			p := &pigeon{outcomes: map[string][]error{"a": {errors.New("broken wing"), nil, bot.Wait{For: time.Second}}}}
			fly(t, db, p, func(ctx context.Context, o *bot.Outbox) {
				time.Sleep(time.Minute)
				post(t, ctx, o, whisper("a", "one", "4"))
				synctest.Wait()
			})
			got := slices.Clone(p.heard())
			for i := range got {
				got[i] = strings.TrimSuffix(got[i], "?")
			}
			if want := []string{"a: 1", "a: 2", "a: 3", "a: 4"}; !slices.Equal(got, want) {
				t.Errorf("%s: sent %q, want %q", state, got, want)
			}
			left := 0
			err = db.View(t.Context(), "loft", func(tx store.Tx) error {
				for range store.NewBucket[stored]("outbox").Keys(tx, nil, nil) {
					left++
				}
				return nil
			})
			if left > 0 || err != nil {
				t.Errorf("%s: %d envelopes are left, %v", state, left, err)
			}
		})
	}
}
