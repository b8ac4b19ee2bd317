package bot_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// Nothing is lost silently: words that were not delivered in their time are among the
// dead letters, or the bot would say that all had arrived.
func TestALetterPastItsTimeIsADeadLetter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, db := &pigeon{outcomes: map[string][]error{"a": {bot.Wait{For: time.Hour}}}}, mem.New()
		fly(t, db, p, func(ctx context.Context, o *bot.Outbox) {
			e := letterTo("a", "From one person to another")
			e.Deadline = time.Now().Add(time.Minute)
			post(t, ctx, o, e)
			time.Sleep(2 * time.Hour)
			synctest.Wait()
			if heard := ask(t, ctx, db, o, "dead"); !strings.Contains(heard, "its time had passed") {
				t.Errorf("dead letters: %q, want the one that was too late", heard)
			}
		})
		if len(p.heard()) > 0 {
			t.Errorf("sent %q, too late", p.heard())
		}
	})
}

// A homeserver replays what was said while the bot was away. Coordinators hear of a
// failure by when it happened, however old the message was.
func TestCoordinatorsHearOfAFailureWithAnOldMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, db := &pigeon{}, mem.New()
		fly(t, db, p, func(ctx context.Context, o *bot.Outbox) {
			h := hall{db, router(t, db, o)}
			tell := func() {
				for _, job := range h.router.Jobs() {
					if err := job.Run(ctx, time.Now()); err != nil {
						t.Errorf("%s: %v", job.Name, err)
					}
				}
				synctest.Wait()
			}
			tell()
			time.Sleep(time.Minute)
			m := alone("1", "member", "explode")
			m.At = time.Now().Add(-time.Hour)
			h.hears(t, m)
			time.Sleep(time.Hour)
			tell()
		})
		if heard := p.heard(); len(heard) != 1 || !strings.Contains(heard[0], "could not be delivered or answered") {
			t.Errorf("coordinators heard %q, want to be told once", heard)
		}
	})
}

// JSON knows no year beyond 9999. A message that claims one could never be kept, and its
// platform would deliver it for ever.
func TestAMessageFromAnImpossibleYearIsTaken(t *testing.T) {
	for _, at := range []time.Time{time.UnixMilli(1 << 53), time.UnixMilli(-1 << 53)} {
		h := open(t, mem.New(), bot.Limit{})
		m := alone("1", "leader", "newsletter submit")
		m.At = at
		if heard := h.replyTo(t, m); !strings.Contains(heard, "Title?") {
			t.Errorf("said in the year %d: heard %q", at.Year(), heard)
		}
	}
}

// Two deliveries of one question may come at the same moment, and neither finds that
// the other has been answered: both are in the handler here before either goes on.
func TestAQuestionDeliveredTwiceAtOnceIsAnsweredOnce(t *testing.T) {
	var inside sync.WaitGroup
	inside.Add(2)
	h := guided(t, village{}, bot.Command{
		Name: "meet", Summary: "wait for the other one", Needs: bot.Member, Reads: true,
		Handle: func(context.Context, store.Tx, *bot.Request) (bot.Reply, error) {
			inside.Done()
			inside.Wait()
			return bot.Say("Here we are."), nil
		},
	})
	answers := make(chan int)
	for range 2 {
		go func() { answers <- len(h.hears(t, alone("1", "member", "meet"))) }()
	}
	if sum := <-answers + <-answers; sum != 1 {
		t.Errorf("%d answers, want one", sum)
	}
}
