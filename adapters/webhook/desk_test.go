package webhook_test

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/webhook"
	"ambassador/bot"
)

// secret is the key of the specification's own examples.
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// What must be seen nowhere, as it may be secret in the address of a hook.
const hiddenPath, hiddenQuery = "canary-path", "canary-query"

// document is an envelope to the hook "news".
var document = bot.Envelope{Key: "news/7", To: bot.Address{Platform: webhook.Platform, Room: "news"}, Reply: bot.Say(`{"test": 2432232314}`)}

// to is an adapter with the hook "news" at the base address.
func to(t *testing.T, base string, change func(*webhook.Options)) *webhook.Adapter {
	o := webhook.Options{
		Hooks: map[string]webhook.Hook{"news": {URL: base + "/" + hiddenPath + "?token=" + hiddenQuery, Secret: secret, AllowPrivate: true}},
		Log:   slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	if change != nil {
		change(&o)
	}
	return webhook.New(o)
}

// over has the hooks reached through that transport.
func over(network http.RoundTripper) func(*webhook.Options) {
	return func(o *webhook.Options) { o.Transport = network }
}

// server is a receiver on this machine.
func server(t *testing.T, handle http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	return s
}

// The ways in which a delivery can end.
const fine, wait, dead, doubt, again = "fine", "wait", "dead", "doubt", "again"

// ending is the way in which a delivery ended, and how long the receiver asked to wait.
func ending(err error) (string, time.Duration) {
	var w bot.Wait
	var d bot.Dead
	var i bot.InDoubt
	switch {
	case err == nil:
		return fine, 0
	case errors.As(err, &w):
		return wait, w.For
	case errors.As(err, &d):
		return dead, 0
	case errors.As(err, &i):
		return doubt, 0
	}
	return again, 0
}

// ends fails the test unless a delivery ended in that way, and its error says nothing secret.
func ends(t *testing.T, err error, want string, words ...string) {
	t.Helper()
	if got, _ := ending(err); got != want {
		t.Errorf("it ended with %v, which is %q, want %q", err, got, want)
	}
	if err == nil {
		return
	}
	for _, word := range append(words, `webhook "news": `) {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the error is %q, want %q in it", err, word)
		}
	}
	for _, hidden := range []string{hiddenPath, hiddenQuery, secret, strings.TrimPrefix(secret, "whsec_")} {
		if strings.Contains(err.Error(), hidden) {
			t.Errorf("the error shows what is secret: %q", err)
		}
	}
}
