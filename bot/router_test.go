package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// hall is the village's bot without a clock: lines in, words out.
type hall struct {
	db     store.DB
	router *bot.Router
}

func open(t testing.TB, db store.DB, limit bot.Limit) hall {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	r, err := bot.NewRouter(bot.Parts{
		DB: db, Space: "loft", Commands: commands(), Guide: village{}, Limit: limit,
		Outbox: bot.NewOutbox(db, "loft", log), Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	return hall{db, r}
}

// say has somebody say a line under a message id, and returns what the platform
// could show while it waited. A slash tells people of one role apart.
func (h hall) say(id, who, text string) (heard []string, err error) {
	m := bot.Message{ID: id, Text: text, From: bot.Address{Platform: "pigeon", User: who}, Private: true}
	role, _, _ := strings.Cut(who, "/")
	if err := m.Role.UnmarshalText([]byte(role)); err != nil {
		return nil, err
	}
	err = h.router.Handle(context.Background(), m, func(_ context.Context, e bot.Envelope) error {
		heard = append(heard, e.Reply.Text)
		return nil
	})
	return heard, err
}

func TestARedeliveredMessageCountsOnce(t *testing.T) {
	for _, line := range []string{`newsletter submit "A" "B"`, "newsletter count", "dead"} {
		h := open(t, mem.New(), bot.Limit{})
		first, err := h.say("1", "leader", line)
		if err != nil || len(first) != 1 {
			t.Fatalf("%s: heard %q, %v; want one answer", line, first, err)
		}
		for range 3 {
			if again, err := h.say("1", "leader", line); err != nil || len(again) != 0 {
				t.Errorf("%s again: heard %q, %v; want nothing", line, again, err)
			}
		}
		if n, _ := h.say("2", "member", "newsletter count"); strings.Count(n[0], "•") > 1 {
			t.Errorf("%s four times: %q", line, n)
		}
	}
}

func TestARedeliveryAcrossARestartCountsOnce(t *testing.T) {
	db := mem.New()
	if _, err := open(t, db, bot.Limit{}).say("1", "leader", `newsletter submit "A" "B"`); err != nil {
		t.Fatal(err)
	}
	again, err := open(t, db, bot.Limit{}).say("1", "leader", `newsletter submit "A" "B"`)
	if err != nil || len(again) != 0 {
		t.Errorf("after a restart: heard %q, %v; want nothing", again, err)
	}
}

// full is a store on a disk without room.
type full struct{ store.DB }

func (full) Update(context.Context, string, func(store.Tx) error) error {
	return errors.New("no space left on device")
}

func TestAFullDiskIsSaidAndNotAcknowledged(t *testing.T) {
	h := open(t, full{mem.New()}, bot.Limit{})
	heard, err := h.say("1", "leader", `newsletter submit "A" "B"`)
	if err == nil {
		t.Error("Handle says that all is kept")
	}
	if len(heard) != 1 || !strings.Contains(heard[0], "not recorded") {
		t.Errorf("heard %q, want to be told that it was not recorded", heard)
	}
	if heard, err := h.say("2", "member", "newsletter count"); err != nil || len(heard) != 1 {
		t.Errorf("reading on a full disk: %q, %v; want an answer", heard, err)
	}
}

func TestOneWriterAtATimeUnderManyHands(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	var wait sync.WaitGroup
	for i := range 50 {
		wait.Go(func() {
			title := string(rune('A'+i%26)) + strings.Repeat("x", i/26)
			if heard, err := h.say(title, "leader/"+title, `newsletter submit "`+title+`" "B"`); err != nil || len(heard) != 1 {
				t.Errorf("%s: %q, %v", title, heard, err)
			}
		})
	}
	wait.Wait()
	heard, err := h.say("end", "member", "newsletter count")
	if err != nil || strings.Count(heard[0], "•") != 50 {
		t.Errorf("counted %q, %v; want 50", heard, err)
	}
	err = h.db.View(t.Context(), "loft", bot.CheckAudit)
	if err != nil {
		t.Errorf("the audit log: %v", err)
	}
}

func TestHostileWordsAreAnsweredAndHarmless(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	for _, text := range []string{
		"", " ", "\x00", "\xff\xfe", strings.Repeat("x", 10_000), strings.Repeat("🙂", 20_000), "\u202efind", "=", `"`, "''''",
		"newsletter submit \x00 \u202e", "near " + strings.Repeat("a ", 30_000), "help \x1b[31m", "<!channel>", "@room",
	} {
		heard, err := h.say("", "leader", text)
		if err != nil || len(heard) != 1 {
			t.Errorf("%.20q: heard %d answers, %v; want one", text, len(heard), err)
			continue
		}
		if strings.ContainsAny(heard[0], "\x00\x1b\u202e") || !utf8.ValidString(heard[0]) || len(heard[0]) > 5000 {
			t.Errorf("%.20q: the answer shows control characters or floods: %.100q", text, heard[0])
		}
		if _, err := h.say("", "leader", "cancel"); err != nil {
			t.Error(err)
		}
	}
}

func TestForgetKeepsWhatIsYoung(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	if _, err := h.say("1", "leader", `newsletter submit "A" "B"`); err != nil {
		t.Fatal(err)
	}
	if err := h.router.Forget(t.Context(), time.Now().Add(29*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if heard, _ := h.say("1", "leader", `newsletter submit "A" "B"`); len(heard) != 0 {
		t.Errorf("after 29 days: heard %q, want the message known", heard)
	}
	if err := h.router.Forget(t.Context(), time.Now().Add(31*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if heard, _ := h.say("1", "leader", `newsletter submit "C" "B"`); len(heard) != 1 {
		t.Errorf("after 31 days: heard %q, want the message forgotten", heard)
	}
}
