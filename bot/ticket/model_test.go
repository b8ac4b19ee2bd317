package ticket_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/bot/contact"
	"ambassador/bot/directory"
	"ambassador/bot/feedback"
	"ambassador/bot/ticket"
	"ambassador/bot/worktime"
	"ambassador/store"
	"ambassador/store/bolt"
)

// lives is how many random lives of a village are played; each is some months.
var lives = flag.Int("lives", 6, "how many random lives of a village are played")

// TestLives plays random months of a village: people ask, answer, leave, move, come back; the bot is down for hours
// and weeks, and is killed in the middle of its work. What must hold holds after each step.
func TestLives(t *testing.T) {
	for seed := range uint64(*lives) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { newLife(t, seed).live(60) })
		})
	}
}

// TestLivesOnFile is TestLives, once, on a file.
func TestLivesOnFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "data")
	synctest.Test(t, func(t *testing.T) {
		l := newLife(t, 4711)
		db, err := bolt.Open(file, bolt.Options{Create: true, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		l.settleOn(db)
		l.live(40)
	})
}

// life is a village in which things happen at random.
type life struct {
	*village
	r     *rand.Rand
	flaky *flaky
	hours *worktime.Calendar
	zones map[string]string // by account, as the directory has them now
	sent  []nudge           // what nobody has asked for
	down  bool              // nobody has looked for long
	late  map[string]int    // by reference: how often coordinator B was told
	seen  map[string]ticket.Ticket
}

// nudge is one word that nobody has asked for.
type nudge struct {
	ref, what, who string
	deeds          string // how many there had been
	at             time.Time
}

// newLife settles a village whose closed tickets are kept for a month.
func newLife(t *testing.T, seed uint64) *life {
	kinds := append(contact.Kinds(nil), feedback.Kind("hook"))
	for i := range kinds {
		kinds[i].Keep, kinds[i].Before = 30, nil
	}
	l := &life{r: rand.New(rand.NewPCG(seed, 1)), late: make(map[string]int), seen: make(map[string]ticket.Ticket)}
	l.village = settle(t, kinds...)
	l.settleOn(l.db)
	return l
}

// settleOn starts anew on a store that fails when it is told to.
func (l *life) settleOn(db store.DB) {
	var err error
	l.flaky = &flaky{DB: db}
	l.db = l.flaky
	l.open()
	l.load(people, false)
	if l.hours, err = worktime.New(worktime.Options{Country: l.people.ZoneCountry, Holidays: holidays(l.t)}); err != nil {
		l.t.Fatal(err)
	}
	l.zones = map[string]string{"a": "Europe/Brussels", "b": "Asia/Tokyo", "c": "Africa/Nairobi", "berlin": "Europe/Berlin", "hamburg": "Europe/Berlin",
		"graz": "Europe/Vienna", "leader": "Europe/Berlin", "other": "Europe/Vienna"}
}

// flaky is a store whose n-th write from now on fails after all its work, as when the program is killed before the commit.
type flaky struct {
	store.DB
	left int // 0: none fails
}

// errKilled is what a write says that did not come to its end.
var errKilled = errors.New("killed")

// Update implements store.DB.
func (f *flaky) Update(ctx context.Context, space string, do func(store.Tx) error) error {
	return f.DB.Update(ctx, space, func(tx store.Tx) error {
		err := do(tx)
		if f.left > 0 {
			if f.left--; f.left == 0 {
				return errKilled
			}
		}
		return err
	})
}

// live plays so many steps, and then lets everything come to its end.
func (l *life) live(steps int) {
	for range steps {
		l.act()
		switch l.r.IntN(12) {
		case 0:
			time.Sleep(time.Duration(l.r.IntN(20*24)) * time.Hour)
			l.down = true
		case 1, 2, 3, 4, 5, 6:
			time.Sleep(time.Duration(l.r.IntN(300)) * time.Minute)
		default:
			for range l.r.IntN(48) {
				time.Sleep(time.Hour + 7*time.Minute)
				l.tick()
			}
		}
		l.tick()
	}
	for range 60 {
		time.Sleep(23 * time.Hour)
		l.down = true
		l.tick()
	}
	l.countLate()
}

// tick has the jobs run, sometimes twice, and sometimes killed before.
func (l *life) tick() {
	if l.r.IntN(4) == 0 {
		l.flaky.left = 1 + l.r.IntN(3)
		for _, run := range l.jobs {
			if err := run(l.t.Context(), time.Now()); err != nil && !errors.Is(err, errKilled) {
				l.t.Fatal(err)
			}
		}
		l.flaky.left = 0
	}
	if l.r.IntN(10) == 0 {
		l.open() // a restart
	}
	l.look(time.Now())
	if l.r.IntN(3) == 0 {
		l.look(time.Now())
	}
	l.judge()
}

// act has somebody do something.
func (l *life) act() {
	pick := func(words ...string) string { return words[l.r.IntN(len(words))] }
	askers := []string{"member", "visitor", "leader", "other", "a", "berlin"}
	helpers := []string{"berlin", "hamburg", "graz", "a", "b", "c", "chief"}
	l.count++
	ref := fmt.Sprint("AMB-", 1001+l.r.IntN(1+l.asked()))
	who, line := pick(helpers...), ""
	switch l.r.IntN(20) {
	case 0, 1, 2, 3:
		who = pick(askers...)
		line = pick(`contact expert "Question %d" for upgrades in Graz`, `contact expert "Question %d" in Berlin`, `contact ambassador-graz "Hello %d"`,
			`contact funding 300 EUR "Drinks %d" date=2000-05-03`, `contact speaker search "Talk %d" in Graz`, `feedback "Feedback %d" answer=no`)
		line = fmt.Sprintf(line, l.count)
	case 4:
		who = pick(askers...)
		l.send(who, bot.Message{Text: "contact misuse", Values: map[string]string{
			"message": fmt.Sprint("Case ", l.count), "person": pick("", "ambassador-graz", "coordinator-a"), "anonymous": pick("yes", "no")}})
	case 5, 6, 7:
		who, line = pick(askers...), pick("reply "+ref+" More", "helped "+ref+" yes", "helped "+ref+" no", "withdraw "+ref, "close "+ref, "edit "+ref+" place Berlin",
			"edit "+ref+" amount 7", "edit "+ref+" person coordinator-a")
	case 8, 9, 10:
		line = pick("reply "+ref+" Answer", "ask "+ref+" What?", "claim "+ref, "claim "+ref)
	case 11, 12:
		line = pick("pass "+ref+" to ambassador-hamburg", "pass "+ref+" to coordinator-c", "release "+ref, "decline "+ref+" No", "close "+ref)
	case 13:
		line = pick("approve "+ref, "move "+ref+" planned", "move "+ref+" forwarded", "move "+ref+" examined", "move "+ref+" done")
	case 14:
		l.rewrite(pick("ambassador-graz", "ambassador-hamburg"), pick("status: emeritus", "status: hold, until: 2000-03-20", "", ""))
	case 15:
		l.rewrite(pick("ambassador-graz", "ambassador-berlin"), pick("zone: America/Los_Angeles", "zone: Asia/Tokyo", "zone: Pacific/Auckland", ""))
	case 16:
		account := []bot.Address{{Platform: "test", User: pick("graz", "leader", "berlin")}}
		l.update(func(tx store.Tx) error {
			_, err := l.people.MarkGone(tx, account, account[:l.r.IntN(2)])
			return err
		})
	case 17:
		who, line = pick(askers...), "feedback too "+ref
	case 18:
		who, line = pick(helpers...), pick("desk digest on", "desk digest off", "desk")
	default:
		if l.r.IntN(4) == 0 {
			who, line = pick(askers[:4]...), "privacy delete yes"
		}
	}
	if line == "" {
		return
	}
	if first, _, _ := strings.Cut(line, " "); slices.Contains([]string{"reply", "helped", "withdraw", "close", "edit", "ask", "claim", "pass", "release", "decline", "approve", "move"}, first) {
		line = "ticket " + line
	}
	l.send(who, bot.Message{Text: line})
	l.send(who, bot.Message{Text: "cancel"}) // whatever it asks back
}

// asked is how many tickets there have been.
func (l *life) asked() (n int) {
	return len(l.seen)
}

// rewrite changes the record of somebody.
func (l *life) rewrite(id, with string) {
	account := strings.TrimPrefix(id, "ambassador-")
	at := strings.Index(people, "{id: "+id)
	record, _, _ := strings.Cut(people[at:], "}")
	l.zones[account] = map[string]string{"graz": "Europe/Vienna"}[account]
	if l.zones[account] == "" {
		l.zones[account] = "Europe/Berlin"
	}
	if with == "" {
		with = "status: active"
	}
	if zone, ok := strings.CutPrefix(with, "zone: "); ok {
		l.zones[account] = zone
	} else {
		with += ", zone: " + l.zones[account]
	}
	l.load("people: ["+record+", "+with+"}]", false)
}

// judge holds what must always hold once the jobs have run.
func (l *life) judge() {
	l.t.Helper()
	l.whole()
	now := time.Now()
	tickets := make(map[string]ticket.Ticket)
	err := l.db.View(l.t.Context(), space, func(tx store.Tx) error {
		for n := range 1000 {
			ref := fmt.Sprint("AMB-", 1001+n)
			t, err := l.e.ByRef(tx, ref)
			if errors.Is(err, ticket.ErrNoTicket) {
				if n > len(l.seen)+5 {
					break
				}
				continue
			}
			if err != nil {
				return err
			}
			tickets[ref], l.seen[ref] = t, t
			if err := l.holds(tx, t, now); err != nil {
				return fmt.Errorf("%s at %s: %w: %+v", ref, now, err, t)
			}
		}
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	l.overhear(tickets)
	l.down = false
}

// holds says what is wrong with a ticket.
func (l *life) holds(tx store.Tx, t ticket.Ticket, now time.Time) error {
	running := t.State == ticket.Open || t.State == ticket.Taken
	switch {
	case t.State == ticket.Closed:
		if now.Sub(t.Changed) > 30*24*time.Hour {
			return errors.New("it is kept too long")
		}
		return nil
	case running && t.Due.IsZero(), !running && !t.Due.IsZero():
		return fmt.Errorf("it is %s and due %s", t.State, t.Due)
	case running && !t.Late && !t.Due.After(now):
		return errors.New("its deadline has passed, and nobody was told")
	case running && t.Look.IsZero() && t.Nudges < 6, t.State == ticket.Asked && t.Look.IsZero():
		return errors.New("nobody looks at it any more")
	case t.Nudges > 6:
		return fmt.Errorf("%d reminders", t.Nudges)
	}
	if t.Owner.ID == "" {
		return nil
	}
	p, ok, err := l.people.Record(tx, t.Owner.ID)
	if err == nil && (!ok || p.Gone || p.At(now) != directory.Active) {
		err = errors.New("its owner is not there")
	}
	return err
}

// overhear looks at what was said of the bot's own accord, and holds it against the working hours of who hears it.
func (l *life) overhear(tickets map[string]ticket.Ticket) {
	l.t.Helper()
	now := time.Now()
	l.mu.Lock()
	heard := l.heard
	l.heard = nil
	l.mu.Unlock()
	for _, e := range heard {
		part := strings.Split(e.Key, "/")
		if part[0] != "ticket" {
			continue
		}
		n := nudge{part[1], part[3], e.To.User, part[2], now}
		t := tickets[n.ref]
		zone := l.zones[n.who]
		if zone == "" {
			zone = "Europe/Berlin"
		}
		if !strings.HasPrefix(n.what, "reminder") && n.what != "late" {
			continue
		}
		waited := now.Sub(e.NotBefore) > time.Minute // until their morning, or while the bot was down
		if !l.hours.Open(now, zone) && !(waited && n.what == "late" && l.down) {
			l.t.Fatalf("%s: %s to %s at %s, which is %s there; it could go from %s on", n.ref, n.what, n.who, now, now.In(location(zone)), e.NotBefore)
		}
		if n.what == "late" && n.who == "b" {
			l.late[n.ref]++
		}
		if strings.HasPrefix(n.what, "reminder") && strings.HasSuffix(n.what, "r") || n.what == "late" || strings.HasSuffix(n.what, "end") {
			continue
		}
		if owner := t.Owner.ID; owner != "" && !waited && strings.HasSuffix(owner, "-"+n.who) && t.State != ticket.Open && t.State != ticket.Taken {
			l.t.Fatalf("%s: %s to %s, and it is %s", n.ref, n.what, n.who, t.State)
		}
		for _, before := range l.sent {
			if !waited && before.ref == n.ref && before.who == n.who && before.deeds == n.deeds && (before.what == n.what || now.Sub(before.at) < 4*time.Hour) {
				l.t.Fatalf("%s: %s to %s at %s, and %s at %s", n.ref, n.what, n.who, now, before.what, before.at)
			}
		}
		l.sent = append(l.sent, n)
	}
}

// location is the zone of that name.
func location(zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	return loc
}

// countLate holds that coordinators were told of each deadline that passed, once.
func (l *life) countLate() {
	for ref, t := range l.seen {
		want := 0
		for _, d := range t.Deeds {
			if d.What == "overdue" {
				want++
			}
		}
		if got := l.late[ref]; got != want {
			l.t.Errorf("%s: coordinator B was told %d times of %d deadlines that passed: %+v", ref, got, want, t.Deeds)
		}
	}
}
