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

// abroad is a line said to the bot alone on another platform.
func abroad(id, who, text string) bot.Message {
	m := alone(id, who, text)
	m.From.Platform = "raven"
	return m
}

// Somebody of the directory is one person on all platforms: what was begun in the direct
// conversation of one is finished in that of another, and nowhere else.
func TestADialogueFollowsThePersonToAnotherPlatform(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	h.replyTo(t, alone("1", "leader", "newsletter submit"))
	if given := h.hears(t, inRoom("2", "leader", "In a room")); len(given) > 0 {
		t.Errorf("words in a room are taken for the answer: %+v", given)
	}
	if heard := h.replyTo(t, abroad("3", "leader/2", "A title")); strings.Contains(heard, "Text?") {
		t.Errorf("somebody else goes on with it: %q", heard)
	}
	if heard := h.replyTo(t, abroad("4", "leader", "A title")); !strings.Contains(heard, "Text?") {
		t.Errorf("on another platform: %q, want the next question", heard)
	}
	if heard := h.replyTo(t, alone("5", "leader", "back")); !strings.Contains(heard, "Title?") {
		t.Errorf("and back: %q, want the first question", heard)
	}
	h.replyTo(t, abroad("6", "leader", "cancel"))
	if heard := h.replyTo(t, alone("7", "leader", "Another title")); strings.Contains(heard, "Text?") {
		t.Errorf("cancelled on another platform: %q", heard)
	}
}

// The directory may learn whose an account is while a question stands, and a version
// before kept all questions under accounts.
func TestADialogueWithAnAccountGoesOnWithItsPerson(t *testing.T) {
	var known bot.Person
	known.Role = bot.Leader
	h := guided(t, acquaintance{who: &known})
	h.replyTo(t, alone("1", "u", "newsletter submit"))
	known.ID = "somebody"
	if heard := h.replyTo(t, alone("2", "u", "A title")); !strings.Contains(heard, "Text?") {
		t.Fatalf("answered as a person: %q, want the next question", heard)
	}
	known.ID = ""
	if heard := h.replyTo(t, alone("3", "u", "Another title")); strings.Contains(heard, "Text?") {
		t.Errorf("the account still has the question: %q", heard)
	}
}

// acquaintance is a guide to a village of one, of whom it learns more.
type acquaintance struct {
	village
	who *bot.Person
}

// Who implements bot.Guide.
func (a acquaintance) Who(store.Tx, bot.Message) (bot.Person, error) { return *a.who, nil }

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
