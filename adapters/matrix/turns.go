package matrix

import (
	"context"
	"sync"
)

// turns let those who want the same go one after the other.
type turns struct {
	mu sync.Mutex
	of map[string]chan struct{} // closed when whoever has the turn is done
}

// take waits for the turn, or until ctx is done. Call what it returns at the end.
func (t *turns) take(ctx context.Context, what string) (done func(), err error) {
	for {
		t.mu.Lock()
		ahead := t.of[what]
		if ahead == nil {
			mine := make(chan struct{})
			if t.of == nil {
				t.of = make(map[string]chan struct{})
			}
			t.of[what] = mine
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				defer t.mu.Unlock()
				delete(t.of, what)
				close(mine)
			}, nil
		}
		t.mu.Unlock()
		select {
		case <-ahead:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
