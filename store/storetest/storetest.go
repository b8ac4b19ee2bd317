// Package storetest is what every backend of package store must do, as one test.
package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"ambassador/store"
)

// Run holds a backend against the contract of [store.DB] and [store.Tx]. open returns a new and empty
// store for each call, which the test closes; files of it belong into t.TempDir.
func Run(t *testing.T, open func(t *testing.T) store.DB) {
	for _, check := range []struct {
		promise string
		test    func(*testing.T, store.DB)
	}{
		{"a value comes back as it was put", values},
		{"big values come back", bigValues},
		{"names that are empty or too long are refused", names},
		{"keys are in order and ranges have their ends", ranges},
		{"keys of all types sort as their parts", sorting},
		{"random writes give what a map would", model},
		{"no key reaches another space", isolation},
		{"an error takes back all writes", rollbackOnError},
		{"a panic takes back all writes and goes on", rollbackOnPanic},
		{"an end of the goroutine takes back all writes", rollbackOnExit},
		{"one failure takes back nobody else's writes", rollbackAlone},
		{"an update reads its own writes", ownWrites},
		{"a view stays at its moment", snapshot},
		{"a view only reads", readOnly},
		{"a transaction ends with its function", ended},
		{"what is deleted in a scan is well defined", deleteInScan},
		{"what is put in a scan is well defined", putInScan},
		{"scans may be nested and left", nestedScans},
		{"scans meet what a map would have, whatever is written meanwhile", mixed},
		{"64 writers lose nothing", counters},
		{"a context that has ended keeps a transaction from running", cancelled},
		{"a waiting update can be given up", givenUp},
		{"a closed store says so", closed},
		{"slices of the caller are not kept", reuse},
	} {
		t.Run(check.promise, func(t *testing.T) {
			db := open(t)
			t.Cleanup(func() {
				if err := db.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
			})
			check.test(t, db)
		})
	}
}

// space is the community that most tests live in.
const space = "T024BE7LD"

// errOops is an error that a function of a test returns.
var errOops = errors.New("oops")

// update and view run fn in a transaction that must not fail.
func update(t *testing.T, db store.DB, fn func(store.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), space, fn); err != nil {
		t.Fatalf("update: %v", err)
	}
}

func view(t *testing.T, db store.DB, fn func(store.Tx) error) {
	t.Helper()
	if err := db.View(t.Context(), space, fn); err != nil {
		t.Fatalf("view: %v", err)
	}
}

// put stores each key with itself as the value.
func put(t *testing.T, db store.DB, keys ...string) {
	t.Helper()
	update(t, db, func(tx store.Tx) error { return putAll(tx, keys...) })
}

func putAll(tx store.Tx, keys ...string) error {
	for _, key := range keys {
		if err := tx.Put([]byte(key), []byte(key)); err != nil {
			return err
		}
	}
	return nil
}

// scan returns the keys of a range, and fails when a value is not that of its key.
func scan(tx store.Tx, from, to []byte) (keys []string, err error) {
	for key, value := range tx.Scan(from, to) {
		if !bytes.Equal(key, value) {
			return nil, fmt.Errorf("value of %q is %q", key, value)
		}
		keys = append(keys, string(key))
	}
	return keys, nil
}

// all returns all keys of the space; see scan.
func all(t *testing.T, db store.DB) (keys []string) {
	t.Helper()
	view(t, db, func(tx store.Tx) (err error) {
		keys, err = scan(tx, nil, nil)
		return err
	})
	return keys
}
