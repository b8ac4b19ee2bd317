package slack

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// order lets the deliveries of one person in one conversation be handled one after the other, as they
// came; those of others go on meanwhile.
type order struct {
	mu   sync.Mutex
	last map[string]chan struct{}
}

// turn is a place in the order.
type turn struct {
	order *order
	key   string
	ahead chan struct{} // closed when whoever is ahead has gone; nil for the first
	gone  chan struct{}
}

// join takes the next place of that name. It must be called in the order of arrival.
func (o *order) join(key string) *turn {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.last == nil {
		o.last = make(map[string]chan struct{})
	}
	t := &turn{order: o, key: key, ahead: o.last[key], gone: make(chan struct{})}
	o.last[key] = t.gone
	return t
}

// wait waits until it is this one's turn.
func (t *turn) wait() {
	if t.ahead != nil {
		<-t.ahead
	}
}

// leave makes room for the next one.
func (t *turn) leave() {
	t.order.mu.Lock()
	defer t.order.mu.Unlock()
	if t.order.last[t.key] == t.gone {
		delete(t.order.last, t.key)
	}
	close(t.gone)
}

// pause waits, or until ctx is done.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// patience is a random time that grows with the attempts, up to a minute: those who failed together do not
// come back together.
func patience(attempt int) time.Duration {
	most := min(time.Minute, time.Second<<min(attempt, 6))
	return most/2 + rand.N(most/2)
}
