//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ambassador/adapters/slack"
	"ambassador/adapters/slack/slackfake"
	"ambassador/bot/bottest"
)

// station is the program, served by a fake Slack over real connections: what it does is done by another process, which
// can be killed.
type station struct {
	*slackfake.Slack
	t       *testing.T
	mode    string
	config  string
	address string
	api     *httptest.Server
	cmd     *exec.Cmd
	stderr  bottest.Log
	client  *http.Client
}

// newStation writes a configuration, and starts nothing yet.
func newStation(t *testing.T, mode string) *station {
	t.Helper()
	s := &station{Slack: slackfake.New(t, mode), t: t, mode: mode, client: &http.Client{Timeout: 3 * time.Second}}
	s.api = httptest.NewServer(s.Handler())
	t.Cleanup(s.api.Close)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = free.Addr().String()
	free.Close()
	dir := t.TempDir()
	s.config = filepath.Join(dir, "config.yaml")
	text := fmt.Sprintf(`http: {listen: %q}
log: {level: debug, format: text}
directory: {file: directory.yaml}
slack: {mode: %s, bot_token: "${BOT}", app_token: "${APP}", signing_secret: "${SECRET}", api_url: %q}
`, s.address, mode, s.api.URL+"/api/")
	for name, data := range map[string][]byte{"config.yaml": []byte(text), "directory.yaml": slackfake.Fixture(demo)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// start runs the program until it is ready.
func (s *station) start() {
	s.t.Helper()
	s.cmd = exec.Command("ambassador", "serve", "--config", s.config)
	s.cmd.Env = append(os.Environ(), "BOT="+slackfake.BotToken, "APP="+slackfake.AppToken, "SECRET="+slackfake.Secret)
	s.cmd.Stderr = &s.stderr
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	cmd := s.cmd
	s.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	until(s.t, "ready", func() bool {
		resp, err := s.client.Get("http://" + s.address + "/readyz")
		if err != nil {
			return false
		}
		defer resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
}

// until waits for something that another process does. There is nothing else to wait on than the clock.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for began := time.Now(); !so(); <-tick.C {
		if time.Since(began) > 30*time.Second {
			t.Fatalf("not %s within 30 s", what)
		}
	}
}

// bring delivers an event, and says whether it was acknowledged.
func (s *station) bring(event map[string]any, attempt int) bool {
	if s.mode == slack.Socket {
		if attempt > 0 {
			return s.Again("events_api", event).OK
		}
		return s.Deliver("events_api", event).OK
	}
	body, err := json.Marshal(event)
	if err != nil {
		s.t.Error(err)
	}
	signed := slackfake.Signed("application/json", string(body), time.Now())
	r, err := http.NewRequest(http.MethodPost, "http://"+s.address+"/slack/events", signed.Body)
	if err != nil {
		s.t.Error(err)
		return false
	}
	r.Header = signed.Header
	if attempt > 0 {
		r.Header.Set("X-Slack-Retry-Num", fmt.Sprint(attempt))
	}
	resp, err := s.client.Do(r)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode == http.StatusOK
}

// words are what the n-th person says: most ask, some have something written down.
func words(n int) string {
	if n%4 == 0 {
		return fmt.Sprintf(`contact ambassador-berlin "Hello from %d"`, n)
	}
	return "find Berlin"
}

// crowd brings the words of many people, eight at a time, and returns the events that were not acknowledged. After each
// one done is called.
func (s *station) crowd(events []map[string]any, attempt int, done func()) (left []map[string]any) {
	var mu sync.Mutex
	var bringing sync.WaitGroup
	queue := make(chan map[string]any)
	for range 8 {
		bringing.Go(func() {
			for e := range queue {
				if !s.bring(e, attempt) {
					mu.Lock()
					left = append(left, e)
					mu.Unlock()
				}
				done()
			}
		})
	}
	for _, e := range events {
		queue <- e
	}
	close(queue)
	bringing.Wait()
	return left
}

// people makes the words of two hundred.
func (s *station) people() (events []map[string]any) {
	for n := range 200 {
		events = append(events, s.DM(fmt.Sprint("user", n), words(n)))
	}
	return events
}

// answered holds that everybody was answered once.
func (s *station) answered() {
	s.t.Helper()
	for n := range 200 {
		room := fmt.Sprint("Duser", n)
		until(s.t, "answered: "+room, func() bool { return len(s.Posted(room)) > 0 })
	}
	for n := range 200 {
		if posted := s.Posted(fmt.Sprint("Duser", n)); len(posted) != 1 {
			s.t.Errorf("user%d, who said %q, has %d answers", n, words(n), len(posted))
		}
	}
	if log := s.stderr.String(); strings.Contains(log, "canary") || strings.Contains(log, "Hello from") {
		s.t.Error("the log tells secrets, or what people wrote")
	}
}

// TestSlackKill kills the program in the middle of two hundred events, lets Slack bring again what was not acknowledged,
// and finds everybody answered once: where history can be read, a kill makes no double.
func TestSlackKill(t *testing.T) {
	for _, mode := range []string{slack.HTTP, slack.Socket} {
		t.Run(mode, func(t *testing.T) {
			s := newStation(t, mode)
			s.start()
			events := s.people()
			var once sync.Once
			var mu sync.Mutex
			count := 0
			left := s.crowd(events, 0, func() {
				mu.Lock()
				defer mu.Unlock()
				if count++; count >= 70 {
					once.Do(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
				}
			})
			if len(left) == 0 || len(left) == len(events) {
				t.Fatalf("%d of %d events were left: the kill was not in the middle", len(left), len(events))
			}
			s.start()
			for attempt := 1; len(left) > 0 && attempt < 5; attempt++ {
				left = s.crowd(left, attempt, func() {})
			}
			if len(left) > 0 {
				t.Fatalf("%d events are not taken", len(left))
			}
			s.answered()
		})
	}
}

// TestSlackTerm asks the program to end in the middle of two hundred events: it ends well within ten seconds, and the next
// one finds nothing lost.
func TestSlackTerm(t *testing.T) {
	for _, mode := range []string{slack.HTTP, slack.Socket} {
		t.Run(mode, func(t *testing.T) {
			s := newStation(t, mode)
			s.start()
			events := s.people()
			ended := make(chan error, 1)
			var took time.Duration
			var once sync.Once
			var mu sync.Mutex
			count := 0
			left := s.crowd(events, 0, func() {
				mu.Lock()
				defer mu.Unlock()
				if count++; count >= 70 {
					once.Do(func() {
						began := time.Now()
						_ = s.cmd.Process.Signal(syscall.SIGTERM)
						go func() { err := s.cmd.Wait(); took = time.Since(began); ended <- err }()
					})
				}
			})
			if err := <-ended; err != nil || took > 10*time.Second {
				t.Errorf("the end: %v after %s", err, took)
			}
			s.start()
			for attempt := 1; len(left) > 0 && attempt < 5; attempt++ {
				left = s.crowd(left, attempt, func() {})
			}
			if len(left) > 0 {
				t.Fatalf("%d events are not taken", len(left))
			}
			s.answered()
			t.Logf("ended after %s", took.Round(time.Millisecond))
		})
	}
}
