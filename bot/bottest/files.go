package bottest

import (
	"regexp"
	"slices"
	"strings"
)

// fileLine finds where words name a file that goes with them.
var fileLine = regexp.MustCompile(`(?m)^File: (.+)$`)

// withFiles holds the files that arrived against the words that name them, and leaves nothing of both but the words: a talk
// reads the same wherever it is played. A file that is missing, or that no words name, shows.
func withFiles(words []Word) (told []Word) {
	var came [][]string // names, for each word told
	for _, w := range words {
		if w.Text != "" || len(w.Actions) > 0 || len(w.Files) == 0 {
			told, came = append(told, w), append(came, nil)
		}
		for _, f := range w.Files {
			at := len(told) - 1
			for at >= 0 && (told[at].To != w.To || !strings.Contains(told[at].Text, f.Line()) || slices.Contains(came[at], f.Name)) {
				at--
			}
			if at < 0 {
				told, came = append(told, Word{To: w.To, Room: w.Room, Text: "(a file that no words name: " + f.Name + ")"}), append(came, nil)
				continue
			}
			came[at] = append(came[at], f.Name)
		}
	}
	for i, w := range told {
		for _, m := range fileLine.FindAllStringSubmatch(w.Text, -1) {
			if name := m[1]; !slices.Contains(came[i], name) && !strings.Contains(w.Text, "I could not send "+name) {
				told[i].Text += "\n(" + name + " did not arrive)"
			}
		}
	}
	return told
}
