// Package wire connects a client with a fake platform in memory, so that both can live in a bubble of testing/synctest.
package wire

import (
	"context"
	"net"
	"sync"
)

// Wire is a listener whose connections are in memory: whoever dials gets one end, the server the other.
type Wire struct {
	name string
	once sync.Once
	come chan net.Conn
	gone chan struct{}
}

// New makes a wire to a host of that name.
func New(name string) *Wire {
	return &Wire{name: name, come: make(chan net.Conn), gone: make(chan struct{})}
}

// Dial makes a connection and waits until the server has its end.
func (w *Wire) Dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case w.come <- far:
		return near, nil
	case <-w.gone:
	case <-ctx.Done():
	}
	return nil, &net.OpError{Op: "dial", Err: net.ErrClosed}
}

// Accept implements net.Listener.
func (w *Wire) Accept() (net.Conn, error) {
	select {
	case c := <-w.come:
		return c, nil
	case <-w.gone:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (w *Wire) Close() error {
	w.once.Do(func() { close(w.gone) })
	return nil
}

// Addr implements net.Listener.
func (w *Wire) Addr() net.Addr { return &net.UnixAddr{Name: w.name} }
