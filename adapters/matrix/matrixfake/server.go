// Package matrixfake is a Matrix homeserver for tests: one server with people and rooms, on which the bot has an account.
// It speaks the client-server API over connections in memory, so it works in the bubbles of testing/synctest; it records
// every call, holds everything the bot sends against good manners, and fails as homeservers do when told to.
package matrixfake

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"ambassador/adapters/adaptertest/wire"
	"ambassador/adapters/matrix"
	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
	"ambassador/store/mem"
)

// Domain is the homeserver's name, and URL its base address.
const (
	Domain = "talk.test"
	URL    = "http://matrix.test"
)

// The bot's own account, and secrets that must never be seen in a log.
const (
	Bot       = "@bot:" + Domain
	BotDevice = "BOTDEVICE"
	BotToken  = "canary-access-token"
	Password  = "canary-password" // of all accounts
)

// Server is the homeserver, and whatever is known there.
type Server struct {
	wire.Manners
	t        testing.TB
	db       store.DB
	listener *wire.Wire
	server   *http.Server
	over     chan struct{} // closed at the end

	mu       sync.Mutex
	seq      int           // of names
	pos      int           // of the stream: everything that happens gets the next one
	wake     chan struct{} // closed when something happens
	accounts map[string]*account
	tokens   map[string]session
	revoked  map[string]bool // tokens that ended; true where the session can be taken up again
	rooms    map[string]*room
	aliases  map[string]string
	sent     map[string]string // event ids by session and transaction
	filters  map[string]object // those written out in calls, as read
	media    map[string]medium
	faults   []fault
	latency  time.Duration
	until    map[string]time.Time // by name of the call: none may come before
	early    int                  // calls that came before
	calls    []*Call

	shown   []*showing
	pending map[string]*showing // by room: words of which parts are missing
	heard   []bottest.Word
	spoke   map[string]string // who spoke last, by room and by thread
	asked   map[string]string // the bot's last event to somebody, if it asks or stands in a thread, by room and person
	aside   map[string]string // the room from which somebody turned to the bot alone
}

// New makes a homeserver on which the bot has an account and nobody has spoken yet.
func New(t testing.TB) *Server {
	s := &Server{
		t: t, db: bottest.Lasting(mem.New()), listener: wire.New("matrix.test"), over: make(chan struct{}), wake: make(chan struct{}),
		accounts: map[string]*account{}, tokens: map[string]session{}, revoked: map[string]bool{}, rooms: map[string]*room{},
		aliases: map[string]string{}, sent: map[string]string{}, filters: map[string]object{}, media: map[string]medium{}, until: map[string]time.Time{},
		pending: map[string]*showing{}, spoke: map[string]string{}, asked: map[string]string{}, aside: map[string]string{},
	}
	s.tokens[BotToken] = session{Bot, BotDevice}
	s.device(Bot, BotDevice)
	s.server = &http.Server{Handler: s.Handler(), ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.server.Serve(s.listener) }()
	t.Cleanup(func() {
		close(s.over)
		_ = s.server.Close()
		_ = s.listener.Close()
		<-done
		for _, what := range s.Wrong() {
			t.Errorf("matrixfake: %s", what)
		}
	})
	return s
}

// Open makes a platform for talks.
func Open(t testing.TB) bottest.Platform { return New(t) }

// Options are what an adapter needs to use the bot's account. Nothing is encrypted, for there is no folder.
func (s *Server) Options() matrix.Options {
	return matrix.Options{
		Homeserver: URL, UserID: Bot, AccessToken: BotToken, DeviceID: BotDevice, Prefix: "!ambassador", Name: "Ambassador", Invites: []string{":" + Domain},
		Log: slog.New(slog.NewTextHandler(s.t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug})), Dial: s.Dial,
	}
}

// Adapter implements bottest.Platform: a new adapter for the account, with the same store each time. In talks no time
// passes between two words, so it keeps no pace; tests of their own hold that.
func (s *Server) Adapter() bot.Adapter {
	a := matrix.New(s.Options())
	a.Keep(s.db, "test")
	return hasty{a, a, a}
}

// hasty is an adapter without Pace.
type hasty struct {
	bot.Adapter
	bot.Keeper // another store takes the place of the server's own
	bot.Learner
}

// Dial connects to the homeserver, whatever the address.
func (s *Server) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	return s.listener.Dial(ctx)
}

// next is a number that was not given before. mu is held.
func (s *Server) next() int {
	s.seq++
	return s.seq
}

// advance is the next place in the stream; whoever waits for news looks again. mu is held.
func (s *Server) advance() int {
	s.pos++
	close(s.wake)
	s.wake = make(chan struct{})
	return s.pos
}
