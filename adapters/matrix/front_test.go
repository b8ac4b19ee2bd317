package matrix_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
)

// front stands before a homeserver, as a proxy does: it can change what goes through, and be away.
type front struct {
	come   chan net.Conn
	gone   chan struct{}
	server http.Server

	mu    sync.Mutex
	away  bool
	alter func(next http.Handler) http.Handler // nil: nothing is changed
	conns map[net.Conn]bool
}

// newFront makes a front of a homeserver.
func newFront(t *testing.T, behind http.Handler) *front {
	f := &front{come: make(chan net.Conn), gone: make(chan struct{}), conns: make(map[net.Conn]bool)}
	f.server.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	f.server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		alter := f.alter
		f.mu.Unlock()
		if alter != nil {
			alter(behind).ServeHTTP(w, r)
			return
		}
		behind.ServeHTTP(w, r)
	})
	done := make(chan struct{})
	go func() { defer close(done); _ = f.server.Serve(f) }()
	t.Cleanup(func() {
		close(f.gone)
		_ = f.server.Close()
		<-done
	})
	return f
}

// change has everything go through something from now on.
func (f *front) change(alter func(next http.Handler) http.Handler) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.alter = alter
}

// leave is away from now on, or back: nobody takes a connection, and those that there were are cut.
func (f *front) leave(away bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away = away; away {
		for c := range f.conns {
			_ = c.Close()
		}
		clear(f.conns)
	}
}

// Dial connects to the front.
func (f *front) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	f.mu.Lock()
	away := f.away
	f.mu.Unlock()
	if away {
		return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	}
	near, far := net.Pipe()
	select {
	case f.come <- far:
		f.mu.Lock()
		defer f.mu.Unlock()
		f.conns[near] = true
		return near, nil
	case <-f.gone:
	case <-ctx.Done():
	}
	return nil, &net.OpError{Op: "dial", Err: net.ErrClosed}
}

// Accept implements net.Listener.
func (f *front) Accept() (net.Conn, error) {
	select {
	case c := <-f.come:
		return c, nil
	case <-f.gone:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (f *front) Close() error { return nil }

// Addr implements net.Listener.
func (f *front) Addr() net.Addr { return &net.UnixAddr{Name: "front"} }
