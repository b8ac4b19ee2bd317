package e2e

import (
	"bytes"
	"strings"
	"sync"
)

// notes are what a process writes while it runs.
type notes struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write implements io.Writer.
func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.buf.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.buf.String()
}

// lines are all that is written so far.
func (n *notes) lines() []string {
	return strings.Split(strings.TrimSuffix(n.String(), "\n"), "\n")
}

// tail is the last lines of it.
func (n *notes) tail(count int) string {
	lines := n.lines()
	return strings.Join(lines[max(0, len(lines)-count):], "\n")
}
