package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// A question stands where it was asked; asked again elsewhere, nobody would find the
// place to answer it.
func TestAQuestionOfARoomIsAskedAgainInTheRoom(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	h.replyTo(t, toBot("1", "leader", "everything"))
	given := h.hears(t, inRoom("2", "leader", "purple"))
	if len(given) != 1 || given[0].To.Room != "general" || !strings.Contains(given[0].Reply.Text, "Colour?") {
		t.Errorf("after a wrong answer: %+v, want the question again, in the room", given)
	}
}

// A form takes a while to fill, and midnight may pass meanwhile.
func TestTomorrowIsTheDayItWasWhenItWasSaid(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	noon := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)
	say := func(at time.Time, text string) string {
		m := alone(fmt.Sprint(at, text), "member", text)
		m.At = at
		return h.replyTo(t, m)
	}
	for _, text := range []string{"everything", "red", "Berlin", "@editor", "tomorrow"} {
		say(noon, text)
	}
	later := noon.Add(20 * time.Hour)
	say(later, "3")
	if heard := say(later, "yes"); !strings.Contains(heard, "day: 2026-04-02") {
		t.Errorf("heard %q, want the day after the word was said", heard)
	}
}

// Half-filled commands hold people's words, which are not kept longer than they serve.
func TestForgetDropsDialoguesThatHaveExpired(t *testing.T) {
	db := mem.New()
	h := open(t, db, bot.Limit{})
	kept := func() (n int) {
		err := db.View(t.Context(), "loft", func(tx store.Tx) error {
			for k, v := range tx.Scan(nil, nil) {
				if strings.Contains(string(k), "dialogue") { // the outbox has them, too, until Run has looked
					n += strings.Count(string(v), "My private words")
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	h.replyTo(t, alone("1", "leader", "newsletter submit"))
	h.replyTo(t, alone("2", "leader", "My private words"))
	if kept() == 0 {
		t.Fatal("the first answer is not kept at all")
	}
	if err := h.router.Forget(t.Context(), time.Now().AddDate(1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	if n := kept(); n > 0 {
		t.Errorf("a year later the words are still there, %d times", n)
	}
}

// A new command leaves the dialogue, also one that asks back itself: what answers it
// must not become the title of something begun before.
func TestACommandThatIsRefusedLeavesTheDialogueToo(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	h.replyTo(t, alone("1", "leader", "newsletter submit"))
	m := alone("2", "leader", "near Springfield")
	m.Addressed = true
	if heard := h.replyTo(t, m); !strings.Contains(heard, "Which Springfield?") {
		t.Fatalf("heard %q, want to be asked which one", heard)
	}
	if heard := h.replyTo(t, alone("3", "leader", "near Springfield, Illinois")); !strings.Contains(heard, "place: city:2") {
		t.Errorf("heard %q, want the answer about Springfield", heard)
	}
}

// Leaving a dialogue needs a transaction that may write. The reading command that does
// so must not write in it: there would be no line in the audit log.
func TestACommandThatReadsCannotWriteWhenItLeavesADialogue(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	h.replyTo(t, alone("1", "leader", "newsletter submit"))
	m := alone("2", "leader", "lie title=x")
	m.Addressed = true
	if heard := h.replyTo(t, m); !strings.Contains(heard, "Sorry") {
		t.Errorf("a reading command that writes: heard %q, want an apology", heard)
	}
	if heard := h.replyTo(t, alone("3", "leader", "newsletter count")); strings.Contains(heard, "•") {
		t.Errorf("a reading command wrote: %q", heard)
	}
}
