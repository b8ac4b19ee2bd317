package checkin_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ambassador/bot/checkin"
	"ambassador/bot/checkin/period"
	"ambassador/store"
)

// TestYear: a year of many ambassadors in sixty zones, who answer, skip, pass on, are away, move and fall silent, with
// the program switched off now and then. At its end the books are exactly right: each of them has one ask in each
// round, what they did is what is kept, and the words that went out are those in the books.
func TestYear(t *testing.T) {
	n := 60
	if os.Getenv("AMBASSADOR_FIGURES") != "" {
		n = 500
	}
	k := report(t, "monthly")
	k.Window = 21
	y := newYear(t, n, k)
	y.run(time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC))
	y.audit()
}

// year is a village with many people, and a book of what they did.
type year struct {
	*village
	rng   *rand.Rand
	ids   []string
	did   map[string]checkin.State // by round and id
	words map[string]int           // by round and id
	sixty []string
}

// newYear makes one.
func newYear(t *testing.T, n int, k checkin.Kind) *year {
	y := &year{village: settle(t, k), rng: rand.New(rand.NewPCG(1, 2)), did: make(map[string]checkin.State), words: make(map[string]int)}
	y.sixty = sixtyZones(t)
	var file strings.Builder
	file.WriteString("people:\n")
	for i := range n {
		id := fmt.Sprintf("ambassador-%d", i)
		y.ids = append(y.ids, id)
		fmt.Fprintf(&file, "  - {id: %s, name: Ambassador %d, role: ambassador, zone: %s, accounts: [\"test:%s\"]}\n", id, i, y.sixty[i%len(y.sixty)], id)
	}
	y.load(file.String(), true)
	return y
}

// sixtyZones are zones all over the world, in a fixed order.
func sixtyZones(t *testing.T) (all []string) {
	t.Helper()
	seen := make(map[string]bool)
	for _, zone := range strings.Fields(manyZones) {
		if _, err := time.LoadLocation(zone); err != nil || seen[zone] {
			t.Fatalf("zone %s: %v", zone, err)
		}
		seen[zone] = true
		all = append(all, zone)
	}
	if len(all) != 60 {
		t.Fatalf("%d zones, want 60", len(all))
	}
	return all
}

const manyZones = `
Africa/Abidjan Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos Africa/Nairobi America/Anchorage America/Argentina/Buenos_Aires
America/Asuncion America/Bogota America/Caracas America/Chicago America/Denver America/Halifax America/Havana America/Lima America/Los_Angeles
America/Mexico_City America/Montevideo America/New_York America/Nuuk America/Phoenix America/Santiago America/Sao_Paulo America/St_Johns
Antarctica/Troll Asia/Almaty Asia/Baghdad Asia/Beirut Asia/Colombo Asia/Dhaka Asia/Dubai Asia/Gaza Asia/Hong_Kong Asia/Jakarta Asia/Jerusalem
Asia/Kabul Asia/Karachi Asia/Kathmandu Asia/Kolkata Asia/Manila Asia/Seoul Asia/Singapore Asia/Tashkent Asia/Tehran Asia/Tokyo Asia/Yangon
Atlantic/Azores Atlantic/Reykjavik Australia/Adelaide Australia/Lord_Howe Australia/Perth Australia/Sydney Europe/Berlin Europe/Dublin
Europe/London Pacific/Auckland Pacific/Chatham Pacific/Honolulu Pacific/Kiritimati`

// run lets the year pass.
func (y *year) run(began time.Time) {
	y.sweep(began.AddDate(0, 0, -2))
	for at := began; at.Before(began.AddDate(1, 0, 40)); at = at.Add(y.step()) {
		y.sweep(at)
		y.read()
		if y.rng.IntN(200) == 0 {
			y.open() // the program is started anew
		}
	}
}

// step is until somebody looks again: once in a while the program is switched off for up to three days.
func (y *year) step() time.Duration {
	if y.rng.IntN(600) == 0 {
		return time.Duration(y.rng.IntN(72)) * time.Hour
	}
	return 30 * time.Minute
}

// read has people read what they were told, and do something about it, or not.
func (y *year) read() {
	y.mu.Lock()
	heard := y.heard
	y.heard = nil
	y.mu.Unlock()
	for _, w := range heard {
		parts := strings.Split(w.env.Key, "/")
		if parts[0] != "nudge" {
			continue
		}
		label, of, who := parts[2], parts[3], w.env.To.User
		y.words[label+" "+of]++
		y.act(label, of, who)
	}
}

// act has somebody do something about a question.
func (y *year) act(label, of, who string) {
	ref, key := "report-"+strings.ToLower(label), label+" "+of
	switch y.rng.IntN(8) {
	case 0, 1, 2, 3:
		y.expect(who, `report round=`+ref+` "We met in `+label+`"`, "Thank you")
		y.did[key] = checkin.Answered
	case 4:
		y.expect(who, `checkin skip "nothing to tell" for `+ref, "All right")
		y.did[key] = checkin.Skipped
	case 5:
		y.say(who, "checkin later tomorrow for "+ref)
	}
}

// expect has somebody say something, and holds the answer against how it should begin.
func (y *year) expect(who, line, begins string) {
	y.t.Helper()
	if said := y.say(who, line); !strings.HasPrefix(said, begins) {
		y.t.Errorf("%s: %q: %q, want %q", who, line, said, begins)
	}
}

// audit holds the books against what people did.
func (y *year) audit() {
	rounds, asks := 0, 0
	loc, _ := time.LoadLocation("Pacific/Kiritimati")
	for p, _ := y.kinds[0].Schedule.Next(time.Date(2028, 1, 1, 0, 0, 0, 0, loc), loc); p.Label <= "2028-12"; p, _ = y.kinds[0].Schedule.Next(p.At, loc) {
		rounds++
		var all []checkin.Ask
		y.view(func(tx store.Tx) (err error) {
			all, err = y.e.Asks(tx, "report", p.Label)
			return err
		})
		asks += len(all)
		y.balance(p, all)
	}
	if rounds != 12 || asks != 12*len(y.ids) {
		y.t.Errorf("%d rounds with %d asks, want 12 with %d", rounds, asks, 12*len(y.ids))
	}
	y.t.Logf("%d people in %d zones, %d rounds, %d asks, %d of them done", len(y.ids), len(y.sixty), rounds, asks, len(y.did))
}

// balance holds one round against what people did in it.
func (y *year) balance(p period.Period, all []checkin.Ask) {
	for _, a := range all {
		if !slices.Contains(y.ids, a.Person) {
			y.t.Errorf("%s: %s is asked, whom nobody knows", p.Label, a.Person)
		}
		want := y.did[p.Label+" "+a.Person]
		if want == "" {
			want = checkin.Closed
		}
		if a.State != want {
			y.t.Errorf("%s %s: %s, want %s: %+v", p.Label, a.Person, a.State, want, a)
		}
		if n := y.words[p.Label+" "+a.Person]; n != a.Words || n == 0 {
			y.t.Errorf("%s %s: %d words in the books, %d arrived", p.Label, a.Person, a.Words, n)
		}
	}
}
