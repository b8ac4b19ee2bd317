package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
)

// The exit codes that scripts rely on.
const (
	done   = 0
	failed = 1 // refused or failed, with "ambassador: what: why" on stderr
	misuse = 2 // the command line made no sense
)

// shell is what the process was given by whoever started it.
type shell struct {
	env      func(name string) (value string, set bool)
	in       io.Reader
	out, err io.Writer
}

// subcommand is one word that may follow "ambassador". What it needs beyond its flags, it takes from
// the shell.
type subcommand struct {
	name     string
	args     string // as shown in the usage, without flags
	summary  string
	examples []string // what may follow the program's name
	// setup declares the flags and returns what to do once they are read.
	// The help sets up flags that nobody reads, only to list them.
	setup func(*flag.FlagSet) action
}

// action does the work of a subcommand with the words left after the flags. Its error begins with the
// subcommand, so that "ambassador: what: why" reads as a sentence; a usageError ends with exit code 2.
type action func(ctx context.Context, sh shell, words []string) error

// subcommands lists all of them, in the order of the overview.
func subcommands() []subcommand {
	return []subcommand{
		consoleCommand(), serveCommand(), checkCommand(), placeCommand(), faqCommand(),
		importCommand(), exportCommand(), scheduleCommand(),
		backupCommand(), restoreCommand(), doctorCommand(), healthCommand(), manifestCommand(),
		docsCommand(), versionCommand(),
	}
}

// usageError is a command line that made no sense.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

// misused makes a usageError, formatted as fmt.Sprintf does.
func misused(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// run does what the arguments ask for, and returns the exit code.
func run(ctx context.Context, args []string, sh shell) int {
	err := dispatch(ctx, args, sh)
	if err == nil {
		return done
	}
	fmt.Fprintf(sh.err, "ambassador: %v\n", err)
	// A line of its own for every failure, whatever it is: scripts and people look for one thing only.
	var usage usageError
	if errors.As(err, &usage) {
		return misuse
	}
	return failed
}

// dispatch finds the subcommand, reads its flags and runs it.
func dispatch(ctx context.Context, args []string, sh shell) error {
	if len(args) == 0 {
		overview(sh.err)
		return misused("which command?")
	}
	// Both spellings of help and version are typed by people who have not read anything yet.
	name, rest := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		return help(sh.out, rest)
	case "-version", "--version":
		name = "version"
	}
	c, err := named(name)
	if err != nil {
		return err
	}
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // errors are told in our own words below
	do := c.setup(flags)
	words, err := parse(flags, rest)
	switch {
	case errors.Is(err, flag.ErrHelp):
		c.usage(sh.out)
		return nil
	case err != nil:
		return misused("%s: %v; see: ambassador help %s", name, err, name)
	}
	return do(ctx, sh, words)
}

// named returns the subcommand of that name.
func named(name string) (subcommand, error) {
	var names []string
	for _, c := range subcommands() {
		if c.name == name {
			return c, nil
		}
		names = append(names, c.name)
	}
	return subcommand{}, misused("there is no command %q%s; see: ambassador help", name, didYouMean(name, names))
}

// parse reads flags wherever they stand among the words, as people type them; "--" ends them. The
// flag package alone would stop at the first word.
func parse(flags *flag.FlagSet, args []string) (words []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		rest := flags.Args()
		if len(rest) == 0 {
			return words, nil
		}
		if read := len(args) - len(rest); read > 0 && args[read-1] == "--" {
			return append(words, rest...), nil
		}
		words, args = append(words, rest[0]), rest[1:]
	}
}
