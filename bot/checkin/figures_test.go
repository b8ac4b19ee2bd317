package checkin_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"ambassador/bot/checkin"
	"ambassador/store/bolt"
)

// crowd is a village of ten thousand ambassadors in sixty zones, on a file.
func crowd(b *testing.B, k checkin.Kind) *village {
	b.Helper()
	db, err := bolt.Open(b.TempDir()+"/crowd.db", bolt.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	v := &village{t: b, db: db, kinds: []checkin.Kind{k}}
	v.open()
	zones := strings.Fields(manyZones)
	for part := range 10 {
		var file strings.Builder
		file.WriteString("people:\n")
		for i := range 1000 {
			id := fmt.Sprintf("ambassador-%d", 1000*part+i)
			fmt.Fprintf(&file, "  - {id: %s, name: Ambassador %d, role: ambassador, zone: %s, accounts: [\"test:%s\"]}\n", id, 1000*part+i, zones[i%len(zones)], id)
		}
		v.load(file.String(), false)
	}
	return v
}

// heap is what is in use, in megabytes.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// BenchmarkSweep is a look at ten thousand ambassadors: when nothing is due; when the directory has changed, so that all
// are read again; when a round begins, on the morning of the largest zone; and what they take in memory.
func BenchmarkSweep(b *testing.B) {
	v := crowd(b, report(b, "0 9 * * 1"))
	began := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	before := heap()
	v.now = began
	sweep := func(b *testing.B, at time.Time) {
		b.Helper()
		if err := v.jobs["check-ins"](b.Context(), at); err != nil {
			b.Fatal(err)
		}
	}
	sweep(b, began)
	b.Run("idle", func(b *testing.B) {
		for range b.N {
			sweep(b, began.Add(time.Minute))
		}
		b.ReportMetric(heap()-before, "MB")
	})
	b.Run("changed", func(b *testing.B) {
		for i := range b.N {
			b.StopTimer()
			v.say("ambassador-1", fmt.Sprintf("settings languages %s", []string{"German", "English"}[i%2]))
			b.StartTimer()
			sweep(b, began.Add(time.Minute))
		}
	})
	b.Run("round", func(b *testing.B) {
		for i := range b.N {
			monday := time.Date(2028, 1, 3+7*i, 0, 0, 0, 0, time.UTC)
			b.StopTimer()
			for at := monday.Add(-15 * time.Hour); at.Before(monday.Add(7 * time.Hour)); at = at.Add(30 * time.Minute) {
				sweep(b, at)
			}
			b.StartTimer()
			sweep(b, monday.Add(8*time.Hour+time.Minute)) // nine in Lagos, Berlin …: 7 zones and 1,200 people
			b.StopTimer()
			v.flush()
			b.StartTimer()
		}
	})
}

// BenchmarkRollUp is what a round of ten thousand people costs at its close, after four others: within one transaction,
// while which others wait.
func BenchmarkRollUp(b *testing.B) {
	v := crowd(b, report(b, "monthly"))
	v.load("people:\n  - {id: coordinator-a, name: Coordinator A, role: coordinator, accounts: [\"test:a\"]}\n", false)
	began := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	v.sweep(began.Add(-20 * 24 * time.Hour))
	for month := range 5 {
		first := began.AddDate(0, month, 0)
		for hours := range 8 {
			v.sweep(first.Add(time.Duration(6*hours) * time.Hour))
		}
		for i := range 20 {
			v.say(fmt.Sprint("ambassador-", i), "report all is well here")
		}
		v.told("a")
	}
	for b.Loop() {
		if said := v.say("a", "checkin rollup report-2028-05"); !strings.Contains(said, "20 of 10000 answered") {
			b.Fatal(said)
		}
	}
}
