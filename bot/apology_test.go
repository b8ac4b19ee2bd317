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
	"ambassador/store/mem"
)

// Some platforms do not wait for an answer, and some have stopped waiting: whoever
// met our failure hears of it all the same, once.
func TestAnApologyThatCannotBeGivenAtOnceGoesThroughTheOutbox(t *testing.T) {
	for what, answer := range map[string]bot.Answer{
		"the platform does not wait":      nil,
		"the platform waits no more":      func(context.Context, bot.Envelope) error { return errors.New("gone") },
		"the platform's connector panics": func(context.Context, bot.Envelope) error { panic("nil map") },
	} {
		synctest.Test(t, func(t *testing.T) {
			p, db := &pigeon{}, mem.New()
			fly(t, db, p, func(ctx context.Context, o *bot.Outbox) {
				if err := router(t, db, o).Handle(ctx, alone("1", "member", "explode"), answer); err != nil {
					t.Errorf("%s: %v", what, err)
				}
				time.Sleep(time.Minute)
			})
			if heard := p.heard(); len(heard) != 1 || !strings.Contains(heard[0], "Sorry") {
				t.Errorf("%s: the person heard %q, want one apology", what, heard)
			}
		})
	}
}

// A message met by the end of the program is repeated by the platform and answered
// then: an apology would be wrong, and an acknowledgement would lose it.
func TestTheEndOfTheProgramIsNoApology(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := h.router.Handle(ctx, alone("1", "member", "newsletter count"), func(_ context.Context, e bot.Envelope) error {
		t.Errorf("heard %q", e.Reply.Text)
		return nil
	})
	if err == nil {
		t.Error("the message is acknowledged and was not answered")
	}
}

// A connector that panics leaves its answer in doubt. It is given again, and what
// waits behind it in the conversation goes on.
func TestAPanicInAnAnswerDoesNotBlockTheConversation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, db := &pigeon{}, mem.New()
		fly(t, db, p, func(ctx context.Context, o *bot.Outbox) {
			m := alone("1", "leader", "newsletter submit")
			if err := router(t, db, o).Handle(ctx, m, func(context.Context, bot.Envelope) error { panic("nil map") }); err != nil {
				t.Error(err)
			}
			post(t, ctx, o, bot.Envelope{Key: "next", To: m.From, Reply: bot.Say("next")})
			time.Sleep(time.Minute)
		})
		heard := p.heard()
		if len(heard) != 2 || !strings.HasSuffix(heard[0], "?") || heard[1] != ": next" {
			t.Errorf("heard %q, want the answer with a mark of doubt, and the next", heard)
		}
	})
}

// Repetitions of a message that we could not keep come because we asked for them. The
// limit must not acknowledge one, nor the apology be said again each time.
func TestARepetitionOfWhatWasNotKeptIsNeverAcknowledged(t *testing.T) {
	h := open(t, full{mem.New()}, bot.DefaultLimit())
	var told []string
	for i := range 40 {
		heard, err := h.say("1", "leader", `newsletter submit "A" "B"`)
		told = append(told, heard...)
		if err == nil {
			t.Fatalf("delivery %d of a message that was not kept is acknowledged", i)
		}
	}
	if len(told) != 1 {
		t.Errorf("told %q, want one apology", slices.Compact(told))
	}
}

// An answer that the platform would not wait for and the outbox could not keep has not
// been given, so the repetition is answered.
func TestAnAnswerThatCouldNotBeKeptIsGivenAtTheRepetition(t *testing.T) {
	h := open(t, &crash{DB: mem.New(), dead: true}, bot.Limit{})
	m := alone("1", "member", "newsletter count")
	if err := h.router.Handle(t.Context(), m, nil); err == nil {
		t.Fatal("acknowledged, and the answer is lost")
	}
	if heard := h.replyTo(t, m); !strings.Contains(heard, "items") {
		t.Errorf("at the repetition: heard %q", heard)
	}
}
