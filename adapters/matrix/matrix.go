// Package matrix is the adapter for Matrix: rooms and direct conversations, encrypted or not, as an
// ordinary account of any homeserver.
//
// What comes in takes one way. A sync is read (news.go, listen.go), what it says of rooms is noted
// (room.go, rooms.go), and what somebody said or did becomes an [item], which is stored together with how
// far the sync has been read (inbox.go). Behind that, each room has a line of its own (lines.go): an item
// is decrypted (keyring.go, unread.go), becomes a bot.Message (in.go, keypad.go, takeup.go), is handled, and
// is answered (exchange.go). Invitations and upgrades of rooms go the same way (invite.go, upgrade.go).
//
// What goes out is rendered (out.go, html.go, keypad.go) and sent (send.go, direct.go) under a transaction
// id that names the deed. All patience with the homeserver is the outbox's; what an error means for it is
// in failure.go. How the bot gets in is in session.go and signing_goolm.go.
package matrix

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
	"ambassador/store"
)

// Platform is the adapter's name in addresses: matrix:@user:server.
const Platform = "matrix"

// Options is a connection to one account on a homeserver.
type Options struct {
	Homeserver  string   // base address of its client API, such as https://matrix.example.org
	UserID      string   // @bot:example.org
	AccessToken string   // of a session that exists
	DeviceID    string   // of that session; with Password, the one to log in as
	Password    string   // for the one login, where there is no session yet
	RecoveryKey string   // of the account's cross-signing keys, where it has some already
	Prefix      string   // what calls the bot in rooms: !ambassador
	Invites     []string // who may invite: @user:server, :server, or !room:server for its members; empty: the bot's own server
	Friends     []string // accounts that may always invite
	Greet       bool     // say hello where the bot is invited
	Name        string   // how the bot calls itself
	Folder      string   // where the session and the keys are kept; empty: nowhere, and without encryption
	Log         *slog.Logger

	// Dial opens all connections. Nil is the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Adapter is the connection. It is made by [New], handed the store by Keep, and run once.
type Adapter struct {
	opt    Options
	log    *slog.Logger
	client *mautrix.Client
	keys   keyring // nil: without encryption
	db     store.DB
	space  string

	inbox  inbox
	lines  lines
	rooms  rooms
	unread unread
	pads   pads
	direct direct
	counts bot.Counts
	rates  rates
	state  state
	table  atomic.Pointer[bot.Table]

	reactions chan reaction
	settled   time.Time // from when on the homeserver shows what another run of the program was sending

	mu     sync.Mutex
	handle bot.Handle // nil before Run
	inside chan struct{}
}

var (
	_ bot.Adapter = (*Adapter)(nil)
	_ bot.Pacer   = (*Adapter)(nil)
	_ bot.Learner = (*Adapter)(nil)
	_ bot.Keeper  = (*Adapter)(nil)
)

// New makes a connection that Run opens.
func New(opt Options) *Adapter {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 20 // the outbox sends 16 at once, beside the sync
	if opt.Dial != nil {
		transport.DialContext, transport.Proxy = opt.Dial, nil
	}
	address, err := url.Parse(opt.Homeserver)
	if err != nil {
		address = &url.URL{} // every call says so
	}
	a := &Adapter{opt: opt, log: opt.Log, inside: make(chan struct{}), reactions: make(chan reaction, mostReactions)}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	a.client = &mautrix.Client{
		HomeserverURL: address, UserID: id.UserID(opt.UserID), UserAgent: "ambassador",
		Client:     &http.Client{Transport: &hints{transport}, Timeout: syncTime + callTime}, // calls have less, by their contexts
		StateStore: mautrix.NewMemoryStateStore(),
		Log:        zerolog.Nop(), // its words hold what people say
	}
	a.lines.init()
	a.rooms.init(id.UserID(opt.UserID))
	return a
}

// Name is the platform's name: "matrix".
func (a *Adapter) Name() string { return Platform }

// Pace is the time between two posts to one room: what homeservers let ordinary accounts say for long.
func (a *Adapter) Pace() time.Duration { return 200 * time.Millisecond }

// Learn implements bot.Learner.
func (a *Adapter) Learn(t *bot.Table) { a.table.Store(t) }

// Keep implements bot.Keeper: what was heard and not yet answered, and how far the bot has read, lie in
// the store.
func (a *Adapter) Keep(db store.DB, space string) { a.db, a.space = db, space }

// Run listens until ctx is done, and then finishes what is in hand. It ends early when the account
// cannot be used any more, with an error that says what to do.
func (a *Adapter) Run(ctx context.Context, handle bot.Handle) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := a.enter(ctx); err != nil {
		return err // nil where ctx ended meanwhile
	}
	if ctx.Err() != nil {
		return nil
	}
	a.mu.Lock()
	a.handle = handle
	a.mu.Unlock()
	close(a.inside)
	a.lines.open(ctx, a.deal)
	var courtesies sync.WaitGroup
	courtesies.Go(func() { a.courtesies(ctx) })
	err := a.listen(ctx)
	a.lines.finish()
	a.putAway(ctx)
	stop()
	courtesies.Wait()
	a.client.Client.CloseIdleConnections()
	return err
}

// Ready says why nothing can be heard or said at this moment; nil when all is well.
func (a *Adapter) Ready() error { return a.state.ready() }

// Close ends the work with the keys. It is called when nothing more is sent: that is after Run.
func (a *Adapter) Close() error {
	if a.keys == nil {
		return nil
	}
	return a.keys.Close()
}

// self is the bot's own account.
func (a *Adapter) self() id.UserID { return a.client.UserID }
