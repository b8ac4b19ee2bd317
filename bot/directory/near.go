package directory

import (
	"cmp"
	"math"
	"slices"

	"ambassador/bot/place"
	"ambassador/store"
)

// hit is an entry that a search has found.
type hit struct {
	Entry
	km float64 // from the place asked about; NaN where that cannot be said
}

// closer orders hits by distance in whole kilometres, then by rank, then by id, so
// that an official group goes before a lapsed one across the street.
func closer(a, b hit) int {
	return cmp.Or(cmp.Compare(math.Round(a.km), math.Round(b.km)), cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID))
}

// nearer orders hits as closer does, and those of no known distance behind all others.
func nearer(a, b hit) int {
	switch unknown, also := math.IsNaN(a.km), math.IsNaN(b.km); {
	case unknown && !also:
		return 1
	case also && !unknown:
		return -1
	}
	return closer(a, b)
}

// reach is how far nearest looks, in km: where many are close, the first circle is
// enough and keeps the search from reading a country. It is smaller than any town's
// own radius.
var reach = [...]float64{8, 64, 200}

// spare is how many more than asked for are found beyond the first circle, so that
// those of the same state can be put before those across its border.
const spare = 4

// nearest returns entries of a kind within 200 km of a point that are wanted, the
// nearest first: at least as many as asked for, where there are so many.
func (b buckets) nearest(tx store.Tx, kind string, lat, lon float64, w wanted, most int) ([]hit, error) {
	s := search{tx: tx, near: b.near, kind: kind, lat: lat, lon: lon, wanted: w, most: most}
	for _, s.radius = range reach {
		s.open, s.found = nil, nil
		if err := s.run(); err != nil {
			return nil, err
		}
		// At the rim of the circle, one just outside may round to the same distance.
		if n := len(s.found); n == s.most && s.found[n-1].km < s.radius-1 {
			break
		}
		s.most = most + spare
	}
	return s.found, nil
}

// search walks down the cells of the curve, always into the nearest one next, until
// no open cell can hold anything nearer than what it has found.
type search struct {
	tx       store.Tx
	near     store.Bucket[Entry]
	kind     string
	lat, lon float64 // the middle, in degrees
	wanted   wanted
	most     int     // how many are worth finding
	radius   float64 // km

	open  []open // cells to look into, in no order; there are never more than a few dozen
	found []hit  // the nearest so far, in order, at most most of them
}

// open is a cell to look into, and how far away it is.
type open struct {
	cell cell
	km   float64
}

// run looks into cells until the nearest one left is too far to matter.
func (s *search) run() error {
	for _, c := range around(s.lat, s.lon, s.radius) {
		s.add(c)
	}
	for len(s.open) > 0 {
		next := 0
		for i, o := range s.open {
			if o.km < s.open[next].km {
				next = i
			}
		}
		o := s.open[next]
		s.open = slices.Delete(s.open, next, next+1)
		if o.km > s.limit() {
			return nil
		}
		if err := s.visit(o.cell); err != nil {
			return err
		}
	}
	return nil
}

// add remembers a cell to look into, unless it is too far.
func (s *search) add(c cell) {
	if km := c.distance(s.lat, s.lon); km <= s.limit() {
		s.open = append(s.open, open{c, km})
	}
}

// limit is how far something may be to be of use: half a kilometre more than the
// last of the found, because distances are compared rounded.
func (s *search) limit() float64 {
	if len(s.found) < s.most {
		return s.radius
	}
	return min(s.radius, s.found[s.most-1].km+1)
}

// visit takes the wanted entries of a cell. A cell with more entries than one look
// is worth is cut in four, and the parts wait for their turn.
func (s *search) visit(c cell) error {
	looks := 4*s.most + 16
	if c.level == deepest {
		looks = math.MaxInt // a single spot cannot be cut
	}
	from, to := c.span()
	before, end := len(s.found), store.K(s.kind, to)
	for from < to {
		next, read, err := s.read(from, to, end, looks)
		if err != nil {
			return err
		}
		if looks -= read; looks < 0 {
			s.found = s.found[:before]
			for _, part := range c.parts() {
				s.add(part)
			}
			return nil
		}
		from = next
	}
	slices.SortFunc(s.found, closer)
	s.found = s.found[:min(len(s.found), s.most)]
	return nil
}

// read takes entries from the curve until the cell ends, one more than looks are
// read, or a spot has given all that can be wanted of it: ten thousand people of one
// town stand on one spot, in the order of their rank, and the search goes on behind.
func (s *search) read(from, to uint64, end store.Key, looks int) (next uint64, read int, err error) {
	spot, taken := to, 0
	for row, err := range s.near.From(s.tx, store.K(s.kind, from), end) {
		if err != nil {
			return to, read, err
		}
		e := row.Value
		if e.Code != spot {
			spot, taken = e.Code, 0
		}
		if taken == s.most {
			return spot + 1, read, nil
		}
		if read++; read > looks {
			return spot, read, nil
		}
		if km := e.distance(s.lat, s.lon); km <= s.radius && s.wanted.by(e) {
			s.found = append(s.found, hit{e, km})
			taken++
		}
	}
	return to, read, nil
}

// distance is how far the entry is from a point in km; NaN if only its country is
// known.
func (e Entry) distance(lat, lon float64) float64 {
	if !e.Exact {
		return math.NaN()
	}
	elat, elon := pointOf(e.Code)
	return place.Distance(lat, lon, elat, elon)
}
