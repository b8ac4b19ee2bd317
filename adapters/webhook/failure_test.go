package webhook_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/adaptertest/stub"
)

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		status int
		after  string
		want   string
		wait   time.Duration
	}{
		{200, "", fine, 0}, {202, "", fine, 0}, {204, "", fine, 0}, {299, "", fine, 0},
		{300, "", dead, 0}, {301, "", dead, 0}, {304, "", dead, 0}, {308, "", dead, 0},
		{400, "", dead, 0}, {401, "", dead, 0}, {404, "", dead, 0}, {410, "", dead, 0}, {413, "", dead, 0}, {499, "", dead, 0},
		{408, "", again, 0}, {425, "", again, 0},
		{429, "", wait, time.Minute}, {429, "soon", wait, time.Minute}, {429, "-5", wait, time.Minute},
		{429, "0", wait, 0}, {429, "30", wait, 30 * time.Second}, {429, "3601", wait, time.Hour},
		{429, "99999999999999999999999", wait, time.Hour}, {429, "18446744073709551615", wait, time.Hour},
		{429, "Sat, 01 Jan 2000 00:02:00 GMT", wait, 2 * time.Minute}, {429, "Fri, 31 Dec 1999 00:00:00 GMT", wait, 0},
		{503, "Tue, 01 Jan 2030 00:00:00 GMT", wait, time.Hour},
		{503, "90", wait, 90 * time.Second}, {503, "", again, 0}, {503, "soon", again, 0},
		{500, "", again, 0}, {500, "90", again, 0}, {502, "", again, 0}, {504, "", again, 0}, {599, "", again, 0},
	} {
		t.Run(fmt.Sprint(c.status, " ", c.after), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // in which it is 1 January 2000
				_, err := to(t, "https://hook.example", over(stub.Says(c.status, "", "Retry-After", c.after))).Send(t.Context(), document)
				ends(t, err, c.want)
				if _, asked := ending(err); asked != c.wait {
					t.Errorf("the outbox waits %s, want %s", asked, c.wait)
				}
			})
		})
	}
}

// TestWords: a dead letter says what was answered, and what to do.
func TestWords(t *testing.T) {
	for status, word := range map[int]string{
		410: "(HTTP 410 Gone)", 307: "configure the final address", 499: "(HTTP 499)", 500: "HTTP 500 Internal Server Error",
	} {
		_, err := to(t, "https://hook.example", over(stub.Says(status, ""))).Send(t.Context(), document)
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%d becomes %v, want %q in it", status, err, word)
		}
	}
}

func TestNoAnswer(t *testing.T) {
	at := &url.Error{Op: "Post", URL: "https://hook.example/" + hiddenPath + "?" + hiddenQuery, Err: io.EOF}
	for _, c := range []struct {
		name string
		err  error
		sent bool // there was a connection
		want string
	}{
		{"no such name", &net.DNSError{Err: "no such host", Name: "hook.example"}, false, again},
		{"refused", &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, false, again},
		{"with its address", at, false, again},
		{"reset", &net.OpError{Op: "read", Err: syscall.ECONNRESET}, true, doubt},
		{"the end", io.ErrUnexpectedEOF, true, doubt},
		{"with its address, later", at, true, doubt},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := to(t, "https://hook.example", over(stub.Network(func(r *http.Request) (*http.Response, error) {
				if c.sent {
					connect(r)
				}
				return nil, c.err
			}))).Send(t.Context(), document)
			ends(t, err, c.want)
		})
	}
}

// connect says of a request what a transport says once there is a connection.
func connect(r *http.Request) {
	httptrace.ContextClientTrace(r.Context()).GotConn(httptrace.GotConnInfo{})
}

// TestTimeout: after ten seconds it is enough, and whether there was a connection decides if it may have arrived.
func TestTimeout(t *testing.T) {
	for want, begin := range map[string]func(*http.Request){again: func(*http.Request) {}, doubt: connect} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			_, err := to(t, "https://hook.example", over(stub.Network(func(r *http.Request) (*http.Response, error) {
				begin(r)
				<-r.Context().Done()
				return nil, r.Context().Err()
			}))).Send(t.Context(), document)
			ends(t, err, want)
			if took := time.Since(began); took != 10*time.Second {
				t.Errorf("it took %s, want 10 s", took)
			}
		})
	}
}
