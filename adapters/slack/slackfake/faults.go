package slackfake

import (
	"net/http"
	"strconv"
	"time"
)

// Fault is one failure of a method. The zero Fault is none.
type Fault struct {
	Status     int           // HTTP status, such as 429 or 500
	RetryAfter int           // seconds, with 429; none is told when 0
	Word       string        // {"ok":false,"error":Word}
	Empty      bool          // {"ok":false} without a word
	Garbage    bool          // no JSON
	Reset      bool          // the connection is cut before anything happens
	ResetAfter bool          // … after it has happened
	Slow       time.Duration // before the answer
}

// Fail queues failures of a method, of which each befalls one call. "response_url" stands for response addresses, "*" for
// whatever is called next.
func (s *Slack) Fail(method string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[method] = append(s.faults[method], faults...)
}

// Latency delays every answer from now on.
func (s *Slack) Latency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// InsideRetryAfter counts the calls that came while they had been told to wait.
func (s *Slack) InsideRetryAfter() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.early
}

// nextFault takes the next failure of a method, or of any. mu is held.
func (s *Slack) nextFault(method string) (f Fault) {
	for _, name := range []string{method, "*"} {
		if queue := s.faults[name]; len(queue) > 0 {
			f, s.faults[name] = queue[0], queue[1:]
			return f
		}
	}
	return f
}

// outcome is a failure in a word, as a call remembers it: "429", "reset", an error word; empty for none.
func (f Fault) outcome() string {
	switch {
	case f.Reset, f.ResetAfter:
		return "reset"
	case f.Status != 0:
		return strconv.Itoa(f.Status)
	case f.Empty:
		return "mute"
	case f.Garbage:
		return "garbage"
	}
	return f.Word
}

// early answers with a failure that keeps the deed from happening, and says whether there was one.
func (f Fault) early(w http.ResponseWriter) bool {
	switch {
	case f.Reset:
		cut(w)
	case f.Status != 0:
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		}
		w.WriteHeader(f.Status)
	case f.Word != "":
		_, _ = w.Write([]byte(`{"ok":false,"error":"` + f.Word + `"}`))
	case f.Empty:
		_, _ = w.Write([]byte(`{"ok":false}`))
	case f.Garbage:
		_, _ = w.Write([]byte(`<html>`))
	default:
		return false
	}
	return true
}

// cut ends the connection without an answer.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}
