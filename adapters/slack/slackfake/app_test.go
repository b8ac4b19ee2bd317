package slackfake_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
	api "github.com/slack-go/slack"

	"ambassador/adapters/slack"
	"ambassador/adapters/slack/slackfake"
)

// in runs a test in a bubble of its own time, on a workspace whose app is the test.
func in(t *testing.T, test func(t *testing.T, s *slackfake.Slack)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(t, slackfake.New(t, slack.Socket)) })
}

// network is a client whose connections go to the workspace.
func network(s *slackfake.Slack) *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: s.Dial, DisableKeepAlives: true}}
}

// client is the library that apps use.
func client(s *slackfake.Slack, token string) *api.Client {
	return api.New(token, api.OptionHTTPClient(network(s)), api.OptionAPIURL("http://slack.test/api/"), api.OptionAppLevelToken(slackfake.AppToken))
}

// wrong holds that exactly one thing was wrong, and that it is this one.
func wrong(t *testing.T, s *slackfake.Slack, want string) {
	t.Helper()
	if got := s.Wrong(); len(got) != 1 || !strings.Contains(got[0], want) {
		t.Errorf("wrong is %q, want one with %q", got, want)
	}
	s.Forgive()
}

// frame is what comes over a socket.
type frame struct {
	Type    string         `json:"type"`
	ID      string         `json:"envelope_id"`
	Payload map[string]any `json:"payload"`
	Attempt int            `json:"retry_attempt"`
	Reason  string         `json:"reason"`
}

// app is an app at its plainest: one socket, and what came over it.
type app struct {
	conn   *websocket.Conn
	url    string
	answer func(frame) []string // frames to send back

	mu    sync.Mutex
	came  []frame
	pings int
}

// connect opens a socket that answers every delivery with an acknowledgement and nothing more.
func connect(t *testing.T, s *slackfake.Slack) *app {
	t.Helper()
	_, url, err := client(s, slackfake.BotToken).StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a := &app{url: url, answer: func(f frame) []string { return []string{acknowledge(f, nil)} }}
	if a.conn, err = dial(s, url); err != nil {
		t.Fatal(err)
	}
	pong := a.conn.PingHandler()
	a.conn.SetPingHandler(func(data string) error {
		a.mu.Lock()
		a.pings++
		a.mu.Unlock()
		return pong(data)
	})
	go a.read()
	t.Cleanup(func() { _ = a.conn.Close() })
	synctest.Wait()
	return a
}

// dial opens a socket at an address.
func dial(s *slackfake.Slack, url string) (*websocket.Conn, error) {
	dialer := websocket.Dialer{NetDialContext: s.Dial, HandshakeTimeout: time.Second}
	conn, _, err := dialer.Dial(url, nil)
	return conn, err
}

// acknowledge is the frame that acknowledges a delivery.
func acknowledge(f frame, payload map[string]any) string {
	data, err := json.Marshal(map[string]any{"envelope_id": f.ID, "payload": payload})
	if err != nil {
		panic(err) // maps of text: cannot fail
	}
	return string(data)
}

func (a *app) read() {
	for {
		var f frame
		if a.conn.ReadJSON(&f) != nil {
			return
		}
		a.mu.Lock()
		a.came = append(a.came, f)
		answer := a.answer
		a.mu.Unlock()
		if f.ID == "" {
			continue
		}
		for _, back := range answer(f) {
			if a.conn.WriteMessage(websocket.TextMessage, []byte(back)) != nil {
				return
			}
		}
	}
}

// says changes what the app answers.
func (a *app) says(answer func(frame) []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = answer
}

// frames lists what came of a kind.
func (a *app) frames(kind string) []frame {
	synctest.Wait()
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(a.came), func(f frame) bool { return f.Type != kind })
}

// silence is an app that acknowledges nothing.
func silence(frame) []string { return nil }

// recording is a test that only remembers what went wrong in it.
type recording struct {
	testing.TB
	ends   []func()
	errors int
}

// Cleanup implements testing.TB.
func (r *recording) Cleanup(end func()) { r.ends = append(r.ends, end) }

// Errorf implements testing.TB.
func (r *recording) Errorf(string, ...any) { r.errors++ }

// TestWrongFailsTheTest: what the app did wrong fails its test at the end, unless the test forgives it.
func TestWrongFailsTheTest(t *testing.T) {
	for want, forgive := range map[int]bool{0: true, 1: false} {
		synctest.Test(t, func(t *testing.T) {
			r := &recording{TB: t}
			s := slackfake.New(r, slack.Socket)
			_, _, err := client(s, slackfake.BotToken).PostMessageContext(t.Context(), "Cgeneral",
				api.MsgOptionText("<!channel>", false), api.MsgOptionDisableLinkUnfurl(), api.MsgOptionDisableMediaUnfurl())
			if err != nil {
				t.Fatal(err)
			}
			if forgive {
				s.Forgive()
			} else if len(s.Wrong()) != 2 { // it pings, and is not escaped
				t.Errorf("wrong is %q", s.Wrong())
			}
			for _, end := range r.ends {
				end()
			}
			if (r.errors > 0) != (want > 0) {
				t.Errorf("%d errors, forgiven: %t", r.errors, forgive)
			}
		})
	}
}
