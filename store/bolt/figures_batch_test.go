//go:build linux

package bolt

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"ambassador/store"
)

// BenchmarkLargeUpdate puts many keys in random order in one Update, as an import does. What a key costs
// must not grow with their number by more than the depth of a tree does. They go into an empty space and
// between those of a full one.
func BenchmarkLargeUpdate(b *testing.B) {
	for _, keys := range []int{century / 100, century / 10, century} {
		for _, stored := range []int{0, century} {
			b.Run(fmt.Sprintf("%d-over-%d", keys, stored), func(b *testing.B) {
				var took time.Duration
				n := 0
				for b.Loop() {
					db := evens(b, stored)
					took += timed(func() { putOdds(b, db, keys) })
					if err := db.Close(); err != nil {
						b.Fatal(err)
					}
					n++
				}
				b.ReportMetric(float64(took.Nanoseconds())/float64(n*keys), "ns/key")
			})
		}
	}
}

// evens opens a database with so many even numbers.
func evens(b *testing.B, count int) *DB {
	b.Helper()
	db := fresh(b, filepath.Join(b.TempDir(), "bot.db"))
	err := db.Update(context.Background(), "space", func(tx store.Tx) error {
		for i := range count {
			if err := tx.Put(store.K(2*i), make([]byte, 100)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// putOdds puts so many odd numbers, spread over those a programme of a hundred thousand may have.
func putOdds(b *testing.B, db *DB, count int) {
	b.Helper()
	order := rand.New(rand.NewPCG(5, 6)).Perm(count)
	err := db.Update(context.Background(), "space", func(tx store.Tx) error {
		for _, i := range order {
			if err := tx.Put(store.K(2*i*(century/count)+1), make([]byte, 100)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
