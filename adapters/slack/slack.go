// Package slack is the adapter for Slack workspaces: slash commands, mentions, direct messages,
// buttons, native forms, shortcuts and the App Home, over Socket Mode or HTTP.
package slack

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"ambassador/bot"
)

// Platform is the adapter's name in addresses: slack:T123/U456.
const Platform = "slack"

// The two transports.
const (
	Socket = "socket" // Slack is called, and needs no public address
	HTTP   = "http"   // Slack calls
)

// Options is a connection to one Slack app, in one or several workspaces.
type Options struct {
	Mode          string   // Socket or HTTP
	BotTokens     []string // xoxb-…, one for each workspace that the app is installed in
	AppToken      string   // xapp-…, for Socket
	SigningSecret string   // for HTTP
	APIURL        string   // base of the Web API, with a slash at its end; empty means Slack's
	Sockets       int      // connections open at once, at least 1
	Welcome       bool     // greet people who join a workspace
	Name          string   // how the bot calls itself; also its slash command
	Log           *slog.Logger

	// Dial opens all connections, those of the Web API and those of Socket Mode. Nil is the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Adapter is the connection. It is made by [New], run once, and in mode HTTP also serves requests.
type Adapter struct{ opt Options }

var (
	_ bot.Adapter  = (*Adapter)(nil)
	_ bot.Pacer    = (*Adapter)(nil)
	_ bot.Learner  = (*Adapter)(nil)
	_ http.Handler = (*Adapter)(nil)
)

// New makes a connection that Run opens.
func New(opt Options) *Adapter { return &Adapter{opt: opt} }

// Name is the platform's name: "slack".
func (a *Adapter) Name() string { return Platform }

// Run listens until ctx is done.
func (a *Adapter) Run(ctx context.Context, handle bot.Handle) error { <-ctx.Done(); return nil }

// Send posts an envelope.
func (a *Adapter) Send(ctx context.Context, e bot.Envelope) (string, error) {
	return "", errors.New("not yet")
}

// Pace is the time between two posts to one conversation that Slack asks for.
func (a *Adapter) Pace() time.Duration { return time.Second }

// Learn implements bot.Learner.
func (a *Adapter) Learn(t *bot.Table) {}

// ServeHTTP answers Slack's requests in mode HTTP.
func (a *Adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

// Ready says why nothing can be heard or said at this moment; nil when all is well.
func (a *Adapter) Ready() error { return nil }

// Counts are the figures of this connection since the start, by name.
func (a *Adapter) Counts() map[string]int64 { return nil }

// Gone says which of the accounts are deactivated; accounts of other platforms and workspaces never are.
func (a *Adapter) Gone(ctx context.Context, accounts []bot.Address) ([]bot.Address, error) {
	return nil, nil
}
