//go:build linux

package bolt

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"ambassador/store"
)

// person is a record of the usual size, about 400 bytes as JSON.
type person struct {
	Name, Place, About string
	Languages          []string
	Since              time.Time
}

func somebody(i int) person {
	return person{
		Name:      fmt.Sprintf("Ambassador %d", i),
		Place:     "Berlin",
		About:     fmt.Sprintf("%300d", i),
		Languages: []string{"de", "en"},
		Since:     time.Date(2020, 1, 1, 0, 0, i, 0, time.UTC),
	}
}

const figureRecords = 100_000

// filled opens a database of 100,000 people, for figures.
func filled(b *testing.B) (*DB, store.Bucket[person]) {
	b.Helper()
	db := fresh(b, filepath.Join(b.TempDir(), "bot.db"))
	b.Cleanup(func() { db.Close() })
	people := store.NewBucket[person]("people")
	for i := 0; i < figureRecords; i += 10_000 {
		err := db.Update(context.Background(), "space", func(tx store.Tx) error {
			for j := i; j < i+10_000; j++ {
				if err := people.Put(tx, store.K("slack", j), somebody(j)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return db, people
}

// BenchmarkUpdate takes turns between what the disk can do at best, two pages written and flushed one
// after the other, and an Update that stores one record; then it lets 64 writers do the same.
func BenchmarkUpdate(b *testing.B) {
	db, people := filled(b)
	raw, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	flushTwice(b, raw) // the file has its size from now on

	var onDisk, inStore time.Duration
	n := 0
	for b.Loop() {
		begin := time.Now()
		flushTwice(b, raw)
		between := time.Now()
		storeOne(b, db, people, n*7919%figureRecords)
		onDisk += between.Sub(begin)
		inStore += time.Since(between)
		n++
	}
	one := perSecond(n, inStore)
	b.ReportMetric(perSecond(n, onDisk), "raw/s")
	b.ReportMetric(one, "updates/s")
	b.ReportMetric(100*float64(onDisk)/float64(inStore), "%-of-raw")
	many := manyWriters(b, db, people)
	b.ReportMetric(many, "updates/s-of-64")
	b.ReportMetric(many/one, "times-one")
}

// flushTwice is the least a durable commit does: pages, flush, header, flush.
func flushTwice(b *testing.B, file *os.File) {
	page := make([]byte, 4096)
	for offset := range int64(2) {
		if _, err := file.WriteAt(page, offset*4096); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(file.Fd())); err != nil {
			b.Fatal(err)
		}
	}
}

func storeOne(b *testing.B, db *DB, people store.Bucket[person], i int) {
	err := db.Update(context.Background(), "space", func(tx store.Tx) error {
		return people.Put(tx, store.K("slack", i), somebody(i))
	})
	if err != nil {
		b.Error(err)
	}
}

// manyWriters returns how many records 64 writers store in a second.
func manyWriters(b *testing.B, db *DB, people store.Bucket[person]) float64 {
	const writers, each = 64, 300
	var done sync.WaitGroup
	begin := time.Now()
	for w := range writers {
		done.Go(func() {
			for i := range each {
				storeOne(b, db, people, (w*each+i)*7919%figureRecords)
			}
		})
	}
	done.Wait()
	return perSecond(writers*each, time.Since(begin))
}

func perSecond(n int, took time.Duration) float64 { return float64(n) / took.Seconds() }

// BenchmarkGet reads one record of 100,000 by its key.
func BenchmarkGet(b *testing.B) {
	db, people := filled(b)
	b.ReportAllocs()
	err := db.View(context.Background(), "space", func(tx store.Tx) error {
		for i := 0; b.Loop(); i++ {
			if _, found, err := people.Get(tx, store.K("slack", i*7919%figureRecords)); err != nil || !found {
				return fmt.Errorf("record %d: %v, %w", i, found, err)
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkSeek finds the first key of a range in 100,000.
func BenchmarkSeek(b *testing.B) {
	db, people := filled(b)
	b.ReportAllocs()
	err := db.View(context.Background(), "space", func(tx store.Tx) error {
		for i := 0; b.Loop(); i++ {
			for range people.Keys(tx, store.K("slack", i*7919%figureRecords), nil) {
				break
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkScan reads on from record to record.
func BenchmarkScan(b *testing.B) {
	db, people := filled(b)
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; {
		err := db.View(context.Background(), "space", func(tx store.Tx) error {
			for range tx.Scan(nil, nil) {
				if left--; left == 0 {
					break
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	_ = people
}

// BenchmarkView is what a search costs the store: a View with 40 seeks and 10 records read.
func BenchmarkView(b *testing.B) {
	db, people := filled(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		err := db.View(context.Background(), "space", func(tx store.Tx) error {
			for j := range 40 {
				for range people.Keys(tx, store.K("slack", (i+j)*7919%figureRecords), nil) {
					break
				}
			}
			for j := range 10 {
				if _, _, err := people.Get(tx, store.K("slack", (i+j)*7919%figureRecords)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
