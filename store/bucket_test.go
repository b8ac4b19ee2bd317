package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"ambassador/store"
	"ambassador/store/mem"
)

type person struct{ Name, Place string }

// inside runs fn in an update of an empty store.
func inside(t *testing.T, fn func(tx store.Tx) error) {
	t.Helper()
	if err := mem.New().Update(t.Context(), "space", fn); err != nil {
		t.Fatal(err)
	}
}

// names returns the names in rows, as a:b:c.
func names(t *testing.T, rows func(func(store.Row[person], error) bool)) string {
	t.Helper()
	var all []string
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, row.Value.Name)
	}
	return strings.Join(all, ":")
}

func TestBucket(t *testing.T) {
	people := store.NewBucket[person]("people")
	inside(t, func(tx store.Tx) error {
		key := store.K("slack", "U1")
		if _, found, err := people.Get(tx, key); found || err != nil {
			t.Errorf("an empty bucket has %t, %v", found, err)
		}
		want := person{"Ambassador Berlin", "Berlin"}
		if err := people.Put(tx, key, want); err != nil {
			return err
		}
		got, found, err := people.Get(tx, key)
		if got != want || !found || err != nil {
			t.Errorf("the record is %v, %t, %v", got, found, err)
		}
		if has, err := people.Has(tx, key); !has || err != nil {
			t.Errorf("has: %t, %v", has, err)
		}
		if err := people.Delete(tx, key); err != nil {
			return err
		}
		if has, err := people.Has(tx, key); has || err != nil {
			t.Errorf("has, after delete: %t, %v", has, err)
		}
		return nil
	})
}

func TestBucketRanges(t *testing.T) {
	inside(t, func(tx store.Tx) error {
		// Neighbours whose names and keys could run into the bucket in the middle.
		for _, name := range []string{"peopl", "people", "people\x00", "people2", "People"} {
			bucket := store.NewBucket[person](name)
			err := bucket.Put(tx, nil, person{Name: "only"})
			for _, key := range []store.Key{store.K("a"), store.K("a", 1), store.K("a", 2), store.K("ab"), store.K("b")} {
				err = errors.Join(err, bucket.Put(tx, key, person{Name: key.String()}))
			}
			if err != nil {
				return err
			}
		}
		people := store.NewBucket[person]("people")
		for _, c := range []struct {
			what string
			rows func(func(store.Row[person], error) bool)
			want string
		}{
			{"all", people.All(tx, nil), `only:"a":"a"/1:"a"/2:"ab":"b"`},
			{"all of a", people.All(tx, store.K("a")), `"a":"a"/1:"a"/2`},
			{"all of nobody", people.All(tx, store.K("c")), ``},
			{"from the start", people.From(tx, nil, nil), `only:"a":"a"/1:"a"/2:"ab":"b"`},
			{"from a/2", people.From(tx, store.K("a", 2), nil), `"a"/2:"ab":"b"`},
			{"to ab", people.From(tx, nil, store.K("ab")), `only:"a":"a"/1:"a"/2`},
			{"from a/1 to ab", people.From(tx, store.K("a", 1), store.K("ab")), `"a"/1:"a"/2`},
			{"from the end", people.From(tx, store.K("c"), nil), ``},
		} {
			if got := names(t, c.rows); got != c.want {
				t.Errorf("%s: %s, want %s", c.what, got, c.want)
			}
		}
		var keys []string
		for key := range people.Keys(tx, store.K("a", 1), nil) {
			if keys = append(keys, key.String()); len(keys) == 3 {
				break
			}
		}
		if got := strings.Join(keys, ":"); got != `"a"/1:"a"/2:"ab"` {
			t.Errorf("keys: %s", got)
		}
		return nil
	})
}

// TestDamagedRow breaks one value of three, and expects the error to name it, and the others to come.
func TestDamagedRow(t *testing.T) {
	people := store.NewBucket[person]("people")
	inside(t, func(tx store.Tx) error {
		for i := range 3 {
			if err := people.Put(tx, store.K(i), person{Name: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		stored := append(store.K("people"), store.K(1)...)
		sealed, err := tx.Get(stored)
		if err != nil {
			return err
		}
		broken := append([]byte{}, sealed...)
		broken[len(broken)-3] ^= 1
		if err := tx.Put(stored, broken); err != nil {
			return err
		}

		_, found, err := people.Get(tx, store.K(1))
		if found || !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), "people 1:") {
			t.Errorf("get: %t, %v", found, err)
		}
		var got []string
		for row, err := range people.All(tx, nil) {
			got = append(got, fmt.Sprintf("%v %s %t", row.Key, row.Value.Name, errors.Is(err, store.ErrDamaged)))
		}
		if want := "0 0 false, 1  true, 2 2 false"; strings.Join(got, ", ") != want {
			t.Errorf("all: %q, want %q", strings.Join(got, ", "), want)
		}
		return nil
	})
}

func TestBucketRefusals(t *testing.T) {
	people, odd := store.NewBucket[person]("people"), store.NewBucket[chan int]("odd")
	inside(t, func(tx store.Tx) error {
		if err := odd.Put(tx, store.K("a"), make(chan int)); err == nil {
			t.Error("a channel was stored")
		}
		err := people.Put(tx, store.K(strings.Repeat("x", store.MaxKey)), person{})
		if !errors.Is(err, store.ErrName) || len(err.Error()) > 400 {
			t.Errorf("a key that is too long: %v", err)
		}
		return nil
	})
	err := mem.New().View(t.Context(), "space", func(tx store.Tx) error {
		return people.Put(tx, store.K("a"), person{})
	})
	if !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("put in a view: %v", err)
	}
}
