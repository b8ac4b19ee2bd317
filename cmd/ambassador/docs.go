package main

import (
	"context"
	"flag"
	"io"

	"ambassador/bot"
	"ambassador/store/mem"
)

func docsCommand() subcommand {
	return subcommand{
		name:     "docs",
		summary:  "print the reference of all chat commands, as Markdown",
		examples: []string{"ambassador docs > docs/commands.md"},
		setup:    func(*flag.FlagSet) action { return docs },
	}
}

// docs writes the command table. It needs a house, and no data.
func docs(_ context.Context, sh shell, _ []string) error {
	h, err := furnish(defaults(), mem.New(), bot.Limit{}, warnings(sh))
	if err != nil {
		return err
	}
	_, err = io.WriteString(sh.out, h.router.Table().Markdown())
	return err
}
