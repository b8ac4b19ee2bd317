package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ambassador/adapters/slack"
	"ambassador/bot"
	"ambassador/store/mem"
)

// platform is an adapter that can be in any state.
type platform struct {
	name   string
	ready  func() error
	counts map[string]int64
	gone   func([]bot.Address) ([]bot.Address, error)
}

func (p *platform) Name() string                                       { return p.name }
func (p *platform) Run(ctx context.Context, _ bot.Handle) error        { <-ctx.Done(); return nil }
func (p *platform) Send(context.Context, bot.Envelope) (string, error) { return "", nil }
func (p *platform) Ready() error                                       { return p.ready() }
func (p *platform) Counts() map[string]int64                           { return p.counts }
func (p *platform) Gone(_ context.Context, all []bot.Address) ([]bot.Address, error) {
	return p.gone(all)
}

// housed is a house in memory with the demonstration in it.
func housed(t *testing.T, adapters ...bot.Adapter) *house {
	t.Helper()
	h, err := furnish(defaults(), mem.New(), bot.Limit{}, slog.New(slog.DiscardHandler), adapters...)
	if err == nil {
		err = h.stock(t.Context(), demonstration)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// asked is the answer of the web server.
func asked(h *house, method, path string, adapters ...bot.Adapter) (code int, text string) {
	w := httptest.NewRecorder()
	h.web(adapters).ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w.Code, w.Body.String()
}

func TestReadiness(t *testing.T) {
	var wrong error
	p := &platform{name: "some", ready: func() error { return wrong }}
	h := housed(t, p)
	if code, text := asked(h, http.MethodGet, "/readyz", p); code != http.StatusOK {
		t.Errorf("a platform that is well: %d %s", code, text)
	}
	wrong = errors.New("some: the line is dead")
	if code, text := asked(h, http.MethodGet, "/readyz", p); code != http.StatusServiceUnavailable || text != "some: the line is dead\n" {
		t.Errorf("a platform that is not: %d %s", code, text)
	}
	if code, _ := asked(h, http.MethodGet, "/livez", p); code != http.StatusOK {
		t.Errorf("it is alive all the same: %d", code)
	}
}

func TestMetrics(t *testing.T) {
	p := &platform{name: "some", counts: map[string]int64{"some_said": 3, "some_heard": 2}}
	_, text := asked(housed(t, p), http.MethodGet, "/metrics", p)
	want := "# TYPE ambassador_some_heard_total counter\nambassador_some_heard_total 2\n" +
		"# TYPE ambassador_some_said_total counter\nambassador_some_said_total 3\n"
	if !strings.HasSuffix(text, want) {
		t.Errorf("metrics\n%swant at the end\n%s", text, want)
	}
}

// TestHooks: in socket mode nobody can call, and in mode http only Slack.
func TestHooks(t *testing.T) {
	for mode, want := range map[string]int{slack.Socket: http.StatusNotFound, slack.HTTP: http.StatusUnauthorized} {
		c := defaults()
		c.Slack.Mode, c.Slack.BotToken, c.Slack.AppToken, c.Slack.SigningSecret = mode, NewSecret("xoxb-1"), NewSecret("xapp-1"), NewSecret("s")
		adapters, hooks, err := connect(c, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		h := housed(t, adapters...)
		h.hooks = hooks
		for _, path := range []string{"/slack/events", "/slack/commands", "/slack/interactions"} {
			if code, text := asked(h, http.MethodPost, path, adapters...); code != want {
				t.Errorf("mode %s: POST %s answers %d %s, want %d", mode, path, code, text, want)
			}
		}
	}
}
