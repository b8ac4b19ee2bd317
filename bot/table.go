package bot

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Table is the set of commands of a bot, in the order in which help lists them.
type Table struct {
	commands []Command
	byName   map[string]int
	plain    int // the command with Words, counted from 1; 0 where there is none
}

// NewTable checks the commands and makes a table of them. It refuses a command
// that names no role, so that nothing is open by oversight.
func NewTable(commands ...Command) (*Table, error) {
	t := &Table{byName: make(map[string]int)}
	for _, c := range commands {
		if err := c.valid(); err != nil {
			return nil, fmt.Errorf("command %q: %w", c.Name, err)
		}
		if _, twice := t.byName[c.Name]; twice {
			return nil, fmt.Errorf("command %q: there are two of this name", c.Name)
		}
		t.byName[c.Name] = len(t.commands)
		t.commands = append(t.commands, c)
		if c.Words != "" && t.plain > 0 {
			return nil, fmt.Errorf("command %q: plain words are taken by %q already", c.Name, t.commands[t.plain-1].Name)
		}
		if c.Words != "" {
			t.plain = len(t.commands)
		}
	}
	return t, nil
}

// valid says what is wrong with a command as written by its room.
func (c Command) valid() error {
	switch {
	case c.Name == "" || c.Name != strings.ToLower(strings.Join(strings.Fields(c.Name), " ")):
		return fmt.Errorf("want a name of lower-case words")
	case c.Needs <= None || c.Needs > Coordinator:
		return fmt.Errorf("names no role that may use it")
	case c.Summary == "" || c.Handle == nil:
		return fmt.Errorf("has no summary or no handler")
	case utf8.RuneCountInString(c.Shortcut) > mostShortcut:
		return fmt.Errorf("its shortcut is longer than %d characters", mostShortcut)
	case c.Notes && !c.Reads:
		return fmt.Errorf("keeps notes, and does not read: want both")
	}
	if f, ok := c.Field(c.Words); c.Words != "" && (!ok || !c.Reads || f.Kind != Text && f.Kind != Long) {
		return fmt.Errorf("takes plain words as %q: want a field of text, and a command that reads", c.Words)
	}
	if f, ok := c.Field(c.Takes); c.Takes != "" && (!ok || c.Shortcut == "" || f.Kind != Text && f.Kind != Long) {
		return fmt.Errorf("takes up %q: want a field of text, and a shortcut", c.Takes)
	}
	seen := make(map[string]bool)
	for _, f := range c.Fields {
		switch {
		case !isKey([]rune(f.Name)) || f.Name == "" || seen[f.Name]:
			return fmt.Errorf("field %q: want a name of its own, of letters", f.Name)
		case f.Label == "":
			return fmt.Errorf("field %q: has no label", f.Name)
		case f.Kind == Choice && len(f.Choices) == 0:
			return fmt.Errorf("field %q: has no choices", f.Name)
		}
		seen[f.Name] = true
	}
	return nil
}

// mostShortcut is how many characters the name of a shortcut may have on every platform.
const mostShortcut = 24

// All lists the commands in order.
func (t *Table) All() []Command { return t.commands }

// Named returns the command of exactly this name.
func (t *Table) Named(name string) (Command, bool) {
	i, ok := t.byName[name]
	if !ok {
		return Command{}, false
	}
	return t.commands[i], true
}

// Plain returns the command that takes words which name none.
func (t *Table) Plain() (Command, bool) {
	if t.plain == 0 {
		return Command{}, false
	}
	return t.commands[t.plain-1], true
}

// Find recognises the command at the start of a line, the longest name first,
// and returns the text after it.
func (t *Table) Find(text string) (c Command, rest string, ok bool) {
	first, after := cutWord(text)
	second, afterSecond := cutWord(after)
	if c, ok := t.Named(strings.ToLower(first + " " + second)); ok && second != "" {
		return c, afterSecond, true
	}
	c, ok = t.Named(strings.ToLower(first))
	return c, after, ok
}

// Under lists the commands whose name begins with the word: newsletter submit
// and newsletter mine under newsletter.
func (t *Table) Under(word string) []Command {
	var under []Command
	for _, c := range t.commands {
		if strings.HasPrefix(c.Name, strings.ToLower(word)+" ") {
			under = append(under, c)
		}
	}
	return under
}

// Near returns the line with its command spelled right, if it was mistyped by a
// letter or two and the person may use it; else "".
func (t *Table) Near(text string, who Person) string {
	first, after := cutWord(text)
	second, afterSecond := cutWord(after)
	best, bestAt := "", 3
	for _, c := range t.commands {
		if !who.May(c) {
			continue
		}
		typed, rest := first, after
		if strings.Contains(c.Name, " ") {
			typed, rest = first+" "+second, afterSecond
		}
		if at := edits(strings.ToLower(typed), c.Name); at < bestAt && at*3 <= len(c.Name) {
			best, bestAt = strings.TrimSpace(c.Name+" "+rest), at
		}
	}
	return best
}

// cutWord splits the first word off a text.
func cutWord(s string) (first, after string) {
	s = strings.TrimSpace(s)
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i], strings.TrimSpace(s[i:])
	}
	return s, ""
}

// edits counts the letters to add, drop, change or swap with their neighbour to
// make b of a: the optimal string alignment distance.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y)+3 || len(y) > len(x)+3 {
		return max(len(x), len(y))
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
