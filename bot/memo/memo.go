// Package memo remembers answers that are asked for again and again.
package memo

import "sync"

// Memo remembers answers by what they answer: in most communities a few questions are most of those that
// are asked. It forgets everything when it is full, which is simple and costs as much as it took to fill.
// Any number of goroutines may use it.
type Memo[K comparable, V any] struct {
	mu   sync.Mutex
	most int
	by   map[K]V
}

// New makes a memo of at most most answers.
func New[K comparable, V any](most int) *Memo[K, V] { return &Memo[K, V]{most: most} }

// Get returns what is remembered under key.
func (m *Memo[K, V]) Get(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.by[key]
	return v, ok
}

// Put remembers v, which nobody may change any more.
func (m *Memo[K, V]) Put(key K, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.by == nil || len(m.by) >= m.most {
		m.by = make(map[K]V)
	}
	m.by[key] = v
}

// Len is how many answers are remembered.
func (m *Memo[K, V]) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.by)
}

// Forget forgets all.
func (m *Memo[K, V]) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.by = nil
}
