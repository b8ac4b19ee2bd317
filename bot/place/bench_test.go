package place_test

import (
	"slices"
	"testing"
	"time"

	"ambassador/bot/place"
)

// BenchmarkOpen opens the gazetteer.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		open(b)
	}
}

// BenchmarkResolve asks all of testdata/queries.tsv in turn and reports how long one question takes:
// half of them, 99 of 100, and the longest.
func BenchmarkResolve(b *testing.B) {
	g, queries := open(b), readQueries(b)
	times := make([]time.Duration, 0, b.N)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		q := queries[i%len(queries)]
		start := time.Now()
		g.Resolve(q.text, place.Asker{Zone: q.zone})
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	micros := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }
	b.ReportMetric(micros(times[len(times)/2]), "p50-µs")
	b.ReportMetric(micros(times[len(times)*99/100]), "p99-µs")
	b.ReportMetric(micros(times[len(times)-1]), "max-µs")
}
