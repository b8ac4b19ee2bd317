// Package webhook delivers what the bot passes on to another program: one signed HTTP POST for each envelope.
//
// It is an adapter of one way: nothing is heard from there. An envelope goes to the room that is named like a hook of the
// configuration, and its text is a JSON document, which is posted as it is. Whoever receives it answers with any 2xx once
// it is kept; what other answers mean is in failure.go. Ordering, trying again and dead letters are the outbox's.
//
// Requests are signed as the Standard Webhooks specification says (sign.go), so that receivers can use its libraries.
// Delivery is at least once: a repeat carries the same Webhook-Id, by which the receiver drops it. Only a dead letter that
// a coordinator tries again is a deed of its own, with an id of its own.
//
// A hook can be reached at a public address alone, unless its configuration allows others; that is looked at when the
// connection is made, behind the name's resolution (dial.go). Redirects are not followed, and proxies that the environment
// names (HTTPS_PROXY) are not used: behind a proxy nobody could tell which address is reached.
package webhook

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"time"

	"ambassador/bot"
)

// Platform is the adapter's name in addresses.
const Platform = "webhook"

// defaultTimeout is how long one delivery may take where the options do not say.
const defaultTimeout = 10 * time.Second

// Options is what may be reached, and how.
type Options struct {
	Hooks   map[string]Hook // by name, which is the room of an address
	Timeout time.Duration   // for one delivery, from the name's resolution to the answer; zero is 10 s. The outbox ends it after 30 s
	Log     *slog.Logger

	// Transport carries all requests. Nil is the network, where addresses are checked; a transport of somebody else's is
	// for tests.
	Transport http.RoundTripper
}

// Adapter is the way to all hooks. It is made by [New].
type Adapter struct {
	hooks map[string]receiver
	log   *slog.Logger
}

var _ bot.Adapter = (*Adapter)(nil)

// New makes the way to the hooks. A hook whose configuration is wrong is kept: Run tells of it, and what is sent there
// becomes a dead letter that says why.
func New(opt Options) *Adapter {
	a := &Adapter{hooks: make(map[string]receiver), log: opt.Log}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if opt.Timeout <= 0 {
		opt.Timeout = defaultTimeout
	}
	for name, hook := range opt.Hooks {
		a.hooks[name] = open(hook, opt)
	}
	return a
}

// Name is the platform's name: "webhook".
func (a *Adapter) Name() string { return Platform }

// Run tells the log of hooks that cannot work, and waits for the end: nobody speaks to the bot from here.
func (a *Adapter) Run(ctx context.Context, _ bot.Handle) error {
	for _, name := range slices.Sorted(maps.Keys(a.hooks)) {
		if err := a.hooks[name].wrong; err != nil {
			a.log.Warn("webhook: nothing can be sent there", "hook", name, "err", err)
		}
	}
	<-ctx.Done()
	return nil
}

// Send posts the envelope's text to the hook that its room names, and returns the id that the receiver was given. Its
// errors name the hook; of the address they show the host at most, and of the secret nothing.
func (a *Adapter) Send(ctx context.Context, e bot.Envelope) (remote string, err error) {
	r, there := a.hooks[e.To.Room]
	if !there {
		return "", named(e.To.Room, bot.Dead{Reason: "the configuration has no hook of this name"})
	}
	began := time.Now()
	id := identify(e.Key)
	if err := r.post(ctx, id, []byte(e.Reply.Text)); err != nil {
		return "", named(e.To.Room, err)
	}
	a.log.Debug("webhook: delivered", "hook", e.To.Room, "took", time.Since(began))
	return id, nil
}

// named says of which hook an error is. Of a dead letter only the reason is kept, so the name goes into it.
func named(hook string, err error) error {
	var dead bot.Dead
	if errors.As(err, &dead) {
		return bot.Dead{Reason: fmt.Sprintf("webhook %q: %s", hook, dead.Reason)}
	}
	return fmt.Errorf("webhook %q: %w", hook, err)
}
