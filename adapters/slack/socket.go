package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

// Slack pings about every ten seconds and replaces a socket every few hours, after a warning. The library's own client
// closes the old one before it opens the next, never acknowledges what it cannot read, and notices a dead peer late, so the
// loop is ours; the library opens the connection.
const (
	silence  = 40 * time.Second // without any frame, after which a socket is taken for dead
	greeting = 15 * time.Second // until Slack has said hello on a new socket
	writing  = 5 * time.Second  // for one acknowledgement
	resting  = 30 * time.Second // for a socket that Slack wants replaced
	largest  = 1 << 20          // bytes of a frame
)

// links are the sockets of Socket Mode.
type links struct {
	mu    sync.Mutex
	open  int
	since time.Time // when the last one was lost
	wrong error     // why none could be opened
}

// change notes that a socket was opened or lost.
func (l *links) change(by int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open += by; l.open == 0 {
		l.since = time.Now()
	}
	if by > 0 {
		l.wrong = nil
	}
}

// failed notes why a socket could not be opened.
func (l *links) failed(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wrong = err
}

// ready says why nothing can be heard.
func (l *links) ready() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open > 0 {
		return nil
	}
	return fmt.Errorf("slack: no socket is open: %w", orError(l.wrong, errors.New("connecting")))
}

// keepSocket keeps one socket open until ctx is done. One that Slack wants replaced is read to its end beside the next.
func (a *Adapter) keepSocket(ctx context.Context) {
	for attempt := 0; ctx.Err() == nil; {
		began := time.Now()
		w, err := a.dialSocket(ctx)
		if err == nil {
			over := make(chan error, 2)
			a.sockets.Go(func() { w.listen(ctx, over) })
			err = <-over
		}
		lasted := time.Since(began)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, errRefresh) && lasted > time.Second:
			attempt = 0 // normal life: the next one at once
			continue
		case lasted > time.Minute:
			attempt = 0
		}
		wait := patience(attempt)
		if why := fatal(err); why != nil {
			a.links.failed(why)
			a.log.Error("slack: Socket Mode is refused", "err", why, "help", "ambassador check --online")
			wait = time.Minute + patience(6) // a person has to mend it; then it should go on by itself
		} else {
			a.links.failed(plain(err))
			a.log.Warn("slack: a socket was lost", "err", plain(err), "again", wait.Round(time.Millisecond))
		}
		var limited *slack.RateLimitedError
		if errors.As(err, &limited) {
			wait = max(wait, limited.RetryAfter)
		}
		attempt++
		pause(ctx, wait)
	}
}

// fatal says in words what only a person can mend; nil for everything else.
func fatal(err error) error {
	switch word := wordOf(err); word {
	case "invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired":
		return fmt.Errorf("the app-level token is not valid (%s)", word)
	case "not_allowed_token_type":
		return fmt.Errorf("app_token is not an app-level token (%s)", word)
	case "missing_scope":
		return fmt.Errorf("the app-level token lacks connections:write (%s)", word)
	case "forbidden_team", "socket_mode_not_enabled", "method_not_supported_for_channel_type":
		return fmt.Errorf("the app has Socket Mode switched off (%s)", word)
	}
	if errors.Is(err, errDisabled) {
		return err
	}
	return nil
}

// Why Slack ends a socket: it wants another one, or none any more.
var (
	errRefresh  = errors.New("slack wants the socket replaced")
	errDisabled = errors.New("the app has Socket Mode switched off")
)

// frame is what travels on a socket.
type frame struct {
	Type    string          `json:"type"`
	ID      string          `json:"envelope_id"`
	Payload json.RawMessage `json:"payload"`
	Attempt int             `json:"retry_attempt"`
	Reason  string          `json:"reason"`
	Accepts bool            `json:"accepts_response_payload"`
}

// wire is one open socket.
type wire struct {
	a     *Adapter
	conn  *websocket.Conn
	until time.Time  // when to stop reading, once Slack wants it replaced; only the reader looks
	mu    sync.Mutex // of writing
}

