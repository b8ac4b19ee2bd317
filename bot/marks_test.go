package bot

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Marks stacked on one letter run over the lines above it. Characters that show nothing
// must not start the count again, and enclosing marks count as well.
func TestCleanKeepsFewMarksOnALetter(t *testing.T) {
	for what, marks := range map[string]string{
		"accents":              strings.Repeat("\u0301", 80),
		"accents between NULs": strings.Repeat("\u0301\u0301\u0301\u0301\x00", 20),
		"enclosing marks":      strings.Repeat("\u0489", 50),
	} {
		if n := utf8.RuneCountInString(clean("z" + marks)); n < 2 || n > 5 {
			t.Errorf("%s: %d characters are left of one letter and its marks, want 2 to 5", what, n)
		}
	}
}
