package bot

import "strings"

// Markdown is the reference of all commands, for docs/commands.md.
func (t *Table) Markdown() string {
	var b strings.Builder
	b.WriteString("# Commands\n\nMade from the command table by `make generate`. In angle brackets: what you fill in; in square brackets: what you may leave out.\n" +
		"Values can also be named, `field=value`, and quoted, `\"two words\"`, in any order. A command without its values asks for them one by one;\n" +
		"`back` returns to the question before, `skip` leaves out what is optional, `cancel` ends it.\n")
	for _, c := range t.commands {
		c.markdown(&b)
	}
	return b.String()
}

// markdown writes the section of one command.
func (c Command) markdown(b *strings.Builder) {
	b.WriteString("\n## " + c.Name + "\n\n`" + c.usage() + "`\n\n")
	b.WriteString(Capital(c.Summary) + ". For " + c.audience() + ".\n")
	if c.Words != "" {
		b.WriteString("\n" + c.wordy() + "\n")
	}
	if len(c.Fields) > 0 {
		b.WriteString("\n| field | what | kind | |\n|---|---|---|---|\n")
	}
	for _, f := range c.Fields {
		if f.Hidden {
			continue
		}
		need := "required"
		if f.Optional {
			need = "optional"
		}
		what := strings.TrimSpace(f.Label + " " + f.Hint)
		if f.Kind == Choice {
			what += " One of: " + strings.Join(f.Choices, ", ") + "."
		}
		b.WriteString("| `" + f.Name + "` | " + strings.ReplaceAll(what, "|", "\\|") + " | " + f.Kind.String() + " | " + need + " |\n")
	}
	if len(c.Examples) > 0 {
		b.WriteString("\n    " + strings.Join(c.Examples, "\n    ") + "\n")
	}
}
