package ticket

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/place"
	"ambassador/bot/worktime"
	"ambassador/store"
	"ambassador/store/bolt"
)

// figureSpace is the space in which the figures are taken.
const figureSpace = "figures"

// BenchmarkDesk lists a page of 100,000 open tickets, each way a coordinator can ask for one.
func BenchmarkDesk(b *testing.B) {
	e, db := stocked(b, 100_000)
	chief := bot.Person{ID: "owner-7", Role: bot.Coordinator, Zone: "Europe/Berlin"}
	for _, line := range []map[string]string{
		{"list": listAll}, {"list": listOverdue}, {"list": listMine}, {"list": listAll, "kind": "rare"}, {"list": listAll, "page": "50"}, {},
	} {
		b.Run(strings.Join([]string{line["list"], line["kind"], line["page"]}, "_"), func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				err := db.View(context.Background(), figureSpace, func(tx store.Tx) error {
					reply, err := e.desk(context.Background(), tx, &bot.Request{Who: chief, Values: line, Message: bot.Message{At: figureTime}})
					if !strings.Contains(reply.Text, "AMB-") {
						b.Errorf("%v lists %q", line, reply.Text)
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			report(b, took)
		})
	}
}

// BenchmarkAlike looks for what sounds like a text among 10,000.
func BenchmarkAlike(b *testing.B) {
	e, db := stocked(b, 10_000)
	k, _ := e.kind("idea")
	var took []time.Duration
	random := rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		values := map[string]string{"text": sentence(random)}
		began := time.Now()
		err := db.View(context.Background(), figureSpace, func(tx store.Tx) error {
			_, err := e.Alike(tx, k, values)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	report(b, took)
}

// figureTime is when the figures are taken: about half of the tickets are overdue.
var figureTime = time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)

// report prints the middle and the slow end of what was measured.
func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
}

// stocked is an engine on a file with so many open tickets. Of a hundred kinds of words
// each makes a sentence.
func stocked(tb testing.TB, tickets int) (*Engine, store.DB) {
	tb.Helper()
	db, err := bolt.Open(filepath.Join(tb.TempDir(), "figures.db"), bolt.Options{Create: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	e := engine(tb,
		Kind{Name: "idea", Alike: true, Fields: []bot.Field{{Name: "text", Label: "Text?", Kind: bot.Long}}},
		Kind{Name: "rare", Fields: []bot.Field{{Name: "text", Label: "Text?", Kind: bot.Long}}},
	)
	random := rand.New(rand.NewPCG(3, 4))
	for done := 0; done < tickets; {
		err := db.Update(context.Background(), figureSpace, func(tx store.Tx) error {
			for range min(2000, tickets-done) {
				if err := e.put(tx, ticketFor(random, e, uint64(firstNumber+done))); err != nil {
					return err
				}
				done++
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return e, db
}

// ticketFor makes the n-th ticket.
func ticketFor(random *rand.Rand, e *Engine, n uint64) Ticket {
	t := Ticket{Number: n, Kind: "idea", Values: map[string]string{"text": sentence(random)}, State: Taken, Desk: directory.Coordinators}
	if n%1000 == 0 {
		t.Kind = "rare"
	}
	k, _ := e.kind(t.Kind)
	t.Title, t.Asker = k.Title(t.Values), Party{ID: fmt.Sprintf("asker-%d", n%5000)}
	if n%10 != 0 {
		t.Owner = Party{ID: fmt.Sprintf("owner-%d", n%100)}
	}
	t.Regions = []string{fmt.Sprintf("region-%d", n%50), "world"}
	t.Opened = figureTime.Add(-time.Duration(random.Int64N(int64(60 * 24 * time.Hour))))
	t.Due = t.Opened.Add(30 * 24 * time.Hour)
	t.Look = t.Due
	t.note(t.Opened, t.Asker, "opened", "")
	return t
}

// sentence is a text of a dozen words out of two thousand.
func sentence(random *rand.Rand) string {
	var words []string
	for range 8 + random.IntN(8) {
		n := random.IntN(2000)
		words = append(words, []string{"up", "de", "con", "sta", "mi", "lo", "ra", "ten", "vo", "pla"}[n%10]+[]string{"grade", "ploy", "tainer", "ck", "gration", "cal", "ge", "ant", "lume", "ce"}[n/10%10]+fmt.Sprint(n/100))
	}
	return strings.Join(words, " ")
}

// engine is an engine with these kinds, over an empty directory.
func engine(tb testing.TB, kinds ...Kind) *Engine {
	tb.Helper()
	places, err := place.Open()
	if err != nil {
		tb.Fatal(err)
	}
	hours, err := worktime.New(worktime.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	e, err := New(Options{People: directory.New(directory.Options{Places: places}), Hours: hours, Kinds: kinds})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}
