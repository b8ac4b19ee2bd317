package newsletter_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/newsletter"
	"ambassador/bot/place"
	"ambassador/bot/ticket"
	"ambassador/bot/worktime"
	"ambassador/store"
	"ambassador/store/mem"
)

// wire is a platform on which everything arrives, and is kept.
type wire struct {
	mu    sync.Mutex
	posts []bot.Envelope
}

func (*wire) Name() string { return "wire" }

func (*wire) Run(ctx context.Context, _ bot.Handle) error { <-ctx.Done(); return nil }

func (w *wire) Send(_ context.Context, e bot.Envelope) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.posts = append(w.posts, e)
	return e.Key, nil
}

// office is a newsletter with two coordinators and a room, on a store of its own.
type office struct {
	t      *testing.T
	db     store.DB
	wire   *wire
	outbox *bot.Outbox
	router *bot.Router
	at     time.Time
	count  int
}

const space = "community"

// inside opens the office in a bubble of its own time.
func inside(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- o.outbox.Run(ctx) }()
		test(t, o)
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func open(t *testing.T) *office {
	t.Helper()
	places, err := place.Open()
	if err != nil {
		t.Fatal(err)
	}
	seats := []bot.Address{{Platform: "wire", User: "one"}, {Platform: "wire", User: "two"}}
	people := directory.New(directory.Options{Places: places, Coordinators: seats})
	hours, err := worktime.New(worktime.Options{})
	if err != nil {
		t.Fatal(err)
	}
	options := newsletter.Options{
		People: people, Name: "Cloud Letter",
		Rooms: []bot.Address{{Platform: "wire", Room: "news"}, {Platform: "nowhere", Room: "news"}},
	}
	options.Tickets, err = ticket.New(ticket.Options{People: people, Hours: hours, Kinds: []ticket.Kind{newsletter.Kind(options)}})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, db: mem.New(), wire: &wire{}, at: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	o.outbox = bot.NewOutbox(o.db, space, log, o.wire)
	o.router, err = bot.NewRouter(bot.Parts{
		DB: o.db, Space: space, Name: "Ambassador", Guide: people, Outbox: o.outbox, Log: log,
		Commands: append(options.Tickets.Commands(), newsletter.New(options).Commands()...),
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// message is something that somebody says.
func (o *office) message(who, text string, values map[string]string) bot.Message {
	o.count++
	o.at = o.at.Add(time.Second)
	return bot.Message{ID: fmt.Sprint(o.count), At: o.at, Text: text, Values: values, Private: true, From: bot.Address{Platform: "wire", User: who}}
}

// hand gives the bot a message.
func (o *office) hand(m bot.Message) {
	err := o.router.Handle(o.t.Context(), m, func(ctx context.Context, e bot.Envelope) error {
		_, err := o.wire.Send(ctx, e)
		return err
	})
	if err != nil {
		o.t.Error(err)
	}
}

// answered is what somebody was told on a message.
func (o *office) answered(m bot.Message) bot.Reply {
	synctest.Wait()
	o.wire.mu.Lock()
	defer o.wire.mu.Unlock()
	for _, e := range o.wire.posts {
		if e.Answers() == m.ID {
			return e.Reply
		}
	}
	return bot.Reply{}
}

// answer is what somebody is told.
func (o *office) answer(m bot.Message) bot.Reply {
	o.hand(m)
	return o.answered(m)
}

// say has somebody say a line, and returns what they are told.
func (o *office) say(who, text string) bot.Reply { return o.answer(o.message(who, text, nil)) }

// expect holds what somebody is told against its words.
func (o *office) expect(who, text, want string) bot.Reply {
	o.t.Helper()
	reply := o.say(who, text)
	if !strings.Contains(reply.Text, want) {
		o.t.Errorf("%s says %q and is told %q, not %q", who, text, reply.Text, want)
	}
	return reply
}

// press presses a button of a reply.
func (o *office) press(who string, r bot.Reply, label string) bot.Reply {
	o.t.Helper()
	for _, a := range r.Actions() {
		if a.Label == label {
			m := o.message(who, a.Line, nil)
			m.Pressed, m.Addressed = true, true
			return o.answer(m)
		}
	}
	o.t.Fatalf("no button %q in %q: %v", label, r.Text, r.Actions())
	return r
}

// TestTwoAtOnce has two editors accept an item in the same moment, many times.
func TestTwoAtOnce(t *testing.T) { inside(t, twoAtOnce) }

func twoAtOnce(t *testing.T, o *office) {
	for n := range 20 {
		ref := fmt.Sprintf("AMB-%d", 1001+n)
		o.expect("member", fmt.Sprintf(`newsletter submit title="Item %d" text="%s" category=event anyway=yes`, n, ref), ref)
		first, second := o.message("one", "newsletter accept "+ref, nil), o.message("two", "newsletter accept "+ref, nil)
		go o.hand(first)
		go o.hand(second)
		words := o.answered(first).Text + "\n" + o.answered(second).Text
		if strings.Count(words, "Accepted: "+ref) != 1 || strings.Count(words, ref+" was accepted already, by one of the editors on 1 Dec") != 1 {
			t.Fatalf("both are told:\n%s", words)
		}
	}
}

// TestPublished follows an issue into the rooms, the store and the audit log.
func TestPublished(t *testing.T) { inside(t, published) }

func published(t *testing.T, o *office) {
	o.say("member", `newsletter submit title="Cloud day" text="Talks." category=event`)
	o.say("member", `newsletter submit title="Release" text="New." category=release`)
	o.say("one", "newsletter accept AMB-1001")
	issue := o.say("one", "newsletter issue 2026-12")
	o.say("two", "newsletter accept AMB-1002")
	var names []string
	for _, b := range issue.Blocks {
		if b.File != nil {
			names = append(names, b.File.Name)
			if !strings.Contains(string(b.File.Data), "Cloud day") || strings.Contains(string(b.File.Data), "Release") {
				t.Errorf("%s has:\n%s", b.File.Name, b.File.Data)
			}
		}
	}
	if got := strings.Join(names, " "); got != "2026-12.md 2026-12.html 2026-12.txt" || !issue.Private {
		t.Errorf("files: %s, private: %t", got, issue.Private)
	}
	o.press("one", issue, "Publish it")
	sure := o.expect("one", "https://example.org/2026-12", "Publish 2026-12 with 1 item?")
	if reply := o.press("one", sure, "Publish 1 item"); !strings.Contains(reply.Text, "announced in 1 room, and 1 room could not be reached") {
		t.Errorf("published: %q", reply.Text)
	}
	if reply := o.press("two", sure, "Publish 1 item"); !strings.Contains(reply.Text, "Nothing new is accepted") {
		t.Errorf("published again: %q", reply.Text)
	}
	posts := 0
	for _, e := range o.wire.posts {
		if e.To.Room == "news" {
			posts++
			if e.Key != "newsletter/2026-12/wire//news" || e.Class != bot.Bulk || !strings.Contains(e.Reply.Text, "• Cloud day\nhttps://example.org/2026-12") {
				t.Errorf("the room is told: %+v", e)
			}
		}
	}
	if posts != 1 {
		t.Errorf("the room is told %d times", posts)
	}
}

// TestMuch submits more than fits, and much that is alike.
func TestMuch(t *testing.T) { inside(t, much) }

func much(t *testing.T, o *office) {
	form := func(text string, more ...string) bot.Reply {
		values := map[string]string{"title": "Cloud day", "text": text, "category": "event"}
		for i := 0; i+1 < len(more); i += 2 {
			values[more[i]] = more[i+1]
		}
		return o.answer(o.message("member", "newsletter submit", values))
	}
	if reply := form(strings.Repeat("x", 4001)); !reply.Refused || !strings.Contains(reply.Text, "at most 4000 fit") {
		t.Errorf("4,001 characters: %q, refused: %t", reply.Text, reply.Refused)
	}
	long := form(strings.Repeat("é ", 1999) + "!")
	if !strings.Contains(long.Text, "AMB-1001") || !strings.Contains(long.Text, "(2499 characters more)") {
		t.Errorf("as much as fits: %.300q", long.Text)
	}
	for n := range 40 {
		reply := form(fmt.Sprintf("We meet at the river, and there are talks for beginners, number %d.", n), "anyway", "yes")
		if !strings.Contains(reply.Text, "Your newsletter item is") {
			t.Fatalf("item %d: %q", n, reply.Text)
		}
	}
	reply := form("We meet at the river, and there are talks for beginners, number 41.")
	if lines := strings.Count(reply.Text, "• AMB-"); lines != 3 || len([]rune(reply.Text)) > 3000 {
		t.Errorf("of 40 alike it names %d: %q", lines, reply.Text)
	}
	queue := o.say("one", "newsletter queue")
	if n := len(queue.Actions()); !strings.Contains(queue.Text, "41") || n > 25 {
		t.Errorf("%d buttons: %.200q", n, queue.Text)
	}
	for n := range 41 {
		o.expect("one", fmt.Sprintf("newsletter accept AMB-%d", 1001+n), "Accepted")
	}
	issue := o.expect("one", "newsletter issue 2026-12", "41 items")
	for _, b := range issue.Blocks {
		if b.Section != nil && len([]rune(b.Section.Text)) > 3000 {
			t.Errorf("a section of %d characters", len([]rune(b.Section.Text)))
		}
	}
	o.press("two", issue, "Publish it")
	sure := o.expect("two", "https://example.org/"+strings.Repeat("x", 250), "with 41 items?")
	for _, a := range sure.Actions() {
		if len(a.Label) > 75 || len(a.Line) > 2000 {
			t.Errorf("a button %q of %d bytes", a.Label, len(a.Line))
		}
	}
	if reply := o.press("two", sure, "Publish 41 items"); !strings.Contains(reply.Text, "with 41 items") {
		t.Errorf("published: %q", reply.Text)
	}
}

// TestAudit holds that the log names the tickets.
func TestAudit(t *testing.T) { inside(t, audit) }

func audit(t *testing.T, o *office) {
	o.say("member", `newsletter submit title="Cloud day" text="Talks." category=event`)
	o.say("member", `newsletter submit title="Cloud day, too" text="More talks." category=event anyway=yes`)
	o.say("one", "newsletter merge AMB-1002 into AMB-1001")
	o.say("one", "newsletter return AMB-1001 When?")
	o.say("one", "newsletter accept AMB-1001")
	o.say("member", "newsletter accept AMB-1001")
	o.say("one", "newsletter publish 2026-12 https://example.org/x sure=yes")
	var got []string
	entries := store.NewBucket[bot.Entry]("audit")
	err := o.db.View(t.Context(), space, func(tx store.Tx) error {
		for row, err := range entries.All(tx, nil) {
			if err != nil {
				return err
			}
			e := row.Value
			got = append(got, fmt.Sprintf("%s %s %s %s %s", e.Command, e.Outcome, e.On["ticket"], e.On["into"], e.On["tickets"]))
		}
		return nil
	})
	want := `newsletter submit done AMB-1001
newsletter submit done AMB-1002
newsletter merge done AMB-1002 AMB-1001
newsletter return done AMB-1001
newsletter accept done AMB-1001
newsletter accept refused
newsletter publish done   AMB-1001`
	var lines []string
	for _, l := range got {
		lines = append(lines, strings.TrimRight(l, " "))
	}
	if err != nil || strings.Join(lines, "\n") != want {
		t.Errorf("%v\n%s", err, strings.Join(lines, "\n"))
	}
}
