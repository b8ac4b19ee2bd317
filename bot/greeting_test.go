package bot_test

import (
	"strings"
	"testing"

	"ambassador/bot"
	"ambassador/store/mem"
)

// TestPeopleSayHello: who only says hello is greeted, in many languages; whoever says more is not.
func TestPeopleSayHello(t *testing.T) {
	h := open(t, mem.New(), bot.Limit{})
	for words, want := range map[string]string{
		"hi": "Hello", "Hi!": "Hello", "Hallo": "Hello", "¡Hola!": "Hello", "Bonjour.": "Hello", "你好": "Hello", "こんにちは。": "Hello", "👋": "Hello",
		"good morning": "Hello", "Thanks!": "You are welcome", "danke": "You are welcome", "?": "I am ", "...": "I do not know", "!!!": "I do not know", "hi where is everybody": "I do not know",
	} {
		if heard := h.replyTo(t, alone("hi "+words, "member", words)); !strings.HasPrefix(heard, want) {
			t.Errorf("%q: %q, want %s …", words, heard, want)
		}
	}
}
