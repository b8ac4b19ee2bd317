package bottest

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// House says how to furnish a bot for a talk.
type House struct {
	// Open returns the state; after a restart it is called again and must
	// return the same state.
	Open func(t testing.TB) store.DB
	// Build makes the router and the outbox of a bot on that state.
	Build func(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error)
	// Jobs lists what the bot looks at on a schedule; nil is nothing.
	Jobs func(db store.DB, outbox *bot.Outbox) []bot.Job
	// Load puts a fixture of the talk into the state, once.
	Load func(ctx context.Context, db store.DB, name string, data []byte) error
}

// Platform is the far side of an adapter: where people type and read.
type Platform interface {
	// Adapter returns a new connection to the platform.
	Adapter() bot.Adapter
	// Say has somebody type a line or press a button there.
	Say(Line) error
	// Heard returns what anybody was shown since the last call, in order.
	Heard() []Word
}

// Space is the space of the store in which the talks of rooms happen.
const Space = "talk"

// On opens stages on which the house's bot stands behind an adapter.
func (h House) On(platform func(testing.TB) Platform) Opener {
	return func(t testing.TB, fixtures *Archive) Stage {
		s := &stage{Platform: platform(t), t: t, house: h}
		if err := s.start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.stop)
		for _, f := range fixtures.Files {
			if err := h.Load(t.Context(), s.db, f.Name, f.Data); err != nil {
				t.Fatalf("fixture %s: %v", f.Name, err)
			}
		}
		return s
	}
}

// stage is a running bot behind an adapter.
type stage struct {
	Platform
	t     testing.TB
	house House
	db    store.DB
	end   context.CancelFunc
	done  []chan struct{}
}

// start opens the state, and lets the adapter and the outbox run on it.
func (s *stage) start() error {
	log := slog.New(slog.NewTextHandler(s.t.Output(), nil))
	adapter := s.Adapter()
	s.db = s.house.Open(s.t)
	router, outbox, err := s.house.Build(s.db, adapter, log)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.end, s.done = cancel, nil
	s.spawn("outbox", func() error { return outbox.Run(ctx) })
	s.spawn(adapter.Name(), func() error { return adapter.Run(ctx, router.Handle) })
	if s.house.Jobs != nil {
		jobs := s.house.Jobs(s.db, outbox)
		s.spawn("jobs", func() error { return look(ctx, jobs) })
	}
	return nil
}

// looking is how often the jobs of a talk look.
const looking = 5 * time.Minute

// look runs the jobs at once, and then again and again, as a program does.
func look(ctx context.Context, jobs []bot.Job) error {
	clock := time.NewTicker(looking)
	defer clock.Stop()
	for {
		for _, j := range jobs {
			if err := j.Run(ctx, time.Now()); err != nil && ctx.Err() == nil {
				return fmt.Errorf("job %s: %w", j.Name, err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-clock.C:
		}
	}
}

// spawn runs a part of the bot until stop.
func (s *stage) spawn(what string, run func() error) {
	done := make(chan struct{})
	s.done = append(s.done, done)
	go func() {
		defer close(done)
		if err := run(); err != nil {
			s.t.Errorf("%s: %v", what, err)
		}
	}()
}

// stop ends the bot as a program ends: the outbox writes down what it knows, and
// the state is closed.
func (s *stage) stop() {
	s.end()
	for _, done := range s.done {
		<-done
	}
	if err := s.db.Close(); err != nil {
		s.t.Errorf("close: %v", err)
	}
}

// Restart implements Stage.
func (s *stage) Restart() error {
	s.stop()
	return s.start()
}

// Lasting keeps a store open across restarts: Close does nothing, so that a store
// that forgets can be opened again with what it knew.
func Lasting(db store.DB) store.DB { return lasting{db} }

type lasting struct{ store.DB }

// Close implements store.DB.
func (lasting) Close() error { return nil }
