package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// pigeon is a platform that delivers as it is told: each send takes the next
// outcome of its conversation, and succeeds when there is none left.
type pigeon struct {
	mu       sync.Mutex
	outcomes map[string][]error
	sent     []string // "room: text" in order of arrival; a ? marks doubt
}

func (p *pigeon) Name() string { return "pigeon" }

func (p *pigeon) Run(ctx context.Context, _ bot.Handle) error { <-ctx.Done(); return nil }

func (p *pigeon) Send(_ context.Context, e bot.Envelope) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if rest := p.outcomes[e.To.Room]; len(rest) > 0 {
		p.outcomes[e.To.Room] = rest[1:]
		if rest[0] != nil {
			return "", rest[0]
		}
	}
	line := e.To.Room + ": " + e.Reply.Text
	if e.Doubt {
		line += "?"
	}
	p.sent = append(p.sent, line)
	return "", nil
}

// heard is what has arrived so far.
func (p *pigeon) heard() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.sent)
}

// fly runs an outbox inside a bubble until the test function returns.
func fly(t *testing.T, db store.DB, p bot.Adapter, do func(ctx context.Context, o *bot.Outbox)) {
	t.Helper()
	o := bot.NewOutbox(db, "loft", slog.New(slog.NewTextHandler(t.Output(), nil)), p)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- o.Run(ctx) }()
	do(ctx, o)
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
}

// letterTo is an envelope to a room of the pigeons.
func letterTo(room, text string) bot.Envelope {
	return bot.Envelope{Key: room + "/" + text, To: bot.Address{Platform: "pigeon", Room: room}, Reply: bot.Say(text)}
}

func post(t *testing.T, ctx context.Context, o *bot.Outbox, envelopes ...bot.Envelope) {
	t.Helper()
	for _, e := range envelopes {
		if err := o.Post(ctx, e); err != nil {
			t.Fatalf("post %s: %v", e.Key, err)
		}
	}
}

func TestOutboxKeepsOrderWhileItTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("broken wing")
		p := &pigeon{outcomes: map[string][]error{"a": {broken, broken, nil}}}
		fly(t, mem.New(), p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, letterTo("a", "1"), letterTo("a", "2"), letterTo("b", "1"), letterTo("a", "3"))
			synctest.Wait()
			if want := []string{"b: 1"}; !slices.Equal(p.heard(), want) {
				t.Errorf("at once: %q, want %q: a failing room must not hold up another", p.heard(), want)
			}
			time.Sleep(time.Minute)
			synctest.Wait()
		})
		if want := []string{"b: 1", "a: 1", "a: 2", "a: 3"}; !slices.Equal(p.heard(), want) {
			t.Errorf("sent %q, want %q", p.heard(), want)
		}
	})
}

func TestOutboxSendsADeedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, db := &pigeon{}, mem.New()
		fly(t, db, p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, letterTo("a", "1"), letterTo("a", "1"))
			synctest.Wait()
			post(t, ctx, o, letterTo("a", "1"))
			synctest.Wait()
		})
		if want := []string{"a: 1"}; !slices.Equal(p.heard(), want) {
			t.Errorf("sent %q, want %q", p.heard(), want)
		}
	})
}

func TestOutboxWaitsAsLongAsItIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pigeon{outcomes: map[string][]error{"a": {bot.Wait{For: 30 * time.Second}, bot.Wait{For: 30 * time.Second}}}}
		began := time.Now()
		fly(t, mem.New(), p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, letterTo("a", "1"))
			for len(p.heard()) == 0 {
				time.Sleep(time.Second)
				synctest.Wait()
			}
		})
		if took := time.Since(began); took != time.Minute {
			t.Errorf("sent after %s, want after exactly the two times 30 s asked for", took)
		}
	})
}

func TestOutboxHonoursNotBeforeAndDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		later, late := letterTo("a", "later"), letterTo("b", "late")
		later.NotBefore = time.Now().Add(time.Hour)
		late.Deadline = time.Now().Add(time.Second)
		p := &pigeon{outcomes: map[string][]error{"b": {bot.Wait{For: time.Minute}}}}
		fly(t, mem.New(), p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, later, late, letterTo("b", "next"))
			time.Sleep(59 * time.Minute)
			synctest.Wait()
			if want := []string{"b: next"}; !slices.Equal(p.heard(), want) {
				t.Errorf("after 59 min: %q, want %q", p.heard(), want)
			}
			time.Sleep(2 * time.Minute)
			synctest.Wait()
		})
		if want := []string{"b: next", "a: later"}; !slices.Equal(p.heard(), want) {
			t.Errorf("sent %q, want %q", p.heard(), want)
		}
	})
}

func TestOutboxMarksDoubtAndBuriesTheDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pigeon{outcomes: map[string][]error{
			"a": {bot.InDoubt{Err: errors.New("cut")}},
			"b": {bot.Dead{Reason: "the room is gone"}},
		}}
		db := mem.New()
		fly(t, db, p, func(ctx context.Context, o *bot.Outbox) {
			post(t, ctx, o, letterTo("a", "1"), letterTo("a", "2"), letterTo("b", "1"), letterTo("b", "2"))
			time.Sleep(time.Minute)
			synctest.Wait()
			heard := ask(t, ctx, db, o, "dead")
			if !strings.Contains(heard, "the room is gone") {
				t.Errorf("dead letters: %q, want the reason in it", heard)
			}
		})
		sent := p.heard()
		slices.Sort(sent)
		if want := []string{"a: 1?", "a: 2", "b: 2"}; !slices.Equal(sent, want) {
			t.Errorf("sent %q, want %q", sent, want)
		}
	})
}

