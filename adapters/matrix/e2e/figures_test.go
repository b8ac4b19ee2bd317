package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// TestFigures prints what docs/figures.md tells about Matrix, side by side with the smallest bot, in one run on one
// homeserver. On a machine that others use, too, only the relation of the two counts. With AMBASSADOR_FIGURES=1:
//
//	.ci/matrix -run TestFigures -v
func TestFigures(t *testing.T) {
	if os.Getenv("AMBASSADOR_FIGURES") == "" {
		t.Skip("AMBASSADOR_FIGURES is not set")
	}
	if runtime.GOOS != "linux" {
		t.Skip("processor time and memory are read from /proc")
	}
	bot, echo := newBot(t, options{}).start(), newEcho(t, homeserver()).start()
	bot.term() // the first start imports the directory, which is done once
	bot.start()
	alice := newMember(t, "alice")
	asking := alice.room(plain, bot.UserID)
	for _, place := range []string{"Berlin", "Vladivostok", "São Paulo", "北京", "Springfeld", "Texas", "Nordics", "KUL"} {
		alice.ask(asking, "!ambassador find "+place)
	}
	alice.inBoth(func(t *testing.T, secret bool) { sideBySide(t, alice, secret, bot, echo) })
	for _, p := range []*program{bot, echo} {
		now, most := p.memory(t)
		t.Logf("%-10s memory %.1f MB, at most %.1f MB", p.name(), now, most)
	}
	for _, p := range []*program{bot, echo} {
		t.Logf("%-10s start to first sync, warm: %s", p.name(), starts(p, 9))
	}
	info, err := os.Stat(ambassador())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%-10s program %.1f MB", bot.name(), float64(info.Size())/1e6)
	// The smallest bot goes last: it does not answer everything, so waiting for it takes its time.
	for _, made := range []func(*testing.T, *proxy) *program{
		func(t *testing.T, p *proxy) *program { return newBot(t, options{homeserver: p.url()}) },
		func(t *testing.T, p *proxy) *program { return newEcho(t, p.url()) },
	} {
		p := openProxy(t)
		victim := made(t, p).start()
		lost, doubled, of := kills(t, p, victim, 20)
		t.Logf("%-10s 20 × kill -9: of %d commands %d lost, %d answered twice", victim.name(), of, lost, doubled)
	}
}

// name is what the program is called.
func (p *program) name() string { return filepath.Base(p.argv[0]) }

// rounds is how often everybody is asked; each round asks everybody in turn, so that a busy moment of the machine is
// everybody's.
const rounds = 300

// sideBySide asks the bots in turn, and prints how long they took and what it cost them.
func sideBySide(t *testing.T, asker *member, secret bool, bots ...*program) {
	t.Helper()
	rooms := make([]id.RoomID, len(bots))
	took := make([][]time.Duration, len(bots)+1)
	spent := make([]time.Duration, len(bots))
	for i, p := range bots {
		rooms[i] = asker.room(secret, p.UserID)
		for range 10 {
			asker.fence(rooms[i])
		}
		spent[i] = p.cpu(t)
	}
	alone := asker.create(request(secret))
	for range rounds {
		took[0] = append(took[0], asker.hop(alone))
		for i := range bots {
			began := time.Now()
			asker.ask(rooms[i], ping)
			took[i+1] = append(took[i+1], time.Since(began))
		}
	}
	t.Logf("%-10s %s", "homeserver", spread(took[0]))
	for i, p := range bots {
		t.Logf("%-10s %s  cpu %s a message", p.name(), spread(took[i+1]), ((p.cpu(t) - spent[i]) / rounds).Round(10*time.Microsecond))
	}
}

// hop is how long it takes until somebody's own words come back to them: the homeserver's part of half an answer.
func (m *member) hop(room id.RoomID) time.Duration {
	m.t.Helper()
	began := time.Now()
	sent := m.say(room, "How long is the way?")
	m.wait("the own words", func(e *event.Event) bool { return e.ID == sent })
	return time.Since(began)
}

// spread is the middle, the slowest hundredth and the extremes.
func spread(took []time.Duration) string {
	slices.Sort(took)
	at := func(part float64) time.Duration {
		return took[min(len(took)-1, int(part*float64(len(took))))].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf("p50 %7s  p99 %7s  (%s … %s)", at(0.5), at(0.99), at(0), at(1))
}

// starts ends and starts a program so many times.
func starts(p *program, times int) string {
	p.t.Helper()
	var took []time.Duration
	for range times {
		p.term()
		began := time.Now()
		p.start()
		took = append(took, time.Since(began))
	}
	return spread(took)
}
