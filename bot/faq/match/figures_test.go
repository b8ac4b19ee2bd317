package match

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"
)

// village makes a FAQ of so many entries with so many phrasings each, of words that are spread as in
// people's texts: few are in most phrasings, most are in few. The questions are phrasings with
// two words changed.
func village(entries, phrasings int) (all []Entry, questions []string) {
	random := rand.New(rand.NewPCG(5, 5))
	words := make([]string, 6000)
	for i := range words {
		for range 2 + random.IntN(7) {
			words[i] += string("etaoinshrdlucmfwypvbgk"[int(22*random.Float64()*random.Float64())])
		}
	}
	word := func() string { return words[int(6000*random.Float64()*random.Float64()*random.Float64())] }
	for i := range entries {
		about := []string{word(), word(), words[random.IntN(6000)]}
		e := Entry{ID: fmt.Sprint("entry-", i), Answer: about[0] + " " + about[1] + " is done by " + about[2]}
		for range phrasings {
			p := "how " + word() + " " + about[random.IntN(3)] + " " + word() + " " + about[2] + " " + word() + " " + about[random.IntN(3)]
			e.Phrasings = append(e.Phrasings, p)
			questions = append(questions, p+" "+word()+" "+word())
		}
		all = append(all, e)
	}
	random.Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
	return all, questions[:min(2000, len(questions))]
}

// BenchmarkAsk asks FAQs of several sizes. It prints medians and the slowest hundredth, and what the
// matcher keeps in memory.
func BenchmarkAsk(b *testing.B) {
	for _, size := range [][2]int{{76, 5}, {100, 1}, {2000, 5}, {10000, 1}, {10000, 5}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			if size[0] > 100 && os.Getenv("AMBASSADOR_FIGURES") == "" {
				b.Skip("takes a while; set AMBASSADOR_FIGURES")
			}
			entries, questions := village(size[0], size[1])
			before := heap()
			began := time.Now()
			m, err := New(entries, nil).Train(context.Background())
			if err != nil {
				b.Fatal(err)
			}
			trained := time.Since(began)
			kept := heap() - before
			var took []time.Duration
			right := 0
			for i := 0; b.Loop(); i++ {
				q := questions[i%len(questions)]
				began := time.Now()
				hits := m.Ask(q, 3)
				took = append(took, time.Since(began))
				if hits[0].P >= Sure {
					right++
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			b.ReportMetric(float64(kept)/1e6, "MB")
			b.ReportMetric(trained.Seconds(), "s-training")
			b.ReportMetric(float64(right)/float64(len(took)), "answered")
			runtime.KeepAlive(m)
		})
	}
}

// heap is how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}
