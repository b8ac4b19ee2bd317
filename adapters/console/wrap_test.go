package console

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name, line string
		width      int
		want       []string
	}{
		{"short", "Nobody in Vienna.", 40, []string{"Nobody in Vienna."}},
		{"words", "Nobody in Vienna; nearest is St. Pölten, 55 km.", 24, []string{"Nobody in Vienna;", "nearest is St. Pölten,", "55 km."}},
		{"no width", strings.Repeat("word ", 100), 0, []string{strings.Repeat("word ", 100)}},
		{"bullet", "• one two three four five six", 20, []string{"• one two three four", "  five six"}},
		{"button", "[1] Ask for an introduction to somebody", 24, []string{"[1] Ask for an", "    introduction to", "    somebody"}},
		{"indent", "    deep inside there are words", 20, []string{"    deep inside", "    there are words"}},
		{"link", "See https://example.org/a/very/long/path/indeed for more", 20, []string{"See", "https://example.org/a/very/long/path/indeed", "for more"}},
		{"ideographs", "東京都庁舎展望室は入場無料です", 20, []string{"東京都庁舎展望室は入", "場無料です"}},
		{"long word", strings.Repeat("a", 45), 20, []string{strings.Repeat("a", 20), strings.Repeat("a", 20), "aaaaa"}},
	} {
		if got := wrap(c.line, c.width); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("Groups near Wien: https://example.org/x 東京 🇩🇪 e\u0301", 40)
	f.Add("    [12] "+strings.Repeat("ｗ", 50), 20)
	f.Fuzz(func(t *testing.T, line string, width int) {
		if !utf8.ValidString(line) || strings.ContainsAny(line, "\n") || safe(line) != line {
			t.Skip("paragraph hands over single clean lines only")
		}
		rows := wrap(line, width%200)
		// Nothing is lost or added but spaces.
		bare := strings.NewReplacer(" ", "")
		if got := bare.Replace(strings.Join(rows, "")); got != bare.Replace(line) {
			t.Fatalf("%q became %q", line, rows)
		}
		for _, word := range strings.Fields(line) {
			if strings.Contains(word, "://") && !slices.ContainsFunc(rows, func(row string) bool { return strings.Contains(row, word) }) {
				t.Fatalf("link %q is broken in %q", word, rows)
			}
		}
		for _, row := range rows {
			if width%200 >= narrowest && columns(row) > width%200 && !strings.Contains(row, "://") && utf8.RuneCountInString(row) > 1 {
				t.Fatalf("row %q is wider than %d", row, width%200)
			}
		}
	})
}
