package storetest

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"ambassador/store"
)

// ranges asks for every kind of end: on a key, between two, before all, behind all, none at all.
func ranges(t *testing.T, db store.DB) {
	put(t, db, "b", "a", "c", "ba", "b\x00", "\xff", "\xff\xff")
	for _, c := range []struct{ from, to, want string }{
		{"", "", "a b b\x00 ba c \xff \xff\xff"},
		{"b", "", "b b\x00 ba c \xff \xff\xff"},
		{"b", "c", "b b\x00 ba"},
		{"b\x00", "ba", "b\x00"},
		{"aa", "bb", "b b\x00 ba"},
		{"b", "b", ""},
		{"c", "a", ""},
		{"\xff\xff\xff", "", ""},
	} {
		var to []byte
		if c.to != "" {
			to = []byte(c.to)
		}
		view(t, db, func(tx store.Tx) error {
			keys, err := scan(tx, []byte(c.from), to)
			if got := strings.Join(keys, " "); got != c.want {
				t.Errorf("from %q to %q: %q, want %q", c.from, c.to, got, c.want)
			}
			return err
		})
	}
	view(t, db, func(tx store.Tx) error {
		keys, err := scan(tx, nil, []byte{})
		if len(keys) > 0 {
			t.Errorf("an empty end that is not nil is no open end, but gave %q", keys)
		}
		return err
	})
}

// sorting stores keys of all types in any order, and expects the order of the list.
func sorting(t *testing.T, db store.DB) {
	day := time.Date(2027, 3, 28, 1, 0, 0, 0, time.UTC)
	want := []store.Key{
		store.K([]byte(nil)), store.K([]byte{0}), store.K([]byte{0, 0}), store.K([]byte{1}),
		store.K(""), store.K("", "b"), store.K("a"), store.K("a", 1), store.K("a\x00"), store.K("ab"), store.K("ä"),
		store.K(int64(-1 << 62)), store.K(-1), store.K(0), store.K(1, "a"), store.K(2), store.K(256),
		store.K(uint64(0)), store.K(uint64(1) << 63),
		store.K(-1.5), store.K(0.0), store.K(1e-9), store.K(2.0), store.K(1e300),
		store.K(day.AddDate(-3000, 0, 0)), store.K(day), store.K(day.Add(time.Nanosecond)), store.K(day.AddDate(0, 0, 1)),
		store.K(false), store.K(true),
	}
	update(t, db, func(tx store.Tx) error {
		for _, i := range rand.Perm(len(want)) {
			if err := tx.Put(want[i], nil); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, db, func(tx store.Tx) error {
		var got []store.Key
		for key := range tx.Scan(nil, nil) {
			got = append(got, store.Key(key).Clone())
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("keys come as\n%v, want\n%v", got, want)
		}
		return nil
	})
}

// model writes at random to the store and to a map, some of it in updates that fail, and compares. The
// numbers are drawn from a fixed start, so a failure comes again.
func model(t *testing.T, db store.DB) {
	random := rand.New(rand.NewPCG(3, 4))
	want := map[string]string{}
	for round := range 60 {
		next := maps.Clone(want)
		failing := round%4 == 3
		err := db.Update(t.Context(), space, func(tx store.Tx) error {
			for range 200 {
				key, value := fmt.Sprintf("%0*d", 1+random.IntN(40), random.IntN(1500)), fmt.Sprint(random.Uint64())
				var err error
				if random.IntN(3) == 0 {
					delete(next, key)
					err = tx.Delete([]byte(key))
				} else {
					next[key] = value
					err = tx.Put([]byte(key), []byte(value))
				}
				if err != nil {
					return err
				}
			}
			compare(t, tx, next)
			if failing {
				return errOops
			}
			return nil
		})
		if failing != (err == errOops) {
			t.Fatalf("round %d: %v", round, err)
		}
		if !failing {
			want = next
		}
		view(t, db, func(tx store.Tx) error { compare(t, tx, want); return nil })
	}
}

// compare holds all that tx has against want, in order.
func compare(t *testing.T, tx store.Tx, want map[string]string) {
	t.Helper()
	keys := slices.Sorted(maps.Keys(want))
	i := 0
	for key, value := range tx.Scan(nil, nil) {
		if i == len(keys) || string(key) != keys[i] || string(value) != want[keys[i]] {
			t.Fatalf("record %d is %q: %q", i, key, value)
		}
		if got, err := tx.Get(key); err != nil || !bytes.Equal(got, value) {
			t.Fatalf("get of %q is %q, %v; the scan had %q", key, got, err, value)
		}
		i++
	}
	if i != len(keys) {
		t.Fatalf("%d records, want %d", i, len(keys))
	}
}

// isolation fills spaces whose names begin each other, or look like what a backend may use for itself.
// Emptying one of them must not touch the others.
func isolation(t *testing.T, db store.DB) {
	spaces := []string{
		"a", "b", "ab", "a\x00", "a\x00b", "a/b", "\x00", "\xff", "spaces", "meta",
		string(store.K("a")), string(store.K("a", "b")), "a.b", "../a", "A",
	}
	for _, name := range spaces { // each holds a key for each other name, as if to reach into it
		err := db.Update(t.Context(), name, func(tx store.Tx) error {
			for _, key := range append(spaces, "\x00", "\xff\xff\xff") {
				if err := tx.Put([]byte(key), []byte(name)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatalf("fill space %q: %v", name, err)
		}
	}
	if err := db.Update(t.Context(), "a", emptySpace); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(spaces, "never used") {
		want := len(spaces) + 1 // one of the two further keys is a name as well
		if name == "a" || name == "never used" {
			want = 0
		}
		err := db.View(t.Context(), name, func(tx store.Tx) error {
			count := 0
			for key, value := range tx.Scan(nil, nil) {
				if count++; string(value) != name {
					t.Errorf("space %q has a key of %q: %q", name, value, key)
				}
			}
			if count != want {
				t.Errorf("space %q has %d keys, want %d", name, count, want)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// emptySpace deletes all that a transaction can reach.
func emptySpace(tx store.Tx) error {
	for key := range tx.Scan(nil, nil) {
		if err := tx.Delete(key); err != nil {
			return err
		}
	}
	return nil
}
