package atlas_test

import (
	"testing"

	"ambassador/bot/place/internal/atlas"
)

func TestEdits(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"berlin", "berlin", 0},
		{"berlin", "berln", 1},
		{"berlin", "berliin", 1},
		{"berlin", "bermin", 1},
		{"berlin", "belrin", 1},
		{"berlin", "ebrlni", 2},
		{"münchen", "munchen", 1},
		{"москва", "моства", 1},
		{"ca", "abc", 3}, // optimal string alignment: a swapped pair is not edited again
	} {
		if got := atlas.Edits(c.a, c.b, 3); got != c.want {
			t.Errorf("%s → %s takes %d edits, want %d", c.a, c.b, got, c.want)
		}
		if got := atlas.Edits(c.b, c.a, 3); got != c.want {
			t.Errorf("%s → %s takes %d edits, want %d", c.b, c.a, got, c.want)
		}
	}
	if got := atlas.Edits("berlin", "washington", 2); got <= 2 {
		t.Errorf("past the limit it says %d", got)
	}
}
