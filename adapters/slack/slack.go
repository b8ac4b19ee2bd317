// Package slack is the adapter for Slack workspaces: slash commands, mentions, direct messages,
// buttons, native forms, shortcuts and the App Home, over Socket Mode or HTTP.
//
// What comes in takes one way, whichever transport (socket.go, http.go) brings it: a [delivery] is read
// (in.go), becomes an [exchange] with a bot.Message, is handled, and is acknowledged once its effects are
// kept (exchange.go, answer.go). What goes out is rendered (out.go, form.go, home.go) and posted (send.go,
// respond.go). All patience with Slack is the outbox's, except for the seconds in which an answer can still
// travel inside the acknowledgement; what an error means for it is in failure.go.
package slack

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

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
	Listen        bool     // hear what people say to each other in channels; the app needs more permissions for it
	Name          string   // how the bot calls itself; also its slash command
	Log           *slog.Logger

	// Dial opens all connections, those of the Web API and those of Socket Mode. Nil is the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Adapter is the connection. It is made by [New], run once, and in mode HTTP also serves requests.
type Adapter struct {
	opt    Options
	log    *slog.Logger
	client *http.Client // for everything that goes to Slack
	dialer *websocket.Dialer
	app    *slack.Client   // with the app-level token
	api    []*slack.Client // one for each bot token
	begun  time.Time       // what was said before may have been answered by another run of the program

	teams  teams
	people people
	holds  holds
	late   late
	given  given
	order  order
	crew   crew
	counts bot.Counts
	links  links
	table  atomic.Pointer[bot.Table]

	started chan struct{} // closed when Run begins
	mu      sync.Mutex
	handle  bot.Handle // nil before Run and after its end
	running context.Context
	busy    sync.WaitGroup // deliveries in hand
	sockets sync.WaitGroup
}

var (
	_ bot.Adapter  = (*Adapter)(nil)
	_ bot.Pacer    = (*Adapter)(nil)
	_ bot.Learner  = (*Adapter)(nil)
	_ http.Handler = (*Adapter)(nil)
)

// New makes a connection that Run opens.
func New(opt Options) *Adapter {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16 // as many as the outbox sends at once
	dialer := &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: greeting, WriteBufferSize: 32 << 10}
	if opt.Dial != nil {
		transport.DialContext, dialer.NetDialContext = opt.Dial, opt.Dial
		transport.Proxy, dialer.Proxy = nil, nil
	}
	a := &Adapter{
		opt: opt, log: opt.Log, dialer: dialer, begun: time.Now().Truncate(time.Second),
		client: &http.Client{Transport: transport, Timeout: callTime},
		people: newPeople(), crew: newCrew(), started: make(chan struct{}), teams: teams{all: make(chan struct{})},
	}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	a.app = a.open("", slack.OptionAppLevelToken(opt.AppToken))
	for _, token := range opt.BotTokens {
		a.api = append(a.api, a.open(token))
	}
	return a
}

// open makes a client of the library. It never retries, which is the outbox's business, and never logs, because its
// debug log holds messages.
func (a *Adapter) open(token string, more ...slack.Option) *slack.Client {
	options := append(more, slack.OptionHTTPClient(a.client))
	if a.opt.APIURL != "" {
		options = append(options, slack.OptionAPIURL(a.opt.APIURL))
	}
	return slack.New(token, options...)
}

// Name is the platform's name: "slack".
func (a *Adapter) Name() string { return Platform }

// Pace is the time between two posts to one conversation that Slack asks for.
func (a *Adapter) Pace() time.Duration { return time.Second }

// Learn implements bot.Learner.
func (a *Adapter) Learn(t *bot.Table) { a.table.Store(t) }

// Run listens until ctx is done, and then finishes what is in hand. It ends early for no reason: what is wrong shows in
// Ready, and mends itself where it can.
func (a *Adapter) Run(ctx context.Context, handle bot.Handle) error {
	a.mu.Lock()
	a.handle, a.running = handle, ctx
	a.mu.Unlock()
	close(a.started)
	var work sync.WaitGroup
	for _, api := range a.api {
		work.Go(func() { a.identify(ctx, api) })
	}
	work.Go(func() { a.acquaint(ctx) })
	if a.opt.Mode == Socket {
		for range max(1, a.opt.Sockets) {
			work.Go(func() { a.keepSocket(ctx) })
		}
	}
	<-ctx.Done()
	a.finish()
	work.Wait()
	a.sockets.Wait()
	close(a.crew.over)
	a.client.CloseIdleConnections()
	return nil
}

// finish lets nothing more in, and waits a while for what is in hand.
func (a *Adapter) finish() {
	a.mu.Lock()
	a.handle = nil // from here on nothing is added to busy
	a.mu.Unlock()
	done := make(chan struct{})
	go func() { a.busy.Wait(); close(done) }()
	late := time.NewTimer(lastWords)
	defer late.Stop()
	select {
	case <-done:
	case <-late.C:
		a.log.Warn("slack: some deliveries are not finished, and will come again")
	}
}

// lastWords is how long finish waits.
const lastWords = 2 * time.Second

// Ready says why nothing can be heard or said at this moment; nil when all is well.
func (a *Adapter) Ready() error {
	if err := a.teams.ready(); err != nil {
		return err
	}
	if a.opt.Mode == Socket {
		return a.links.ready()
	}
	return nil
}
