package matrix

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"syscall"
	"time"

	"maunium.net/go/mautrix"

	"ambassador/bot"
)

// callTime is how long one call may take.
const callTime = 15 * time.Second

// errStore is what is wrong while the store takes nothing.
var errStore = errors.New("matrix: what is heard cannot be kept; the log says why")

// failure says what an error of a call means for the outbox: wait, give up, in doubt, or try again. It follows
// the error codes of the client-server API's pages at spec.matrix.org.
func failure(err error) error {
	var answer mautrix.HTTPError
	switch {
	case err == nil:
		return nil
	case ours(err), errors.Is(err, mautrix.ErrFailedToRefreshToken):
		return err // understood already, or before anything was sent
	case !errors.As(err, &answer):
		return plain(err) // of our own or of the keys: nothing was sent
	case answer.Response == nil || answer.RespError == nil && answer.IsStatus(http.StatusOK):
		if unsent(err) {
			return plain(err)
		}
		return bot.InDoubt{Err: plain(err)}
	case answer.IsStatus(http.StatusTooManyRequests) || errors.Is(err, mautrix.MLimitExceeded):
		return bot.Wait{For: max(asked(err), time.Second), All: true}
	case answer.Response.StatusCode >= 500:
		return bot.InDoubt{Err: plain(err)} // gateways answer so before or after the deed
	case errors.Is(err, mautrix.MUnknownToken), errors.Is(err, mautrix.MMissingToken):
		return plain(err) // the sync hears of it, too, and logs in again or ends the program
	case answer.IsStatus(http.StatusRequestTimeout):
		return bot.InDoubt{Err: plain(err)}
	case answer.RespError == nil || answer.RespError.ErrCode == "":
		if !answer.IsStatus(http.StatusRequestEntityTooLarge) {
			return bot.InDoubt{Err: plain(err)} // a gateway's page: the homeserver may be back in a moment
		}
	}
	return bot.Dead{Reason: meaning(answer)}
}

// ours says that an error is one of those that the outbox understands.
func ours(err error) bool {
	var wait bot.Wait
	var dead bot.Dead
	var doubt bot.InDoubt
	return errors.As(err, &wait) || errors.As(err, &dead) || errors.As(err, &doubt)
}

// meaning is a refusal in words for coordinators.
func meaning(answer mautrix.HTTPError) string {
	code := "HTTP " + strconv.Itoa(answer.Response.StatusCode)
	if answer.RespError != nil && answer.RespError.ErrCode != "" {
		code = answer.RespError.ErrCode
	}
	switch code {
	case "M_FORBIDDEN":
		return "I am not in that room any more, or may not write there (M_FORBIDDEN)"
	case "M_NOT_FOUND":
		return "the room is not there (M_NOT_FOUND)"
	case "M_TOO_LARGE":
		return "it is too long for one event (M_TOO_LARGE)"
	case "M_USER_DEACTIVATED":
		return "the account is deactivated (M_USER_DEACTIVATED)"
	}
	return "the homeserver refuses it (" + code + ")"
}

// hopeless says that the same call would fail again.
func hopeless(err error) bool {
	var dead bot.Dead
	return errors.As(failure(err), &dead)
}

// asked is how long the homeserver asks to wait; zero where it does not.
func asked(err error) time.Duration {
	var wait bot.Wait
	if errors.As(err, &wait) {
		return wait.For
	}
	var answer mautrix.HTTPError
	if !errors.As(err, &answer) || answer.Response == nil {
		return 0
	}
	header := answer.Response.Header.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(header, 64); err == nil && seconds >= 0 {
		return min(time.Duration(seconds*float64(time.Second)), time.Hour)
	}
	if at, err := http.ParseTime(header); err == nil {
		return min(max(0, time.Until(at)), time.Hour)
	}
	if answer.IsStatus(http.StatusTooManyRequests) {
		return unknownWait
	}
	return 0
}

// unknownWait is how long to wait when the homeserver says that it is too much, and not for how long.
const unknownWait = 5 * time.Second

// unsent says that a request cannot have arrived: nobody took the connection.
func unsent(err error) bool {
	var dial *net.OpError
	var name *net.DNSError
	return errors.As(err, &dial) && dial.Op == "dial" || errors.As(err, &name) || errors.Is(err, syscall.ECONNREFUSED)
}

// plain is the error without addresses and the words of the request, safe to log and to show.
func plain(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	var answer mautrix.HTTPError
	if errors.As(err, &answer) && answer.Response != nil {
		if answer.RespError != nil && answer.RespError.ErrCode != "" {
			return fmt.Errorf("the homeserver answers %s (HTTP %d): %.200s", answer.RespError.ErrCode, answer.Response.StatusCode, answer.RespError.Err)
		}
		if answer.WrappedError == nil {
			return fmt.Errorf("the homeserver answers HTTP %d", answer.Response.StatusCode)
		}
	}
	return err
}

// hints is a transport that writes retry_after_ms, where only the body of a refusal has it, into the header,
// which is where the rest looks (spec.matrix.org, "Rate limiting").
type hints struct{ http.RoundTripper }

// mostHint is how much of a refusal is looked at.
const mostHint = 4 << 10

// RoundTrip implements http.RoundTripper.
func (h *hints) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := h.RoundTripper.RoundTrip(r)
	if err != nil || answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") != "" {
		return answer, err
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostHint))
	_ = answer.Body.Close()
	answer.Body = io.NopCloser(bytes.NewReader(body))
	var said struct {
		After float64 `json:"retry_after_ms"`
	}
	if err == nil && json.Unmarshal(body, &said) == nil && said.After > 0 {
		answer.Header.Set("Retry-After", strconv.FormatFloat(said.After/1000, 'f', 3, 64))
	}
	return answer, nil
}

// CloseIdleConnections lets http.Client close what is not used.
func (h *hints) CloseIdleConnections() {
	if c, ok := h.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// calling bounds one call in time.
func calling(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, callTime)
}
