package directory

import (
	"strings"
	"testing"
)

// TestCheckCode reads codes as people type them.
func TestCheckCode(t *testing.T) {
	for typed, want := range map[string]string{
		"ABCD-EFGH": "ABCDEFGH", "abcd efgh": "ABCDEFGH", "AbCdEfGh": "ABCDEFGH", " a b c d – e f g h ": "ABCDEFGH", "“ABCD-EFGH”": "ABCDEFGH",
		"O0o0-IiLl": "00001111", "1l1l-oooo": "11110000", "`ZZZZ-9999`": "ZZZZ9999",
		"": "", "ABCD-EFG": "", "ABCD-EFGHJ": "", "ABCD-EFGU": "", "ABCD-EFGß": "", "АВСD-EFGH": "", "１２３４-５６７８": "", "----": "", "ABCD-EFG²": "",
	} {
		if got, err := checkCode(typed); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
}

// TestNewCode makes many codes: no two are the same, and every letter is as good as another.
func TestNewCode(t *testing.T) {
	const many = 10_000
	seen, count := map[string]bool{}, map[rune]int{}
	for range many {
		code := newCode()
		seen[code] = true
		for _, r := range code {
			count[r]++
		}
		if got, err := checkCode(strings.ToLower(spoken(code))); got != code || err != nil {
			t.Fatalf("%s is read as %q, %v", spoken(code), got, err)
		}
	}
	if len(seen) != many {
		t.Errorf("%d of %d codes are different", len(seen), many)
	}
	for _, r := range codeLetters {
		if n := count[r]; n < many*codeLength/32*8/10 || n > many*codeLength/32*12/10 { // ten times the deviation to be expected
			t.Errorf("%c comes %d times of %d", r, n, many*codeLength)
		}
	}
	if len(count) != 32 {
		t.Errorf("%d letters, want 32", len(count))
	}
}

// FuzzCode holds that whatever is typed is a code as newCode makes them, or refused, and
// that hyphens, spaces and case do not matter.
func FuzzCode(f *testing.F) {
	for _, seed := range []string{"ABCD-EFGH", "abcd efgh", "oil0-1111", "ﬀﬀﬀ", "ABCD\u2013EFGH", "\xff", "ıſıſıſıſ", strings.Repeat("A", 1000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := checkCode(typed)
		if err != nil {
			if code != "" {
				t.Errorf("%q: refused, and %q", typed, code)
			}
			return
		}
		if len(code) != codeLength || strings.Trim(code, codeLetters) != "" {
			t.Fatalf("%q is read as %q", typed, code)
		}
		for _, again := range []string{code, spoken(code), strings.ToLower(spoken(code)), " " + strings.Join(strings.Split(code, ""), " ") + "\n"} {
			if got, err := checkCode(again); got != code || err != nil {
				t.Errorf("%q is read as %q, %v; want %q", again, got, err, code)
			}
		}
	})
}
