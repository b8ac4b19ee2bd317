package faq_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/faq"
	"ambassador/bot/faq/entry"
	"ambassador/bot/place"
	"ambassador/store"
	"ambassador/store/mem"
)

const space = "community"

// wire is a platform on which everything arrives, and is kept.
type wire struct {
	mu    sync.Mutex
	posts map[string]bot.Reply // by the message that they answer
}

func (*wire) Name() string { return "wire" }

func (*wire) Run(ctx context.Context, _ bot.Handle) error { <-ctx.Done(); return nil }

func (w *wire) Send(_ context.Context, e bot.Envelope) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.posts[e.Answers()] = e.Reply
	return e.Key, nil
}

// hall is a bot with a FAQ and nothing else, one coordinator, and files that a test can change.
type hall struct {
	t      *testing.T
	db     store.DB
	room   *faq.Room
	router *bot.Router
	outbox *bot.Outbox
	wire   *wire
	at     time.Time

	mu      sync.Mutex
	count   int
	files   []entry.Entry
	changed bool
	keep    int
}

// texts are texts in one language.
func texts(lang string, all ...string) (out []entry.Text) {
	for _, t := range all {
		out = append(out, entry.Text{Lang: lang, Text: t})
	}
	return out
}

// cake, tea and room are what the FAQ of the hall begins with.
func begin() []entry.Entry {
	return []entry.Entry{
		{ID: "cake", Name: "Cake", Questions: texts("en", "Where can I find cake?", "Is there any cake left?", "Who baked the cake?"),
			Answers: texts("en", "The cake is in the *kitchen*."), Tags: []string{"food"}, Related: []string{"tea"}},
		{ID: "tea", Name: "Tea", Questions: texts("en", "When is tea served?", "Which kinds of tea are there?", "Can I get green tea?"),
			Answers: texts("en", "Tea is served at four."), Tags: []string{"food"}},
		{ID: "keys", Name: "Keys", Questions: texts("en", "Who has the keys of the hall?", "How do I unlock the front door?", "I lost my key"),
			Answers: texts("en", "The caretaker has the keys."), Tags: []string{"house"}, Owner: "caretaker"},
	}
}

// open opens the hall on an empty store.
func open(t *testing.T) *hall {
	t.Helper()
	h := &hall{t: t, db: mem.New(), wire: &wire{posts: make(map[string]bot.Reply)}, at: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC), files: begin(), keep: 90}
	h.restart()
	return h
}

// restart begins anew on the same store.
func (h *hall) restart() {
	h.t.Helper()
	places, err := place.Open()
	if err != nil {
		h.t.Fatal(err)
	}
	people := directory.New(directory.Options{Places: places, Coordinators: []bot.Address{{Platform: "wire", User: "chief"}}})
	log := slog.New(slog.NewTextHandler(h.t.Output(), nil))
	h.room = faq.New(faq.Options{
		People: people, Keep: h.keep, Log: log, Files: h.read,
		HandOver: func(question, topic string) string { return "contact " + topic + " " + question },
		Hears:    func(platform string) bool { return platform == "wire" },
	})
	h.changed = true
	h.outbox = bot.NewOutbox(h.db, space, log, h.wire)
	h.router, err = bot.NewRouter(bot.Parts{
		DB: h.db, Space: space, Name: "Ambassador", Guide: people, Log: log, Commands: h.room.Commands(), Hears: h.room.Hears,
		Outbox: h.outbox, Desks: []bot.Desk{h.room.Desk},
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// read reads the files.
func (h *hall) read() ([]entry.Entry, []entry.Problem, bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	changed := h.changed
	h.changed = false
	return h.files, nil, changed, nil
}

// write changes the files.
func (h *hall) write(all []entry.Entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files, h.changed = all, true
}

// look runs a job of the room.
func (h *hall) look(name string, at time.Time) {
	h.t.Helper()
	for _, j := range h.room.Jobs(h.db, space) {
		if j.Name == name {
			if err := j.Run(h.t.Context(), at); err != nil {
				h.t.Fatal(err)
			}
			return
		}
	}
	h.t.Fatalf("no job %q", name)
}

// message is something that somebody says to the bot alone, or with a room in a room.
func (h *hall) message(who, text string) bot.Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.count++
	return bot.Message{ID: fmt.Sprint(h.count), At: h.at, Text: text, Private: true, From: bot.Address{Platform: "wire", User: who}}
}

// hand gives the bot a message, and returns the reply to it.
func (h *hall) hand(m bot.Message) bot.Reply {
	h.t.Helper()
	err := h.router.Handle(h.t.Context(), m, func(ctx context.Context, e bot.Envelope) error {
		_, err := h.wire.Send(ctx, e)
		return err
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil {
		err = h.outbox.Flush(h.t.Context())
	}
	if err != nil {
		h.t.Error(err)
	}
	h.wire.mu.Lock()
	defer h.wire.mu.Unlock()
	return h.wire.posts[m.ID]
}

// say has somebody say a line to the bot alone.
func (h *hall) say(who, text string) bot.Reply {
	h.t.Helper()
	return h.hand(h.message(who, text))
}

// want holds that somebody is told words.
func (h *hall) want(who, text, words string) bot.Reply {
	h.t.Helper()
	reply := h.say(who, text)
	if !strings.Contains(reply.Text, words) {
		h.t.Errorf("%s said %q and was told %q; want %q in it", who, text, reply.Text, words)
	}
	return reply
}

// press has somebody press a button of a reply.
func (h *hall) press(who string, reply bot.Reply, label string) bot.Reply {
	h.t.Helper()
	for _, a := range reply.Actions() {
		if a.Label == label {
			m := h.message(who, a.Line)
			m.Addressed, m.Pressed = true, true
			return h.hand(m)
		}
	}
	h.t.Errorf("no button %q under %q, but %v", label, reply.Text, reply.Actions())
	return bot.Reply{}
}
