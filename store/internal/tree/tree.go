// Package tree holds ordered keys and values in a tree that is never changed: a write makes a new tree
// that shares all but the way to the changed key with the old one.
//
// Backends keep in it what they have in memory. A reader has its moment for nothing by holding on to a
// tree, and a writer that fails has nothing to undo.
package tree

import (
	"bytes"
	"math/rand/v2"
)

// Node is a treap: a search tree by key that is at the same time a heap by a rank drawn at random,
// which keeps it about 2·ln n deep whatever the order of insertion (Seidel and Aragon, "Randomized
// search trees", 1996). A *Node stands for the whole tree below it, and nil is the empty tree. Nodes
// are never changed once they are in a tree, so trees may be compared by ==: the same node is the same
// tree. The opposite need not hold.
type Node struct {
	*Record     // shared with older trees, which keeps the copies of nodes small
	rank        uint64
	left, right *Node
}

// Record is a key with its value. What a nil value means is for the user of the tree to say. Neither
// slice must be changed.
type Record struct{ Key, Value []byte }

// Find returns the record of key, or nil. It allocates nothing.
func (n *Node) Find(key []byte) *Record {
	for n != nil {
		switch order := bytes.Compare(key, n.Key); {
		case order < 0:
			n = n.left
		case order > 0:
			n = n.right
		default:
			return n.Record
		}
	}
	return nil
}

// With returns the tree with key set to value, both of which it keeps. n itself stays as it is.
func (n *Node) With(key, value []byte) *Node {
	return n.insert(&Node{Record: &Record{key, value}, rank: rand.Uint64()})
}

// insert returns the tree with fresh in it, in the place of a node of the same key.
func (n *Node) insert(fresh *Node) *Node {
	if n == nil {
		return fresh
	}
	switch order := bytes.Compare(fresh.Key, n.Key); {
	case order == 0:
		return &Node{Record: fresh.Record, rank: n.rank, left: n.left, right: n.right}
	case order < 0:
		left := n.left.insert(fresh)
		if left.rank > n.rank { // turn right; left was made just now, so it may be changed
			left.right = n.over(left.right, n.right)
			return left
		}
		return n.over(left, n.right)
	default:
		right := n.right.insert(fresh)
		if right.rank > n.rank {
			right.left = n.over(n.left, right.left)
			return right
		}
		return n.over(n.left, right)
	}
}

// Without returns the tree with no record of key: the very same tree when there is none, so that nobody
// takes it for a change.
func (n *Node) Without(key []byte) *Node {
	if n == nil {
		return nil
	}
	switch order := bytes.Compare(key, n.Key); {
	case order < 0:
		if left := n.left.Without(key); left != n.left {
			return n.over(left, n.right)
		}
	case order > 0:
		if right := n.right.Without(key); right != n.right {
			return n.over(n.left, right)
		}
	default:
		return join(n.left, n.right)
	}
	return n
}

// join returns one tree of two, where all keys of a are less than those of b. The higher rank comes on
// top, which keeps the heap.
func join(a, b *Node) *Node {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case a.rank > b.rank:
		return a.over(a.left, join(a.right, b))
	default:
		return b.over(join(a, b.left), b.right)
	}
}

// over returns a copy of n above other children. Key and value are shared with the old one.
func (n *Node) over(left, right *Node) *Node {
	return &Node{Record: n.Record, rank: n.rank, left: left, right: right}
}
