package bot

import (
	"context"
	"sync"
	"time"
)

// Limit is how much one person, and one room, may ask: at most Burst messages at
// once, then one each Every. The zero Limit is none.
type Limit struct {
	Burst int
	Every time.Duration
}

// DefaultLimit suits people: nobody types a line each second for a minute, and a bot
// that answers a bot falls silent.
func DefaultLimit() Limit { return Limit{Burst: 60, Every: time.Second} }

// roomFactor is how many people's worth of messages a room may send.
const roomFactor = 4

// verdict is what the limiter says about a message.
type verdict int

const (
	within  verdict = iota // go on
	over                   // the first one too many: say so
	silence                // one more of them: say nothing, or two bots would talk for ever
)

// limiter counts messages per person and per room in memory. It is also the loop
// guard: whoever goes on after being told to wait gets no answers to answer.
type limiter struct {
	limit Limit
	mu    sync.Mutex
	by    map[Address]*allowance
	most  int // allowances at which to sweep
}

// allowance is a token bucket.
type allowance struct {
	left float64
	at   time.Time
	told bool
}

func newLimiter(l Limit) *limiter {
	return &limiter{limit: l, by: make(map[Address]*allowance), most: 20_000}
}

// take counts the message and judges it.
func (l *limiter) take(m Message) verdict {
	if l.limit.Burst == 0 || m.key() == "" {
		return within
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	at := m.At
	if at.After(now) { // the sender's clock must not stop the allowance of a room
		at = now
	}
	if len(l.by) > l.most {
		l.sweep(now)
		l.most = max(20_000, 2*len(l.by)) // so that a sweep is paid for by as many messages
	}
	if m.uncalled() { // counted for itself: it costs no answers, and none is given
		own := m.From
		own.Thread = ""
		if l.spend(own, 1, at) != within {
			return silence
		}
		return within
	}
	return l.ask(m, at)
}

// unbidden counts an answer to what was only overheard: it takes as much of the allowances as a question does.
func (l *limiter) unbidden(m Message) verdict {
	if l.limit.Burst == 0 {
		return within
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	at := m.At
	if now := time.Now(); at.After(now) {
		at = now
	}
	return l.ask(m, at)
}

// ask takes a question from the allowance of the person, and of the room.
func (l *limiter) ask(m Message, at time.Time) verdict {
	person := l.spend(m.From.Account(), 1, at)
	if m.From.Direct() || person != within {
		return person
	}
	room := m.From.Conversation()
	room.Thread = ""
	return l.spend(room, roomFactor, at)
}

// spend takes one from an allowance that is factor times the limit.
func (l *limiter) spend(who Address, factor float64, at time.Time) verdict {
	most := factor * float64(l.limit.Burst)
	a := l.by[who]
	if a == nil {
		a = &allowance{left: most, at: at}
		l.by[who] = a
	}
	if gone := at.Sub(a.at); gone > 0 {
		a.left = min(most, a.left+factor*gone.Seconds()/l.limit.Every.Seconds())
		a.at = at
	}
	if a.left >= 1 {
		a.left--
		a.told = a.told && a.left < most/2
		return within
	}
	if a.told {
		return silence
	}
	a.told = true
	return over
}

// sweep forgets those who have not been heard for long enough to be full again.
func (l *limiter) sweep(at time.Time) {
	full := time.Duration(l.limit.Burst) * l.limit.Every
	for who, a := range l.by {
		if at.Sub(a.at) > full {
			delete(l.by, who)
		}
	}
}

// busy tells the person once that it is too much.
func (r *Router) busy(ctx context.Context, m Message, v verdict, answer Answer) error {
	r.log.Warn("over the limit", "platform", m.From.Platform, "told", v == over)
	if v == silence || answer == nil {
		return nil
	}
	text := "That is a lot at once. Give me a minute, please; then ask again."
	return r.envelope(m, Reply{Text: text, Private: true, Refused: true}, false).answer(ctx, answer)
}
