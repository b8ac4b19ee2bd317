package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"ambassador/bot"
)

// help writes the overview, or the usage of one subcommand.
func help(w io.Writer, words []string) error {
	if len(words) == 0 {
		overview(w)
		return nil
	}
	c, err := named(words[0])
	if err != nil {
		return err
	}
	c.usage(w)
	return nil
}

// overview lists the subcommands.
func overview(w io.Writer) {
	fmt.Fprint(w, "Ambassador is a chat bot for community programmes.\n\n"+
		"Try it:  ambassador console\n\nCommands:\n")
	// Columns as wide as their longest word and two spaces; tabs would jump differently on each terminal.
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range subcommands() {
		fmt.Fprintf(table, "  %s\t%s\n", strings.TrimSpace(c.name+" "+c.args), c.summary)
	}
	table.Flush()
	fmt.Fprint(w, "\nMore about one of them:  ambassador help COMMAND\n")
}

// usage explains one subcommand, with its flags and with lines that work.
func (c subcommand) usage(w io.Writer) {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.setup(flags)
	line := "ambassador " + c.name
	if c.args != "" {
		line += " " + c.args
	}
	fmt.Fprintf(w, "%s\n\nUsage:  %s [flags]\n", sentence(c.summary), line)
	// Two dashes, as the examples type them; the flag package takes one as well.
	first := true
	flags.VisitAll(func(f *flag.Flag) {
		if first {
			fmt.Fprint(w, "\nFlags:\n")
			first = false
		}
		value, text := flag.UnquoteUsage(f)
		fmt.Fprintf(w, "  %-16s %s\n", strings.TrimSpace("--"+f.Name+" "+value), text)
	})
	if len(c.examples) > 0 {
		fmt.Fprint(w, "\nExamples:\n")
	}
	for _, example := range c.examples {
		fmt.Fprintf(w, "  %s\n", example)
	}
}

// sentence makes a sentence of a summary.
func sentence(s string) string { return bot.Capital(s) + "." }
