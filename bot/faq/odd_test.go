package faq_test

import (
	"strings"
	"testing"
)

// Very long words, and very many, are answered shortly.
func TestLong(t *testing.T) {
	h := open(t)
	long := strings.Repeat("why is the moon so far away? ", 4000/29)
	for text, want := range map[string]string{
		long:                            "Did you mean",
		strings.Repeat(long, 3):         "too long",
		strings.Repeat("x", 4000):       "I have no answer to",
		strings.Repeat("?", 4000):       "I understand questions in words",
		strings.Repeat("cake? ", 600):   "kitchen",
		"```\n" + long + "\n```\ncake?": "kitchen",
		strings.Repeat("月はどこですか", 500):  "I know questions in English only",
		strings.Repeat("I like the sea and the hills. ", 30) + "Where can I find cake?": "kitchen",
	} {
		if reply := h.want("member", "ask "+text, want); len(reply.Text) > 1000 {
			t.Errorf("%d bytes are answered with %d", len(text), len(reply.Text))
		}
	}
	for _, a := range h.say("member", "ask "+long).Actions() {
		if strings.HasPrefix(a.Line, "faq") && len(a.Line) > 450 {
			t.Errorf("the button %q stands for %d bytes", a.Label, len(a.Line))
		}
	}
}
