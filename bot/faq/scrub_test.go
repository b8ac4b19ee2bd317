package faq

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestScrub(t *testing.T) {
	for text, want := range map[string]string{
		"Write to me.now+x@mail.example.org, please":             "Write to [address], please",
		"Is @slack:T1/U2 there? (@anna too)":                     "Is [somebody] there? ([somebody] too)",
		"Call +49 (30) 1234-5678 or 0301234567":                  "Call [number] or [number]",
		"since 2026-11-26, version 2.10.1, 3 to 5 people":        "since 2026-11-26, version 2.10.1, 3 to 5 people",
		"my password: hunter2 does not work":                     "my password: [secret] does not work",
		"the token is abc, why":                                  "the token is [secret] why",
		"xoxb-123456789012-abcdef fails":                         "[secret] fails",
		"key 0f3a9c1b2d4e5f60718293a4b5c6d7e8 is refused":        "key [secret] is refused",
		"see https://user:pw@example.org/a/b?token=1#x for more": "see https://example.org/a/b for more",
		"two\n\nlines":                          "two lines",
		"internationalization-of-documentation": "internationalization-of-documentation",
		"役割は何ですか":                               "役割は何ですか",
	} {
		if got := scrub(text); got != want {
			t.Errorf("scrub(%q) = %q, want %q", text, got, want)
		}
	}
	if got := scrub(strings.Repeat("長い ", 4000)); utf8.RuneCountInString(got) > mostKept {
		t.Errorf("scrub keeps %d characters", utf8.RuneCountInString(got))
	}
}

// FuzzScrub holds that nothing which looks like a mail address or a mention is left, and that what is kept has a bound.
func FuzzScrub(f *testing.F) {
	f.Add("a@b.org @x +49 30 123456 https://a@b.c/?d")
	f.Add("@@a@b.cc@d.ee [@x]")
	f.Fuzz(func(t *testing.T, text string) {
		got := scrub(text)
		if addresses.MatchString(got) || mentions.MatchString(got) || utf8.RuneCountInString(got) > mostKept {
			t.Errorf("scrub(%q) = %q", text, got)
		}
	})
}
