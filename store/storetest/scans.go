package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ambassador/store"
)

// manyKeys are enough to fill several pages of a file.
func manyKeys() (keys []string) {
	for i := range 3000 {
		keys = append(keys, fmt.Sprintf("%04d", i))
	}
	return keys
}

// deleteInScan is how expiry sweeps work: a loop over old records that deletes them. A cursor of a tree
// that changes under it skips every other key, or comes back to one.
func deleteInScan(t *testing.T, db store.DB) {
	keys := manyKeys()
	put(t, db, keys...)
	oops := db.Update(t.Context(), space, func(tx store.Tx) error {
		var met []string
		for key := range tx.Scan(nil, nil) { // each deletes itself: all must be met
			met = append(met, string(key))
			if err := tx.Delete(key); err != nil {
				return err
			}
		}
		if !slices.Equal(met, keys) {
			t.Errorf("deleting what it meets, a scan met %d of %d", len(met), len(keys))
		}
		return errOops
	})
	if oops != errOops {
		t.Fatal(oops)
	}
	update(t, db, func(tx store.Tx) error {
		met := 0
		for key := range tx.Scan([]byte("1000"), []byte("2000")) { // each deletes its successor, and one behind
			next, behind := string(key[:3])+string(key[3]+1), "0"+string(key[1:])
			if met++; (key[3]-'0')%2 == 1 {
				return fmt.Errorf("the scan met %q, which was deleted", key)
			}
			if err := errors.Join(tx.Delete([]byte(next)), tx.Delete([]byte(behind))); err != nil {
				return err
			}
		}
		if met != 500 {
			t.Errorf("deleting each second key, a scan met %d of 500", met)
		}
		return nil
	})
	if got := len(all(t, db)); got != 3000-500-500 {
		t.Errorf("%d keys are left, want 2000", got)
	}
}

// putInScan writes behind, at, and ahead of the place where a scan is; see Tx.Scan for what it meets.
func putInScan(t *testing.T, db store.DB) {
	put(t, db, "b", "d", "f")
	update(t, db, func(tx store.Tx) error {
		var met []string
		for key, value := range tx.Scan([]byte("b"), []byte("h")) {
			met = append(met, string(key)+string(value))
			switch string(key) {
			case "b": // behind, itself, between, the next, beyond the range
				for _, key := range []string{"a", "b", "c", "d", "x"} {
					if err := tx.Put([]byte(key), []byte("2")); err != nil {
						return err
					}
				}
			case "f":
				if err := tx.Put([]byte("g"), []byte("2")); err != nil {
					return err
				}
			}
		}
		if got := strings.Join(met, " "); got != "bb c2 d2 ff g2" {
			t.Errorf("the scan met %q", got)
		}
		return nil
	})
}

// nestedScans leaves inner loops early, which must neither move nor end the outer ones.
func nestedScans(t *testing.T, db store.DB) {
	keys := manyKeys()[:200]
	put(t, db, keys...)
	nested := func(tx store.Tx) error {
		count := 0
		for range tx.Scan(nil, nil) {
			for range tx.Scan([]byte("0050"), nil) {
				for key := range tx.Scan([]byte("0100"), nil) {
					if count++; string(key) != "0100" {
						return fmt.Errorf("an inner scan begins with %q", key)
					}
					break
				}
			}
		}
		if want := 200 * 150; count != want {
			t.Errorf("nested scans met %d, want %d", count, want)
		}
		again, err := scan(tx, nil, nil)
		if !slices.Equal(again, keys) {
			t.Errorf("after other scans, one met %d of %d", len(again), len(keys))
		}
		return err
	}
	view(t, db, nested)
	update(t, db, nested)
}
