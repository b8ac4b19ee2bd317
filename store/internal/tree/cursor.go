package tree

import "bytes"

// Cursor goes through one tree in the order of its keys, n records in O(n + depth) time. The zero Cursor
// is at the end.
type Cursor struct {
	ahead []*Node // each with all that is right of it is still to come; the next one is the last
}

// From returns a cursor at the first record whose key is not less than key; nil is less than all.
func (n *Node) From(key []byte) Cursor { return n.seek(key, 0) }

// After returns a cursor at the first record whose key is greater than key.
func (n *Node) After(key []byte) Cursor { return n.seek(key, 1) }

// seek returns a cursor at the first record whose key compares with key as least does, or higher.
func (n *Node) seek(key []byte, least int) Cursor {
	var c Cursor
	for n != nil {
		if bytes.Compare(n.Key, key) >= least {
			c.ahead = append(c.ahead, n)
			n = n.left
		} else {
			n = n.right
		}
	}
	return c
}

// Record returns the record the cursor is at, or nil at the end.
func (c *Cursor) Record() *Record {
	if len(c.ahead) == 0 {
		return nil
	}
	return c.ahead[len(c.ahead)-1].Record
}

// Next moves the cursor by one record. At the end it stays there.
func (c *Cursor) Next() {
	if len(c.ahead) == 0 {
		return
	}
	last := len(c.ahead) - 1
	n := c.ahead[last].right
	for c.ahead = c.ahead[:last]; n != nil; n = n.left {
		c.ahead = append(c.ahead, n)
	}
}
