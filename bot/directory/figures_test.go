package directory

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/place"
	"ambassador/store"
	"ambassador/store/bolt"
)

// towns are asked about in the figures, and half of all entries stand near them.
var towns = [...]string{
	"Berlin", "Vienna", "Paris", "London, UK", "Madrid", "Rome", "Warsaw", "Stockholm", "Nairobi", "Lagos", "Cairo", "Johannesburg",
	"Tokyo", "Osaka", "Seoul", "Beijing", "Shanghai", "Mumbai", "Bangalore", "Delhi", "Karachi", "Jakarta", "Manila", "Bangkok",
	"Sydney", "Melbourne", "Auckland", "New York", "Chicago", "Houston", "Dallas", "Seattle", "Toronto", "Vancouver", "Mexico City",
	"Bogotá", "Lima", "Santiago, Chile", "Buenos Aires", "São Paulo", "Rio de Janeiro", "Munich", "Cologne", "Zurich", "Milan",
}

// BenchmarkFind measures router and find together, in process on a file: a question
// for a town among 2,000 people and groups, answered with cards: first asked for the first
// time, then again.
func BenchmarkFind(b *testing.B) {
	for name, forgets := range map[string]bool{"First": true, "Again": false} {
		b.Run(name, func(b *testing.B) {
			find := desk(b, 2_000, forgets)
			var took []time.Duration
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				took = append(took, find(i))
			}
			b.ReportMetric(microseconds(took, 50), "µs-p50")
			b.ReportMetric(microseconds(took, 99), "µs-p99")
		})
	}
}

// BenchmarkGrowth asks two stores in turn, one of a thousand and one of a million
// entries, so that whatever else the machine does slows both alike. It is left out
// unless AMBASSADOR_FIGURES is set, for the large store takes minutes to build.
func BenchmarkGrowth(b *testing.B) {
	if os.Getenv("AMBASSADOR_FIGURES") == "" {
		b.Skip("AMBASSADOR_FIGURES is not set: the store of a million is not built")
	}
	small, large := desk(b, 1_000, true), desk(b, 1_000_000, true)
	for i := range 20 * len(towns) { // until what is read of the file is in memory
		small(i)
		large(i)
	}
	var tookSmall, tookLarge []time.Duration
	for i := 0; b.Loop(); i++ {
		tookSmall = append(tookSmall, small(i))
		tookLarge = append(tookLarge, large(i))
	}
	thousand, million := microseconds(tookSmall, 50), microseconds(tookLarge, 50)
	b.ReportMetric(thousand, "µs-p50-of-1000")
	b.ReportMetric(million, "µs-p50-of-1000000")
	b.ReportMetric(million/thousand, "times")
	b.ReportMetric(anonymous(b), "MB-anonymous")
}

// desk returns a function that asks a bot with n people and groups for the i-th town,
// and says how long the answer took. One that forgets does so before each question.
func desk(b *testing.B, n int, forgets bool) func(i int) time.Duration {
	b.Helper()
	places, err := place.Open()
	if err != nil {
		b.Fatal(err)
	}
	d := New(Options{Places: places})
	db := crowd(b, d, n)
	log := slog.New(slog.DiscardHandler)
	router, err := bot.NewRouter(bot.Parts{
		DB: db, Space: "figures", Name: "Ambassador", Commands: d.Commands(), Guide: d, Outbox: bot.NewOutbox(db, "figures", log), Log: log,
	})
	if err != nil {
		b.Fatal(err)
	}
	asked := 0
	return func(i int) time.Duration {
		asked++
		answered := false
		if forgets {
			d.answers.Forget()
			d.meanings.Forget()
		}
		start := time.Now()
		err := router.Handle(b.Context(), bot.Message{
			ID: fmt.Sprint(asked), At: start, Text: "find " + towns[i%len(towns)], Addressed: true, Private: true,
			From: bot.Address{Platform: "console", User: "member"},
		}, func(_ context.Context, e bot.Envelope) error {
			answered = strings.HasPrefix(e.Reply.Text, "Ambassadors near")
			return nil
		})
		took := time.Since(start)
		if err != nil || !answered {
			b.Fatalf("find %s: not answered (%v)", towns[i%len(towns)], err)
		}
		return took
	}
}

// microseconds is a percentile of durations.
func microseconds(took []time.Duration, percent int) float64 {
	slices.Sort(took)
	return float64(took[len(took)*percent/100].Nanoseconds()) / 1000
}

// crowd fills a store with n people and groups, one of three a person, in batches: half of
// them in and around the towns, half anywhere in the countries of the world.
func crowd(b *testing.B, d *Directory, n int) store.DB {
	b.Helper()
	db, err := bolt.Open(filepath.Join(b.TempDir(), "ambassador.db"), bolt.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	r := rand.New(rand.NewPCG(5, 6))
	spots := townSpots(b, d)
	for at := 0; at < n; at += 10_000 {
		err := db.Update(b.Context(), "figures", func(tx store.Tx) error {
			for i := at; i < min(n, at+10_000); i++ {
				if err := putSomebody(tx, d, r, spots, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return db
}

// townSpots are the spots of the towns.
func townSpots(b *testing.B, d *Directory) []Spot {
	var spots []Spot
	for _, town := range towns {
		s, _ := d.locate(address{words: town})
		if !s.Exact {
			b.Fatalf("%s: not a town: %+v", town, s)
		}
		spots = append(spots, s)
	}
	return spots
}

// putSomebody writes the i-th person or group.
func putSomebody(tx store.Tx, d *Directory, r *rand.Rand, spots []Spot, i int) error {
	s := spots[r.IntN(len(spots))]
	if i%2 == 0 { // a village within some hundred kilometres; half stand in the town itself
		s.Lat, s.Lon, s.Own = max(-80, min(80, s.Lat+r.NormFloat64()*3)), wrap(s.Lon+r.NormFloat64()*5), true
	}
	languages, topics := []string{"en", "de"}, []string{"storage", "upgrades"}
	if i%3 == 0 {
		return d.putPerson(tx, Person{
			ID: fmt.Sprintf("p%07d", i), Name: fmt.Sprintf("Ambassador %d", i), Role: bot.Ambassador, Spot: s, Languages: languages,
			Topics: topics, Status: Active, Links: []string{"https://example.org/people"},
			Accounts: []bot.Address{{Platform: "console", User: fmt.Sprint(i)}},
		})
	}
	return d.putGroup(tx, Group{
		ID: fmt.Sprintf("g%07d", i), Name: fmt.Sprintf("Open Cloud Meetup %d", i), Spot: s, Languages: languages, Topics: topics,
		Links: []string{"https://example.org/groups"}, Standing: Official,
	})
}

// anonymous is the anonymous memory of this process in MB: what it holds beyond
// mapped files. It is 0 where the system does not tell.
func anonymous(b *testing.B) float64 {
	b.Helper()
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	var kb float64
	for line := range slices.Values(lines(string(data))) {
		if _, err := fmt.Sscanf(line, "RssAnon: %f kB", &kb); err == nil {
			break
		}
	}
	return kb / 1024
}
