package webhook_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/adaptertest/wire"
	"ambassador/adapters/webhook"
	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
	"ambassador/store/mem"
)

// station is a receiver in memory that answers each request with the next status, and 200 when there is none left.
type station struct {
	mu       sync.Mutex
	statuses []int
	ids      []string
}

func (s *station) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids = append(s.ids, r.Header.Get("Webhook-Id"))
	if len(s.statuses) > 0 {
		w.WriteHeader(s.statuses[0])
		s.statuses = s.statuses[1:]
	}
}

// open is an adapter whose real client reaches the station.
func (s *station) open(t *testing.T, log *slog.Logger) *webhook.Adapter {
	line := wire.New("hook.example")
	server := &http.Server{Handler: s}
	go func() { _ = server.Serve(line) }()
	t.Cleanup(func() { _ = server.Close() })
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) { return line.Dial(ctx) }
	return to(t, "http://hook.example", func(o *webhook.Options) {
		o.Transport, o.Log = &http.Transport{DialContext: dial, DisableKeepAlives: true}, log
		o.Hooks["unfit"] = webhook.Hook{URL: "https://hook.example"}
	})
}

// TestOutbox: what fails comes again under the same id, in order; what is refused for good becomes a dead letter, and the
// next one is sent; the log shows nothing secret.
func TestOutbox(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var words bottest.Log
		log := slog.New(slog.NewTextHandler(&words, &slog.HandlerOptions{Level: slog.LevelDebug}))
		s := &station{statuses: []int{500, 200, 410}}
		db, a := mem.New(), s.open(t, log)
		o := bot.NewOutbox(db, "loft", log, a)
		ctx, end := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { _ = a.Run(ctx, nil) })
		running.Go(func() { _ = o.Run(ctx) })
		for _, key := range []string{"news/Köln", "news/2", "news/3"} {
			e := document
			e.Key = key
			if err := o.Post(ctx, e); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Minute)
		end()
		running.Wait()
		if want := []string{"news/K%C3%B6ln", "news/K%C3%B6ln", "news/2", "news/3"}; !slices.Equal(s.ids, want) {
			t.Errorf("the receiver saw %q, want %q", s.ids, want)
		}
		if dead := deadLetters(t, db); len(dead) != 1 || dead[0] != `news/2: webhook "news": the receiver refuses it (HTTP 410 Gone)` {
			t.Errorf("dead letters %q, want that of news/2", dead)
		}
		shown := words.String()
		if !strings.Contains(shown, "hook=unfit") || !strings.Contains(shown, "delivered") || !strings.Contains(shown, "HTTP 500") {
			t.Errorf("the log does not tell enough:\n%s", shown)
		}
		for _, hidden := range []string{hiddenPath, hiddenQuery, strings.TrimPrefix(secret, "whsec_"), "2432232314"} {
			if strings.Contains(shown, hidden) {
				t.Errorf("the log shows what is secret:\n%s", shown)
			}
		}
	})
}

// deadLetters are the keys and reasons of what will never arrive.
func deadLetters(t *testing.T, db store.DB) (all []string) {
	t.Helper()
	err := db.View(t.Context(), "loft", func(tx store.Tx) error {
		for row, err := range store.NewBucket[bot.Letter]("dead").All(tx, nil) {
			if err != nil {
				return err
			}
			all = append(all, row.Value.Envelope.Key+": "+row.Value.Reason)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
