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

const (
	programme = 2_000   // people and groups in a large programme
	century   = 100_000 // what a store must bear
)

// filled opens a database of so many people, for figures.
func filled(b *testing.B, records int) (*DB, store.Bucket[person]) {
	b.Helper()
	db := fresh(b, filepath.Join(b.TempDir(), "bot.db"))
	b.Cleanup(func() { db.Close() })
	people := store.NewBucket[person]("people")
	for i := 0; i < records; i += programme {
		err := db.Update(context.Background(), "space", func(tx store.Tx) error {
			for j := i; j < i+programme; j++ {
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

// BenchmarkUpdate takes turns between what the disk can do and an Update that stores one record, in a
// programme of 2,000; then it lets 64 writers do the same. The disk is asked twice: for the least that a
// durable commit can be, two single pages, and for the pages that a commit of bbolt must write.
func BenchmarkUpdate(b *testing.B) {
	db, people := filled(b, programme)
	raw, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.Write(make([]byte, 4096*rawPages)); err != nil { // it has its size from now on
		b.Fatal(err)
	}
	var least, same, stored time.Duration
	n := 0
	for b.Loop() {
		least += timed(func() { flushTwice(b, raw, 1) })
		same += timed(func() { flushTwice(b, raw, pagesOfCommit) })
		stored += timed(func() { storeOne(b, db, people, n*7919%programme) })
		n++
	}
	one := perSecond(n, stored)
	b.ReportMetric(perSecond(n, least), "raw/s")
	b.ReportMetric(one, "updates/s")
	b.ReportMetric(100*float64(least)/float64(stored), "%-of-raw")
	b.ReportMetric(100*float64(same)/float64(stored), "%-of-raw-same-pages")
	many := manyWriters(b, db, people)
	b.ReportMetric(many, "updates/s-of-64")
	b.ReportMetric(many/one, "times-one")
}

const (
	// pagesOfCommit are the pages before the header in a commit of one record: a leaf, a branch, the
	// root of the space, the root of the file, the free list.
	pagesOfCommit = 5
	rawPages      = 1000
)

// flushTwice is what a durable commit asks of the disk: so many pages, flush, the header, flush.
func flushTwice(b *testing.B, file *os.File, pages int) {
	write := func(at int) {
		if _, err := file.WriteAt(make([]byte, 4096), int64(at)*4096); err != nil {
			b.Fatal(err)
		}
	}
	flush := func() {
		if err := syscall.Fdatasync(int(file.Fd())); err != nil {
			b.Fatal(err)
		}
	}
	for i := range pages {
		write((i + 1) * rawPages / (pages + 1))
	}
	flush()
	write(0)
	flush()
}

func timed(fn func()) time.Duration {
	begin := time.Now()
	fn()
	return time.Since(begin)
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
				storeOne(b, db, people, (w*each+i)*7919%programme)
			}
		})
	}
	done.Wait()
	return perSecond(writers*each, time.Since(begin))
}

func perSecond(n int, took time.Duration) float64 { return float64(n) / took.Seconds() }

// BenchmarkGet reads one record of 100,000 by its key.
func BenchmarkGet(b *testing.B) {
	db, people := filled(b, century)
	b.ReportAllocs()
	err := db.View(context.Background(), "space", func(tx store.Tx) error {
		for i := 0; b.Loop(); i++ {
			if _, found, err := people.Get(tx, store.K("slack", i*7919%century)); err != nil || !found {
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
	db, people := filled(b, century)
	b.ReportAllocs()
	err := db.View(context.Background(), "space", func(tx store.Tx) error {
		for i := 0; b.Loop(); i++ {
			for range people.Keys(tx, store.K("slack", i*7919%century), nil) {
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
	db, _ := filled(b, century)
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
}

// BenchmarkView is what a search costs the store: a View with 40 seeks and 10 records read.
func BenchmarkView(b *testing.B) {
	db, people := filled(b, century)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		err := db.View(context.Background(), "space", func(tx store.Tx) error {
			for j := range 40 {
				for range people.Keys(tx, store.K("slack", (i+j)*7919%century), nil) {
					break
				}
			}
			for j := range 10 {
				if _, _, err := people.Get(tx, store.K("slack", (i+j)*7919%century)); err != nil {
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

// BenchmarkOpen opens a database of 100,000 records that was closed well, and a copy of it taken in use,
// which is what a crash leaves.
func BenchmarkOpen(b *testing.B) {
	db, _ := filled(b, century)
	crashed := newPath(b)
	if err := os.MkdirAll(filepath.Dir(crashed), ownerDir); err != nil {
		b.Fatal(err)
	}
	copyFile(b, db.path, crashed)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	openAndClose := func(path string) {
		again, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := again.Close(); err != nil {
			b.Fatal(err)
		}
	}
	openAndClose(crashed) // flushes the copy, which is not what is measured
	if err := os.Remove(crashed + ".witness"); err != nil {
		b.Fatal(err)
	}
	var clean, unclean time.Duration
	n := 0
	for b.Loop() {
		clean += timed(func() { openAndClose(db.path) })
		unclean += timed(func() { openAndClose(crashed) })
		if err := os.Remove(crashed + ".witness"); err != nil { // so that it counts as crashed again
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(clean.Milliseconds())/float64(n), "ms-closed-well")
	b.ReportMetric(float64(unclean.Milliseconds())/float64(n), "ms-after-crash")
}
