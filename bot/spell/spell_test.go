package spell_test

import (
	"testing"

	"ambassador/bot/spell"
)

// TestDistance counts by hand.
func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"schedule", "schedule", 0}, {"schedul", "schedule", 1}, {"shcedule", "schedule", 2},
		{"kitten", "sitting", 3}, {"weekly", "monthly", 5}, {"a line that is far too long", "ab", 27},
	} {
		if got := spell.Distance(c.a, c.b); got != c.want {
			t.Errorf("from %q to %q it is %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
