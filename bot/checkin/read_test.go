package checkin

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestBehind: a choice is found in whatever case, with what is said behind it, in all scripts.
func TestBehind(t *testing.T) {
	for _, c := range []struct {
		text, choice, more string
		begins             bool
	}{
		{"yes", "yes", "", true},
		{"YES, and cake", "yes", "and cake", true},
		{"yes– maybe", "yes", "maybe", true},
		{"yesterday", "yes", "", false},
		{"ye", "yes", "", false},
		{"yes İİİİİİİİ", "yes", "İİİİİİİİ", true}, // each is longer in small letters
		{"はい。", "はい", "", false},
		{"はい, ケーキ", "はい", "ケーキ", true},
		{"", "yes", "", false},
	} {
		if more, begins := behind(c.text, c.choice); more != c.more || begins != c.begins {
			t.Errorf("behind %q of %q there is %q, %v", c.choice, c.text, more, begins)
		}
	}
}

// FuzzBehind: whatever people write, what is behind a choice is a part of it.
func FuzzBehind(f *testing.F) {
	f.Add("yes İİİİ", "yes")
	f.Add("no way, \xff", "no")
	f.Fuzz(func(t *testing.T, text, choice string) {
		more, begins := behind(text, choice)
		if !begins && more != "" || utf8.ValidString(text) && !strings.HasSuffix(strings.TrimRight(text, " ,.;:!?–—-\n"), more) {
			t.Errorf("behind %q of %q there is %q, %v", choice, text, more, begins)
		}
	})
}
