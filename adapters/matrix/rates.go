package matrix

import (
	"sync"
	"time"
)

// rates bounds what the adapter does of its own accord.
type rates struct {
	mu    sync.Mutex
	times map[string]time.Time // by deed: until when it is not done again
	joins []time.Time          // of the last minute
	still time.Time            // until when there are no courtesies
	wait  time.Time            // until when nothing is sent
}

// mostRates is how many deeds are remembered; beyond that the oldest words may be said again.
const mostRates = 5000

// once says whether a deed has not been done for that long, and counts it as done.
func (r *rates) once(deed string, d time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if now.Before(r.times[deed]) {
		return false
	}
	if r.times == nil || len(r.times) >= mostRates {
		r.times = make(map[string]time.Time)
	}
	r.times[deed] = now.Add(d)
	return true
}

// joinsAMinute is how many rooms the bot enters in a minute, whoever invites it.
const joinsAMinute = 20

// enter says whether another room may be entered now, and counts it if so; else when to ask again.
func (r *rates) enter() (wait time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	for len(r.joins) > 0 && now.Sub(r.joins[0]) >= time.Minute {
		r.joins = r.joins[1:]
	}
	if len(r.joins) >= joinsAMinute {
		return time.Minute - now.Sub(r.joins[0])
	}
	r.joins = append(r.joins, now)
	return 0
}

// hold sends nothing for a while.
func (r *rates) hold(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if until := time.Now().Add(d); until.After(r.wait) {
		r.wait, r.still = until, until
	}
}

// held is how long nothing is sent yet.
func (r *rates) held() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return max(0, time.Until(r.wait))
}

// hush leaves courtesies out for a while.
func (r *rates) hush(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.still = time.Now().Add(d)
}

// quiet says whether courtesies are left out.
func (r *rates) quiet() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return time.Now().Before(r.still)
}
