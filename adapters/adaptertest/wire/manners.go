package wire

import (
	"fmt"
	"slices"
	"sync"
)

// Manners is what a fake platform has to say against the bot: what the real one would not take, or what a good citizen does
// not do there.
type Manners struct {
	mu    sync.Mutex
	wrong []string
}

// Blame notes something.
func (m *Manners) Blame(format string, args ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wrong = append(m.wrong, fmt.Sprintf(format, args...))
}

// Wrong lists what was noted.
func (m *Manners) Wrong() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.wrong)
}

// Forgive forgets what was noted so far, for tests that do it on purpose.
func (m *Manners) Forgive() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wrong = nil
}
