package bot_test

import (
	"testing"

	"ambassador/bot"
)

// Names of people and places begin with all the letters there are; taken for one byte, “Ömer” was told as “�mer”.
func TestCapital(t *testing.T) {
	for words, want := range map[string]string{
		"": "", "a": "A", "regional report": "Regional report", "Ömer": "Ömer", "österreich": "Österreich",
		"東京": "東京", "élan": "Élan", "ß": "ß", "7 people": "7 people", "\xffodd": "\xffodd",
	} {
		if got := bot.Capital(words); got != want {
			t.Errorf("%q became %q, want %q", words, got, want)
		}
	}
}
