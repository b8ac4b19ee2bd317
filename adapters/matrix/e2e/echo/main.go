// Command echo is the smallest bot that one would write with mautrix: it joins where it is invited and answers
// "!ambassador ping", in rooms with and without encryption. It keeps no promise about what is lost or said twice when
// it dies, signs no keys and knows nothing but that word. The tests use it to try themselves, and the figures to say
// what the same work costs the bot.
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"sync/atomic"
	"syscall"

	"go.mau.fi/util/dbutil"
	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto/cryptohelper"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
	_ "modernc.org/sqlite" // the driver that needs no C library
)

// bot is what the flags say, and what it knows of itself.
type bot struct {
	homeserver, user, folder, listen string

	client *mautrix.Client
	synced atomic.Bool
}

func main() {
	var b bot
	flag.StringVar(&b.homeserver, "homeserver", "", "address of the homeserver")
	flag.StringVar(&b.user, "user", "", "account to log in to; its password is in MATRIX_PASSWORD")
	flag.StringVar(&b.folder, "folder", ".", "where to keep keys")
	flag.StringVar(&b.listen, "listen", "", "where to answer /readyz")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := b.run(ctx); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "echo:", err)
		os.Exit(1)
	}
}

// run logs in and listens until ctx is done.
func (b *bot) run(ctx context.Context) (err error) {
	if b.client, err = mautrix.NewClient(b.homeserver, "", ""); err != nil {
		return err
	}
	helper, err := b.crypto(ctx)
	if err != nil {
		return err
	}
	defer helper.Close()
	b.client.Crypto = helper
	syncer := b.client.Syncer.(mautrix.ExtensibleSyncer)
	syncer.OnSync(func(context.Context, *mautrix.RespSync, string) bool { b.synced.Store(true); return true })
	syncer.OnEventType(event.StateMember, b.invited)
	syncer.OnEventType(event.EventMessage, b.heard)
	go func() { _ = http.ListenAndServe(b.listen, http.HandlerFunc(b.readyz)) }()
	return b.client.SyncWithContext(ctx)
}

// crypto opens the keys, and logs in where there are none.
func (b *bot) crypto(ctx context.Context) (*cryptohelper.CryptoHelper, error) {
	if err := os.MkdirAll(b.folder, 0o700); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.folder, "echo.db")+
		"?_txlock=immediate&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)")
	if err != nil {
		return nil, err
	}
	wrapped, err := dbutil.NewWithDB(db, "sqlite")
	if err != nil {
		return nil, err
	}
	helper, err := cryptohelper.NewCryptoHelper(b.client, []byte("echo"), wrapped)
	if err != nil {
		return nil, err
	}
	helper.LoginAs = &mautrix.ReqLogin{
		Type:       mautrix.AuthTypePassword,
		Identifier: mautrix.UserIdentifier{Type: mautrix.IdentifierTypeUser, User: b.user},
		Password:   os.Getenv("MATRIX_PASSWORD"),
	}
	return helper, helper.Init(ctx)
}

// invited joins wherever somebody wants the bot.
func (b *bot) invited(ctx context.Context, e *event.Event) {
	if e.GetStateKey() == b.client.UserID.String() && e.Content.AsMember().Membership == event.MembershipInvite {
		if _, err := b.client.JoinRoomByID(ctx, e.RoomID); err != nil {
			fmt.Fprintln(os.Stderr, "echo: join:", err)
		}
	}
}

// heard answers a ping.
func (b *bot) heard(ctx context.Context, e *event.Event) {
	said := e.Content.AsMessage()
	if e.Sender == b.client.UserID || said.MsgType != event.MsgText || said.Body != "!ambassador ping" {
		return
	}
	answer := &event.MessageEventContent{
		MsgType: event.MsgNotice, Body: "pong",
		Mentions:  &event.Mentions{UserIDs: []id.UserID{}},
		RelatesTo: (&event.RelatesTo{}).SetReplyTo(e.ID),
	}
	if _, err := b.client.SendMessageEvent(ctx, e.RoomID, event.EventMessage, answer); err != nil {
		fmt.Fprintln(os.Stderr, "echo: send:", err)
	}
}

// readyz says whether the bot has synced once.
func (b *bot) readyz(w http.ResponseWriter, _ *http.Request) {
	if !b.synced.Load() {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}
