package main

import (
	"context"
	"flag"

	"ambassador/adapters/slack"
	"ambassador/bot"
	"ambassador/store/mem"
)

func manifestCommand() subcommand {
	return subcommand{
		name:    "manifest",
		summary: "print the Slack app manifest, made from the chat commands",
		examples: []string{
			"ambassador manifest --mode socket", "ambassador manifest --mode http --url https://bot.example.org",
		},
		setup: func(flags *flag.FlagSet) action {
			mode := flags.String("mode", slack.Socket, "`MODE` of slack.mode: socket or http")
			url := flags.String("url", "", "`URL` under which Slack reaches the bot, for mode http")
			config := flags.String("config", "", "configuration `FILE`, for the bot's name")
			return func(_ context.Context, sh shell, words []string) error {
				if len(words) > 0 {
					return misused("manifest takes no words")
				}
				return manifest(sh, *config, slack.ManifestOptions{Mode: *mode, URL: *url})
			}
		},
	}
}

// manifest writes the manifest. It needs a house for its commands, and no data.
func manifest(sh shell, config string, o slack.ManifestOptions) error {
	if o.Mode != slack.Socket && o.Mode != slack.HTTP {
		return misused("manifest: %q: want --mode socket or --mode http", o.Mode)
	}
	c, problems := loadConfig(config, sh.env)
	if config != "" && len(problems) > 0 && c.Name == "" {
		return badConfig{problems}
	}
	h, err := furnish(c, mem.New(), bot.Limit{}, warnings(sh))
	if err != nil {
		return err
	}
	o.Name = c.Name
	text, err := slack.Manifest(h.router.Table(), o)
	if err != nil {
		return misused("manifest: %v; give it with --url", err)
	}
	_, err = sh.out.Write(text)
	return err
}
