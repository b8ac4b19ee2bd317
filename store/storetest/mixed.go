package storetest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"ambassador/store"
)

// mixed scans, in one update after the other, over what earlier updates left and what this one has
// written, and writes behind, at and ahead of the place where the scan is. A map tells after each key
// what must come next. The numbers are drawn from a fixed start, so a failure comes again.
func mixed(t *testing.T, db store.DB) {
	random := rand.New(rand.NewPCG(9, 10))
	want := map[string]string{}
	for round := range 150 {
		var m mirror
		err := db.Update(t.Context(), space, func(tx store.Tx) error {
			m = mirror{tx: tx, random: random, want: maps.Clone(want)}
			for range random.IntN(60) {
				if err := m.write(random.IntN(mirrorKeys)); err != nil {
					return err
				}
			}
			if err := m.scan(0); err != nil {
				return err
			}
			compare(t, tx, m.want)
			if round%3 == 2 {
				return errOops
			}
			return nil
		})
		switch {
		case err == nil:
			want = m.want
		case err != errOops:
			t.Fatalf("round %d: %v", round, err)
		}
		view(t, db, func(tx store.Tx) error { compare(t, tx, want); return nil })
	}
}

// mirror writes to a transaction and to a map alike.
type mirror struct {
	tx     store.Tx
	random *rand.Rand
	want   map[string]string
}

// mirrorKeys is how many keys there may be: few enough to meet each other often, enough for several
// pages of a file with values of up to 200 bytes.
const mirrorKeys = 400

// write puts or deletes key number i, or does one and then the other.
func (m *mirror) write(i int) error {
	switch m.random.IntN(5) {
	case 0, 1:
		return m.put(i)
	case 2:
		return m.delete(i)
	case 3:
		return errors.Join(m.delete(i), m.put(i))
	default:
		return errors.Join(m.put(i), m.delete(i))
	}
}

func (m *mirror) put(i int) error {
	key, value := mirrorKey(i), fmt.Sprintf("%0*d", m.random.IntN(200), m.random.Uint32())
	if i%7 == 0 {
		value = ""
	}
	m.want[key] = value
	return m.tx.Put([]byte(key), []byte(value))
}

func (m *mirror) delete(i int) error {
	delete(m.want, mirrorKey(i))
	return m.tx.Delete([]byte(mirrorKey(i)))
}

func mirrorKey(i int) string { return fmt.Sprintf("%03d", i) }

// scan goes through a range and writes around each key it meets; now and then it does the same inside,
// or leaves. What it met must still be readable in the end, even if it was written over since.
func (m *mirror) scan(depth int) error {
	at := m.random.IntN(mirrorKeys / 2)
	end := at + m.random.IntN(mirrorKeys)
	var met [][2][]byte
	var read [][2]string
	for key, value := range m.tx.Scan([]byte(mirrorKey(at)), []byte(mirrorKey(end))) {
		at = m.next(at, end)
		if at == end || string(key) != mirrorKey(at) || string(value) != m.want[mirrorKey(at)] {
			return fmt.Errorf("the scan met %q: %q, want %s of %s", key, value, m.want[mirrorKey(at)], mirrorKey(at))
		}
		met, read = append(met, [2][]byte{key, value}), append(read, [2]string{string(key), string(value)})
		if err := m.disturb(at, depth); err != nil {
			return err
		}
		at++
		if m.random.IntN(200) == 0 {
			end = at // nothing more is expected
			break
		}
	}
	if next := m.next(at, end); next != end {
		return fmt.Errorf("the scan ended before %s", mirrorKey(next))
	}
	for i, was := range read {
		if string(met[i][0]) != was[0] || string(met[i][1]) != was[1] {
			return fmt.Errorf("%q: %q became %q: %q", was[0], was[1], met[i][0], met[i][1])
		}
	}
	return nil
}

// next returns the first key from i on that there is, or end.
func (m *mirror) next(i, end int) int {
	for ; i < end; i++ {
		if _, there := m.want[mirrorKey(i)]; there {
			return i
		}
	}
	return end
}

// disturb writes around key number at, and sometimes scans.
func (m *mirror) disturb(at, depth int) error {
	for range m.random.IntN(3) {
		around := min(max(at-3+m.random.IntN(9), 0), mirrorKeys-1)
		if err := m.write(around); err != nil {
			return err
		}
	}
	if depth < 2 && m.random.IntN(60) == 0 {
		return m.scan(depth + 1)
	}
	return nil
}
