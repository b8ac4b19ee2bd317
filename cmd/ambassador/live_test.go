package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ambassador/adapters/console"
	"ambassador/bot"
	"ambassador/store/bolt"
)

// TestLive runs a whole house on a real store, as serve does: people are answered, health checks and
// figures can be asked for, and the end leaves nothing behind.
func TestLive(t *testing.T) {
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	db, err := bolt.Open(databaseFile(t.TempDir()), bolt.Options{Create: true, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	in, typed := io.Pipe()
	shown, out := io.Pipe()
	person := console.New(console.Options{In: in, Out: out, Err: io.Discard, Name: "Ambassador", User: "member", Role: bot.Member, JSON: true})
	h, err := furnish(defaults(), db, bot.DefaultLimit(), log, person)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.stock(t.Context(), demonstration); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.live(ctx, listener, log, []bot.Adapter{person}) }()

	if _, err := io.WriteString(typed, "/ambassador find Berlin\n"); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 64<<10)
	n, err := shown.Read(buf)
	if err != nil || !strings.Contains(string(buf[:n]), "Ambassador Berlin") {
		t.Errorf("answer %q, %v", buf[:n], err)
	}
	base := "http://" + listener.Addr().String()
	for path, want := range map[string]string{"/livez": "alive", "/readyz": "ready", "/metrics": "go_goroutines"} {
		if got := fetch(t, base+path); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", path, got, want)
		}
	}
	if err := health(t.Context(), base+"/readyz"); err != nil {
		t.Error(err)
	}
	if err := health(t.Context(), base+"/nowhere"); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("health of an unknown page: %v", err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("the end: %v", err)
	}
	typed.Close()
	if err := health(t.Context(), base+"/livez"); err == nil {
		t.Error("still answers after the end")
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	w := httptest.NewRecorder()
	h.web(nil).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("ready without a store: %d", w.Code)
	}
}

// TestLiveFails makes sure that one adapter's failure ends the house, and is the reason given.
func TestLiveFails(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	db, err := bolt.Open(databaseFile(t.TempDir()), bolt.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	in, typed := io.Pipe()
	person := console.New(console.Options{In: in, Out: io.Discard, Err: io.Discard})
	h, err := furnish(defaults(), db, bot.DefaultLimit(), log, person)
	if err != nil {
		t.Fatal(err)
	}
	typed.CloseWithError(io.ErrUnexpectedEOF)
	err = h.live(t.Context(), nil, log, []bot.Adapter{person})
	if err == nil || !strings.Contains(err.Error(), "console: ") || !strings.Contains(err.Error(), "unexpected EOF") {
		t.Errorf("the end: %v", err)
	}
}

// fetch returns the text of a page.
func fetch(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
