package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"

	"ambassador/store"
)

// Parts is what a Router is made of.
type Parts struct {
	DB       store.DB
	Space    string    // the community whose state this is
	Name     string    // how the bot calls itself
	About    string    // what it is and whose data it uses, for the about command
	Commands []Command // those of the rooms; the router adds its own
	Guide    Guide
	Desks    []Desk  // what the rooms have for somebody's home
	Strays   []Stray // what the rooms make of words that are no command

	// Hears says whether a room wants answers to what people say to each other there: only then are words
	// overheard looked at (Message.Overheard). The address is the room's, without thread and user. Nil is never.
	Hears func(tx store.Tx, room Address) (bool, error)

	Outbox *Outbox
	Limit  Limit // how much one person and one room may ask; the zero Limit is none
	Log    *slog.Logger
}

// Router is the message path. It may be used by several goroutines.
type Router struct {
	db       store.DB
	space    string
	name     string
	about    string
	table    *Table
	desks    []Desk
	strays   []Stray
	hears    func(store.Tx, Address) (bool, error)
	guide    Guide
	outbox   *Outbox
	limiter  *limiter
	answered *recent // what was read and answered
	unkept   *recent // what could not be kept, and comes again
	log      *slog.Logger
}

// NewRouter makes a router, or says which command is wrong.
func NewRouter(p Parts) (*Router, error) {
	r := &Router{
		db: p.DB, space: p.Space, name: p.Name, about: p.About,
		guide: p.Guide, outbox: p.Outbox, log: p.Log, desks: p.Desks, strays: p.Strays, hears: p.Hears,
		limiter:  newLimiter(p.Limit),
		answered: newRecent(10_000),
		unkept:   newRecent(1000),
	}
	table, err := NewTable(slices.Concat(r.frontDesk(), p.Commands, r.backOffice())...)
	if err != nil {
		return nil, fmt.Errorf("router: %w", err)
	}
	r.table = table
	if p.Outbox != nil {
		p.Outbox.teach(table)
	}
	return r, nil
}

// Table is all that the bot can do.
func (r *Router) Table() *Table { return r.table }

// Handle answers one message. It is the whole message path, and the order of its
// steps is the security of the bot. It returns nil once the message and all its
// effects are kept, or nothing needs keeping; after an error the platform should
// deliver the message again.
func (r *Router) Handle(ctx context.Context, m Message, answer Answer) error {
	m = m.tidy()
	if r.answered.has(m.key()) {
		return nil
	}
	if !r.unkept.has(m.key()) { // a repetition we asked for costs nothing
		if verdict := r.limiter.take(m); verdict != within {
			return r.busy(ctx, m, verdict, answer)
		}
	}
	p, err := r.transact(ctx, m, func(t *turn) (reply Reply, err error) {
		// Seen before?
		if again, err := seen(t.tx, m.key()); again || err != nil {
			return Reply{}, err
		}
		// For the bot?
		if meant, err := t.meant(); err != nil || !meant {
			return Reply{}, err
		}
		// Who speaks?
		if t.who, err = r.guide.Who(t.tx, m); err != nil {
			return Reply{}, err
		}
		t.who.Account = m.From.Account()
		if t.who.Role = max(t.who.Role, m.Role); m.Guest {
			t.who.Role, t.who.Desks = min(t.who.Role, Ambassador), nil // visitors hold no office here
		}
		// Which command?
		open, err := t.dialogue()
		if err != nil {
			return Reply{}, err
		}
		found, reply, err := t.recognise(open)
		if !found || err != nil {
			return reply, err
		}
		t.secret = t.draft.command.Secret
		// Allowed?
		if !t.who.May(t.draft.command) {
			return t.forbid()
		}
		// Anything missing?
		req, reply, err := t.complete()
		if req == nil || err != nil {
			return reply, err
		}
		// Run.
		reply, err = t.run(ctx, req)
		t.secret = req.Secret
		var missing *Missing
		if errors.As(err, &missing) {
			return t.askFor(missing)
		}
		if err != nil || req.Command.Reads {
			return reply.shareable(req), err
		}
		if req.Command.Secret && t.m.inPublic() {
			reply = reply.warned()
		}
		// Record: what cannot be recorded does not happen.
		return reply, t.audit(reply.outcome(), req.On, req.Secret)
	})
	// Post.
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		p = posting{envelope: r.envelope(m, refusal.reply(), p.secret), secret: p.secret}
	case err != nil && p.overheard:
		return r.passOver(m, err)
	case err != nil:
		return r.apologise(ctx, m, err, p.secret, answer)
	}
	return r.post(ctx, m, p, answer)
}

