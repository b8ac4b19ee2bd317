// Package slackfake is a Slack for tests: one workspace with people and rooms in which the app is installed. It speaks
// the Web API, Socket Mode and signed HTTP requests over connections in memory, so it works in the bubbles of
// testing/synctest; it records every call, holds every message against Slack's limits, and fails as Slack does when told to.
package slackfake

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"ambassador/adapters/adaptertest/wire"
	"ambassador/adapters/slack"
	"ambassador/bot"
	"ambassador/bot/bottest"
)

// Team is the workspace.
const Team = "TTALK"

// The bot's own user, and secrets that must never be seen in a log.
const (
	Bot      = "UBOT"
	BotToken = "xoxb-canary-bot-token"
	AppToken = "xapp-canary-app-token"
	Secret   = "canary-signing-secret"
)

// Slack is the workspace, and whatever is known there.
type Slack struct {
	wire.Manners
	t        testing.TB
	mode     string
	listener *wire.Wire
	server   *http.Server

	mu        sync.Mutex
	adapter   *slack.Adapter
	seq       int
	calls     []Call
	faults    map[string][]Fault
	latency   time.Duration
	until     map[string]time.Time // by method: no call may come before
	early     int                  // calls that came before
	messages  map[string][]Message // by channel, oldest first
	views     map[string]*View
	homes     map[string]*View   // by user
	triggers  map[string]trigger // not yet used
	tickets   map[string]bool    // of sockets, not yet used
	responses map[string]*response
	files     map[string]*file
	people    map[string]*Person
	outside   map[string]bool   // channels that the bot is not in
	spoke     map[string]string // who began a thread, by channel and thread
	told      map[string]string // the thread in which somebody was told something last, by channel and person
	shown     []showing
	heard     []bottest.Word
	sockets   []*socket
	turn      int // of the sockets
	mentions  int // said so far, by Say alone
	waiting   map[string]*envelope
	unacked   []delivery
	insists   bool // unacknowledged events come again by themselves
	timers    []*time.Timer
	over      chan struct{}     // closed at the end
	lost      int               // events that were given up
	teams     map[string]string // by bot token
	lose      int               // acknowledgements that get lost
	refused   string            // what apps.connections.open answers
}

// Person is somebody of the workspace.
type Person struct {
	Zone, Locale        string
	Deleted, Restricted bool
}

// New makes a workspace whose app uses that mode.
func New(t testing.TB, mode string) *Slack {
	s := &Slack{
		t: t, mode: mode, listener: wire.New("slack.test"), faults: map[string][]Fault{}, until: map[string]time.Time{}, messages: map[string][]Message{},
		views: map[string]*View{}, homes: map[string]*View{}, triggers: map[string]trigger{}, tickets: map[string]bool{}, responses: map[string]*response{},
		files: map[string]*file{}, people: map[string]*Person{}, outside: map[string]bool{}, spoke: map[string]string{}, told: map[string]string{}, waiting: map[string]*envelope{},
		teams: map[string]string{BotToken: Team}, over: make(chan struct{}),
	}
	s.server = &http.Server{Handler: s.Handler(), ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.server.Serve(s.listener) }()
	t.Cleanup(func() {
		s.stopDelivering()
		s.CloseSockets()
		_ = s.server.Close()
		_ = s.listener.Close()
		<-done
		for _, what := range s.Wrong() {
			t.Errorf("slackfake: %s", what)
		}
	})
	return s
}

// Socket makes a platform for talks whose app uses Socket Mode.
func Socket(t testing.TB) bottest.Platform { return New(t, slack.Socket) }

// HTTP makes a platform for talks whose app is sent requests.
func HTTP(t testing.TB) bottest.Platform { return New(t, slack.HTTP) }

// Options are what an adapter needs to use the app.
func (s *Slack) Options() slack.Options {
	return slack.Options{
		Mode: s.mode, BotTokens: s.tokens(), AppToken: AppToken, SigningSecret: Secret, APIURL: "http://slack.test/api/",
		Sockets: 2, Name: "Ambassador", Welcome: true, Listen: true, Log: slog.New(slog.NewTextHandler(s.output(), &slog.HandlerOptions{Level: slog.LevelDebug})), Dial: s.Dial,
	}
}

// Install installs the app in another workspace, too, and returns its bot token. Deliveries are from there when their
// payload says so; what is posted there is kept under the name of the team, a slash and the channel.
func (s *Slack) Install(team string) (token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	token = BotToken + "-" + team
	s.teams[token] = team
	return token
}

// tokens lists the bot tokens of all workspaces.
func (s *Slack) tokens() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.teams))
}

// output is where the adapter logs.
func (s *Slack) output() io.Writer { return s.t.Output() }

// Adapter implements bottest.Platform: a new adapter for the app. In talks no time passes between two words, so it keeps no
// pace; tests of their own hold that.
func (s *Slack) Adapter() bot.Adapter {
	a := s.Use(slack.New(s.Options()))
	return hasty{a, a}
}

// hasty is an adapter without Pace.
type hasty struct {
	bot.Adapter
	bot.Learner
}

// Use makes an adapter the one that HTTP requests are sent to.
func (s *Slack) Use(a *slack.Adapter) *slack.Adapter {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.adapter = a
	return a
}

// Dial connects to the workspace, whatever the address.
func (s *Slack) Dial(ctx context.Context, _, _ string) (net.Conn, error) { return s.listener.Dial(ctx) }

// Set changes what is known of a person.
func (s *Slack) Set(user string, change func(*Person)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.person(user))
}

// person is somebody, who exists from the first time they are asked for. mu is held.
func (s *Slack) person(user string) *Person {
	if s.people[user] == nil {
		s.people[user] = &Person{}
	}
	return s.people[user]
}

// Outside takes the bot out of a channel.
func (s *Slack) Outside(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outside[channel] = true
}

// next is a number that was not given before. mu is held.
func (s *Slack) next() int {
	s.seq++
	return s.seq
}

// stamp is a new timestamp, which is an id as well. mu is held.
func (s *Slack) stamp() string { return fmt.Sprintf("%d.%06d", time.Now().Unix(), s.next()) }
