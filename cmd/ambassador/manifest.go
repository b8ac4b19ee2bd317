package main

import (
	"cmp"
	"context"
	"flag"
	"slices"
	"strings"

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
			mode := flags.String("mode", "", "`MODE`, socket or http; the default is that of the configuration")
			url := flags.String("url", "", "`URL` under which Slack reaches the bot, for mode http")
			listen := flags.Bool("listen", false, "for a bot that hears what is said in channels, as slack.listen in the configuration")
			config := flags.String("config", "", "configuration `FILE`, for the bot's name, its mode, and whether it listens")
			return func(_ context.Context, sh shell, words []string) error {
				if len(words) > 0 {
					return misused("manifest takes no words; say --mode socket or --mode http")
				}
				return manifest(sh, *config, slack.ManifestOptions{Mode: *mode, URL: *url, Listen: *listen})
			}
		},
	}
}

// manifest writes the manifest. It needs a house for its commands, and no data.
func manifest(sh shell, config string, o slack.ManifestOptions) error {
	c, problems := loadConfig(config, sh.env)
	// Slack makes the secrets only once it has the manifest, so that they are missing is no reason to refuse it.
	problems = slices.DeleteFunc(problems, func(p problem) bool {
		return strings.HasPrefix(p.text, "slack.") && !strings.HasPrefix(p.text, "slack.mode") && !strings.HasPrefix(p.text, "slack.listen")
	})
	if len(problems) > 0 {
		return badConfig{problems}
	}
	switch o.Mode = cmp.Or(o.Mode, c.Slack.Mode); {
	case o.Mode != slack.Socket && o.Mode != slack.HTTP:
		return misused("manifest: %q: want --mode socket or --mode http", o.Mode)
	case o.Mode == slack.Socket && o.URL != "":
		return misused("manifest: mode socket needs no --url; did you mean --mode http?")
	}
	h, err := furnish(c, mem.New(), bot.Limit{}, warnings(sh))
	if err != nil {
		return err
	}
	o.Name, o.Listen = c.Name, o.Listen || c.Slack.Listen
	text, err := slack.Manifest(h.router.Table(), o)
	if err != nil {
		return misused("manifest: %v; give it with --url", err)
	}
	_, err = sh.out.Write(text)
	return err
}
