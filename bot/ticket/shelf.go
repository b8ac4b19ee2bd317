package ticket

import (
	"errors"
	"fmt"
	"time"

	"ambassador/store"
)

// buckets are all that the engine keeps. The tickets are the truth; the rest follows from
// them and is written in the same transaction.
type buckets struct {
	tickets store.Bucket[Ticket]   // number
	lines   store.Bucket[line]     // list, whose, whether it waits for the asker, when it is due, number
	looks   store.Bucket[struct{}] // when, number
	closed  store.Bucket[struct{}] // when, number
	counter store.Bucket[uint64]   // the last number given
	links   store.Bucket[uint64]   // kind, address → number
	sounds  store.Bucket[sounding] // kind, page
	digests store.Bucket[digest]   // party
}

// newBuckets names the buckets; the names are part of the stored format.
func newBuckets() buckets {
	return buckets{
		tickets: store.NewBucket[Ticket]("ticket"),
		lines:   store.NewBucket[line]("ticket lines"),
		looks:   store.NewBucket[struct{}]("ticket looks"),
		closed:  store.NewBucket[struct{}]("ticket closed"),
		counter: store.NewBucket[uint64]("ticket number"),
		links:   store.NewBucket[uint64]("ticket links"),
		sounds:  store.NewBucket[sounding]("ticket sounds"),
		digests: store.NewBucket[digest]("ticket digests"),
	}
}

// firstNumber is that of the first ticket: four digits are said as easily as one, and tell
// a stranger less.
const firstNumber = 1001

// next gives a number.
func (e *Engine) next(tx store.Tx) (uint64, error) {
	last, _, err := e.counter.Get(tx, store.K())
	if err != nil {
		return 0, err
	}
	number := max(last+1, firstNumber)
	return number, e.counter.Put(tx, store.K(), number)
}

// The lists that a ticket may be in.
const (
	ofAsker  = "asker"  // whoever raised it, the newest first
	ofOwner  = "owner"  // whoever has it
	ofDesk   = "desk"   // a desk, while nobody has it
	ofRegion = "region" // ambassadors of a region that it lies in
	ofKind   = "kind"   // all of a kind
)

// line is what a list shows of a ticket.
type line struct {
	Number uint64    `json:"n"`
	Kind   string    `json:"k"`
	Title  string    `json:"t"`
	State  State     `json:"s"`
	Stage  string    `json:"g,omitempty"`
	Due    time.Time `json:"d,omitzero"`
	Day    string    `json:"y,omitempty"` // that of Due, in the zone in which it counts
	Secret bool      `json:"x,omitempty"` // said in confidence
	Opened time.Time `json:"o"`
	Sum    uint64    `json:"h"` // of its values, see Kind.sum

	ended string // how it ended, where somebody has looked it up
}

// put writes a ticket with all that follows from it.
func (e *Engine) put(tx store.Tx, t Ticket) error {
	old, had, err := e.tickets.Get(tx, store.K(t.Number))
	if err != nil {
		return err
	}
	if had {
		if err := e.unlist(tx, old, e.keys(t)); err != nil {
			return err
		}
	}
	l := line{Number: t.Number, Kind: t.Kind, Title: t.Title, State: t.State, Stage: t.Stage, Due: t.Due, Secret: t.Secret, Opened: t.Opened, Sum: e.kindOf(t).sum(t.Values)}
	if t.running() {
		zone, err := e.zoneOf(tx, t.Owner)
		if err != nil {
			return err
		}
		l.Day = day(t.Due, zone)
	}
	for _, key := range e.keys(t) {
		err = errors.Join(err, e.lines.Put(tx, key, l))
	}
	if !t.Look.IsZero() {
		err = errors.Join(err, e.looks.Put(tx, store.K(t.Look, t.Number), struct{}{}))
	}
	if t.State == Closed {
		err = errors.Join(err, e.closed.Put(tx, store.K(t.Changed, t.Number), struct{}{}))
	}
	return errors.Join(err, e.listen(tx, old, t), e.tickets.Put(tx, store.K(t.Number), t))
}

// unlist takes the lines of a ticket away, but for those that stay.
func (e *Engine) unlist(tx store.Tx, t Ticket, stay []store.Key) (err error) {
	kept := make(map[string]bool)
	for _, key := range stay {
		kept[string(key)] = true
	}
	for _, key := range e.keys(t) {
		if !kept[string(key)] {
			err = errors.Join(err, e.lines.Delete(tx, key))
		}
	}
	if !t.Look.IsZero() {
		err = errors.Join(err, e.looks.Delete(tx, store.K(t.Look, t.Number)))
	}
	if t.State == Closed {
		err = errors.Join(err, e.closed.Delete(tx, store.K(t.Changed, t.Number)))
	}
	return err
}

// remove forgets a ticket.
func (e *Engine) remove(tx store.Tx, t Ticket) error {
	return errors.Join(e.unlist(tx, t, nil), e.unlisten(tx, t), e.tickets.Delete(tx, store.K(t.Number)))
}

// keys are where the lists have the ticket, each once: what waits for somebody first, by its deadline.
func (e *Engine) keys(t Ticket) (keys []store.Key) {
	told := make(map[string]bool)
	for _, p := range t.raised() {
		if key := p.key(); !told[key] {
			told[key] = true
			keys = append(keys, store.K(ofAsker, key, ^t.Number))
		}
	}
	if t.State == Closed {
		return keys
	}
	add := func(list, whose string) {
		keys = append(keys, store.K(list, whose, !t.running(), t.Due, t.Number))
	}
	if t.Owner.nobody() {
		add(ofDesk, t.Desk)
	} else {
		add(ofOwner, t.Owner.key())
	}
	for _, region := range t.Regions {
		add(ofRegion, region)
	}
	add(ofKind, t.Kind)
	return keys
}

// numbers lists the tickets of a list, at most so many.
func (e *Engine) numbers(tx store.Tx, prefix store.Key, most int) (numbers []uint64, err error) {
	for row, err := range e.lines.All(tx, prefix) {
		if err != nil {
			return nil, err
		}
		if numbers = append(numbers, row.Value.Number); len(numbers) == most {
			break
		}
	}
	return numbers, nil
}

// whose is the second part of a line's key.
func whose(key store.Key) (string, error) {
	parts, err := key.Parts()
	if err != nil || len(parts) < 2 {
		return "", fmt.Errorf("line %s: %w", key, store.ErrDamaged)
	}
	name, _ := parts[1].(string)
	return name, nil
}
