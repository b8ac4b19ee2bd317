package bot

import (
	"maps"
	"sync"
)

// Counts are figures since the start, by name: what an adapter keeps of its doings, for whoever runs the bot. The zero
// value is ready.
type Counts struct {
	mu sync.Mutex
	of map[string]int64
}

// Add counts one more.
func (c *Counts) Add(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = make(map[string]int64)
	}
	c.of[name]++
}

// All is a copy of all figures so far.
func (c *Counts) All() map[string]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.of)
}
