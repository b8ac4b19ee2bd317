package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"ambassador/bot"
)

// A response address takes five answers within half an hour (docs.slack.dev, "Handling user interaction").
const (
	mostResponses = 5
	responseTime  = 29 * time.Minute
)

// errNoAddress says that there is no response address, or none any more.
var errNoAddress = errors.New("slack: there is no response address left")

// address is a response address: it is a secret, so it is kept in memory only, and never logged.
type address struct {
	url  string
	team string
	kept time.Time
	used int
}

// late are the response addresses of questions that the outbox may answer yet, by the key of the reply.
type late struct {
	mu   sync.Mutex
	by   map[string]*address
	keys []string // in the order of coming
}

// mostLate is how many are kept at most.
const mostLate = 5000

// given are the answers that travelled inside acknowledgements lately, by message.
type given struct {
	mu   sync.Mutex
	by   map[string]json.RawMessage
	keys []string
}

// mostGiven is how many are remembered: those of some seconds on a busy day.
const mostGiven = 500

// put remembers an answer.
func (g *given) put(id string, payload json.RawMessage) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.by == nil {
		g.by = make(map[string]json.RawMessage)
	}
	g.by[id] = payload
	if g.keys = append(g.keys, id); len(g.keys) > mostGiven {
		delete(g.by, g.keys[0])
		g.keys = g.keys[1:]
	}
}

// get returns the answer given to a message.
func (g *given) get(id string) (json.RawMessage, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	payload, ok := g.by[id]
	return payload, ok
}

// put keeps the address of an exchange.
func (l *late) put(key string, x *exchange) {
	if x.response == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.by == nil {
		l.by = make(map[string]*address)
	}
	l.by[key] = &address{url: x.response, team: x.team, kept: x.d.came}
	l.keys = append(l.keys, key)
	for len(l.keys) > mostLate {
		delete(l.by, l.keys[0])
		l.keys = l.keys[1:]
	}
}

// take returns the address for a reply, once more used, or errNoAddress.
func (l *late) take(key string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := l.by[key]
	if at == nil || at.used >= mostResponses || time.Since(at.kept) > responseTime {
		delete(l.by, key)
		return "", errNoAddress
	}
	at.used++
	return at.url, nil
}

// drop forgets an address that Slack does not take any more.
func (l *late) drop(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.by, key)
}

// respond posts a message at the exchange's response address.
func (x *exchange) respond(ctx context.Context, m answer) error {
	return x.a.respond(ctx, x.key(), m)
}

// respond posts a message at the response address of a reply.
func (a *Adapter) respond(ctx context.Context, key string, m answer) error {
	address, err := a.late.take(key)
	if err != nil {
		return err
	}
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("slack: respond: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errNoAddress
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := a.client.Do(req)
	if err != nil {
		a.counts.Add("slack_call_failed")
		if unsent(err) {
			return fmt.Errorf("slack: respond: %w", plain(err))
		}
		return bot.InDoubt{Err: fmt.Errorf("slack: respond: %w", plain(err))}
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 4<<10)) // so that the connection can be used again
	if err = responded(resp); errors.Is(err, errNoAddress) {
		a.late.drop(key)
	}
	return err
}

// responded is the meaning of the answer of a response address.
func responded(resp *http.Response) error {
	switch {
	case resp.StatusCode == http.StatusOK:
		return nil
	case resp.StatusCode == http.StatusTooManyRequests:
		seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		if err != nil {
			return bot.Wait{For: unknownWait}
		}
		return bot.Wait{For: time.Duration(max(seconds, 1)) * time.Second}
	case resp.StatusCode >= 500:
		return bot.InDoubt{Err: fmt.Errorf("slack: respond: %s", resp.Status)}
	}
	return errNoAddress // used up, expired, or not taken: another way is left
}
