package matrixfake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Call is one call of the API.
type Call struct {
	Name    string // such as sync, send or keys/upload; see routes
	Method  string
	Path    string // not escaped
	Query   url.Values
	Body    map[string]any // nil if there was no JSON object
	User    string         // whose access token was used; empty without one
	At      time.Time
	Outcome string // empty when all went well and the caller was told so: else an error code, "cut" or "lost"
}

// Calls lists the calls so far, or those that match one of the patterns, which are as those of Fail.
func (s *Server) Calls(patterns ...string) (calls []Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.calls {
		for _, pattern := range append(patterns, "*")[:max(len(patterns), 1)] {
			if c.matches(pattern) {
				calls = append(calls, *c)
				break
			}
		}
	}
	return calls
}

// matches says whether a pattern is about the call.
func (c *Call) matches(pattern string) bool { return fits(pattern, c.Name) || fits(pattern, c.Path) }

// call is a call while it is answered.
type call struct {
	*Call
	r      *http.Request
	body   object // never nil
	raw    []byte
	token  string
	user   string
	device string
}

// path is a part of the path.
func (c *call) path(name string) string { return c.r.PathValue(name) }

// receive reads a call, writes it down, and takes the failure that waits for it.
func (s *Server) receive(name string, r *http.Request) (*call, Fault) {
	raw, _ := io.ReadAll(r.Body)
	c := &call{r: r, raw: raw, Call: &Call{Name: name, Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), At: time.Now()}}
	if json.Unmarshal(raw, &c.Body) != nil {
		c.Body = nil
	}
	c.body = orEmpty(c.Body)
	c.token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if c.token == "" {
		c.token = c.Query.Get("access_token")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.User = s.tokens[c.token].user
	s.calls = append(s.calls, c.Call)
	if c.At.Before(s.until[name]) {
		s.early++
	}
	f := s.nextFault(c.Call)
	f.Slow += s.latency
	return c, f
}

// end writes down what became of a call.
func (s *Server) end(c *call, outcome string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.Outcome = outcome
}

// problem is why a call fails.
type problem struct {
	status        int
	errcode, text string
	more          object // fields beside
	retryAfter    string
	garbage       bool
}

// Error implements error.
func (p *problem) Error() string { return p.errcode + ": " + p.text }

// errGone is that nobody waits for the answer any more.
var errGone = errors.New("nobody waits")

func refuse(status int, errcode, format string, args ...any) error {
	return &problem{status: status, errcode: errcode, text: fmt.Sprintf(format, args...)}
}

func forbidden(format string, args ...any) error {
	return refuse(http.StatusForbidden, "M_FORBIDDEN", format, args...)
}

func notFound(format string, args ...any) error {
	return refuse(http.StatusNotFound, "M_NOT_FOUND", format, args...)
}

func invalid(format string, args ...any) error {
	return refuse(http.StatusBadRequest, "M_INVALID_PARAM", format, args...)
}

// write answers with a problem.
func (p *problem) write(w http.ResponseWriter) {
	if p.retryAfter != "" {
		w.Header().Set("Retry-After", p.retryAfter)
	}
	if p.garbage {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(p.status)
		_, _ = io.WriteString(w, "<html><body>"+p.text+"</body></html>")
		return
	}
	body := object{"errcode": p.errcode, "error": p.text}
	for k, v := range p.more {
		body[k] = v
	}
	writeJSON(w, p.status, body)
}

// writeJSON answers with a value.
func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
