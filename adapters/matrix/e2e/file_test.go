package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// fileLine finds where words name a file that comes behind them.
var fileLine = regexp.MustCompile(`(?m)^File: (.+)$`)

// issued finds the titles of what words list as the content of files.
var issued = regexp.MustCompile(`(?m)^AMB-\d+ · .+ · (.+)$`)

// filed is the condition of being a file of somebody in a room.
func filed(who id.UserID, room id.RoomID) func(*event.Event) bool {
	return func(e *event.Event) bool {
		return e.Type == event.EventMessage && e.Content.AsMessage().MsgType == event.MsgFile && e.Sender == who && e.RoomID == room
	}
}

// take holds that the files which words name arrive behind them, in their order and whole.
func (s *seat) take(words string) {
	s.t.Helper()
	for _, m := range fileLine.FindAllStringSubmatch(words, -1) {
		e := s.nextFile(m[1])
		content := e.Content.AsMessage()
		if content.Body != m[1] || content.FileName != m[1] {
			s.t.Errorf("%s gets the file %q, called %q, and not %q", s.UserID, content.Body, content.FileName, m[1])
			continue
		}
		data := s.download(content)
		if size := content.GetInfo().Size; size != len(data) {
			s.t.Errorf("%s has %d bytes, and its message says %d", m[1], len(data), size)
		}
		if lack := lacks(m[1], string(data), words); lack != "" {
			s.t.Errorf("%s %s:\n%s", m[1], lack, data)
		}
	}
}

// nextFile is the bot's next file, which may be still to come.
func (s *seat) nextFile(name string) *event.Event {
	s.t.Helper()
	late := time.After(patience)
	for {
		found, _, news := s.after(0, filed(s.bot, s.room))
		if len(found) > s.files {
			s.files++
			return found[s.files-1]
		}
		select {
		case <-news:
		case <-late:
			s.t.Fatalf("the file %s has not come to %s within %s", name, s.UserID, patience)
		}
	}
}

// download fetches what is in a file. Where the conversation is encrypted, the file has to be, too.
func (s *seat) download(content *event.MessageEventContent) []byte {
	s.t.Helper()
	at, sealed := content.URL, content.File != nil
	if sealed {
		at = content.File.URL
	}
	if sealed != s.secret || sealed && content.URL != "" {
		s.t.Errorf("the file is encrypted: %t, and the conversation: %t", sealed, s.secret)
	}
	where, err := at.Parse()
	if err != nil {
		s.t.Fatal(err)
	}
	data, err := s.DownloadBytes(context.Background(), where)
	if err != nil {
		s.t.Fatalf("%s fetches a file: %v", s.UserID, err)
	}
	if sealed {
		if err := content.File.DecryptInPlace(data); err != nil {
			s.t.Fatalf("%s decrypts a file: %v", s.UserID, err)
		}
	}
	return data
}

// lacks says what is missing in a file that comes with words; empty if nothing is.
func lacks(name, data, words string) string {
	if data == "" || !utf8.ValidString(data) {
		return "is no text"
	}
	if filepath.Ext(name) == ".json" && !json.Valid([]byte(data)) {
		return "is no JSON"
	}
	for _, m := range issued.FindAllStringSubmatch(words, -1) {
		if !strings.Contains(html.UnescapeString(data), m[1]) {
			return fmt.Sprintf("does not have %q", m[1])
		}
	}
	return ""
}

// TestLacks holds that a file is not taken for whole that is none of what words promise.
func TestLacks(t *testing.T) {
	t.Parallel()
	const words = "News, April 2126: 2 items\nAMB-1001 · event · Talks & tea\nAMB-1002 · story · Rain\n\nFile: 2126-04.html"
	for _, c := range []struct {
		name, data string
		whole      bool
	}{
		{"2126-04.html", "<h2>Talks &amp; tea</h2><h2>Rain</h2>", true},
		{"2126-04.html", "<h2>Talks &amp; tea</h2>", false},
		{"2126-04.html", "", false},
		{"2126-04.html", "Talks & tea, Rain\xff", false},
		{"all.json", `["Talks & tea", "Rain"]`, true},
		{"all.json", `["Talks & tea", "Rain"`, false},
	} {
		if lack := lacks(c.name, c.data, words); (lack == "") != c.whole {
			t.Errorf("%s with %q: %q", c.name, c.data, lack)
		}
	}
}
