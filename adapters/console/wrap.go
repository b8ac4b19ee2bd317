package console

import (
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// narrowest is the width below which wrapping would only make a column of single words.
const narrowest = 20

// wrap breaks one line into rows of at most width columns, as a terminal counts them: an ideograph
// takes two, a combining mark none. Rows after the first are indented like the text of the first, so
// that a list stays a list. Links are never broken, though they may be longer than a row; other words
// are broken only where they fill more than a row, as a sentence in Chinese may. A width of zero, or
// one too small to be of use, leaves the line whole.
func wrap(line string, width int) []string {
	if width < narrowest || columns(line) <= width {
		return []string{line}
	}
	margin := strings.Repeat(" ", hang(line, width))
	var rows []string
	row := ""
	for _, word := range strings.SplitAfter(line, " ") {
		if columns(row+word) > width && strings.TrimSpace(row) != "" {
			rows, row = append(rows, strings.TrimRight(row, " ")), margin
		}
		for columns(row+word) > width && !strings.Contains(word, "://") {
			head := runewidth.Truncate(word, width-len(row), "")
			rows, row, word = append(rows, row+head), margin, word[len(head):]
		}
		row += word
	}
	return append(rows, strings.TrimRight(row, " "))
}

// columns is the width of text on a terminal, without the spaces at its end.
func columns(text string) int { return runewidth.StringWidth(strings.TrimRight(text, " ")) }

// hang is the number of spaces to put before the rows after the first: those of the first row, and
// its bullet. It never takes more than half a row.
func hang(line string, width int) int {
	text := strings.TrimLeft(line, " ")
	indent := len(line) - len(text)
	if mark, _, ok := strings.Cut(text, " "); ok && !strings.ContainsFunc(mark, isWord) || strings.HasPrefix(mark, "[") {
		indent += columns(mark) + 1
	}
	return min(indent, width/2)
}

// isWord says whether r could be part of a word rather than of a bullet.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
