package ticket_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/contact"
	"ambassador/bot/directory"
	"ambassador/bot/feedback"
	"ambassador/bot/place"
	"ambassador/bot/sheet"
	"ambassador/bot/ticket"
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
  - {id: austria, name: Austria, covers: [Austria]}
people:
  - {id: ambassador-berlin, name: Ambassador Berlin, role: ambassador, place: "Berlin, Germany", regions: [germany], topics: [storage], accounts: ["test:berlin"]}
  - {id: ambassador-hamburg, name: Ambassador Hamburg, role: ambassador, place: "Hamburg, Germany", regions: [germany], topics: [upgrades], accounts: ["test:hamburg"]}
  - {id: ambassador-graz, name: Ambassador Graz, role: ambassador, place: "Graz, Austria", regions: [austria], topics: [upgrades], accounts: ["test:graz"]}
  - {id: leader-berlin, name: Leader Berlin, role: leader, place: "Berlin, Germany", accounts: ["test:leader"]}
  - {id: leader-graz, name: Leader Graz, role: leader, place: "Graz, Austria", accounts: ["test:other"]}
  - {id: coordinator-a, name: Coordinator A, role: coordinator, place: "Brussels, Belgium", accounts: ["test:a"]}
  - {id: coordinator-b, name: Coordinator B, role: coordinator, place: "Tokyo, Japan", accounts: ["test:b"]}
  - {id: coordinator-c, name: Coordinator C, role: coordinator, place: "Nairobi, Kenya", accounts: ["test:c"]}
