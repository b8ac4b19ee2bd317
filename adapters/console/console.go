// Package console is the adapter for one person at a terminal; it needs no account.
//
// At a terminal it edits lines, completes commands, numbers buttons and shows what other people
// would receive. Through a pipe every line in brings one answer out, so that a script can hold the
// conversation; see [Options.JSON] for the form meant for programs.
package console

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"ambassador/bot"
)

// Platform is the adapter's name in addresses: console:member.
const Platform = "console"

// Options says who sits at the console and what it looks like. Times, zone and environment are
// handed in, so that the same lines always bring the same answers.
type Options struct {
	In  io.Reader // a terminal makes the console interactive if Out is one, too
	Out io.Writer // answers, and nothing else when piped
	Err io.Writer // when piped: what others would receive

	Name string    // how the bot calls itself; also its prefix, as in "/ambassador find Berlin"
	User string    // the speaker's id; the account is console:User
	Role bot.Role  // what the speaker may do, vouched for by whoever started the program
	Zone string    // the speaker's IANA zone; may be empty
	At   time.Time // the time of every message; zero means the time at which it is typed

	JSON     bool     // one JSON object for each line, instead of text
	Plain    bool     // no colour, as NO_COLOR asks
	History  string   // file that keeps typed lines; empty keeps them in memory
	Examples []string // lines that the greeting suggests
	// Complete lists the lines that the words typed so far may become. It may be nil.
	Complete func(typed string) []string
}

// Console is a conversation with one person. It is made by [New] and run once.
type Console struct {
	opt     Options
	session string       // random, so that messages of two runs on one store differ
	spoken  int          // messages so far
	buttons []bot.Action // that a number presses: those shown last
	asking  bool         // the last answer was a question
	failed  error        // the first line that could not be answered

	mu    sync.Mutex // guards what the outbox and the conversation both use
	notes []bot.Envelope
}

// New returns a console for the person that opt describes.
func New(opt Options) *Console {
	return &Console{opt: opt, session: rand.Text()[:10]}
}

// Name is the platform's name: "console".
func (c *Console) Name() string { return Platform }

// Run holds the conversation until the input ends, the person leaves or ctx is done; leaving is no
// error. It calls handle for one message at a time. A line that could not be answered does not end
// it, but is its error in the end.
func (c *Console) Run(ctx context.Context, handle bot.Handle) error {
	hold := c.pipe
	if in, out, ok := c.terminal(); ok && !c.opt.JSON {
		hold = func(ctx context.Context, handle bot.Handle) error { return c.talk(ctx, in, out, handle) }
	}
	if err := hold(ctx, handle); err != nil {
		return err
	}
	return c.failed
}

// Send takes an envelope that came through the outbox: words to somebody else, or to the speaker. It
// is shown with the answer to the line that is being handled, or to the next one.
func (c *Console) Send(_ context.Context, e bot.Envelope) (remote string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notes = append(c.notes, e)
	return e.Key, nil
}

// taken returns the envelopes sent since it was last called.
func (c *Console) taken() []bot.Envelope {
	c.mu.Lock()
	defer c.mu.Unlock()
	notes := c.notes
	c.notes = nil
	return notes
}

// say hands a line to the bot. It returns the answer, which is empty when the bot has nothing to say,
// and what came for others, or for the speaker besides.
func (c *Console) say(ctx context.Context, line string, handle bot.Handle) (reply bot.Reply, notes []bot.Envelope) {
	answered := false
	err := handle(ctx, c.message(line), func(_ context.Context, e bot.Envelope) error {
		reply, answered = e.Reply, true
		return nil
	})
	if err != nil && c.failed == nil {
		c.failed = fmt.Errorf("console: answer line %d: %w", c.spoken, err)
	}
	notes = c.taken()
	for i, e := range notes {
		if answered || e.Doubt || e.To.Platform != Platform || e.To.User != c.opt.User {
			continue // words to others, or an answer that a crash has kept since an earlier line
		}
		// An answer that had to wait its turn behind others came through the outbox.
		reply, answered = e.Reply, true
		notes = slices.Delete(notes, i, i+1)
		break
	}
	// The last list stays in reach behind answers that have none, but in a question a number is words.
	if buttons := reply.Actions(); len(buttons) > 0 || reply.Ask != nil {
		c.buttons = buttons
	}
	c.asking = reply.Ask != nil
	return reply, notes
}
