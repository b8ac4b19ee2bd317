package bot

import (
	"context"
	"fmt"
	"time"

	"ambassador/store"
)

// Adapter is a chat platform. It turns what it hears into Messages, and
// Envelopes into what the platform shows.
type Adapter interface {
	// Name is the platform's name in addresses.
	Name() string
	// Run listens until ctx is done and calls handle for each message; it may
	// do so from several goroutines.
	Run(ctx context.Context, handle Handle) error
	// Send delivers an envelope and returns the platform's id for it. Its
	// errors are Wait, Dead, InDoubt or anything else, which is tried again.
	Send(ctx context.Context, e Envelope) (remote string, err error)
}

// Handle answers a message: it is Router.Handle as adapters see it. A nil error
// means that the message and its effects are kept, so the platform may be told.
// answer is called at most once, after that, and may be nil.
type Handle func(ctx context.Context, m Message, answer Answer) error

// Answer delivers a reply to its To while the platform still waits for one, for
// example inside an acknowledgement. When it fails, the outbox delivers later.
type Answer func(ctx context.Context, e Envelope) error

// Job is something looked at on a schedule. Cron only says "look now"; what is
// due is computed from stored state, so running late, twice or after a crash
// comes to the same.
type Job struct {
	Name string
	Spec string // as robfig/cron reads it
	Run  func(ctx context.Context, at time.Time) error
}

// Learner is an Adapter that looks into the table of commands: for its menus, its
// native forms, and the lines whose answer depends on who says them.
type Learner interface{ Learn(*Table) }

// Keeper is an Adapter that keeps something of its own in the store, such as how far it has read. The
// outbox hands it the store and the community's space before Run.
type Keeper interface {
	Keep(db store.DB, space string)
}

// Pacer is an Adapter whose platform wants some time between two posts to one
// conversation. The outbox leaves it.
type Pacer interface{ Pace() time.Duration }

// Wait is the error of a platform that asks for patience: no attempt is counted.
type Wait struct {
	For time.Duration
	All bool // nothing may be sent to this platform and space meanwhile
}

// Error says how long to wait.
func (w Wait) Error() string { return fmt.Sprintf("the platform asks to wait %s", w.For) }

// Dead is the error of a delivery that can never succeed.
type Dead struct{ Reason string }

// Error is the reason.
func (d Dead) Error() string { return d.Reason }

// InDoubt is the error of a delivery that may or may not have arrived, such as
// a connection cut after sending. The next attempt carries Envelope.Doubt.
type InDoubt struct{ Err error }

// Error says what went wrong.
func (d InDoubt) Error() string { return "in doubt: " + d.Err.Error() }

// Unwrap returns what went wrong.
func (d InDoubt) Unwrap() error { return d.Err }
