package bot

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"ambassador/store"
)

// Outbox is the one door out. What is put into it within a transaction is
// delivered after the commit: in order within a conversation, again after
// failures, and never lost by a crash. All limits of sending live here.
type Outbox struct {
	db       store.DB
	space    string
	adapters map[string]Adapter
	log      *slog.Logger

	run       string // names this run of the program
	recovered bool   // what a crash left has been taken up; only Run or Flush look at it

	wake  chan struct{} // there may be something to do
	slots chan struct{} // one for each delivery under way

	mu      sync.Mutex
	results []result              // deliveries that ended and are not yet written down
	gone    map[string]bool       // keys of those among them that succeeded
	flying  map[lane]int          // deliveries under way
	worked  map[lane]time.Time    // when something arrived there last
	holds   map[lane]time.Time    // until when a platform asked for quiet
	paces   map[Address]time.Time // when a conversation may be posted to again
}

// parallel is how many deliveries are under way at once, each in a conversation
// of its own.
const parallel = 16

// laneMost is how many of them one lane may have, so that a platform that hangs leaves room for others.
const laneMost = 12

// NewOutbox makes the outbox that delivers through the adapters.
func NewOutbox(db store.DB, space string, log *slog.Logger, adapters ...Adapter) *Outbox {
	o := &Outbox{
		db: db, space: space, log: log, run: reference(),
		adapters: make(map[string]Adapter), gone: make(map[string]bool), flying: make(map[lane]int), worked: make(map[lane]time.Time),
		holds: make(map[lane]time.Time), paces: make(map[Address]time.Time),
		wake:  make(chan struct{}, 1),
		slots: make(chan struct{}, parallel),
	}
	for _, a := range adapters {
		o.adapters[a.Name()] = a
		if k, ok := a.(Keeper); ok {
			k.Keep(db, space)
		}
	}
	return o
}

// Reaches says whether there is a connection to a platform.
func (o *Outbox) Reaches(platform string) bool { return o.adapters[platform] != nil }

// teach shows the table to the adapters that look into it.
func (o *Outbox) teach(t *Table) {
	for _, a := range o.adapters {
		if l, ok := a.(Learner); ok {
			l.Learn(t)
		}
	}
}

// Put adds an envelope to the transaction. A key that was put before is ignored.
// Whoever commits a transaction of their own calls Wake afterwards; the router
// does so for handlers.
func (o *Outbox) Put(tx store.Tx, e Envelope) error {
	_, err := o.put(tx, e, false)
	return err
}

// Post puts one envelope in a transaction of its own.
func (o *Outbox) Post(ctx context.Context, e Envelope) error {
	err := o.db.Update(ctx, o.space, func(tx store.Tx) error { return o.Put(tx, e) })
	o.Wake()
	return err
}

// putAnswer adds a reply that its platform may be given at once, as nothing else
// waits for that conversation: direct says so. It then counts as being sent.
func (o *Outbox) putAnswer(tx store.Tx, e Envelope) (direct bool, err error) {
	if e.Key == "" {
		return false, nil
	}
	return o.put(tx, e, true)
}

func (o *Outbox) put(tx store.Tx, e Envelope, answer bool) (direct bool, err error) {
	if err := e.valid(); err != nil {
		return false, err
	}
	if !answer { // an answer is put once, as its message is: that has been looked at
		if again, err := seen(tx, "envelope/"+e.Key); again || err != nil {
			return false, err
		}
		if err := markSeen(tx, "envelope/"+e.Key); err != nil {
			return false, err
		}
	}
	if replaced, err := replaceWaiting(tx, e); replaced || err != nil {
		return false, err
	}
	if e.NotBefore.After(time.Now()) {
		return false, putLater(tx, e)
	}
	return o.enqueue(tx, e, answer)
}

// enqueue adds an envelope to the end of its conversation.
func (o *Outbox) enqueue(tx store.Tx, e Envelope, answer bool) (direct bool, err error) {
	conversation := e.conversation()
	busy, err := o.busy(tx, conversation)
	if err != nil {
		return false, err
	}
	w := waiting{Envelope: e, State: pending, Next: o.paced(e.To)}
	direct = answer && !busy
	if direct {
		w.State, w.Run = sending, o.run
	}
	number, err := nextNumber(tx)
	if err != nil {
		return false, err
	}
	if err := queue.Put(tx, queueKey(conversation, number), w); err != nil || busy || direct {
		return direct, err
	}
	return false, due.Put(tx, dueKey(conversation, w), struct{}{})
}

// answered gives a stored reply to the waiting platform, and has the result
// written down by Run. Without an answer function Run delivers, and at once where the
// answer has failed: it may be for another place, or its moment has passed.
func (o *Outbox) answered(ctx context.Context, p posting, answer Answer) {
	if !p.direct {
		o.Wake()
		return
	}
	r := result{envelope: p.envelope, err: errNoAnswer, at: time.Now()}
	if answer != nil {
		if r.err = caught(func() error { return answer(ctx, p.envelope) }); r.err != nil {
			r.err = errors.Join(errNoAnswer, r.err)
		}
	}
	o.ended(r)
}

// ended notes how a delivery ended, for Run to write down.
func (o *Outbox) ended(r result) {
	o.mu.Lock()
	o.note(r)
	o.mu.Unlock()
	o.Wake()
}

// note is ended for whoever holds mu.
func (o *Outbox) note(r result) {
	o.results = append(o.results, r)
	if r.err == nil {
		o.gone[r.envelope.Key] = true
		o.worked[r.envelope.To.lane()] = time.Now()
	}
}

// Wake tells Run that something was put, and does not wait for it.
func (o *Outbox) Wake() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}
