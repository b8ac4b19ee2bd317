package mem

import (
	"bytes"
	"math/rand/v2"
)

// node is a treap: a search tree by key that is at the same time a heap by a rank drawn at random,
// which keeps it about 2·ln n deep whatever the order of insertion (Seidel and Aragon, "Randomized
// search trees", 1996). Nodes are never changed once they are in a tree; nil is the empty tree.
type node struct {
	key, value  []byte
	rank        uint64
	left, right *node
}

// get returns the value of key, or nil. It allocates nothing.
func (n *node) get(key []byte) []byte {
	for n != nil {
		switch order := bytes.Compare(key, n.key); {
		case order < 0:
			n = n.left
		case order > 0:
			n = n.right
		default:
			return n.value
		}
	}
	return nil
}

// put returns the tree with key set to value, both of which it keeps. n itself stays as it is, as with
// everything below: old trees are what readers look at.
func (n *node) put(key, value []byte) *node {
	return n.insert(&node{key: key, value: value, rank: rand.Uint64()})
}

// insert returns the tree with fresh in it, in the place of a node of the same key.
func (n *node) insert(fresh *node) *node {
	if n == nil {
		return fresh
	}
	switch order := bytes.Compare(fresh.key, n.key); {
	case order == 0:
		return &node{key: n.key, value: fresh.value, rank: n.rank, left: n.left, right: n.right}
	case order < 0:
		left := n.left.insert(fresh)
		if left.rank > n.rank { // turn right; left was made just now, so it may be changed
			left.right = n.with(left.right, n.right)
			return left
		}
		return n.with(left, n.right)
	default:
		right := n.right.insert(fresh)
		if right.rank > n.rank {
			right.left = n.with(n.left, right.left)
			return right
		}
		return n.with(n.left, right)
	}
}

// without returns the tree with no node of key; the same tree when there is none, so that a scan does not
// take it for a change.
func (n *node) without(key []byte) *node {
	if n == nil {
		return nil
	}
	switch order := bytes.Compare(key, n.key); {
	case order < 0:
		if left := n.left.without(key); left != n.left {
			return n.with(left, n.right)
		}
	case order > 0:
		if right := n.right.without(key); right != n.right {
			return n.with(n.left, right)
		}
	default:
		return join(n.left, n.right)
	}
	return n
}

// join returns one tree of two, where all keys of a are less than those of b. The higher rank comes on
// top, which keeps the heap.
func join(a, b *node) *node {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case a.rank > b.rank:
		return a.with(a.left, join(a.right, b))
	default:
		return b.with(join(a, b.left), b.right)
	}
}

// with returns a copy of n that has other children. Key and value are shared with the old one.
func (n *node) with(left, right *node) *node {
	return &node{key: n.key, value: n.value, rank: n.rank, left: left, right: right}
}

// walk yields the nodes with from ≤ key < to in order, nil being an open end, until yield returns
// false; it returns false then. It goes down only where the range may be, so a seek costs the depth.
func (n *node) walk(from, to []byte, yield func(*node) bool) bool {
	if n == nil {
		return true
	}
	behind := bytes.Compare(n.key, from) < 0 // so is all that is left of it
	ahead := to != nil && bytes.Compare(n.key, to) >= 0
	if !behind && !n.left.walk(from, to, yield) {
		return false
	}
	if !behind && !ahead && !yield(n) {
		return false
	}
	return ahead || n.right.walk(from, to, yield)
}
