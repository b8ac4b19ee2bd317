package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestWordsInConfidenceAreShownToNobody: neither a command that fails nor an answer that dies tells
// coordinators what somebody said in confidence, or who it was.
func TestWordsInConfidenceAreShownToNobody(t *testing.T) {
	confess := bot.Command{
		Name: "confess", Summary: "say something in confidence", Needs: bot.Member, Secret: true,
		Fields: []bot.Field{{Name: "text", Label: "What happened?", Kind: bot.Long}, {Name: "who", Label: "Who?"}},
		Handle: func(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
			if req.Values["who"] == "nobody" {
				return bot.Reply{}, errors.New("the disk is on fire")
			}
			return bot.Say("You said: " + req.Values["text"]), nil
		},
	}
	db, log := mem.New(), slog.New(slog.DiscardHandler)
	outbox := bot.NewOutbox(db, "loft", log, grave{})
	r, err := bot.NewRouter(bot.Parts{DB: db, Space: "loft", Commands: append(commands(), confess), Guide: village{}, Outbox: outbox, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	h := hall{db, r}
	told := h.replyTo(t, alone("1", "member", `confess "They sold the title" nobody`))
	if !strings.Contains(told, "nobody has your words") {
		t.Errorf("after a failure: %q", told)
	}
	for n, line := range []string{`confess "They sold the title" everybody`, `confess "They sold the title"`} { // an answer, and a question with what is known
		m := alone(string(rune('2'+n)), "member", line)
		if err := r.Handle(t.Context(), m, func(context.Context, bot.Envelope) error { return errors.New("too late") }); err != nil {
			t.Error(err)
		}
	}
	if err := outbox.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	list := h.hears(t, alone("4", "coordinator", "dead"))[0].Reply
	if got := strings.Count(list.Text, "in confidence"); got != 3 || strings.Contains(list.Text, "member") {
		t.Errorf("the list of three letters: %s", list.Text)
	}
	for n, a := range list.Actions() {
		if !strings.HasPrefix(a.Line, "dead show") {
			continue
		}
		shown := h.replyTo(t, alone("show"+string(rune('0'+n)), "coordinator", a.Line))
		if strings.Contains(shown, "title") || strings.Contains(shown, "member") || !strings.Contains(shown, "in confidence") {
			t.Errorf("%s: %s", a.Line, shown)
		}
	}
	audit := h.replyTo(t, alone("5", "coordinator", "audit"))
	if strings.Contains(audit, "confess") || strings.Contains(audit, "member") || !strings.Contains(audit, "somebody  in confidence") {
		t.Errorf("the audit log: %s", audit)
	}
}

// grave is a pigeon loft in which every letter dies.
type grave struct{}

// Name implements bot.Adapter.
func (grave) Name() string { return "pigeon" }

// Run implements bot.Adapter.
func (grave) Run(ctx context.Context, _ bot.Handle) error { <-ctx.Done(); return nil }

// Send implements bot.Adapter.
func (grave) Send(context.Context, bot.Envelope) (string, error) {
	return "", bot.Dead{Reason: "the cat was there"}
}
