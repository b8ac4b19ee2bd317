package slack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/slack-go/slack"

	"ambassador/bot"
)

// failure says what an error of a call means for the outbox: wait, give up, in doubt, or try again. It
// follows the error words of the methods' pages at docs.slack.dev.
func failure(err error) error {
	if err == nil {
		return nil
	}
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	var refused slack.SlackErrorResponse
	switch {
	case errors.As(err, &limited):
		return bot.Wait{For: max(limited.RetryAfter, time.Second), All: true}
	case errors.As(err, &status) && status.Code == http.StatusTooManyRequests:
		return bot.Wait{For: unknownWait, All: true}
	case errors.As(err, &refused):
		return refusal(refused.Err)
	case errors.As(err, &status) && status.Code >= 500:
		// Slack's gateways answer 5xx before or after the deed, so it is told like a cut connection.
		return bot.InDoubt{Err: plain(err)}
	case unsent(err):
		return plain(err)
	}
	return bot.InDoubt{Err: plain(err)}
}

// unknownWait is how long to wait when Slack says that it is too much, and not for how long.
const unknownWait = 10 * time.Second

// refusal is the meaning of an error word.
func refusal(word string) error {
	switch word {
	case "ratelimited", "rate_limited", "message_limit_exceeded":
		return bot.Wait{For: unknownWait, All: true}
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "":
		return fmt.Errorf("slack answers %q", word)
	case "channel_not_found", "user_not_found", "users_not_found", "not_in_channel", "is_archived":
		return bot.Dead{Reason: "the conversation is not there, or I am not in it (" + word + ")"}
	case "missing_scope", "no_permission", "restricted_action", "cannot_dm_bot", "messages_tab_disabled":
		return bot.Dead{Reason: "I am not allowed to write there (" + word + ")"}
	case "account_inactive", "token_revoked", "invalid_auth", "not_authed", "token_expired", "team_access_not_granted", "org_login_required":
		return bot.Dead{Reason: "the workspace does not let me in any more (" + word + ")"}
	}
	return bot.Dead{Reason: "the workspace refuses it (" + word + ")"}
}

// unsent says that a request cannot have arrived: nobody took the connection.
func unsent(err error) bool {
	var dial *net.OpError
	var name *net.DNSError
	return errors.As(err, &dial) && dial.Op == "dial" || errors.As(err, &name) || errors.Is(err, syscall.ECONNREFUSED)
}

// addresses finds what may carry a secret in the words of a library: the address of a response, or of a
// socket with its ticket.
var addresses = regexp.MustCompile(`\b(?:https?|wss?)://[^\s"]+`)

// plain is the error without addresses, safe to log.
func plain(err error) error {
	if err == nil {
		return nil
	}
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	if text := err.Error(); addresses.MatchString(text) {
		return errors.New(addresses.ReplaceAllString(text, "[address]"))
	}
	return err
}

// holds are the methods that Slack has asked to leave alone, by workspace, and until when.
type holds struct {
	mu    sync.Mutex
	until map[string]time.Time
}

// left is how long the method must still be left alone.
func (h *holds) left(team, method string) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return max(0, time.Until(h.until[team+"/"+method]))
}

// keep leaves the method alone for a while.
func (h *holds) keep(team, method string, d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.until == nil {
		h.until = make(map[string]time.Time)
	}
	if until := time.Now().Add(d); until.After(h.until[team+"/"+method]) {
		h.until[team+"/"+method] = until
	}
}

// call makes one call of a method, unless Slack asked to leave it alone. The error is a [failure].
func (a *Adapter) call(ctx context.Context, t *team, method string, do func(context.Context, *slack.Client) error) error {
	if t.left.Load() {
		return bot.Dead{Reason: "the app was removed from the workspace"}
	}
	if wait := a.holds.left(t.id, method); wait > 0 {
		return bot.Wait{For: wait, All: method == posting}
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	err := failure(do(ctx, t.api))
	var wait bot.Wait
	if errors.As(err, &wait) {
		a.counts.Add("slack_held")
		a.holds.keep(t.id, method, wait.For)
		err = bot.Wait{For: wait.For, All: method == posting} // others wait only for what all of them need
	}
	if err != nil {
		a.counts.Add("slack_call_failed")
	}
	return err
}

// posting is the method that the whole outbox needs.
const posting = "chat.postMessage"

// callTime is how long one call may take.
const callTime = 10 * time.Second

// wordOf is Slack's word for an error, if it is one.
func wordOf(err error) string {
	var refused slack.SlackErrorResponse
	if errors.As(err, &refused) {
		return strings.TrimSpace(refused.Err)
	}
	return ""
}
