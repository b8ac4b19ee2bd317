package e2e

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// TestTroubles holds that the proxy makes the troubles that it promises, and no others.
func TestTroubles(t *testing.T) {
	t.Parallel()
	p := openProxy(t)
	const path = "GET /_matrix/client/versions"
	get := func() (*http.Response, string, error) {
		resp, err := http.Get(p.url() + "/_matrix/client/versions")
		if err != nil {
			return nil, "", err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return resp, string(body), err
	}
	p.plan(1, path, limited(2*time.Second, true))
	if resp, body, err := get(); err != nil || resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") != "2" {
		t.Errorf("limited by header: %v %q %v", resp, body, err)
	}
	p.plan(1, path, limited(2*time.Second, false))
	if resp, body, err := get(); err != nil || resp.Header.Get("Retry-After") != "" || body[len(body)-24:] != `, "retry_after_ms": 2000}`[1:] {
		t.Errorf("limited by body: %v %q %v", resp, body, err)
	}
	p.plan(1, path, broken)
	if resp, body, err := get(); err != nil || resp.StatusCode != http.StatusBadGateway {
		t.Errorf("broken: %v %q %v", resp, body, err)
	}
	for name, do := range map[string]trouble{"torn": torn, "swallowed": swallowed, "cut": cut} {
		// A client of Go's repeats a GET by itself where a kept connection turns out to be dead.
		n := p.plan(2, path, do)
		if _, _, err := get(); err == nil {
			t.Errorf("%s: an answer came through", name)
		}
		p.drop(n)
	}
	if resp, _, err := get(); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("no trouble: %v %v", resp, err)
	}
	p.shut()
	if _, _, err := get(); err == nil {
		t.Error("shut: an answer came through")
	}
}

// TestLostAnswer holds that a lost answer is a message that has been sent, and a cut one has not: what the promises of
// the bot rest on, and that the homeserver knows a message again by its transaction.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	p := openProxy(t)
	alice := newMember(t, "alice")
	room := alice.create(request(plain))
	through := register(t, "unused").client(t)
	through.HomeserverURL.Host = p.address
	through.UserID, through.DeviceID, through.AccessToken = alice.UserID, alice.DeviceID, alice.AccessToken
	say := func(txn string) (id.EventID, error) {
		resp, err := through.SendMessageEvent(context.Background(), room, event.EventMessage, said(txn), mautrix.ReqSendEvent{TransactionID: txn})
		if err != nil {
			return "", err
		}
		return resp.EventID, nil
	}
	happened := false
	for txn, do := range map[string]trouble{"lost": swallowed, "cut": cut, "then": then(func() { happened = true })} {
		n := p.plan(1, sending, do)
		if _, err := say(txn); err == nil {
			t.Errorf("%s: the answer came through", txn)
		}
		n.await(t)
		if _, err := say(txn); err != nil {
			t.Errorf("%s: %v", txn, err)
		}
	}
	if n := len(alice.raw(room)); !happened || p.count(sending) != 6 {
		t.Errorf("%d requests, %d events", p.count(sending), n)
	}
	said := map[string]int{}
	for _, e := range alice.raw(room) {
		if body, is := e.Content.Raw["body"].(string); is {
			said[body]++
		}
	}
	if said["lost"] != 1 || said["cut"] != 1 || said["then"] != 1 {
		t.Errorf("said: %v", said)
	}
}
