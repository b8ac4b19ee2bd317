package bot

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckDate(t *testing.T) {
	for typed, want := range map[string]string{
		"2026-05-03": "2026-05-03", "3.5.2026": "2026-05-03", "2026/5/3": "2026-05-03",
		"3 May": "2026-05-03", "May 3rd, 2027": "2027-05-03", "3rd may 2026": "2026-05-03",
		"31 March": "2027-03-31", "1 April": "2026-04-01", "29 February": "2028-02-29", "24.12.": "2026-12-24",
		"today": "2026-04-01", "Tomorrow": "2026-04-02", "wednesday": "2026-04-08", "next mon": "2026-04-06",
	} {
		if got, err := checkDate(typed, today()); err != nil || got != want {
			t.Errorf("checkDate(%q) = %q, %v; want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{"3/5/2026", "yesterday-ish", "31.4.2026", "30 February", "", "2026-13-01"} {
		if got, err := checkDate(typed, today()); err == nil {
			t.Errorf("checkDate(%q) = %q; want a refusal", typed, got)
		}
	}
}

func TestCheckLink(t *testing.T) {
	for typed, want := range map[string]string{
		"https://example.org/a?b=c#d": "https://example.org/a?b=c#d",
		"example.org/x":               "https://example.org/x",
		"<https://example.org>":       "https://example.org",
		"http://例え.jp":                "http://%E4%BE%8B%E3%81%88.jp",
	} {
		if got, err := checkLink(typed); err != nil || got != want {
			t.Errorf("checkLink(%q) = %q, %v; want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{
		"javascript:alert(1)", "JAVASCRIPT://x.example/%0aalert(1)", "data:text/html,x", "ftp://example.org", "hello",
		"https://", "https://user:secret@example.org", "https://a.example/ b", "https://a.example/" + strings.Repeat("x", 2000),
	} {
		if got, err := checkLink(typed); err == nil {
			t.Errorf("checkLink(%q) = %q; want a refusal", typed, got)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                            "plain",
		"nul\x00 esc\x1b[31m":              "nul esc[31m",
		"tab\tline\r\nend":                 "tab\tline\nend",
		"\u202etxet\u202c":                 "txet",
		"\u2066a\u2069":                    "a",
		"bad \xff byte":                    "bad \ufffd byte",
		"z" + strings.Repeat("\u0301", 50): "z" + strings.Repeat("\u0301", 4),
		"שלום\u200f":                       "שלום\u200f",
		"👩‍🚀":                              "👩‍🚀",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q; want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x00\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s)
		if again := clean(got); again != got {
			t.Errorf("clean(%q) = %q, and once more %q", s, got, again)
		}
	})
}

func TestTextLimitsCountCharacters(t *testing.T) {
	f := Field{Name: "text", Label: "Text?", Kind: Long}
	if _, err := (checker{}).check(f, strings.Repeat("ü", 4000)); err != nil {
		t.Errorf("4,000 characters: %v", err)
	}
	var refusal *Refusal
	if _, err := (checker{}).check(f, strings.Repeat("ü", 4001)); !errors.As(err, &refusal) || !strings.Contains(refusal.Text, "4001") {
		t.Errorf("4,001 characters: %v; want a refusal that says how many", err)
	}
}
