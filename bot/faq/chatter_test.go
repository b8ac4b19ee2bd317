package faq_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
	"ambassador/bot/faq/programme"
)

// judged is a line that the FAQ is judged by.
type judged struct {
	Query  string
	Answer *string
	Also   []string
	Kind   string
}

// lines reads a file of lines to judge by.
func lines(t testing.TB, name string) (all []judged) {
	t.Helper()
	file, err := os.Open("testdata/" + name + ".jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for scan := bufio.NewScanner(file); scan.Scan(); {
		var l judged
		if err := json.Unmarshal(scan.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}

// programmed is the hall with the programme's own FAQ, of which so many phrasings of each entry are kept as
// most, and with a room that is answered unasked.
func programmed(t *testing.T, most int) *hall {
	t.Helper()
	h := open(t)
	var all []entry.Entry
	err := fs.WalkDir(programme.Files(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(programme.Files(), path)
		entries, _ := entry.Read(path, data)
		all = append(all, entries...)
		return err
	})
	if err != nil || len(all) < 40 {
		t.Fatalf("%d entries: %v", len(all), err)
	}
	for i := range all {
		all[i].Questions = all[i].Questions[:min(most, len(all[i].Questions))]
	}
	h.write(all)
	h.look("faq", h.at)
	m := h.message("chief", "settings faq auto")
	m.Addressed, m.From.Room = true, "plaza"
	h.hand(m)
	return h
}

// id is the entry whose answer a reply holds; empty where it holds none.
func (h *hall) id(reply bot.Reply) string {
	for _, e := range h.files {
		for _, a := range e.Answers {
			if strings.Contains(reply.Text, strings.TrimSpace(a.Text)) {
				return e.ID
			}
		}
	}
	return ""
}

// TestChatter has a room chatter for hours, in seven languages, with words of the programme in it. At most
// one line in a hundred is answered that nobody asked the bot.
func TestChatter(t *testing.T) {
	h := programmed(t, 1000)
	all, answered := lines(t, "chatter"), 0
	for i, l := range all {
		if reply := h.overhear("member", fmt.Sprint("c", i), l.Query); reply.Text != "" {
			answered++
			t.Logf("%s: %q is answered with %s", l.Kind, l.Query, h.id(reply))
		}
	}
	t.Logf("%d of %d lines of chatter answered unasked", answered, len(all))
	if answered*100 > len(all) {
		t.Errorf("%d of %d lines of chatter are answered", answered, len(all))
	}
}

// TestHour listens to an hour in a busy room, in which eight questions are for the FAQ. No other line may be
// answered, and no question wrongly.
func TestHour(t *testing.T) {
	h := programmed(t, 1000)
	data, err := os.ReadFile("testdata/hour.txt")
	if err != nil {
		t.Fatal(err)
	}
	right, asked := 0, 0
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		said, want, _ := strings.Cut(line, "\t")
		_, text, ok := strings.Cut(said, ": ")
		if !ok {
			continue
		}
		if want != "" {
			asked++
		}
		reply := h.overhear("member", fmt.Sprint("h", i), text)
		switch id := h.id(reply); {
		case reply.Text == "":
		case id == want:
			right++
		default:
			t.Errorf("%q is answered with %q, want %q", said, id, want)
		}
	}
	t.Logf("%d of %d questions answered unasked", right, asked)
	if right == 0 {
		t.Error("no question is answered")
	}
}

// TestJudged asks the bot what the FAQ answers, and what it does not, once with five phrasings for each entry
// and once with all. It prints the shares, and holds the least that is promised.
func TestJudged(t *testing.T) {
	for name, most := range map[string]int{"5 phrasings": 5, "all phrasings": 1000} {
		h := programmed(t, most)
		share := make(map[string][4]int) // of kind: all, right, wrong, unanswered
		for _, set := range []string{"questions", "outofscope"} {
			for _, l := range lines(t, set) {
				kind := l.Kind
				if l.Answer == nil {
					kind = "out of scope"
				}
				id := h.id(h.say("member", "ask "+l.Query))
				n := share[kind]
				n[0]++
				switch {
				case id == "":
					n[3]++
				case l.Answer != nil && (id == *l.Answer || strings.Contains(" "+strings.Join(l.Also, " ")+" ", " "+id+" ")):
					n[1]++
				default:
					n[2]++
				}
				share[kind] = n
			}
		}
		for kind, n := range share {
			t.Logf("%s, %s: %d asked, %.1f %% right, %.1f %% wrong, %.1f %% unanswered", name, kind, n[0], percent(n[1], n[0]), percent(n[2], n[0]), percent(n[3], n[0]))
		}
		if n := share["out of scope"]; percent(n[3], n[0]) < 93 {
			t.Errorf("%s: of questions out of scope only %.1f %% stay unanswered", name, percent(n[3], n[0]))
		}
		if n := share["direct"]; percent(n[1], n[0]) < 93 {
			t.Errorf("%s: of direct questions only %.1f %% are answered right", name, percent(n[1], n[0]))
		}
	}
}

// percent is a share.
func percent(a, b int) float64 { return 100 * float64(a) / float64(max(1, b)) }
