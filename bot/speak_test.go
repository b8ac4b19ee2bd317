package bot_test

import (
	"context"
	"log/slog"
	"testing"

	"ambassador/bot"
	"ambassador/store/mem"
)

// alone is a line said to the bot in a direct conversation.
func alone(id, who, text string) bot.Message {
	return bot.Message{ID: id, Text: text, Private: true, From: bot.Address{Platform: "pigeon", User: who}}
}

// inRoom is a line said to everybody in a room.
func inRoom(id, who, text string) bot.Message {
	return bot.Message{ID: id, Text: text, From: bot.Address{Platform: "pigeon", Room: "general", User: who}}
}

// toBot is a line said in a room that calls the bot.
func toBot(id, who, text string) bot.Message {
	m := inRoom(id, who, text)
	m.Addressed = true
	return m
}

// hears has the bot hear a message as it is, and returns what the platform was given
// while it waited. Lines with nothing special are said with say.
func (h hall) hears(t testing.TB, m bot.Message) (given []bot.Envelope) {
	t.Helper()
	err := h.router.Handle(t.Context(), m, func(_ context.Context, e bot.Envelope) error {
		given = append(given, e)
		return nil
	})
	if err != nil {
		t.Errorf("%.60q: %v", m.Text, err)
	}
	return given
}

// replyTo is hears for a message that wants exactly one answer: its words.
func (h hall) replyTo(t testing.TB, m bot.Message) string {
	t.Helper()
	given := h.hears(t, m)
	if len(given) != 1 {
		t.Fatalf("%.60q: %d answers, want one", m.Text, len(given))
	}
	return given[0].Reply.Text
}

// guided is the village's bot with another guide and more commands.
func guided(t testing.TB, guide bot.Guide, more ...bot.Command) hall {
	t.Helper()
	db, log := mem.New(), slog.New(slog.DiscardHandler)
	r, err := bot.NewRouter(bot.Parts{
		DB: db, Space: "loft", Commands: append(commands(), more...), Guide: guide,
		Outbox: bot.NewOutbox(db, "loft", log), Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	return hall{db, r}
}
