package bot

import (
	"slices"
	"strings"
	"unicode"
)

// What a platform with menus and native forms looks up in the table.

// Shortcuts lists the commands that stand in a platform's menu.
func (t *Table) Shortcuts() []Command {
	return slices.DeleteFunc(slices.Clone(t.commands), func(c Command) bool { return c.Shortcut == "" })
}

// mostChoices is how many choices a menu shows while somebody types.
const mostChoices = 100

// Choices lists the choices of a field that fit what somebody has typed so far, those
// that begin with it first, at most a hundred.
func (t *Table) Choices(command, field, typed string) []string {
	c, _ := t.Named(command)
	f, _ := c.Field(field)
	typed = strings.ToLower(strings.TrimSpace(typed))
	var begin, hold []string
	for _, choice := range f.Choices {
		switch at := strings.Index(strings.ToLower(choice), typed); {
		case at == 0:
			begin = append(begin, choice)
		case at > 0:
			hold = append(hold, choice)
		}
	}
	all := append(begin, hold...)
	return all[:min(len(all), mostChoices)]
}

// Personal says that the answer to a line may depend on who says it, so that it is worth
// asking the platform for their profile: their rights, where they are, which day it is.
func (t *Table) Personal(text string) bool {
	c, rest, ok := t.Find(text)
	if !ok {
		return false
	}
	if c.Needs > Member {
		return true
	}
	words := strings.FieldsFunc(strings.ToLower(rest), func(r rune) bool { return !unicode.IsLetter(r) }) // place="near me", too
	aboutMe := len(words) == 0 || slices.Contains(words, "me") || slices.Contains(words, "nearby")
	return slices.ContainsFunc(c.Fields, func(f Field) bool {
		return f.Kind == Date || f.Kind == Place && f.Optional && aboutMe
	})
}
