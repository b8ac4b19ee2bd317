package webhook_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ambassador/adapters/webhook"
)

// TestBadManners: whatever a receiver does, a delivery ends, and its error says nothing secret.
func TestBadManners(t *testing.T) {
	for _, c := range []struct {
		name   string
		handle http.HandlerFunc
		want   string
	}{
		{"it hangs", func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // from here on the server sees when the bot hangs up
			<-r.Context().Done()
		}, doubt},
		{"it cuts the connection", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, doubt},
		{"it answers without end", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, fine},
		{"it repeats the address instead of HTTP", raw("/" + hiddenPath + "?" + hiddenQuery + "\r\n\r\n"), doubt},
		{"it sends endless headers", raw("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 200<<10) + "\r\n\r\n"), doubt},
		{"it changes the protocol", raw("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"), dead},
		{"it redirects to nowhere", raw("HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n"), dead},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := to(t, server(t, c.handle).URL, func(o *webhook.Options) { o.Timeout = 100 * time.Millisecond }).Send(t.Context(), document)
			ends(t, err, c.want)
		})
	}
}

// raw is a receiver that writes this in place of an answer, and keeps the connection until the bot closes it.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(c, answer)
		_, _ = io.Copy(io.Discard, c)
		_ = c.Close()
	}
}

// TestLongAnswer: of an answer of 10 MB no more is taken than fits into the buffers on the way.
func TestLongAnswer(t *testing.T) {
	const long = 10 << 20
	done := make(chan int64, 1)
	s := server(t, func(w http.ResponseWriter, _ *http.Request) {
		n, _ := io.Copy(w, io.LimitReader(zeroes{}, long))
		done <- n
	})
	var read countedConn
	_, err := to(t, s.URL, over(&http.Transport{DialContext: read.dial, DisableKeepAlives: true})).Send(t.Context(), document)
	ends(t, err, fine)
	if n := <-done; n == long || read.n.Load() > 128<<10 {
		t.Errorf("the receiver could write %d bytes, and %d were read; want no more than 64 KiB and a buffer", n, read.n.Load())
	}
}

// zeroes is a reader without an end.
type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// countedConn counts what is read from the network.
type countedConn struct {
	net.Conn
	n atomic.Int64
}

func (c *countedConn) dial(ctx context.Context, network, address string) (_ net.Conn, err error) {
	c.Conn, err = new(net.Dialer).DialContext(ctx, network, address)
	return c, err
}

func (c *countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// TestRedirect: a receiver cannot send the bot to another place, least of all within its own network.
func TestRedirect(t *testing.T) {
	var fetched atomic.Int32
	inner := server(t, func(http.ResponseWriter, *http.Request) { fetched.Add(1) })
	for _, status := range []int{301, 302, 303, 307, 308} {
		outer := server(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner.URL, status) })
		_, err := to(t, outer.URL, nil).Send(t.Context(), document)
		ends(t, err, dead, "configure the final address")
	}
	if fetched.Load() != 0 {
		t.Errorf("%d redirects were followed", fetched.Load())
	}
}
