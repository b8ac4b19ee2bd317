package faq

import (
	"maps"

	"ambassador/bot"
)

// mostLine is how many bytes the line of a button has at most.
const mostLine = 450

// Fitting is the line of a command with these values, short enough for a button: of one field, which holds free words, the
// end is cut off.
func Fitting(c bot.Command, values map[string]string, free string) string {
	values = maps.Clone(values)
	line := c.Line(values)
	for runes := []rune(values[free]); len(line) > mostLine && len(runes) > 0; line = c.Line(values) {
		runes = runes[:max(0, len(runes)-1-(len(line)-mostLine)/4)] // a character has four bytes at most
		values[free] = string(runes) + "…"
	}
	return line
}
