package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// trouble is what becomes of a request instead of passing it on. It may do that, too.
type trouble func(w http.ResponseWriter, r *http.Request, pass http.Handler)

// limited answers that there were too many requests. Homeservers say how long to wait in a header, in the body, or in
// both; the body's way is the older one.
func limited(wait time.Duration, header bool) trouble {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		body := `{"errcode": "M_LIMIT_EXCEEDED", "error": "Too many requests"}`
		if header {
			w.Header().Set("Retry-After", fmt.Sprint(int(wait.Seconds())))
		} else {
			body = fmt.Sprintf(`{"errcode": "M_LIMIT_EXCEEDED", "error": "Too many requests", "retry_after_ms": %d}`, wait.Milliseconds())
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, body)
	}
}

// broken answers like a proxy in front of a homeserver that does not answer: in HTML.
func broken(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = io.WriteString(w, "<html><body><h1>502 Bad Gateway</h1></body></html>")
}

// swallowed passes the request on, and loses the answer.
func swallowed(_ http.ResponseWriter, r *http.Request, pass http.Handler) {
	pass.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// cut ends the connection before anything is passed on.
func cut(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }

// torn passes the request on, and ends the connection in the middle of the answer.
func torn(w http.ResponseWriter, r *http.Request, pass http.Handler) {
	answer := httptest.NewRecorder()
	pass.ServeHTTP(answer, r)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", fmt.Sprint(answer.Body.Len()))
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()[:answer.Body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// late passes the request on after a while.
func late(wait time.Duration) trouble {
	return func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
		select {
		case <-time.After(wait):
			pass.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	}
}

// then passes the request on, and does something before the answer to it arrives, which it never does: the moment in
// which the homeserver has acted and the bot does not know.
func then(do func()) trouble {
	return func(_ http.ResponseWriter, r *http.Request, pass http.Handler) {
		pass.ServeHTTP(httptest.NewRecorder(), r)
		do()
		panic(http.ErrAbortHandler)
	}
}

// before does something before the request is passed on, which it never is.
func before(do func()) trouble {
	return func(http.ResponseWriter, *http.Request, http.Handler) {
		do()
		panic(http.ErrAbortHandler)
	}
}

// await waits until a plan has befallen all the requests it is for.
func (n *plan) await(t *testing.T) {
	t.Helper()
	select {
	case <-n.spent:
	case <-time.After(patience):
		t.Fatalf("%d requests like %s are still to come after %s", n.left, n.path, patience)
	}
}
