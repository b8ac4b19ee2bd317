package bottest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"ambassador/bot"
)

// Console is the platform of speakers in talks, as fixtures name their accounts:
// console:leader.
const Console = "console"

// Direct is the plainest platform: what people say is a Message, and what they are
// shown is a Reply, with nothing in between.
type Direct struct {
	mu     sync.Mutex
	handle bot.Handle
	count  int
	words  []Word
	last   map[bot.Address]string // the thread in which somebody was told something last, by their place in a room
}

// NewDirect makes the plainest platform.
func NewDirect(testing.TB) Platform { return &Direct{} }

// Adapter implements Platform: it is its own adapter.
func (d *Direct) Adapter() bot.Adapter { return d }

// Say implements Platform. A line that begins with /ambassador or !ambassador, and
// a button, addresses the bot; in a direct conversation any line may. Other words in a room
// are overheard: in the thread in which the bot spoke to their speaker last, or one of their own.
func (d *Direct) Say(l Line) error {
	platform := l.Platform
	if platform == "" {
		platform = Console
	}
	d.mu.Lock()
	d.count++
	m := bot.Message{
		ID: fmt.Sprint(d.count), At: time.Now(), Text: l.Text,
		From:    bot.Address{Platform: platform, Room: l.Room, User: l.Who},
		Private: l.Room == "", Addressed: l.Press != "", Pressed: l.Press != "",
	}
	handle := d.handle
	thread, spoken := d.last[m.From]
	d.mu.Unlock()
	m.Overheard = l.Room != "" && l.Press == ""
	for _, prefix := range []string{"/ambassador", "!ambassador"} {
		if rest, ok := strings.CutPrefix(m.Text, prefix); ok {
			m.Text, m.Addressed, m.Overheard = rest, true, false
			m.Private = m.Private || prefix[0] == '/' // a slash command is answered to its author alone
		}
	}
	switch called := m.Addressed && !m.Pressed; {
	case l.Room == "" || called && m.Private:
	case called || !spoken && !m.Pressed:
		m.From.Thread = m.ID // the answer opens a thread
	default:
		m.From.Thread = thread
	}
	return handle(context.Background(), m, func(ctx context.Context, e bot.Envelope) error {
		_, err := d.Send(ctx, e)
		return err
	})
}

// Heard implements Platform.
func (d *Direct) Heard() []Word {
	d.mu.Lock()
	defer d.mu.Unlock()
	words := d.words
	d.words = nil
	return words
}

// Name implements bot.Adapter: in talks, everything to console accounts is heard.
func (d *Direct) Name() string { return Console }

// Run implements bot.Adapter; the lines come from Say.
func (d *Direct) Run(ctx context.Context, handle bot.Handle) error {
	d.mu.Lock()
	d.handle = handle
	d.mu.Unlock()
	<-ctx.Done()
	return nil
}

// WordOf is an envelope as its receiver is told it where nothing changes on the way.
func WordOf(e bot.Envelope) Word {
	reply, files := e.Reply.Parcel()
	return Word{To: e.To.User, Room: e.To.Room, Text: reply.Text, Actions: reply.Actions(), Files: files}
}

// Send implements bot.Adapter.
func (d *Direct) Send(_ context.Context, e bot.Envelope) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.words = append(d.words, WordOf(e))
	if e.To.Room != "" && e.To.User != "" {
		place := e.To
		place.Thread = ""
		if d.last == nil {
			d.last = make(map[bot.Address]string)
		}
		d.last[place] = e.To.Thread
	}
	return "", nil
}