// posting is a reply after its transaction: stored in the outbox or not, and
// whether the platform may be answered at once.
type posting struct {
	envelope Envelope
	stored   bool
	direct   bool
	secret   bool

	overheard bool // it answers what was said to others; see Message.Overheard
}

// transact runs a turn in a read transaction; if it turns out that something has
// to be written, it runs again in one that may write. What the second run stores
// includes the reply and the fact that this message has been seen.
func (r *Router) transact(ctx context.Context, m Message, run func(*turn) (Reply, error)) (posting, error) {
	p := posting{overheard: m.Overheard}
	err := r.db.View(ctx, r.space, func(tx store.Tx) error {
		t := &turn{router: r, tx: tx, m: m}
		reply, err := t.finish(guarded(run, t))
		p = posting{envelope: r.envelope(m, reply, t.secret), secret: t.secret, overheard: t.m.Overheard}
		return err
	})
	if !errors.Is(err, store.ErrReadOnly) {
		return p, err
	}
	err = r.db.Update(ctx, r.space, func(tx store.Tx) error {
		t := &turn{router: r, tx: tx, writing: true, m: m}
		reply, err := t.finish(guarded(run, t))
		p = posting{envelope: r.envelope(m, reply, t.secret), stored: true, secret: t.secret, overheard: t.m.Overheard}
		if err != nil {
			return err
		}
		if err := markSeen(tx, m.key()); err != nil {
			return err
		}
		p.direct, err = r.outbox.putAnswer(tx, p.envelope)
		return err
	})
	return p, err
}

// guarded turns a panic into an error: one bad message must not end the bot.
func guarded(run func(*turn) (Reply, error), t *turn) (reply Reply, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("command %q: panic: %v\n%s", t.draft.command.Name, p, debug.Stack())
		}
	}()
	return run(t)
}

// run calls the handler.
func (t *turn) run(ctx context.Context, req *Request) (Reply, error) {
	if !req.Command.Reads && !t.writing {
		return Reply{}, store.ErrReadOnly
	}
	tx := t.tx
	if req.Command.Reads && !req.Command.Notes {
		tx = reading{tx} // also in the writing pass, in which it leaves a dialogue
	}
	reply, err := req.Command.Handle(ctx, tx, req)
	var refusal *Refusal
	var missing *Missing
	switch {
	case errors.As(err, &missing):
		return Reply{}, missing
	case errors.As(err, &refusal):
		return Reply{}, t.hint(refusal)
	case err != nil && req.Command.Reads && !req.Command.Notes && errors.Is(err, store.ErrReadOnly):
		return Reply{}, fmt.Errorf("command %s says that it only reads, and writes: %v", req.Command.Name, err)
	case err != nil:
		return Reply{}, fmt.Errorf("command %s: %w", req.Command.Name, err)
	}
	return reply, nil
}

// reading is a transaction that only reads, whatever it could do.
type reading struct{ store.Tx }

func (reading) Put(_, _ []byte) error { return store.ErrReadOnly }
func (reading) Delete([]byte) error   { return store.ErrReadOnly }

// hint tells somebody in a dialogue how to go on after the handler's refusal:
// nothing was kept of the last answer, so the dialogue still waits for it.
func (t *turn) hint(refusal *Refusal) *Refusal {
	if t.open == nil {
		return refusal
	}
	return &Refusal{Text: refusal.Text + "\nYou can answer the last question again; “back” goes further back, “cancel” leaves it.", Actions: refusal.Actions, here: true}
}

// forbid refuses somebody without the role, and records that.
func (t *turn) forbid() (Reply, error) {
	if err := t.audit("refused", nil, t.draft.command.Secret); err != nil {
		return Reply{}, err
	}
	return Reply{Text: "That is for " + t.draft.command.audience() + " only.", Private: true, Refused: true}, nil
}
