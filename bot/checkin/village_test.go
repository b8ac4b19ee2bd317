package checkin_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/checkin"
	"ambassador/bot/checkin/period"
	"ambassador/bot/directory"
	"ambassador/bot/place"
	"ambassador/bot/sheet"
	"ambassador/bot/worktime"
	"ambassador/store"
	"ambassador/store/mem"
)

// space is the space of the store in which a village lives.
const space = "village"

// people are those of a village. Each has the account of their name, without what stands before the hyphen.
const people = `
regions:
  - {id: germany, name: Germany, covers: [Germany]}
  - {id: japan, name: Japan, covers: [Japan]}
  - {id: brazil, name: Brazil, covers: [Brazil]}
people:
  - {id: ambassador-berlin, name: Ambassador Berlin, role: ambassador, place: "Berlin, Germany", regions: [germany], languages: [de, en], accounts: ["test:berlin"]}
  - {id: ambassador-tokyo, name: Ambassador Tokyo, role: ambassador, place: "Tokyo, Japan", regions: [japan], accounts: ["test:tokyo"]}
  - {id: ambassador-recife, name: Ambassador Recife, role: ambassador, place: "Recife, Brazil", regions: [brazil], accounts: ["test:recife"]}
  - {id: leader-berlin, name: Leader Berlin, role: leader, place: "Berlin, Germany", accounts: ["test:leader"]}
  - {id: coordinator-a, name: Coordinator A, role: coordinator, place: "Brussels, Belgium", accounts: ["test:a"]}
`

// village is a bot that asks, and the people it asks.
type village struct {
	t      testing.TB
	db     store.DB
	kinds  []checkin.Kind
	people *directory.Directory
	hours  *worktime.Calendar
	e      *checkin.Engine
	out    *bot.Outbox
	router *bot.Router
	jobs   map[string]func(context.Context, time.Time) error
	now    time.Time
	log    *slog.Logger

	mu    sync.Mutex
	heard []word
	count int
}

// word is what somebody was told, and when.
type word struct {
	at  time.Time
	env bot.Envelope
}

// gazetteer is read once: it is large, and never changes.
var gazetteer = sync.OnceValues(place.Open)

// report is a kind that is asked as a schedule says.
func report(t testing.TB, schedule string) checkin.Kind {
	t.Helper()
	s, err := period.Parse(schedule)
	if err != nil {
		t.Fatal(err)
	}
	return checkin.Kind{
		Name: "report", Noun: "regional report", Ask: "How is your region?", Command: "report", Summary: "report on your region", Examples: []string{"report all is well"},
		Fields: []bot.Field{{Name: "done", Label: "What happened?", Kind: bot.Long}, {Name: "next", Label: "What comes next?", Kind: bot.Long, Optional: true}},
		Of:     checkin.Audience{Role: bot.Ambassador}, Schedule: s,
	}
}

// settle makes a village on an empty store.
func settle(t testing.TB, kinds ...checkin.Kind) *village {
	t.Helper()
	v := &village{t: t, db: mem.New(), kinds: kinds}
	v.open()
	v.load(people, false)
	return v
}

// open starts the bot anew on what the store has.
func (v *village) open() {
	v.t.Helper()
	places, err := gazetteer()
	if err != nil {
		v.t.Fatal(err)
	}
	v.people = directory.New(directory.Options{Places: places})
	if v.hours, err = worktime.New(worktime.Options{Country: v.people.ZoneCountry}); err != nil {
		v.t.Fatal(err)
	}
	if v.e, err = checkin.New(checkin.Options{People: v.people, Hours: v.hours, Kinds: v.kinds}); err != nil {
		v.t.Fatal(err)
	}
	v.log = slog.New(slog.NewTextHandler(v.t.Output(), nil))
	v.openWith(bot.NewOutbox(v.db, space, v.log, v))
}

// openWith starts the router and the jobs on an outbox.
func (v *village) openWith(out *bot.Outbox) {
	v.t.Helper()
	var err error
	v.out = out
	commands := append(v.e.Commands(), v.people.Commands()...)
	v.router, err = bot.NewRouter(bot.Parts{DB: v.db, Space: space, Name: "bot", Commands: commands, Guide: v.people, Outbox: v.out, Log: v.log})
	if err != nil {
		v.t.Fatal(err)
	}
	v.jobs = make(map[string]func(context.Context, time.Time) error)
	for _, j := range v.e.Jobs(v.db, space, v.out) {
		v.jobs[j.Name] = j.Run
	}
}

