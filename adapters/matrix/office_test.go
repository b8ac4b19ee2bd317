package matrix_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
	"ambassador/store/mem"
)

type object = map[string]any

// office is a small bot behind the adapter, on a homeserver of its own, in a bubble of its own time.
type office struct {
	*matrixfake.Server
	t       *testing.T
	front   *front
	options matrix.Options
	adapter *matrix.Adapter
	outbox  *bot.Outbox
	db      *frozen
	log     *bottest.Log
	slow    atomic.Int64 // nanoseconds that some commands take
	fails   atomic.Int64 // how often they fail
	ear     *ear         // what deals with plain words and with what is overheard; nil for nothing
	end     context.CancelFunc
	ended   chan error // what Run came to
	work    sync.WaitGroup
}

// frozen is a store that keeps nothing more when the program is killed.
type frozen struct {
	store.DB
	ice atomic.Bool
}

// Update implements store.DB.
func (f *frozen) Update(ctx context.Context, space string, do func(store.Tx) error) error {
	if f.ice.Load() {
		return errors.New("the program was killed")
	}
	return f.DB.Update(ctx, space, do)
}

// in runs a test in an office that is open.
func in(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	with(t, nil, func(t *testing.T, o *office) {
		o.open()
		defer o.close()
		test(t, o)
	})
}

// with runs a test in an office that is not open yet, with changed options. All of it is in a bubble of testing/synctest, so
// wherever these tests sleep no real time passes: it is the clock that they turn.
func with(t *testing.T, change func(*matrix.Options), test func(t *testing.T, o *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := &office{Server: matrixfake.New(t), t: t, db: &frozen{DB: mem.New()}, log: new(bottest.Log)}
		o.front = newFront(t, o.Handler())
		o.options = o.Options()
		o.options.Dial = o.front.Dial
		o.options.Log = slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		if change != nil {
			change(&o.options)
		}
		test(t, o)
		if strings.Contains(o.log.String(), "canary") {
			t.Error("a secret is in the log")
		}
		if t.Failed() {
			t.Log(o.log.String())
		}
	})
}

// open starts the bot on what is stored.
func (o *office) open() {
	o.t.Helper()
	o.adapter = matrix.New(o.options)
	o.outbox = bot.NewOutbox(o.db, "office", o.options.Log, o.adapter)
	parts := bot.Parts{DB: o.db, Space: "office", Name: "Ambassador", About: "An office.", Commands: o.commands(), Guide: guide{}, Outbox: o.outbox, Log: o.options.Log}
	if o.ear != nil {
		parts.Commands, parts.Hears = append(parts.Commands, o.ear.command()), o.ear.hears
	}
	router, err := bot.NewRouter(parts)
	if err != nil {
		o.t.Fatal(err)
	}
	o.run(router.Handle)
}

// run starts the adapter and the outbox.
func (o *office) run(handle bot.Handle) {
	ctx, cancel := context.WithCancel(context.Background())
	adapter, outbox, ended := o.adapter, o.outbox, make(chan error, 1)
	o.end, o.ended = cancel, ended
	o.work.Go(func() { ended <- adapter.Run(ctx, handle) })
	o.work.Go(func() { _ = outbox.Run(ctx) })
	synctest.Wait()
}

// close ends the bot, and returns what Run came to.
func (o *office) close() error {
	o.end()
	o.work.Wait()
	_ = o.adapter.Close()
	select {
	case err := <-o.ended:
		return err
	default:
		return nil // asked before
	}
}

// kill ends the bot as kill -9 does: nothing is kept and nothing is said any more.
func (o *office) kill() {
	o.db.ice.Store(true)
	o.front.leave(true)
	_ = o.close()
	o.db.ice.Store(false)
	o.front.leave(false)
}

// says has somebody say something, and returns the id of the event.
func (o *office) says(who, room, text string) string {
	o.t.Helper()
	return o.sends(who, room, object{"msgtype": "m.text", "body": text, "m.mentions": object{}})
}

// sends has somebody send a message.
func (o *office) sends(who, room string, content object) string {
	o.t.Helper()
	id, err := o.Send(who, room, "m.room.message", content)
	if err != nil {
		o.t.Fatal(err)
	}
	if o.options.Folder != "" { // with keys: their database waits a moment when two write at once
		time.Sleep(100 * time.Millisecond)
	}
	synctest.Wait()
	return id
}

// asks has somebody say something, and returns the bodies of the bot's messages in the room since then.
func (o *office) asks(who, room, text string) []string {
	o.t.Helper()
	before := len(o.bodies(room))
	o.says(who, room, text)
	return o.bodies(room)[before:]
}

// bodies are the texts of all messages of the bot in a room.
func (o *office) bodies(room string) (all []string) {
	synctest.Wait()
	for _, e := range o.Said(room, "m.room.message") {
		body, _ := e.Content["body"].(string)
		all = append(all, body)
	}
	return all
}

// heard holds the texts of the bot in a room against what they should be.
func (o *office) heard(room string, want ...string) {
	o.t.Helper()
	if got := o.bodies(room); !slices.Equal(got, want) {
		o.t.Errorf("in %s the bot has said %q, want %q", room, got, want)
	}
}

// must is for deeds of others that cannot fail.
func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	synctest.Wait()
}

// hall is a public room in which the bot is, and anna and bert.
func (o *office) hall() string {
	room := o.Room("hall")
	for _, who := range []string{"anna", "bert"} {
		o.must(o.Move(who, room, who, "join"))
	}
	return room
}

// alone is the direct conversation of somebody with the bot, into which it has come.
func (o *office) alone(who string) string {
	o.t.Helper()
	room := o.DM(who)
	synctest.Wait()
	if got := o.Membership(matrixfake.Bot, room); got != "join" {
		o.t.Fatalf("the bot is %q in the room with %s", got, who)
	}
	return room
}
