package bottest

import (
	"slices"
	"testing"

	"ambassador/bot"
)

// TestWithFiles: what a talk writes down of files, however they come.
func TestWithFiles(t *testing.T) {
	a, b := bot.File{Name: "a.md"}, bot.File{Name: "b.txt"}
	const both = "Here.\n\nFile: a.md\n\nFile: b.txt"
	const stray, refused = "(a file that no words name: a.md)", "File: a.md\n\nI could not send a.md: it is empty."
	for name, c := range map[string]struct {
		words []Word
		want  []string
	}{
		"with the words":      {[]Word{{To: "anna", Text: both, Files: []bot.File{a, b}}}, []string{both}},
		"behind them":         {[]Word{{To: "anna", Text: both}, {To: "bert", Text: "Hello"}, {To: "anna", Files: []bot.File{a, b}}}, []string{both, "Hello"}},
		"one by one":          {[]Word{{To: "anna", Text: both}, {To: "anna", Files: []bot.File{a}}, {To: "anna", Files: []bot.File{b}}}, []string{both}},
		"missing":             {[]Word{{To: "anna", Text: both}, {To: "anna", Files: []bot.File{b}}}, []string{both + "\n(a.md did not arrive)"}},
		"to somebody else":    {[]Word{{To: "anna", Text: "File: a.md"}, {To: "bert", Files: []bot.File{a}}}, []string{"File: a.md\n(a.md did not arrive)", stray}},
		"twice":               {[]Word{{To: "anna", Text: "File: a.md"}, {To: "anna", Files: []bot.File{a, a}}}, []string{"File: a.md", stray}},
		"said to be missing":  {[]Word{{To: "anna", Text: refused}}, []string{refused}},
		"words without files": {[]Word{{To: "anna", Actions: []bot.Action{{Label: "x"}}}, {To: "anna"}}, []string{"", ""}},
	} {
		var got []string
		for _, w := range withFiles(c.words) {
			got = append(got, w.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: told %q, want %q", name, got, c.want)
		}
	}
}
