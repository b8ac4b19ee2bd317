package matrixfake

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault is one failure of a call. The zero Fault is none.
type Fault struct {
	Status       int           // HTTP status, such as 429 or 500
	Errcode      string        // M_…; empty: the usual one of the status
	RetryAfter   int           // seconds, in the header; none is told when 0
	RetryAfterMS int           // milliseconds, in the body; none are told when 0
	Garbage      bool          // the body is a page of a proxy instead of JSON
	LoseAnswer   bool          // it is done, and the connection is cut before the answer
	Cut          bool          // the connection is cut before it is done
	Slow         time.Duration // before the answer
	Times        int           // how often it befalls; 0 is once, and below 0 is always
}

// fault is a Fault that waits for its calls.
type fault struct {
	Fault
	pattern string
	left    int
}

// Fail has the next calls that match the pattern fail. It is the name of a call, such as sync, send or keys/upload, or a
// path; in both * stands for anything. Failures of one call come in the order in which they were told.
func (s *Server) Fail(pattern string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		s.faults = append(s.faults, fault{Fault: f, pattern: pattern, left: max(f.Times, 1)})
	}
}

// Heal takes all failures back that have not happened yet.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Latency delays every answer from now on.
func (s *Server) Latency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// Early counts the calls that came while they had been told to wait.
func (s *Server) Early() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.early
}

// nextFault takes the next failure of a call. mu is held.
func (s *Server) nextFault(c *Call) (f Fault) {
	for i := range s.faults {
		at := &s.faults[i]
		if at.left == 0 || !c.matches(at.pattern) {
			continue
		}
		if at.Times >= 0 {
			at.left--
		}
		f = at.Fault
		wait := time.Duration(f.RetryAfter) * time.Second
		if wait == 0 {
			wait = time.Duration(f.RetryAfterMS) * time.Millisecond
		}
		if wait > 0 {
			s.until[c.Name] = time.Now().Add(wait)
		}
		break
	}
	return f
}

// problem is the failure as a call answers it; nil when it does not answer by itself.
func (f Fault) problem() *problem {
	if f.Status == 0 {
		return nil
	}
	p := &problem{status: f.Status, errcode: f.Errcode, text: http.StatusText(f.Status), more: object{}, garbage: f.Garbage}
	if p.errcode == "" {
		p.errcode = usual(f.Status)
	}
	if f.RetryAfter > 0 {
		p.retryAfter = strconv.Itoa(f.RetryAfter)
	}
	if f.RetryAfterMS > 0 {
		p.more["retry_after_ms"] = f.RetryAfterMS
	}
	return p
}

// usual is the error code that mostly comes with a status.
func usual(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "M_UNKNOWN_TOKEN"
	case http.StatusForbidden:
		return "M_FORBIDDEN"
	case http.StatusNotFound:
		return "M_NOT_FOUND"
	case http.StatusRequestEntityTooLarge:
		return "M_TOO_LARGE"
	case http.StatusTooManyRequests:
		return "M_LIMIT_EXCEEDED"
	}
	return "M_UNKNOWN"
}

// cut ends the connection without an answer.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// fits says whether a text is what the pattern says, where * stands for anything.
func fits(pattern, text string) bool {
	before, after, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == text
	}
	rest, ok := strings.CutPrefix(text, before)
	for i := 0; ok && i <= len(rest); i++ {
		if fits(after, rest[i:]) {
			return true
		}
	}
	return false
}
