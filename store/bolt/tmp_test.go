package bolt

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ambassador/store"
	"go.etcd.io/bbolt"
)

func BenchmarkTmp(b *testing.B) {
	db, people := filled(b)
	raw, _ := os.Create(filepath.Join(b.TempDir(), "raw"))
	flushTwice(b, raw)
	var tr, ts, tb, ti time.Duration
	n := 0
	info := db.file.Stats()
	for b.Loop() {
		t0 := time.Now()
		flushTwice(b, raw)
		t1 := time.Now()
		storeOne(b, db, people, n*7919%figureRecords)
		t2 := time.Now()
		db.file.Update(func(btx *bbolt.Tx) error {
			t := begin(btx, "space", true)
			return people.Put(t, store.K("slack", n*7919%figureRecords), somebody(n))
		})
		t3 := time.Now()
		db.Update(context.Background(), "small", func(tx store.Tx) error { return people.Put(tx, store.K("slack", 1), somebody(1)) })
		t4 := time.Now()
		tr += t1.Sub(t0)
		ts += t2.Sub(t1)
		tb += t3.Sub(t2)
		ti += t4.Sub(t3)
		n++
	}
	d := db.file.Stats()
	_ = info
	b.ReportMetric(float64(tr.Microseconds())/float64(n), "raw-us")
	b.ReportMetric(float64(ts.Microseconds())/float64(n), "store-us")
	b.ReportMetric(float64(tb.Microseconds())/float64(n), "bbolt-us")
	b.ReportMetric(float64(ti.Microseconds())/float64(n), "small-us")
	b.ReportMetric(float64(d.TxStats.GetWriteTime().Microseconds())/float64(d.TxStats.GetWrite()), "write")
	b.ReportMetric(float64(d.TxStats.GetSpillTime().Microseconds())/float64(3*n), "spillus")
	b.ReportMetric(float64(d.TxStats.GetRebalanceTime().Microseconds())/float64(3*n), "rebalus")
	b.ReportMetric(float64(d.TxStats.GetWriteTime().Microseconds())/float64(3*n), "writeus")
	b.ReportMetric(float64(d.FreePageN), "free")
}