// load reads a directory, which takes the place of what was there or adds to it.
func (v *village) load(yaml string, replace bool) {
	v.t.Helper()
	book, err := sheet.Read(strings.NewReader(yaml), "directory.yaml")
	if err != nil {
		v.t.Fatal(err)
	}
	v.update(func(tx store.Tx) error {
		plan, err := v.people.Plan(v.t.Context(), tx, directory.Import{Book: book, Replace: replace})
		if err != nil {
			return err
		}
		if len(plan.Wrong) > 0 {
			return fmt.Errorf("rows are wrong: %v", plan.Wrong)
		}
		return v.people.Apply(tx, plan)
	})
}

// update changes the store.
func (v *village) update(do func(tx store.Tx) error) {
	v.t.Helper()
	if err := v.db.Update(v.t.Context(), space, do); err != nil {
		v.t.Fatal(err)
	}
}

// view looks at the store.
func (v *village) view(do func(tx store.Tx) error) {
	v.t.Helper()
	if err := v.db.View(v.t.Context(), space, do); err != nil {
		v.t.Fatal(err)
	}
}

// sweep looks at what is due at an instant, and delivers.
func (v *village) sweep(at time.Time) {
	v.t.Helper()
	v.now = at
	if err := v.jobs["check-ins"](v.t.Context(), at); err != nil {
		v.t.Fatalf("sweep at %s: %v", at, err)
	}
	v.flush()
}

// until sweeps each step from now on until an instant.
func (v *village) until(end time.Time, step time.Duration) {
	v.t.Helper()
	for at := v.now; !at.After(end); at = at.Add(step) {
		v.sweep(at)
	}
}

// flush delivers what waits.
func (v *village) flush() {
	v.t.Helper()
	if err := v.out.Flush(v.t.Context()); err != nil {
		v.t.Fatal(err)
	}
}

// say has somebody write to the bot, and returns what it answers.
func (v *village) say(who, text string) string {
	v.t.Helper()
	v.count++
	m := bot.Message{ID: fmt.Sprint(v.count), From: bot.Address{Platform: "test", User: who}, Text: text, At: v.now, Addressed: true}
	var said string
	if err := v.router.Handle(v.t.Context(), m, func(_ context.Context, e bot.Envelope) error { said = e.Reply.Text; return nil }); err != nil {
		v.t.Fatalf("%s: %q: %v", who, text, err)
	}
	v.flush()
	return said
}

// quiet is say for goroutines: it delivers nothing.
func (v *village) quiet(who, text string) (said string) {
	v.mu.Lock()
	v.count++
	m := bot.Message{ID: fmt.Sprint(v.count), From: bot.Address{Platform: "test", User: who}, Text: text, At: v.now, Addressed: true}
	v.mu.Unlock()
	if err := v.router.Handle(context.Background(), m, func(_ context.Context, e bot.Envelope) error { said = e.Reply.Text; return nil }); err != nil {
		v.t.Errorf("%s: %q: %v", who, text, err)
	}
	return said
}

// told is what somebody was told of the bot's own accord since the last call.
func (v *village) told(who string) (all []word) {
	v.mu.Lock()
	defer v.mu.Unlock()
	var rest []word
	for _, w := range v.heard {
		if w.env.To.User == who {
			all = append(all, w)
		} else {
			rest = append(rest, w)
		}
	}
	v.heard = rest
	return all
}

// ask is what somebody owes in a round.
func (v *village) ask(label, person string) (found checkin.Ask) {
	v.t.Helper()
	v.view(func(tx store.Tx) error {
		all, err := v.e.Asks(tx, "report", label)
		for _, a := range all {
			if a.Person == person {
				found = a
			}
		}
		return err
	})
	return found
}

// Name implements bot.Adapter.
func (v *village) Name() string { return "test" }

// Run implements bot.Adapter.
func (v *village) Run(ctx context.Context, _ bot.Handle) error { <-ctx.Done(); return nil }

// Send implements bot.Adapter.
func (v *village) Send(_ context.Context, e bot.Envelope) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.heard = append(v.heard, word{v.now, e})
	return e.Key, nil
}