// listen reads a socket until it ends. It tells over why, or earlier that Slack wants it replaced.
func (w *wire) listen(ctx context.Context, over chan<- error) {
	// A read waits for Slack alone, so the end of the program closes the connection under it, once what is in hand is
	// acknowledged.
	stop := context.AfterFunc(ctx, func() {
		w.a.finish()
		w.bye()
	})
	defer stop()
	defer w.conn.Close()
	greeted := false
	for {
		f, err := w.read()
		if err != nil {
			if greeted {
				w.a.links.change(-1)
			}
			select {
			case over <- err:
			default: // told already that it is to be replaced
			}
			return
		}
		switch {
		case f.Type == "hello" && !greeted:
			greeted = true
			w.a.links.change(+1)
		case f.Type == "disconnect":
			w.a.counts.Add("slack_refreshed")
			w.until = time.Now().Add(resting)
			why := errRefresh
			if f.Reason == "link_disabled" {
				why = errDisabled
			}
			select {
			case over <- why:
			default:
			}
		default:
			w.take(f)
		}
	}
}

// bye closes a socket as the protocol wants it.
func (w *wire) bye() {
	text := websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
	_ = w.conn.WriteControl(websocket.CloseMessage, text, time.Now().Add(time.Second))
	_ = w.conn.Close()
}

// patient gives Slack its time until the next frame.
func (w *wire) patient() {
	deadline := time.Now().Add(silence)
	if !w.until.IsZero() && w.until.Before(deadline) {
		deadline = w.until
	}
	_ = w.conn.SetReadDeadline(deadline) // a connection that is closed fails at the read
}

// dialSocket asks for the address of a socket, and opens it.
func (a *Adapter) dialSocket(ctx context.Context) (*wire, error) {
	ctx, cancel := context.WithTimeout(ctx, greeting)
	defer cancel()
	_, address, err := a.app.StartSocketModeContext(ctx)
	if err == nil && address == "" {
		err = errors.New("slack names no address for a socket")
	}
	if err != nil {
		return nil, err
	}
	conn, resp, err := a.dialer.DialContext(ctx, address, nil)
	if resp != nil && resp.Body != nil {
		_ = resp.Body.Close() // of a refusal; an open socket has none
	}
	if err != nil {
		return nil, plain(err)
	}
	w := &wire{a: a, conn: conn}
	conn.SetReadLimit(largest)
	answer := conn.PingHandler()
	conn.SetPingHandler(func(data string) error {
		w.patient()
		return answer(data)
	})
	return w, conn.SetReadDeadline(time.Now().Add(greeting))
}

// read reads one frame. Whatever is no frame is passed over.
func (w *wire) read() (f frame, err error) {
	for {
		_, data, err := w.conn.ReadMessage()
		if err != nil {
			return f, err
		}
		w.patient()
		f = frame{}
		if err := decode(data, &f); err == nil {
			return f, nil
		}
		w.a.counts.Add("slack_malformed")
	}
}

// take receives a delivery. One of a kind that nobody knows is acknowledged, or Slack would bring it for ever.
func (w *wire) take(f frame) {
	if f.ID == "" {
		return
	}
	d := &delivery{kind: kind(f.Type), payload: f.Payload, again: f.Attempt > 0, came: time.Now()}
	d.ack = newReceipt(func(payload any, kept bool) error {
		if !kept {
			return nil // without an acknowledgement Slack brings it again
		}
		return w.acknowledge(f.ID, payload)
	})
	switch d.kind {
	case slashCommand, interaction, eventsAPI:
		w.a.receive(d, func(_ *exchange, work func()) { w.a.crew.do(work) })
	default:
		w.a.counts.Add("slack_unknown")
		d.ack.sign(nil)
	}
}

// acknowledge writes an acknowledgement.
func (w *wire) acknowledge(id string, payload any) error {
	response := map[string]any{"envelope_id": id}
	if data, ok := payload.(json.RawMessage); ok && len(data) > 0 {
		response["payload"] = data
	}
	data := encode(response)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.conn.SetWriteDeadline(time.Now().Add(writing)); err != nil {
		return err
	}
	return w.conn.WriteMessage(websocket.TextMessage, data)
}
