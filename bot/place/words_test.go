package place_test

import (
	"os"
	"strings"
	"testing"

	"ambassador/bot/place/internal/fold"
)

// TestWordLists holds that every entry can be found: it is its own key, and stands there once.
func TestWordLists(t *testing.T) {
	for _, file := range []string{"nearme.txt", "talk.txt", "noplace.txt", "plain.txt"} {
		content, err := os.ReadFile("words/" + file)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for line := range strings.Lines(string(content)) {
			entry := strings.TrimSuffix(line, "\n")
			if strings.HasPrefix(entry, "#") {
				continue
			}
			if key := fold.Key(entry); key != entry || key == "" {
				t.Errorf("%s: %q is folded to %q", file, entry, key)
			}
			if seen[entry] {
				t.Errorf("%s: %q stands there twice", file, entry)
			}
			seen[entry] = true
		}
		if len(seen) < 50 || !strings.HasSuffix(string(content), "\n") {
			t.Errorf("%s has %d entries", file, len(seen))
		}
	}
}
