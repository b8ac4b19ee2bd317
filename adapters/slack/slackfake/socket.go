package slackfake

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one connection of Socket Mode.
type socket struct {
	slack *Slack
	conn  *websocket.Conn
	write sync.Mutex
	deaf  bool // half open: nothing is read or written any more
	leave bool // to be replaced: nothing new is sent
	end   chan struct{}
}

// link opens a socket, greets, and reads acknowledgements until it is closed.
func (s *Slack) link(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	known := s.tickets[ticket]
	delete(s.tickets, ticket)
	s.mu.Unlock()
	if !known {
		http.Error(w, "a ticket is good for one socket", http.StatusForbidden)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	k := &socket{slack: s, conn: conn, end: make(chan struct{})}
	s.mu.Lock()
	n := len(s.sockets) + 1
	s.mu.Unlock()
	go k.ping()
	defer k.close()
	if k.send(map[string]any{"type": "hello", "num_connections": n, "connection_info": map[string]any{"app_id": "A1"}, "debug_info": map[string]any{"host": "test", "approximate_connection_time": 18060}}) != nil {
		return
	}
	s.mu.Lock()
	s.sockets = append(s.sockets, k)
	s.mu.Unlock()
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			return
		}
		s.acknowledged(data)
	}
}

// send writes a frame. A half-open socket takes it and keeps it.
func (k *socket) send(frame any) error {
	data, err := json.Marshal(frame)
	if err != nil {
		return err
	}
	return k.raw(data)
}

func (k *socket) raw(data []byte) error {
	k.slack.mu.Lock()
	deaf := k.deaf
	k.slack.mu.Unlock()
	if deaf {
		return nil
	}
	k.write.Lock()
	defer k.write.Unlock()
	_ = k.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
	return k.conn.WriteMessage(websocket.TextMessage, data)
}

// ping pings every ten seconds, as Slack does.
func (k *socket) ping() {
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-k.end:
			return
		case <-tick.C:
			k.slack.mu.Lock()
			deaf := k.deaf
			k.slack.mu.Unlock()
			if !deaf && k.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second)) != nil {
				return
			}
		}
	}
}

// close takes a socket away.
func (k *socket) close() {
	_ = k.conn.Close()
	k.slack.mu.Lock()
	defer k.slack.mu.Unlock()
	k.slack.sockets = slices.DeleteFunc(k.slack.sockets, func(other *socket) bool { return other == k })
	select {
	case <-k.end:
	default:
		close(k.end)
	}
}

// Sockets counts the sockets that deliveries may be sent on.
func (s *Slack) Sockets() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		if !k.leave {
			n++
		}
	}
	return n
}

// pick is the socket for the next delivery, in turn.
func (s *Slack) pick() *socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	var open []*socket
	for _, k := range s.sockets {
		if !k.leave {
			open = append(open, k)
		}
	}
	if len(open) == 0 {
		return nil
	}
	s.turn++
	return open[s.turn%len(open)]
}

// Refresh asks for the oldest socket to be replaced, and closes it after a while.
func (s *Slack) Refresh(reason string, after time.Duration) {
	s.mu.Lock()
	var k *socket
	for _, one := range s.sockets {
		if !one.leave && k == nil {
			k, one.leave = one, true
		}
	}
	s.mu.Unlock()
	if k == nil {
		return
	}
	_ = k.send(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "test"}})
	time.AfterFunc(after, func() { _ = k.conn.Close() })
}

// HalfOpen makes every socket of now a dead end: open, and silent.
func (s *Slack) HalfOpen() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		k.deaf, k.leave = true, true
	}
}

// CloseSockets closes all sockets without a word.
func (s *Slack) CloseSockets() {
	s.mu.Lock()
	all := slices.Clone(s.sockets)
	s.mu.Unlock()
	for _, k := range all {
		_ = k.conn.Close()
	}
}

// Frame sends something on every socket, which need not make sense.
func (s *Slack) Frame(data string) {
	s.mu.Lock()
	all := slices.Clone(s.sockets)
	s.mu.Unlock()
	for _, k := range all {
		_ = k.raw([]byte(data))
	}
}

// RefuseConnections has apps.connections.open answer an error word; "" lets it work again.
func (s *Slack) RefuseConnections(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = word
}

// ack is an acknowledgement.
type ack struct {
	payload json.RawMessage
	ok      bool
}

// envelope is a delivery on a socket. It is kept after its acknowledgement, so that a second one is noticed.
type envelope struct {
	come  chan ack
	taken bool
}

// LoseAcks has the next acknowledgements over sockets get lost on their way.
func (s *Slack) LoseAcks(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lose = n
}

// acknowledged takes a frame of the app.
func (s *Slack) acknowledged(data []byte) {
	var f struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if json.Unmarshal(data, &f) != nil {
		s.Blame("a frame that is no acknowledgement: %.80s", data)
		return
	}
	if len(data) >= 20_000 {
		s.Blame("an acknowledgement of %d bytes, which Slack drops", len(data))
		return
	}
	if s.lose > 0 {
		s.lose--
		return
	}
	switch e := s.waiting[f.ID]; {
	case e == nil:
		s.Blame("an acknowledgement of %s, which nobody waits for", f.ID)
	case e.taken:
		s.Blame("envelope %s acknowledged twice", f.ID)
	default:
		e.taken = true
		e.come <- ack{f.Payload, true}
	}
}
