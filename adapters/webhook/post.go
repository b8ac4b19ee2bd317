package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"ambassador/bot"
)

// receiver is a hook that is ready to be posted to.
type receiver struct {
	url       *url.URL
	key       []byte
	wrong     error // with the configuration, as Check says it; nothing is sent
	transport http.RoundTripper
	timeout   time.Duration
}

// open makes a receiver of a hook. Each has its own network, so that no connection is made under another hook's rules.
func open(h Hook, opt Options) receiver {
	r := receiver{wrong: h.Check(), transport: opt.Transport, timeout: opt.Timeout}
	if r.wrong != nil {
		return r
	}
	r.url, _ = h.address() // Check has read both
	r.key, _ = h.key()
	if r.transport == nil {
		r.transport = network(h.AllowPrivate, opt.Timeout)
	}
	return r
}

// post sends one request, and says what became of it: nil, a bot.Wait, bot.Dead or bot.InDoubt, or what is tried again.
func (r receiver) post(ctx context.Context, id string, body []byte) error {
	switch {
	case r.wrong != nil:
		return bot.Dead{Reason: "the hook's configuration is wrong: " + r.wrong.Error()}
	case !json.Valid(body) || !utf8.Valid(body):
		return bot.Dead{Reason: "what was to be sent is not a JSON document"}
	}
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	var connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }})
	request, err := r.request(ctx, id, body)
	if err != nil {
		return bot.Dead{Reason: "no request can be made for this address"} // the error repeats it
	}
	// A round trip follows no redirect and keeps no cookie: all of that is http.Client's.
	response, err := r.transport.RoundTrip(request)
	if err != nil {
		return cut(err, connected.Load())
	}
	drop(response)
	return answered(response.StatusCode, response.Header.Get("Retry-After"))
}

// request is a body on its way, signed for this attempt.
func (r receiver) request(ctx context.Context, id string, body []byte) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	timestamp := strconv.FormatInt(time.Now().Unix(), 10)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Ambassador")
	request.Header.Set(headerID, id)
	request.Header.Set(headerTimestamp, timestamp)
	request.Header.Set(headerSignature, sign(r.key, id, timestamp, body))
	return request, nil
}

// mostRead is how much of an answer is read, in bytes, of its headers and of its body each.
const mostRead = 64 << 10

// drop reads the beginning of an answer's body, so that an ordinary receiver is not cut off while it still writes, and
// forgets it. What goes wrong there does not matter: the status has been said.
func drop(response *http.Response) {
	if response.StatusCode >= http.StatusOK { // behind 101 there is a conversation without an end
		_, _ = io.CopyN(io.Discard, response.Body, mostRead)
	}
	_ = response.Body.Close()
}
