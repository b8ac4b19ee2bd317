package matrix

import (
	"errors"
	"sync"
	"time"
)

// state is how the connection does.
type state struct {
	mu    sync.Mutex
	heard time.Time // when the homeserver answered a sync last
	wrong error     // what has been wrong since then
}

// silence is how long a homeserver may say nothing: a sync is answered after half a minute at the latest.
const silence = 90 * time.Second

// well notes that a sync was answered, and says whether that is news.
func (s *state) well() (news bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	news = s.heard.IsZero() || s.wrong != nil
	s.heard, s.wrong = time.Now(), nil
	return news
}

// fail notes what went wrong, in words that may be shown.
func (s *state) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrong = err
}

// ready says what is wrong.
func (s *state) ready() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.wrong != nil:
		return s.wrong
	case s.heard.IsZero():
		return errors.New("matrix: not connected yet")
	case time.Since(s.heard) > silence:
		return errors.New("matrix: the homeserver has said nothing for some time")
	}
	return nil
}

// Counts are the figures of this connection since the start, by name: what was heard and answered, what
// was malformed or could not be decrypted, which invitations were taken, and which calls were held back.
func (a *Adapter) Counts() map[string]int64 { return a.counts.All() }
