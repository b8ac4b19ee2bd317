// Package consoletest makes a platform of consoles, one for each person of a talk,
// so that the tests of every adapter run on the console, too.
package consoletest

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"ambassador/adapters/console"
	"ambassador/bot"
	"ambassador/bot/bottest"
)

// Street is the platform: each person types into the pipe of a console of their
// own and reads one JSON object for each line.
type Street struct {
	mu      sync.Mutex
	houses  map[string]*house
	heard   []bottest.Word
	ctx     context.Context // of the running adapter; people move in while it runs
	handle  bot.Handle
	running sync.WaitGroup
}

// house is one person's console.
type house struct {
	console *console.Console
	in      *io.PipeWriter
	out     bytes.Buffer
	buttons []bot.Action // as shown last
}

// New makes a street without people; they move in when they first speak.
func New(testing.TB) bottest.Platform { return &Street{} }

// Adapter implements bottest.Platform. After a restart everybody sits at a new
// console.
func (s *Street) Adapter() bot.Adapter {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.houses = make(map[string]*house)
	return s
}

// Say implements bottest.Platform. A console has no rooms. A button is pressed by
// its number, as at a terminal; lines end at line ends.
func (s *Street) Say(l bottest.Line) error {
	if l.Room != "" {
		return fmt.Errorf("console: there is no room #%s", l.Room)
	}
	h := s.at(l.Who)
	text := strings.ReplaceAll(l.Text, "\n", " ")
	if l.Press != "" {
		text = s.number(h, l)
	}
	_, err := io.WriteString(h.in, text+"\n")
	return err
}

// number is what to type for a button: its number, if it was shown last. Below words that came from elsewhere a console
// numbers nothing, and people type the line.
func (s *Street) number(h *house, l bottest.Line) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := slices.IndexFunc(h.buttons, func(a bot.Action) bool { return a.Label == l.Press })
	if n < 0 {
		return "/ambassador " + l.Text
	}
	return strconv.Itoa(n + 1)
}

// at returns the person's console, and starts it if they have just moved in.
func (s *Street) at(who string) *house {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h := s.houses[who]; h != nil {
		return h
	}
	r, w := io.Pipe()
	h := &house{in: w}
	h.console = console.New(console.Options{In: r, Out: writer{s, who, h}, Err: io.Discard, Name: "Ambassador", User: who, JSON: true})
	s.houses[who] = h
	s.running.Go(func() {
		if err := h.console.Run(s.ctx, s.handle); err != nil {
			s.hear(bottest.Word{To: who, Text: "the console ended: " + err.Error()})
		}
	})
	return h
}

// writer is where a console writes: whole lines become words.
type writer struct {
	street *Street
	who    string
	house  *house
}

// Write takes what the console prints.
func (w writer) Write(p []byte) (int, error) {
	w.house.out.Write(p)
	for {
		line, err := w.house.out.ReadBytes('\n')
		if err != nil {
			w.house.out.Write(line)
			return len(p), nil
		}
		var shown struct {
			Text    string
			Actions []bot.Action
			Files   []struct {
				Name, Type, Data string
				Base64           bool
			}
		}
		if err := json.Unmarshal(line, &shown); err != nil {
			shown.Text = "not JSON: " + string(line)
		}
		w.street.shows(w.house, shown.Actions)
		word := bottest.Word{To: w.who, Text: shown.Text, Actions: shown.Actions}
		for _, f := range shown.Files {
			data := []byte(f.Data)
			if f.Base64 {
				data, _ = base64.StdEncoding.DecodeString(f.Data) // what is no base64 does not arrive whole, which shows
			}
			word.Files = append(word.Files, bot.File{Name: f.Name, Type: f.Type, Data: data})
		}
		if word.Text != "" || len(word.Actions) > 0 || len(word.Files) > 0 {
			w.street.hear(word)
		}
	}
}

// shows keeps the buttons that a console has printed.
func (s *Street) shows(h *house, buttons []bot.Action) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h.buttons = buttons
}

func (s *Street) hear(w bottest.Word) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = append(s.heard, w)
}

// Heard implements bottest.Platform.
func (s *Street) Heard() []bottest.Word {
	s.mu.Lock()
	defer s.mu.Unlock()
	heard := s.heard
	s.heard = nil
	return heard
}

// Name implements bot.Adapter.
func (s *Street) Name() string { return console.Platform }

// Run implements bot.Adapter: people may speak until ctx is done.
func (s *Street) Run(ctx context.Context, handle bot.Handle) error {
	s.mu.Lock()
	s.ctx, s.handle = ctx, handle
	s.mu.Unlock()
	<-ctx.Done()
	s.mu.Lock()
	for _, h := range s.houses {
		h.in.Close()
	}
	s.mu.Unlock()
	s.running.Wait()
	return nil
}

// Send implements bot.Adapter. The console of whoever it is for may be asleep until
// its next line, so the street itself tells them.
func (s *Street) Send(_ context.Context, e bot.Envelope) (string, error) {
	s.hear(bottest.WordOf(e))
	return e.Key, nil
}
