package checkin_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ambassador/bot/checkin"
	"ambassador/store"
)

// zonesOfModel are where the people of the model live and move to: on both sides of the date line, with and without
// daylight saving, by half hours and quarters, with odd weekends.
var zonesOfModel = []string{
	"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Australia/Lord_Howe",
	"America/St_Johns", "Africa/Cairo", "Asia/Tehran", "America/Sao_Paulo", "Africa/Casablanca", "Antarctica/Troll", "UTC", "Pacific/Chatham",
}

// specsOfModel are what is asked by.
var specsOfModel = []string{"weekly", "30 2 * * *", "0 9 1 * *", "0 0 * * 0", "15 23 * * 5", "0 12 1,15 * *"}

// TestModel: whatever clocks, crashes, zones and schedules do, nobody is asked for a round twice, nor outside their
// hours, nor on one day twice, nor more often than the kind says, nor after their answer; and where nothing but crashes
// happens, nobody is missed.
func TestModel(t *testing.T) {
	seeds := 60
	if os.Getenv("AMBASSADOR_FIGURES") != "" {
		seeds = 10_000
	}
	words, answers := 0, 0
	for seed := range seeds {
		m := newModel(t, uint64(seed))
		m.run()
		words, answers = words+m.words, answers+m.answers
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%d seeds: %d words, %d answers", seeds, words, answers)
	if words < 10*seeds || answers < seeds/10 {
		t.Errorf("%d words and %d answers in %d seeds: too quiet to tell anything", words, answers, seeds)
	}
}

// model is a village to which things happen.
type model struct {
	*village
	rng     *rand.Rand
	flaky   *flaky
	zone    map[string]string // by user
	calm    bool              // nothing happens but crashes: then nobody is missed
	words   int
	answers int
	sent    map[string][]time.Time // by round and person
	done    map[string]bool        // rounds and persons that are answered
	asked   map[string]int         // words by round, person and who was told, since they are the one to answer
	last    map[string]string      // who was told last, by round and person
	wished  map[string]int         // words that somebody has asked for with “later”, by the same
	away    map[string]string      // by user: the last day that they are away
	gone    bool                   // Hamburg is not in the directory
}

// users are who is asked in the model. Hamburg comes and goes.
var users = []string{"berlin", "tokyo", "recife", "hamburg"}

const hamburg = "people:\n  - {id: ambassador-hamburg, name: Ambassador Hamburg, role: ambassador, place: \"Hamburg, Germany\", accounts: [\"test:hamburg\"]}\n"

// newModel makes one, other for each seed.
func newModel(t *testing.T, seed uint64) *model {
	m := &model{rng: rand.New(rand.NewPCG(seed, 7)), zone: make(map[string]string), sent: make(map[string][]time.Time), done: make(map[string]bool)}
	m.asked, m.wished, m.away = make(map[string]int), make(map[string]int), make(map[string]string)
	m.last = make(map[string]string)
	m.calm = seed%3 == 0
	m.village = settle(t, report(t, specsOfModel[m.rng.IntN(len(specsOfModel))]))
	m.flaky = &flaky{DB: m.db, rng: m.rng}
	m.db = m.flaky
	m.open()
	m.load(hamburg, false)
	m.now = time.Date(2028, time.Month(1+m.rng.IntN(12)), 1+m.rng.IntN(28), m.rng.IntN(24), m.rng.IntN(60), 0, 0, time.UTC)
	for _, user := range users {
		m.move(user)
	}
	return m
}

// flaky is a store in which a transaction fails now and then, with what it did undone, as in a crash.
type flaky struct {
	store.DB
	rng  *rand.Rand
	fail bool
}

var errCrash = errors.New("crash")

// Update implements store.DB.
func (f *flaky) Update(ctx context.Context, space string, do func(store.Tx) error) error {
	return f.DB.Update(ctx, space, func(tx store.Tx) error {
		if err := do(tx); err != nil || !f.fail || f.rng.IntN(3) > 0 {
			return err
		}
		return errCrash
	})
}

// move has somebody live elsewhere.
func (m *model) move(user string) {
	zone := zonesOfModel[m.rng.IntN(len(zonesOfModel))]
	m.zone[user] = zone
	m.say(user, "settings zone "+zone)
}

// run has things happen for some weeks.
func (m *model) run() {
	began := m.now
	for m.now.Sub(began) < 50*24*time.Hour {
		m.now = m.now.Add(m.pause())
		if m.rng.IntN(20) == 0 || !m.calm && m.rng.IntN(10) == 0 {
			m.happen()
		}
		m.look()
		if m.rng.IntN(40) == 0 {
			m.reply(m.anybody())
		}
	}
	if m.calm {
		m.missed(began)
	}
}

// pause is how long nobody looks: most often less than an hour.
func (m *model) pause() time.Duration {
	if !m.calm && m.rng.IntN(50) == 0 {
		return time.Duration(m.rng.IntN(9*24)) * time.Hour
	}
	return time.Duration(20+m.rng.IntN(100)) * time.Minute
}

// happen has something happen.
func (m *model) happen() {
	user := m.anybody()
	switch n := m.rng.IntN(10); {
	case n == 0 || m.calm: // the program dies in the middle, and starts anew
		m.flaky.fail = true
		_ = m.jobs["check-ins"](m.t.Context(), m.now)
		m.flaky.fail = false
		m.open()
	case n == 1: // the clock steps
		m.now = m.now.Add(time.Duration(m.rng.IntN(14*24)-4*24) * time.Hour)
	case n == 2:
		m.now = m.now.Add(-time.Duration(m.rng.IntN(180)) * time.Minute)
	case n == 3:
		m.move(user)
	case n == 4: // the schedule is edited
		m.kinds = []checkin.Kind{report(m.t, specsOfModel[m.rng.IntN(len(specsOfModel))])}
		m.open()
	case n == 6:
		m.rest(user)
	case n == 7:
		m.pass(user)
	case n == 8:
		m.putOff(user)
	case n == 9:
		m.comeOrGo()
	case n == 5: // two processes look at the same moment
		for range 2 {
			_ = m.jobs["check-ins"](m.t.Context(), m.now)
		}
	}
}

// look sweeps, and holds what was said against the rules.
func (m *model) look() {
	m.sweep(m.now)
	for _, user := range users {
		for _, w := range m.told(user) {
			m.hold(user, w)
		}
	}
}

// hold holds one word against the rules.
func (m *model) hold(user string, w word) {
	parts := strings.Split(w.env.Key, "/")
	if parts[0] != "nudge" {
		return
	}
	m.words++
	round, zone := parts[2]+" "+strings.TrimPrefix(parts[3], "ambassador-"), m.zone[user]
	loc, _ := time.LoadLocation(zone)
	if !m.hours.Open(w.at, zone) {
		m.t.Errorf("%s: %s at %s, which is %s in %s", w.env.Key, user, w.at, w.at.In(loc), zone)
	}
	if m.done[round] {
		m.t.Errorf("%s: after the answer", w.env.Key)
	}
	before := m.sent[round]
	if want := fmt.Sprint(len(before) + 1); parts[4] != want {
		m.t.Errorf("%s: want word %s", w.env.Key, want)
	}
	if m.last[round] != user { // it was passed on to them, or came back: they are asked anew
		m.last[round], m.asked[round+" "+user] = user, 0
	}
	if m.asked[round+" "+user]++; m.asked[round+" "+user] > 4+m.wished[round+" "+user] {
		m.t.Errorf("%s: more than an ask and three reminders, and %d that were wished for", w.env.Key, m.wished[round+" "+user])
	}
	if last := m.away[user]; w.at.In(loc).Format(time.DateOnly) <= last {
		m.t.Errorf("%s: at %s, while away until %s", w.env.Key, w.at.In(loc), last)
	}
	if m.gone && user == "hamburg" {
		m.t.Errorf("%s: to somebody who has left", w.env.Key)
	}
	theirs := m.sent[round+" "+user] // another may be told in the same moment that it is theirs now
	if i := slices.IndexFunc(theirs, func(t time.Time) bool { return t.Equal(w.at) }); i >= 0 {
		m.t.Errorf("%s: twice in one moment", w.env.Key)
	}
	m.sent[round], m.sent[round+" "+user] = append(before, w.at), append(theirs, w.at)
}

// openFor lists what somebody is to answer, for themselves or for another.
func (m *model) openFor(user string) (open []checkin.Ask) {
	m.view(func(tx store.Tx) error {
		rounds, err := m.e.Rounds(tx, "report")
		for _, r := range rounds {
			all, err := m.e.Asks(tx, "report", r.Label)
			if err != nil {
				return err
			}
			for _, a := range all {
				if a.Who() == "ambassador-"+user && a.Open() && m.now.Before(a.Closes) {
					open = append(open, a)
				}
			}
		}
		return err
	})
	return open
}

// reply has somebody report, if they are asked.
func (m *model) reply(user string) {
	open := m.openFor(user)
	if len(open) == 0 {
		return
	}
	a := open[m.rng.IntN(len(open))]
	if said := m.say(user, "report round="+ref(a)+` "We met"`); !strings.HasPrefix(said, "Thank you") {
		m.t.Errorf("%s reports for %s: %q", user, ref(a), said)
	}
	for _, w := range m.told(user) { // it may have been on its way
		m.hold(user, w)
	}
	m.done[a.Label+" "+strings.TrimPrefix(a.Person, "ambassador-")], m.answers = true, m.answers+1
}

// missed looks for rounds that somebody was not asked in, though somebody looked all the time.
func (m *model) missed(began time.Time) {
	for user, zone := range m.zone {
		loc, _ := time.LoadLocation(zone)
		for p, ok := m.kinds[0].Schedule.Next(began.Add(4*time.Hour), loc); ok && p.At.Before(m.now.Add(-5*24*time.Hour)); p, ok = m.kinds[0].Schedule.Next(p.At, loc) {
			a := m.ask(p.Label, "ambassador-"+user)
			if a.State == "" {
				m.t.Errorf("%s in %s was never asked for %s, of %s", user, zone, p.Label, p.At)
			}
			if len(a.Sent) == 0 && a.State != checkin.Answered && p.Ends.Sub(p.At) > 6*24*time.Hour {
				m.t.Errorf("%s in %s heard nothing of %s: %+v", user, zone, p.Label, a)
			}
		}
	}
}
