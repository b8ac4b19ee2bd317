package matrixfake

import (
	"errors"
	"net/http"
	"slices"
	"time"
)

// route is what one kind of call does.
type route struct {
	name    string // in Call and Fail
	pattern string // of http.ServeMux
	do      func(*call) (any, error)
	open    bool // needs no access token
	waits   bool // locks by itself
}

// The beginnings of paths.
const (
	v3    = "/_matrix/client/v3/"
	v1    = "/_matrix/client/v1/"
	rooms = v3 + "rooms/{room}/"
	user  = v3 + "user/{user}/"
)

// Handler answers the API. It can be put behind a real listener.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, rt := range slices.Concat(s.sessionRoutes(), s.roomRoutes(), s.memberRoutes(), s.readRoutes(), s.accountRoutes(), s.mediaRoutes(), s.keyRoutes()) {
		mux.HandleFunc(rt.pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, rt) })
	}
	unknown := route{name: "unknown", open: true, do: func(c *call) (any, error) {
		return nil, refuse(http.StatusNotFound, "M_UNRECOGNIZED", "unknown: %s %s", c.Method, c.Path)
	}}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, unknown) })
	return mux
}

// serve answers one call.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, rt route) {
	c, f := s.receive(rt.name, r)
	if f.Slow > 0 && !s.pass(r, f.Slow) {
		return
	}
	if f.Cut {
		s.end(c, "cut")
		cut(w)
		return
	}
	if p := f.problem(); p != nil {
		s.end(c, p.errcode)
		p.write(w)
		return
	}
	result, err := s.perform(c, rt)
	if f.LoseAnswer || errors.Is(err, errGone) {
		s.end(c, "lost")
		cut(w)
		return
	}
	s.answer(w, c, result, err)
}

// answer tells what came of a call.
func (s *Server) answer(w http.ResponseWriter, c *call, result any, err error) {
	if p := (*problem)(nil); errors.As(err, &p) {
		s.end(c, p.errcode)
		p.write(w)
		return
	}
	s.end(c, "")
	if m, ok := result.(medium); ok {
		w.Header().Set("Content-Type", m.kind)
		_, _ = w.Write(m.data)
		return
	}
	writeJSON(w, http.StatusOK, result)
}

// perform does what a call asks for, if it may.
func (s *Server) perform(c *call, rt route) (any, error) {
	s.mu.Lock()
	if !rt.open {
		if err := s.authorise(c); err != nil {
			s.mu.Unlock()
			return nil, err
		}
	}
	if rt.waits {
		s.mu.Unlock()
		return rt.do(c)
	}
	defer s.mu.Unlock()
	return rt.do(c)
}

// authorise finds whose call it is. mu is held.
func (s *Server) authorise(c *call) error {
	at, ok := s.tokens[c.token]
	if !ok {
		errcode := "M_UNKNOWN_TOKEN"
		if c.token == "" {
			errcode = "M_MISSING_TOKEN"
		}
		p := &problem{status: http.StatusUnauthorized, errcode: errcode, text: "Invalid access token passed."}
		if s.revoked[c.token] {
			p.more = object{"soft_logout": true}
		}
		return p
	}
	c.user, c.device = at.user, at.device
	return nil
}

// pass lets time pass, and says whether the caller still waits then.
func (s *Server) pass(r *http.Request, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.over:
	}
	return false
}

// fixed is a call that always answers the same.
func fixed(result any) func(*call) (any, error) {
	return func(*call) (any, error) { return result, nil }
}
