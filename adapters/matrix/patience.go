package matrix

import (
	"context"
	"math/rand/v2"
	"time"
)

// pause waits, or until ctx is done.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// patience is a random time that grows with the attempts, from a second up to half a minute: those who failed
// together do not come back together.
func patience(attempt int) time.Duration {
	most := min(30*time.Second, time.Second<<min(attempt, 5))
	return most/2 + rand.N(most/2)
}
