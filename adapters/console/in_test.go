package console

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"ambassador/bot"
)

func TestUnprefixed(t *testing.T) {
	for _, c := range []struct {
		line, name, text string
		addressed        bool
	}{
		{"/ambassador find Berlin", "Ambassador", "find Berlin", true},
		{"!ambassador find Berlin", "Ambassador", "find Berlin", true},
		{"  /AMBASSADOR\tfind Berlin ", "Ambassador", "find Berlin", true},
		{"/ambassador", "Ambassador", "", true},
		{"/bote hilf", "Bote", "hilf", true},
		{"/ambassador help", "Bote", "help", true}, // documentation says so, whatever the bot is called
		{"/our-bot help", "Our Bot", "help", true},
		{"find Berlin", "Ambassador", "find Berlin", false},
		{"/ambassadors find", "Ambassador", "/ambassadors find", false},
		{"ambassador find", "Ambassador", "ambassador find", false},
		{"/", "Ambassador", "/", false},
		{"", "Ambassador", "", false},
	} {
		text, addressed := unprefixed(c.line, c.name)
		if text != c.text || addressed != c.addressed {
			t.Errorf("unprefixed(%q, %q) = %q, %t; want %q, %t", c.line, c.name, text, addressed, c.text, c.addressed)
		}
	}
}

func TestPress(t *testing.T) {
	buttons := []bot.Action{{Label: "Help", Line: "help"}, {Label: "More", Line: "find page=2"}}
	for text, want := range map[string]string{
		"1": "help", "2": "find page=2", "[2]": "find page=2", "2.": "find page=2",
		"0": "", "3": "", "-1": "", "one": "", "": "", "99999999999999999999": "",
	} {
		line, ok := press(text, buttons)
		if line != want || ok != (want != "") {
			t.Errorf("press(%q) = %q, %t; want %q", text, line, ok, want)
		}
	}
}

func TestReadLine(t *testing.T) {
	long := strings.Repeat("ü", longest) // twice as many bytes as are read
	in := bufio.NewReader(iotest.OneByteReader(strings.NewReader("one\r\n\n\x00\xff\n" + long + "\nlast")))
	for i, want := range []string{"one", "", "\x00\xff", long[:longest], "last"} {
		got, err := readLine(in)
		if err != nil || got != want {
			t.Errorf("line %d: %d bytes, %v; want %d bytes", i, len(got), err, len(want))
		}
	}
	if _, err := readLine(in); !errors.Is(err, io.EOF) {
		t.Errorf("after the last line: %v, want the end", err)
	}
	broken := bufio.NewReader(iotest.ErrReader(errors.New("the line is dead")))
	if _, err := readLine(broken); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("a broken input gives %v, want its error", err)
	}
}

func FuzzReadLine(f *testing.F) {
	f.Add("one\ntwo")
	f.Add("\r\n\r\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		in := bufio.NewReaderSize(strings.NewReader(text), 16)
		n := 0
		for {
			line, err := readLine(in)
			if err != nil {
				break
			}
			if strings.Contains(line, "\n") {
				t.Fatalf("line %q holds a line end", line)
			}
			n++
		}
		want := strings.Count(text, "\n")
		if text != "" && !strings.HasSuffix(text, "\n") {
			want++
		}
		if n != want {
			t.Fatalf("%d lines, want %d", n, want)
		}
	})
}
