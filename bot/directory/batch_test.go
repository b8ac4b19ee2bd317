package directory

import (
	"testing"

	"ambassador/store"
	"ambassador/store/mem"
)

// TestBatch holds that a batch shows its own writes, keeps them to itself until it is
// flushed, and makes them in the order of keys.
func TestBatch(t *testing.T) {
	err := mem.New().Update(t.Context(), "test", func(tx store.Tx) error {
		if err := tx.Put([]byte("b"), []byte("old")); err != nil {
			return err
		}
		order := &noting{Tx: tx}
		batch := newBatch(order)
		for _, err := range []error{batch.Put([]byte("c"), []byte("3")), batch.Put([]byte("a"), []byte("1")), batch.Delete([]byte("b")), batch.Delete([]byte("d"))} {
			if err != nil {
				return err
			}
		}
		for key, want := range map[string]string{"a": "1", "b": "", "c": "3"} {
			if got, err := batch.Get([]byte(key)); string(got) != want || err != nil {
				t.Errorf("%s is %q in the batch, want %q (%v)", key, got, want, err)
			}
		}
		if got, _ := tx.Get([]byte("b")); string(got) != "old" {
			t.Errorf("b is %q before the flush, want it untouched", got)
		}
		if err := batch.flush(); err != nil {
			return err
		}
		if got, want := order.deeds, "+a-b+c"; got != want {
			t.Errorf("the flush does %s, want %s", got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// noting writes down what is written.
type noting struct {
	store.Tx
	deeds string
}

// Put notes the key.
func (n *noting) Put(key, value []byte) error {
	n.deeds += "+" + string(key)
	return n.Tx.Put(key, value)
}

// Delete notes the key.
func (n *noting) Delete(key []byte) error {
	n.deeds += "-" + string(key)
	return n.Tx.Delete(key)
}
