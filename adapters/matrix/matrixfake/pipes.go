package matrixfake

import (
	"context"
	"net"
	"sync"
)

// pipes are connections in memory: whoever dials gets one end, the server the other.
type pipes struct {
	once sync.Once
	come chan net.Conn
	gone chan struct{}
}

func newPipes() *pipes { return &pipes{come: make(chan net.Conn), gone: make(chan struct{})} }

// dial makes a connection and waits until the server has its end.
func (p *pipes) dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.come <- far:
		return near, nil
	case <-p.gone:
	case <-ctx.Done():
	}
	return nil, &net.OpError{Op: "dial", Err: net.ErrClosed}
}

// Accept implements net.Listener.
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.come:
		return c, nil
	case <-p.gone:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (p *pipes) Close() error {
	p.once.Do(func() { close(p.gone) })
	return nil
}

// Addr implements net.Listener.
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "matrix.test"} }
