package faq

import (
	"slices"
	"strings"
	"testing"
)

func TestAsks(t *testing.T) {
	for text, want := range map[string]bool{
		"How do I start a group?": true, "how do i start a group": true, "Is it free": true, "hello, where can I meet people": true,
		"Wie gründe ich eine Gruppe": true, "¿Cómo empiezo": true, "どうやって始めますか": true, "我怎么加入": true, "как начать": true, "x?": true, "كيف أبدأ؟": true,
		"nice work": false, "ok": false, "thanks a lot for yesterday": false, "👍": false, "I will be late": false, "that was a nice evening yesterday": false, "come when you can": false, "Was kostet das": true, "": false, "how": false,
	} {
		if got := asks(text); got != want {
			t.Errorf("asks(%q) = %t", text, got)
		}
	}
}

func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{
		"What is a role?":                     {"What is a role?"},
		"What is a role? Who decides?":        {"What is a role?", "Who decides?"},
		"What is a role?! Who decides??":      {"What is a role?!", "Who decides??"},
		"He said (why?) and left":             {"He said (why?)", "and left"},
		"Hi.\nWhat is a role?\n\nWho decides": {"Hi.", "What is a role?", "Who decides"},
		"役割は何ですか？誰が決めますか？":                    {"役割は何ですか？", "誰が決めますか？"},
		"?\n!\n👍":                                 nil,
		strings.Repeat("Why so?\n", mostParts+5):  slices.Repeat([]string{"Why so?"}, mostParts),
		"https://example.org/a?b=c tells nothing": {"https://example.org/a?b=c tells nothing"},
	} {
		if got := split(text); !slices.Equal(got, want) {
			t.Errorf("split(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestSpoken(t *testing.T) {
	for text, want := range map[string]string{
		"Why?\n```\npanic: x\n```\nPlease": "Why?\n\n\nPlease", "```never closed": "", "plain": "plain",
	} {
		if got := spoken(text); got != want {
			t.Errorf("spoken(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNormal(t *testing.T) {
	for text, want := range map[string]string{
		" What’s  a Role?! ": "what's a role", "up-to-date": "up-to-date", "役割は？": "役割は", "?!": "",
	} {
		if got := normal(text); got != want {
			t.Errorf("normal(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"What is a Role?": "what-is-a-role", "役割は何ですか": "", "group start": "group-start", "a_b": "a_b",
		"How do I start a user group in a town without any": "how-do-i-start-a-user-group-in-a-town", strings.Repeat("x", 60): strings.Repeat("x", mostID),
	} {
		if got := slug(text); got != want {
			t.Errorf("slug(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestCheckLanguage(t *testing.T) {
	for typed, want := range map[string]string{"German": "de", "de": "de", "pt-BR": "pt-br", "pt_br": "pt-br", "Deutsch": "de", "zh-Hant": "zh-hant"} {
		if got, err := checkLanguage(typed); err != nil || got != want {
			t.Errorf("checkLanguage(%q) = %q, %v; want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{"Klingon", "", "xx-yy", "Berlin"} {
		if got, err := checkLanguage(typed); err == nil {
			t.Errorf("checkLanguage(%q) = %q; want a refusal", typed, got)
		}
	}
}
