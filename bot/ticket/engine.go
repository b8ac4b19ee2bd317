package ticket

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/worktime"
	"ambassador/store"
)

// Options is what the engine is made of.
type Options struct {
	People *directory.Directory // required
	Hours  *worktime.Calendar   // required
	Zone   string               // IANA zone of desks, and of people who have said none; UTC by default
	Kinds  []Kind
	Prefix string // of references; AMB by default
	Hooks  string // name of the adapter that passes tickets on; empty: there is none
}

// Engine keeps tickets. All its state is in the store.
type Engine struct {
	people *directory.Directory
	hours  *worktime.Calendar
	zone   string
	prefix string
	hooks  string
	kinds  []Kind
	buckets
}

// New makes an engine, or says which kind is wrong.
func New(o Options) (*Engine, error) {
	e := &Engine{people: o.People, hours: o.Hours, zone: o.Zone, prefix: o.Prefix, hooks: o.Hooks, buckets: newBuckets()}
	if e.prefix == "" {
		e.prefix = "AMB"
	}
	for _, k := range o.Kinds {
		k = k.filled()
		if err := k.Valid(); err != nil {
			return nil, err
		}
		if _, twice := e.kind(k.Name); twice {
			return nil, fmt.Errorf("there are two kinds %q", k.Name)
		}
		e.kinds = append(e.kinds, k)
	}
	return e, nil
}

// Commands lists what can be said: one command for each kind that has its own, and those
// for tickets of all kinds.
func (e *Engine) Commands() []bot.Command {
	var all []bot.Command
	for _, k := range e.kinds {
		if k.Command != "" {
			all = append(all, e.openCommand(k))
		}
	}
	return slices.Concat(all, e.askerCommands(), e.ownerCommands(), []bot.Command{e.deskCommand(), e.digestCommand(), e.requestsCommand(), e.forgetCommand()})
}

// kind returns the kind of that name, with its defaults.
func (e *Engine) kind(name string) (Kind, bool) {
	i := slices.IndexFunc(e.kinds, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return e.kinds[i], true
}

// kindOf returns the kind of a ticket. One that has left the configuration since is made
// up from what the ticket holds, so that whoever waits can still be answered; it is in
// confidence, since nobody knows any more what it was. What was said in confidence stays
// so, even where its kind has changed.
func (e *Engine) kindOf(t Ticket) Kind {
	k, ok := e.kind(t.Kind)
	if k.Secret = k.Secret || t.Secret; ok {
		return k
	}
	k = Kind{Name: t.Kind, Desk: t.Desk, Secret: true}.filled()
	for name, value := range t.Values {
		f := bot.Field{Name: name, Label: bot.Capital(name), Kind: bot.Long}
		if isPlace(value) {
			f.Kind = bot.Place
		}
		k.Fields = append(k.Fields, f)
	}
	slices.SortFunc(k.Fields, func(a, b bot.Field) int { return strings.Compare(a.Name, b.Name) })
	return k
}

// isPlace says whether a value has the form of a place's canonical one, such as city:2950159.
func isPlace(value string) bool {
	form, _, ok := strings.Cut(strings.TrimPrefix(value, "near:"), ":")
	return ok && !strings.ContainsAny(value, " \n") && slices.Contains([]string{"city", "sub", "country", "macro"}, form)
}

// Ref is what people call a ticket: AMB-1042.
func (e *Engine) Ref(number uint64) string { return e.prefix + "-" + strconv.FormatUint(number, 10) }

// ErrNoTicket says that there is no ticket of a reference.
var ErrNoTicket = errors.New("no such ticket")

// ByRef returns the ticket of a reference, as bot.Reference gives it, or ErrNoTicket.
func (e *Engine) ByRef(tx store.Tx, ref string) (Ticket, error) {
	digits := strings.TrimPrefix(ref, e.prefix+"-")
	number, err := strconv.ParseUint(digits, 10, 64)
	if err != nil {
		return Ticket{}, ErrNoTicket
	}
	t, ok, err := e.load(tx, number)
	if err == nil && !ok {
		err = ErrNoTicket
	}
	return t, err
}

// zoneOf is the time zone in which a ticket's deadline counts: its owner's, or the desks'.
func (e *Engine) zoneOf(tx store.Tx, owner Party) (string, error) {
	if owner.ID == "" {
		return e.zone, nil
	}
	p, ok, err := e.people.Record(tx, owner.ID)
	if zone := e.people.Zone(p); err == nil && ok && zone != "" {
		return zone, nil
	}
	return e.zone, err
}

// start gives a ticket its full time, from now on.
func (e *Engine) start(tx store.Tx, t *Ticket, at time.Time) error {
	zone, err := e.zoneOf(tx, t.Owner)
	if err != nil {
		return err
	}
	t.Due = e.hours.End(at, e.kindOf(*t).Days, zone)
	t.Nudges, t.Late = 0, false
	t.Look = e.nextLook(*t, at, zone)
	return nil
}
