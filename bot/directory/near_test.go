package directory

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"ambassador/bot/place"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestCodeRoundTrip holds that a point is within the smallest cell of its code.
func TestCodeRoundTrip(t *testing.T) {
	points := [][2]float64{{0, 0}, {90, 180}, {-90, -180}, {52.52, 13.4}, {-36.85, 174.76}, {71.3, -156.8}, {-17.7, 179.999}}
	for _, p := range points {
		lat, lon := pointOf(codeOf(p[0], p[1]))
		if km := place.Distance(p[0], p[1], lat, lon); km > 0.003 {
			t.Errorf("%v comes back as %v, %v: %.4f km away", p, lat, lon, km)
		}
	}
}

// TestCellDistance holds the distance of a cell against that of its points: it is
// never more than the nearest of them, and that one is not much farther.
func TestCellDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		level := r.IntN(9)
		c := cell{level, r.Uint32N(1 << level), r.Uint32N(1 << level)}
		lat, lon := r.Float64()*180-90, r.Float64()*360-180
		got, nearest := c.distance(lat, lon), math.Inf(1)
		const steps = 24
		side := math.Exp2(-float64(level))
		for i := range steps + 1 {
			for j := range steps + 1 {
				plat := (float64(c.row)+float64(i)/steps)*side*180 - 90
				plon := (float64(c.col)+float64(j)/steps)*side*360 - 180
				nearest = min(nearest, place.Distance(lat, lon, plat, plon))
			}
		}
		if got > nearest+1e-6 || nearest-got > 20100*side*2/steps {
			t.Fatalf("cell %v from %.3f, %.3f: %.3f km, but its nearest point is %.3f km away", c, lat, lon, got, nearest)
		}
	}
}

// scatter puts entries where they are hard to find: in heaps on one spot, around the
// poles and the date line, and anywhere.
func scatter(t *testing.T, db store.DB, r *rand.Rand, n int) []Entry {
	t.Helper()
	b := newBuckets()
	centres := [][2]float64{{52.52, 13.4}, {-17.7, 179.9}, {66, -179.9}, {89.5, 10}, {-89.9, -100}, {0, 0}, {35.68, 139.69}}
	var all []Entry
	err := db.Update(t.Context(), "test", func(tx store.Tx) error {
		w := writer{tx: tx}
		for i := range n {
			centre := centres[r.IntN(len(centres))]
			spread := []float64{0, 0.05, 0.5, 3, 90}[r.IntN(5)]
			lat := min(90, max(-90, centre[0]+(r.Float64()*2-1)*spread))
			lon := wrap(centre[1] + (r.Float64()*2-1)*spread*2)
			e := Entry{ID: fmt.Sprintf("g%04d", i), Code: codeOf(lat, lon), Exact: true, Rank: r.IntN(3), Tags: tags([]string{[]string{"de", "en", "ja"}[r.IntN(3)]}, nil)}
			all = append(all, e)
			put(&w, b.near, store.K(groups, e.Code, e.Rank, e.ID), e)
		}
		return w.done("write", kindGroup, "all")
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestNearest holds the search against looking at every entry.
func TestNearest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	db := mem.New()
	all := scatter(t, db, r, 3000)
	for i := range 600 {
		from := all[r.IntN(len(all))]
		lat, lon := pointOf(from.Code)
		lat, lon = min(90, max(-90, lat+r.NormFloat64()*0.3)), wrap(lon+r.NormFloat64()*0.3)
		most, w := 1+r.IntN(20), wanted{language: []string{"", "de"}[i%2]}
		var want []hit
		for _, e := range all {
			if km := e.distance(lat, lon); km <= reach[len(reach)-1] && w.by(e) {
				want = append(want, hit{e, km})
			}
		}
		slices.SortFunc(want, closer)
		err := db.View(t.Context(), "test", func(tx store.Tx) error {
			got, err := newBuckets().nearest(tx, groups, lat, lon, w, most)
			if len(got) < min(most, len(want)) || len(got) > most+spare || !slices.Equal(got, want[:len(got)]) {
				t.Errorf("the %d nearest to %.3f, %.3f speaking %q:\n got %v\nwant %v", most, lat, lon, w.language, got, want[:min(len(want), most)])
			}
			return err
		})
		if err != nil || t.Failed() {
			t.Fatal(err)
		}
	}
}

// TestRim holds that the first circle does not cut off what is as near in whole
// kilometres, and of better rank.
func TestRim(t *testing.T) {
	db, b := mem.New(), newBuckets()
	const degree = 111.195 // km of latitude
	err := db.Update(t.Context(), "test", func(tx store.Tx) error {
		for rank, km := range []float64{8.3, 7.9} {
			e := Entry{ID: fmt.Sprint(km), Code: codeOf(km/degree, 20), Exact: true, Rank: rank}
			if err := b.near.Put(tx, store.K(groups, e.Code, e.Rank, e.ID), e); err != nil {
				return err
			}
		}
		hits, err := b.nearest(tx, groups, 0, 20, wanted{}, 1)
		if len(hits) == 0 || hits[0].ID != "8.3" {
			t.Errorf("got %v, want the one of better rank first", hits)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNearestOfMany holds that a heap of entries on one spot costs no more reads than
// a few: whoever searches must not wait for everybody in town.
func TestNearestOfMany(t *testing.T) {
	reads := func(n int) int {
		db := mem.New()
		err := db.Update(t.Context(), "test", func(tx store.Tx) error {
			w := writer{tx: tx}
			for i := range n {
				e := Entry{ID: fmt.Sprintf("g%06d", i), Code: codeOf(52.5, 13.4+float64(i%3)/100), Exact: true}
				put(&w, newBuckets().near, store.K(groups, e.Code, e.Rank, e.ID), e)
			}
			return w.done("write", kindGroup, "all")
		})
		if err != nil {
			t.Fatal(err)
		}
		counted := &counting{}
		err = db.View(t.Context(), "test", func(tx store.Tx) error {
			counted.Tx = tx
			hits, err := newBuckets().nearest(counted, groups, 52.5, 13.4, wanted{}, 8)
			if len(hits) != 8 {
				t.Errorf("%d entries: found %d, want 8", n, len(hits))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return counted.seeks + counted.rows
	}
	if few, many := reads(100), reads(50_000); many > few+20 {
		t.Errorf("%d reads among 50,000 entries, %d among 100", many, few)
	}
}

// counting counts what a transaction reads.
type counting struct {
	store.Tx
	seeks, rows int
}

// Scan counts one seek and each row.
func (c *counting) Scan(from, to []byte) iter.Seq2[[]byte, []byte] {
	c.seeks++
	return func(yield func([]byte, []byte) bool) {
		for k, v := range c.Tx.Scan(from, to) {
			if c.rows++; !yield(k, v) {
				return
			}
		}
	}
}
