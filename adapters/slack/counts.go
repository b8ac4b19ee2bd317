package slack

import (
	"maps"
	"sync"
)

// counts are figures since the start, by name.
type counts struct {
	mu sync.Mutex
	of map[string]int64
}

// add counts one more.
func (c *counts) add(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = make(map[string]int64)
	}
	c.of[name]++
}

// Counts are the figures of this connection since the start, by name: what was heard (slack_slash, …),
// acknowledged, late, unknown, malformed and forged, and which calls failed or were held back.
func (a *Adapter) Counts() map[string]int64 {
	a.counts.mu.Lock()
	defer a.counts.mu.Unlock()
	return maps.Clone(a.counts.of)
}
