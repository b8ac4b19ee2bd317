package bot_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// Most of what is said in a room is not for the bot, which must not interrupt it.
func TestPeopleTalkingToEachOtherAreNotToldToWait(t *testing.T) {
	h := open(t, mem.New(), bot.DefaultLimit())
	for i := range 30 {
		if given := h.hears(t, inRoom(fmt.Sprint(i), "member", "lunch?")); len(given) > 0 {
			t.Fatalf("line %d of a talk between people: the bot says %q", i, given[0].Reply.Text)
		}
	}
}

// Chatter costs the bot nothing, so it must not use up what the room may ask.
func TestALivelyRoomStillGetsItsAnswers(t *testing.T) {
	h := open(t, mem.New(), bot.DefaultLimit())
	for i := range 100 {
		h.hears(t, inRoom(fmt.Sprint(i), fmt.Sprint("member", i), "lunch?"))
	}
	if heard := h.replyTo(t, toBot("question", "member", "newsletter count")); !strings.Contains(heard, "items") {
		t.Errorf("in a lively room a question gets %q", heard)
	}
}

// stranger is a guide that cannot read who speaks.
type stranger struct{ village }

// Who implements bot.Guide.
func (stranger) Who(store.Tx, bot.Message) (bot.Person, error) {
	return bot.Person{}, errors.New("a damaged record")
}

// An apology would interrupt people, and keep words as a dead letter that were never
// meant for the bot.
func TestPeopleTalkingToEachOtherHearNoApology(t *testing.T) {
	h := guided(t, stranger{})
	if given := h.hears(t, inRoom("1", "member", "she is ill, do not tell")); len(given) > 0 {
		t.Errorf("people who talk to each other hear %q", given[0].Reply.Text)
	}
	if heard := h.replyTo(t, toBot("2", "member", "newsletter count")); !strings.Contains(heard, "Sorry") {
		t.Errorf("whoever asks the bot hears %q, want an apology", heard)
	}
	words := 0
	err := h.db.View(t.Context(), "loft", func(tx store.Tx) error {
		for _, v := range tx.Scan(nil, nil) {
			words += strings.Count(string(v), "do not tell")
		}
		return nil
	})
	if err != nil || words > 0 {
		t.Errorf("the words overheard are kept %d times (%v)", words, err)
	}
}

// Senders choose the time of their messages on some platforms, and one of them must
// not put the allowance of a room a century ahead.
func TestAMessageFromTheFutureDoesNotSilenceARoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, mem.New(), bot.DefaultLimit())
		m := toBot("future", "somebody", "newsletter count")
		m.At = time.Now().AddDate(100, 0, 0)
		h.hears(t, m)
		for i := range 200 {
			time.Sleep(time.Minute)
			m := toBot(fmt.Sprint(i), fmt.Sprint("member", i%50), "newsletter count")
			m.At = time.Now()
			if heard := h.replyTo(t, m); !strings.Contains(heard, "items") {
				t.Fatalf("question %d, a minute after the one before: %q", i, heard)
			}
		}
	})
}

// The limiter keeps one allowance for each account, and cleans up among them. Doing so
// at each message would make a crowd cost the square of its size: a minute here.
func TestACrowdOfAccountsIsCheap(t *testing.T) {
	h := open(t, mem.New(), bot.DefaultLimit())
	began := time.Now()
	for i := range 40_000 {
		h.hears(t, inRoom(fmt.Sprint(i), fmt.Sprint("user", i), "x"))
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("40 000 accounts took %s", took)
	}
}

// What is quoted back is cut: else the bot would be made to flood a room.
func TestAnAnswerDoesNotRepeatAFlood(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	for _, line := range []string{
		"newsletter count " + strings.Repeat("a ", 30_000),
		"everything day=" + strings.Repeat("x", 60_000),
	} {
		if heard := h.replyTo(t, alone("", "member", line)); len(heard) == 0 || len(heard) > 5000 {
			t.Errorf("%.20q…: an answer of %d bytes", line, len(heard))
		}
	}
}
