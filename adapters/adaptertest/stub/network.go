// Package stub is a network that answers by itself, where a whole fake platform would be more than a test needs.
package stub

import (
	"io"
	"net/http"
	"strings"
)

// Network is an HTTP transport that answers by itself.
type Network func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f Network) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Says is a network that gives every request this answer, with headers by turns name and value.
func Says(status int, body string, headers ...string) Network {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{"Content-Type": {"application/json"}}
		for i := 0; i+1 < len(headers); i += 2 {
			h.Set(headers[i], headers[i+1])
		}
		return &http.Response{StatusCode: status, Status: http.StatusText(status), Header: h, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

// Fails is a network on which nothing arrives.
func Fails(err error) Network {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}
