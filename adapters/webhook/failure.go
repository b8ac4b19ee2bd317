package webhook

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"syscall"
	"time"

	"ambassador/bot"
)

// mostWait is how long a receiver may have the outbox wait.
const mostWait = time.Hour

// unknownWait is how long to wait when the receiver says that it is too much, and not for how long.
const unknownWait = time.Minute

// answered is what a status means for the outbox (RFC 9110, section 15, and Standard Webhooks, "Delivery success and
// failure"). After is the Retry-After header.
func answered(status int, after string) error {
	said := fmt.Sprintf("HTTP %d", status)
	if text := http.StatusText(status); text != "" {
		said += " " + text
	}
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusTooManyRequests:
		wait, ok := asked(after)
		if !ok {
			wait = unknownWait
		}
		return bot.Wait{For: wait}
	case status == http.StatusServiceUnavailable:
		if wait, ok := asked(after); ok {
			return bot.Wait{For: wait}
		}
	case status >= 300 && status < 400:
		return bot.Dead{Reason: "the receiver answers that it is elsewhere (" + said + "): redirects are not followed, so configure the final address"}
	case status < 500 && status != http.StatusRequestTimeout && status != http.StatusTooEarly:
		return bot.Dead{Reason: "the receiver refuses it (" + said + ")"}
	}
	return fmt.Errorf("the receiver answers %s", said)
}

// asked reads a Retry-After header: seconds, or a date (RFC 9110, section 10.2.3). It is false where there is none that
// can be read.
func asked(after string) (wait time.Duration, ok bool) {
	seconds, err := strconv.ParseUint(after, 10, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(seconds, uint64(mostWait/time.Second))) * time.Second, true
	}
	at, err := http.ParseTime(after)
	if err != nil {
		return 0, false
	}
	return min(max(0, time.Until(at)), mostWait), true
}

// cut is what it means that no answer came. Connected says that there was a connection, and so that the request may have
// arrived. From then on the words of errors are left out: they may repeat what the other side says, who knows the address.
func cut(err error, connected bool) error {
	var no refused
	var code syscall.Errno
	switch {
	case errors.As(err, &no):
		return bot.Dead{Reason: no.Error()}
	case !connected:
		return fmt.Errorf("no connection to the receiver: %w", plain(err))
	case isTimeout(err):
		return bot.InDoubt{Err: errors.New("the receiver took it, and did not answer in time")}
	case errors.As(err, &code):
		return bot.InDoubt{Err: fmt.Errorf("the connection was cut before an answer: %w", code)}
	}
	return bot.InDoubt{Err: errors.New("the connection ended without an answer of HTTP")}
}

// isTimeout says that time was up, the delivery's or the program's.
func isTimeout(err error) bool {
	var slow net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.As(err, &slow) && slow.Timeout()
}

// plain is the error without the address of the hook, safe to log.
func plain(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
