package e2e

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// proxy stands between the bot and the homeserver. It passes everything on, but for what a test has planned.
type proxy struct {
	t       *testing.T
	address string
	pass    http.Handler

	mu     sync.Mutex
	server *http.Server // nil while shut
	plans  []*plan
	seen   []seen
}

// seen is a request that came by.
type seen struct {
	at      time.Time
	request string // method and path
	trouble bool   // whether it was planned for
}

// plan is a trouble that will befall some requests.
type plan struct {
	path  *regexp.Regexp
	left  int
	spent chan struct{} // closed when none are left
	do    trouble
}

// newProxy has an address, but does not listen yet.
func newProxy(t *testing.T) *proxy {
	t.Helper()
	to, err := url.Parse(homeserver())
	if err != nil {
		t.Fatal(err)
	}
	pass := httputil.NewSingleHostReverseProxy(to)
	pass.ErrorLog = log.New(io.Discard, "", 0) // a killed bot leaves its requests
	p := &proxy{t: t, pass: pass}
	if p.address, err = freeAddress(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.shut)
	return p
}

// openProxy listens at once.
func openProxy(t *testing.T) *proxy {
	t.Helper()
	p := newProxy(t)
	p.open()
	return p
}

// url is where the bot finds it.
func (p *proxy) url() string { return "http://" + p.address }

// open begins to listen.
func (p *proxy) open() {
	p.t.Helper()
	l, err := net.Listen("tcp", p.address)
	if err != nil {
		p.t.Fatal(err)
	}
	server := &http.Server{Handler: p, ErrorLog: log.New(io.Discard, "", 0)}
	p.mu.Lock()
	p.server = server
	p.mu.Unlock()
	go func() { _ = server.Serve(l) }()
}

// shut cuts all connections and takes no more.
func (p *proxy) shut() {
	p.mu.Lock()
	server := p.server
	p.server = nil
	p.mu.Unlock()
	if server != nil {
		_ = server.Close()
	}
}

// plan lets trouble befall the next requests whose method and path match: "PUT .*/send/", say.
func (p *proxy) plan(count int, path string, do trouble) *plan {
	n := &plan{path: regexp.MustCompile("^" + path), left: count, spent: make(chan struct{}), do: do}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.plans = append(p.plans, n)
	return n
}

// drop takes a plan back, if anything is left of it.
func (p *proxy) drop(n *plan) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n.left = 0
}

// count says how many requests so far matched.
func (p *proxy) count(path string) (n int) {
	pattern := regexp.MustCompile("^" + path)
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.seen {
		if pattern.MatchString(s.request) {
			n++
		}
	}
	return n
}

// story is what came by since some time, for whoever reads why a test failed.
func (p *proxy) story(since time.Time) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var lines []string
	for _, s := range p.seen {
		if after := s.at.Sub(since); after >= 0 {
			lines = append(lines, fmt.Sprintf("%6d ms  trouble %-5v  %s", after.Milliseconds(), s.trouble, s.request))
		}
	}
	return strings.Join(lines, "\n")
}

// next takes down a request, and returns the plan for it, or nil.
func (p *proxy) next(request string) *plan {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = append(p.seen, seen{time.Now(), request, false})
	for _, n := range p.plans {
		if n.left > 0 && n.path.MatchString(request) {
			p.seen[len(p.seen)-1].trouble = true
			if n.left--; n.left == 0 {
				close(n.spent)
			}
			return n
		}
	}
	return nil
}

// ServeHTTP implements http.Handler.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if n := p.next(r.Method + " " + r.URL.Path); n != nil {
		n.do(w, r, p.pass)
		return
	}
	p.pass.ServeHTTP(w, r)
}
