package storetest

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"ambassador/store"
)

// values stores what a careless backend confuses: an empty value with none, a zero byte with an end, a
// key with one that begins like it.
func values(t *testing.T, db store.DB) {
	want := map[string]string{
		"plain":                           "value",
		"empty":                           "",
		"zero\x00bytes":                   "a\x00b\x00",
		"\x00":                            "key of one zero byte",
		"\xff\xff":                        "key of high bytes",
		"no\xc3\x28utf":                   "\xc3\x28",
		strings.Repeat("k", store.MaxKey): "longest key",
	}
	update(t, db, func(tx store.Tx) error {
		for key, value := range want {
			if err := tx.Put([]byte(key), []byte(value)); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, db, func(tx store.Tx) error {
		for key, value := range want {
			got, err := tx.Get([]byte(key))
			if err != nil || got == nil || string(got) != value {
				t.Errorf("%.20q is %q, %v; want %q", key, got, err, value)
			}
		}
		for _, key := range []string{"", "absent", "plai", "plain\x00"} {
			if got, err := tx.Get([]byte(key)); got != nil || err != nil {
				t.Errorf("%q is %q, %v; want nothing", key, got, err)
			}
		}
		return nil
	})
	update(t, db, func(tx store.Tx) error {
		return errors.Join(tx.Delete([]byte("plain")), tx.Delete([]byte("absent")), tx.Delete(nil))
	})
	view(t, db, func(tx store.Tx) error {
		got, err := tx.Get([]byte("plain"))
		if got != nil {
			t.Errorf("a deleted key is %q", got)
		}
		return err
	})
}

// bigValues crosses the size of a page, of several, and of what a file grows by at once.
func bigValues(t *testing.T, db store.DB) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{4 << 10, 4<<10 + 1, 1 << 20, 9 << 20} {
		value := make([]byte, size)
		for i := range value {
			value[i] = byte(random.Uint32())
		}
		update(t, db, func(tx store.Tx) error { return tx.Put([]byte("big"), value) })
		view(t, db, func(tx store.Tx) error {
			got, err := tx.Get([]byte("big"))
			if !bytes.Equal(got, value) {
				t.Errorf("a value of %d bytes came back as another one of %d", size, len(got))
			}
			return err
		})
	}
}

// names are refused alike by all backends: what the one that forgets takes, the file must take as well.
func names(t *testing.T, db store.DB) {
	long := strings.Repeat("x", store.MaxKey+1)
	for _, key := range []string{"", long} {
		err := db.Update(t.Context(), space, func(tx store.Tx) error { return tx.Put([]byte(key), nil) })
		if !errors.Is(err, store.ErrName) {
			t.Errorf("put of a key of %d bytes: %v", len(key), err)
		}
	}
	for _, name := range []string{"", long} {
		never := func(store.Tx) error { t.Errorf("a space of %d bytes was opened", len(name)); return nil }
		if err := db.View(t.Context(), name, never); !errors.Is(err, store.ErrName) {
			t.Errorf("view of a space of %d bytes: %v", len(name), err)
		}
		if err := db.Update(t.Context(), name, never); !errors.Is(err, store.ErrName) {
			t.Errorf("update of a space of %d bytes: %v", len(name), err)
		}
	}
}

// reuse writes over the slices it handed in, as a caller with a buffer does.
func reuse(t *testing.T, db store.DB) {
	key, value := []byte("key"), []byte("value")
	update(t, db, func(tx store.Tx) error {
		err := tx.Put(key, value)
		copy(key, "xxx")
		copy(value, "xxxxx")
		return err
	})
	view(t, db, func(tx store.Tx) error {
		got, err := tx.Get([]byte("key"))
		if string(got) != "value" {
			t.Errorf("the store kept a slice: %q", got)
		}
		return err
	})
}
