package tree

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestModel writes at random to a tree and to a map, compares, and looks at an old tree again after
// it has become many new ones.
func TestModel(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	want := map[string]string{}
	var root *Node
	for range 50 {
		old, was := root, maps.Clone(want)
		for range 100 {
			key, value := fmt.Sprint(random.IntN(1000)), fmt.Sprint(random.Uint64())
			if random.IntN(3) == 0 {
				delete(want, key)
				root = root.Without([]byte(key))
			} else {
				want[key] = value
				root = root.With([]byte(key), []byte(value))
			}
		}
		holds(t, root, want)
		holds(t, old, was)
	}
}

// holds fails unless the tree holds exactly want, by key and in order.
func holds(t *testing.T, root *Node, want map[string]string) {
	t.Helper()
	cursor := root.From(nil)
	for _, key := range slices.Sorted(maps.Keys(want)) {
		at := cursor.Record()
		if at == nil || string(at.Key) != key || string(at.Value) != want[key] || root.Find([]byte(key)) != at {
			t.Fatalf("the tree has %v, want %s", at, key)
		}
		cursor.Next()
	}
	if at := cursor.Record(); at != nil {
		t.Fatalf("the tree goes on with %s", at.Key)
	}
}

// TestCursor begins on keys, between them, and beyond both ends.
func TestCursor(t *testing.T) {
	var root *Node
	for _, key := range []string{"b", "f", "d", "h"} {
		root = root.With([]byte(key), nil)
	}
	for _, c := range []struct{ key, from, after string }{
		{"", "bdfh", "bdfh"},
		{"a", "bdfh", "bdfh"},
		{"b", "bdfh", "dfh"},
		{"c", "dfh", "dfh"},
		{"f", "fh", "h"},
		{"h", "h", ""},
		{"i", "", ""},
	} {
		if got := rest(root.From([]byte(c.key))); got != c.from {
			t.Errorf("from %q: %q, want %q", c.key, got, c.from)
		}
		if got := rest(root.After([]byte(c.key))); got != c.after {
			t.Errorf("after %q: %q, want %q", c.key, got, c.after)
		}
	}
}

// rest returns all keys from the cursor on. One more step at the end must not hurt.
func rest(c Cursor) (keys string) {
	for ; c.Record() != nil; c.Next() {
		keys += string(c.Record().Key)
	}
	if c.Next(); c.Record() != nil {
		keys += " and more"
	}
	return keys
}

// TestAbsent deletes what is not there, which must not look like a change.
func TestAbsent(t *testing.T) {
	var root *Node
	if root.Without([]byte("a")) != nil || root.Find(nil) != nil {
		t.Error("the empty tree holds something")
	}
	root = root.With([]byte("b"), nil).With([]byte("d"), nil)
	for _, key := range []string{"", "a", "c", "e"} {
		if root.Without([]byte(key)) != root || root.Find([]byte(key)) != nil {
			t.Errorf("%q changes a tree without it", key)
		}
	}
}

// TestDepth puts keys in ascending order, which makes a list of a tree that does not balance itself.
func TestDepth(t *testing.T) {
	const count = 10_000
	var root *Node
	for i := range count {
		root = root.With(fmt.Appendf(nil, "%06d", i), nil)
	}
	// 2·ln 10,000 is 18 on average; the deepest leaf of a random tree is about 4.3·ln n = 40 deep
	// (Devroye, "A note on the height of binary search trees", 1986).
	if got := root.depth(); got > 60 {
		t.Errorf("%d keys are %d deep", count, got)
	}
	root.ordered(t)
}

func (n *Node) depth() int {
	if n == nil {
		return 0
	}
	return 1 + max(n.left.depth(), n.right.depth())
}

// ordered fails where a node is not on its side of the one above, or ranks higher.
func (n *Node) ordered(t *testing.T) {
	for side, below := range []*Node{n.left, n.right} {
		if below == nil {
			continue
		}
		if bytes.Compare(below.Key, n.Key) != 2*side-1 || below.rank > n.rank {
			t.Fatalf("%s lies below %s", below.Key, n.Key)
		}
		below.ordered(t)
	}
}