`

// village is a bot with tickets, and people who talk with it. Each has an account of their name.
type village struct {
	t      testing.TB
	db     store.DB
	kinds  []ticket.Kind // built-in ones where nil
	people *directory.Directory
	e      *ticket.Engine
	out    *bot.Outbox
	router *bot.Router
	jobs   map[string]func(context.Context, time.Time) error

	mu    sync.Mutex
	heard []bot.Envelope
	count int
}

// gazetteer is read once: it is large, and never changes.
var gazetteer = sync.OnceValues(place.Open)

// settle makes a village on an empty store.
func settle(t testing.TB, kinds ...ticket.Kind) *village {
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
	v.people = directory.New(directory.Options{Places: places, Coordinators: []bot.Address{{Platform: "test", User: "chief"}},
		Desks: map[string][]string{"editors": {"test:editor"}, "workshop": {"leader-graz"}}})
	kinds := v.kinds
	if kinds == nil {
		kinds = append(contact.Kinds(v.people), feedback.Kind(""))
	}
	hours, err := worktime.New(worktime.Options{Country: v.people.ZoneCountry, Holidays: holidays(v.t)})
	if err != nil {
		v.t.Fatal(err)
	}
	if v.e, err = ticket.New(ticket.Options{People: v.people, Hours: hours, Kinds: kinds, Zone: "Europe/Berlin", Hooks: "hook"}); err != nil {
		v.t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(v.t.Output(), nil))
	v.out = bot.NewOutbox(v.db, space, log, v, hooks{v})
	commands := append(v.e.Commands(), v.people.Commands()...)
	if _, ok := v.e.Kind(feedback.Name); ok {
		commands = append(commands, feedback.New(v.e).Commands()...)
	}
	v.router, err = bot.NewRouter(bot.Parts{DB: v.db, Space: space, Name: "bot", Commands: commands, Guide: v.people, Outbox: v.out, Log: log, Strays: []bot.Stray{v.e.Stray}})
	if err != nil {
		v.t.Fatal(err)
	}
	v.jobs = make(map[string]func(context.Context, time.Time) error)
	for _, j := range v.e.Jobs(v.db, space, v.out) {
		v.jobs[j.Name] = j.Run
	}
}

// holidays are a long weekend at the turn of the year, and one in spring.
func holidays(t testing.TB) (all []worktime.Holiday) {
	t.Helper()
	for _, day := range []string{"01-01", "12-24", "12-25", "12-26", "2000-04-21", "2000-04-24"} {
		all = append(all, worktime.Holiday{Date: day})
	}
	return all
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

// Name, Run and Send make the village a platform of the bot.
func (v *village) Name() string                                { return "test" }
func (v *village) Run(ctx context.Context, _ bot.Handle) error { <-ctx.Done(); return nil }
func (v *village) Send(_ context.Context, e bot.Envelope) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if strings.HasPrefix(e.To.User, "unreachable") {
		return "", bot.Dead{Reason: "no such account"}
	}
	v.heard = append(v.heard, e)
	return fmt.Sprint(len(v.heard)), nil
}

// hooks is the platform to which tickets are passed on.
type hooks struct{ *village }

// Name is what hooks are called in addresses.
func (hooks) Name() string { return "hook" }

// say has somebody say a line to the bot, and returns its answer.
func (v *village) say(who, line string) string { return v.send(who, bot.Message{Text: line}).Text }

// send has somebody send a message, and returns the reply.
func (v *village) send(who string, m bot.Message) (reply bot.Reply) {
	v.t.Helper()
	v.count++
	m.ID, m.From, m.At = fmt.Sprint("m", v.count), bot.Address{Platform: "test", User: who}, time.Now()
	m.Addressed, m.Private = true, true
	v.deliver()
	answered := false
	err := v.router.Handle(v.t.Context(), m, func(_ context.Context, e bot.Envelope) error { reply, answered = e.Reply, true; return nil })
	if err != nil {
		v.t.Fatalf("%s> %s: %v", who, m.Text, err)
	}
	if !answered { // something waits for them, so that the outbox answers
		v.deliver()
		v.mu.Lock()
		defer v.mu.Unlock()
		for _, e := range v.heard {
			if e.Answers() == m.ID {
				return e.Reply
			}
		}
		v.t.Fatalf("%s> %s: no answer", who, m.Text)
	}
	return reply
}

// approve has somebody say that they agree, and press the button below what they are shown then.
func (v *village) approve(who, ref string) string {
	v.t.Helper()
	shown := v.send(who, bot.Message{Text: "ticket approve " + ref})
	line := button(shown, "Approve")
	if line == "" {
		v.t.Fatalf("%s approves %s: %q has no button for it", who, ref, shown.Text)
	}
	return v.say(who, line)
}

// button is the line of the button of that label in a reply; empty where there is none.
func button(r bot.Reply, label string) string {
	for _, b := range r.Blocks {
		for _, a := range b.Actions {
			if a.Label == label {
				return a.Line
			}
		}
	}
	return ""
}

// look runs all jobs as at an instant, and delivers what is due.
func (v *village) look(at time.Time) {
	v.t.Helper()
	for _, name := range []string{"tickets", "tickets without owner", "tickets to delete", "digests"} {
		if err := v.jobs[name](v.t.Context(), at); err != nil {
			v.t.Fatalf("%s: %v", name, err)
		}
	}
	v.deliver()
}

// deliver sends what waits.
func (v *village) deliver() {
	v.t.Helper()
	if err := v.out.Flush(v.t.Context()); err != nil {
		v.t.Fatal(err)
	}
}

// told returns what somebody was told of the bot's own accord since the last call, one after the other.
func (v *village) told(who string) (all []string) {
	v.t.Helper()
	v.deliver()
	v.mu.Lock()
	defer v.mu.Unlock()
	var rest []bot.Envelope
	for _, e := range v.heard {
		switch {
		case e.To.User != who:
			rest = append(rest, e)
		case !strings.HasPrefix(e.Key, "reply/"):
			all = append(all, e.Reply.Text)
		}
	}
	v.heard = rest
	return all
}

// ticket reads a ticket.
func (v *village) ticket(ref string) (t ticket.Ticket) {
	v.t.Helper()
	err := v.db.View(v.t.Context(), space, func(tx store.Tx) (err error) {
		t, err = v.e.ByRef(tx, ref)
		return err
	})
	if err != nil {
		v.t.Fatalf("%s: %v", ref, err)
	}
	return t
}

// whole holds that the lists have what the tickets want.
func (v *village) whole() {
	v.t.Helper()
	err := v.db.View(v.t.Context(), space, func(tx store.Tx) error {
		_, err := v.e.Check(tx)
		return err
	})
	if err != nil {
		v.t.Fatal(err)
	}
}

// want holds that words have a part.
func want(t testing.TB, words, part string) {
	t.Helper()
	if !strings.Contains(words, part) {
		t.Errorf("got %q; want %q in it", words, part)
	}
}

// exportsNothing holds that no ticket stands in a table of all kinds.
func (v *village) exportsNothing() {
	v.t.Helper()
	err := v.db.View(v.t.Context(), space, func(tx store.Tx) error {
		rows, _, err := v.e.Rows(tx, "", 0, 100)
		if len(rows) > 0 {
			v.t.Errorf("the table has %v", rows)
		}
		return err
	})
	if err != nil {
		v.t.Error(err)
	}
}
