package console

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	if width < narrowest || fits(line, width) {
		return []string{line}
	}
	margin := strings.Repeat(" ", hang(line, width))
	var rows []string
	row := ""
	for _, word := range strings.SplitAfter(line, " ") {
		if !fits(row+word, width) && strings.TrimSpace(row) != "" {
			rows, row = append(rows, strings.TrimRight(row, " ")), margin
		}
		for !fits(row+word, width) && !strings.Contains(word, "://") {
			head := cut(word, width, width-len(row))
			rows, row, word = append(rows, strings.TrimRight(row+head, " ")), margin, word[len(head):]
		}
		row += word
	}
	return append(rows, strings.TrimRight(row, " "))
}

// cut returns as much of a word, which fills more than a row of width, as fits into room columns.
func cut(word string, width, room int) string {
	end := min(len(word), most(width))
	for end < len(word) && !utf8.RuneStart(word[end]) {
		end--
	}
	return runewidth.Truncate(word[:end], room, "")
}

// fits says whether the text has at most width columns. Counting them costs time, so very long text,
// of which only marks without a width could ever fit, is not counted.
func fits(text string, width int) bool {
	return len(text) <= width || len(text) <= most(width) && columns(text) <= width
}

// most is the number of bytes looked at to fill a row.
func most(width int) int { return 32 * width }

// columns is the width of text on a terminal, without the spaces at its end.
func columns(text string) int { return runewidth.StringWidth(strings.TrimRight(text, " ")) }

// hang is the number of spaces to put before the rows after the first: those of the first row, and
// its bullet. It never takes more than half a row.
func hang(line string, width int) int {
	text := strings.TrimLeft(line, " ")
	indent := len(line) - len(text)
	if mark, _, ok := strings.Cut(text, " "); ok && !strings.ContainsFunc(mark, isWord) || strings.HasPrefix(mark, "[") && strings.HasSuffix(mark, "]") {
		indent += columns(mark) + 1
	}
	return min(indent, width/2)
}

// isWord says whether r could be part of a word rather than of a bullet.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