func TestCoordinatorsAreToldOfDeadLettersOnceAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, db := &pigeon{outcomes: map[string][]error{"a": {bot.Dead{Reason: "gone"}, bot.Dead{Reason: "gone"}, bot.Dead{Reason: "gone"}}}}, mem.New()
		fly(t, db, p, func(ctx context.Context, o *bot.Outbox) {
			r := router(t, db, o)
			tell := func() {
				synctest.Wait()
				for _, job := range r.Jobs() {
					if err := job.Run(ctx, time.Now()); err != nil {
						t.Errorf("%s: %v", job.Name, err)
					}
				}
				synctest.Wait()
			}
			post(t, ctx, o, letterTo("a", "1"), letterTo("a", "2"))
			tell()
			time.Sleep(time.Second)
			post(t, ctx, o, letterTo("a", "3"))
			tell()
			time.Sleep(time.Hour)
			tell()
			time.Sleep(time.Hour)
			tell()
		})
		want := []string{": 2 messages could not be delivered or answered.", ": A message could not be delivered or answered."}
		if !slices.Equal(p.heard(), want) {
			t.Errorf("sent %q, want %q", p.heard(), want)
		}
	})
}

// router is the village's bot on that state and outbox.
func router(t *testing.T, db store.DB, o *bot.Outbox) *bot.Router {
	t.Helper()
	r, err := bot.NewRouter(bot.Parts{DB: db, Space: "loft", Commands: commands(), Guide: village{}, Outbox: o, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ask has a coordinator of the village say a line to a bot on the same state.
func ask(t *testing.T, ctx context.Context, db store.DB, o *bot.Outbox, line string) (heard string) {
	t.Helper()
	r := router(t, db, o)
	m := bot.Message{Text: line, From: bot.Address{Platform: "pigeon", User: "coordinator"}, Private: true}
	err := r.Handle(ctx, m, func(_ context.Context, e bot.Envelope) error {
		heard = e.Reply.Text
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return heard
}

// crash is a store whose program is killed at some moment: from then on nothing
// is written.
type crash struct {
	store.DB
	dead bool
}

func (c *crash) Update(ctx context.Context, space string, fn func(store.Tx) error) error {
	if c.dead {
		return fmt.Errorf("killed")
	}
	return c.DB.Update(ctx, space, fn)
}

func TestOutboxTakesUpWhatACrashLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, db := &pigeon{}, mem.New()
		c := &crash{DB: db}
		o := bot.NewOutbox(c, "loft", slog.New(slog.DiscardHandler), p)
		r := router(t, c, o)
		m := bot.Message{ID: "1", Text: `newsletter submit "A" "B"`, From: bot.Address{Platform: "pigeon", User: "leader"}, Private: true}
		err := r.Handle(t.Context(), m, func(context.Context, bot.Envelope) error {
			c.dead = true // killed after the answer has left, before that is written down
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		fly(t, db, p, func(context.Context, *bot.Outbox) { synctest.Wait() })
		// The answer with doubt, and without it the word to the editor, which nobody had begun to send.
		heard := slices.Sorted(slices.Values(p.heard()))
		if want := []string{": New item: A", ": Thank you. “A” is with the editors.?"}; !slices.Equal(heard, want) {
			t.Errorf("after the crash: sent %q, want %q", heard, want)
		}
	})
}

// counting counts the commits of a store.
type counting struct {
	store.DB
	updates atomic.Int64
}

// Update implements store.DB.
func (c *counting) Update(ctx context.Context, space string, fn func(store.Tx) error) error {
	c.updates.Add(1)
	return c.DB.Update(ctx, space, fn)
}

// That answers have gone is written down for many at once, and soon; what fails is not put off.
func TestAnswersThatHaveGoneShareACommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, db := &pigeon{}, &counting{DB: mem.New()}
		fly(t, db, p, func(ctx context.Context, o *bot.Outbox) {
			r := router(t, db, o)
			say := func(n int, fails error) {
				m := toBot(fmt.Sprint(n), "leader", fmt.Sprintf(`everything red Berlin who=editor 2027-05-03 count=%d sure=yes`, n))
				m.From = bot.Address{Platform: "pigeon", User: fmt.Sprint("leader", n)}
				m.Role, m.Private = bot.Leader, true
				if err := r.Handle(ctx, m, func(context.Context, bot.Envelope) error { return fails }); err != nil {
					t.Error(err)
				}
			}
			time.Sleep(time.Second)
			for n := range 10 {
				say(n, nil)
			}
			synctest.Wait()
			before := db.updates.Load()
			time.Sleep(24 * time.Millisecond)
			if got := db.updates.Load() - before; got != 0 {
				t.Errorf("%d commits before the answers are gathered", got)
			}
			time.Sleep(2 * time.Millisecond)
			synctest.Wait()
			if got := db.updates.Load() - before; got != 1 {
				t.Errorf("%d commits for ten answers that have gone", got)
			}
			say(10, errors.New("too late"))
			synctest.Wait()
			if heard := p.heard(); len(heard) == 0 || !strings.Contains(heard[len(heard)-1], "10") {
				t.Errorf("what failed waits: %q", heard)
			}
		})
	})
}
