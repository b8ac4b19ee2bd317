package slack

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"ambassador/bot"
)

// ManifestOptions says what a manifest is for.
type ManifestOptions struct {
	Name string // how the bot calls itself
	Mode string // Socket or HTTP
	URL  string // https://… under which Slack reaches the bot, for HTTP

	Listen bool // the bot hears channels, see Options
}

// Limits of a manifest, in characters (docs.slack.dev, "App manifest reference").
const (
	mostAppName     = 35
	mostCommand     = 32 // with its slash
	mostShortcuts   = 10
	mostBotName     = 80
	mostDescription = 140
	mostUsage       = 1000
)

// Manifest is the description of the app that Slack makes an app of, as JSON: commands and shortcuts from the table, and no
// permission without a feature.
func Manifest(table *bot.Table, o ManifestOptions) ([]byte, error) {
	base := strings.TrimRight(o.URL, "/")
	if o.Mode == HTTP && !strings.HasPrefix(base, "https://") {
		return nil, fmt.Errorf("mode http needs the address under which Slack reaches the bot, such as https://bot.example.org")
	}
	at := func(path string) string {
		if o.Mode != HTTP {
			return ""
		}
		return base + path
	}
	m := slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 1, MinorVersion: 1},
		Display: slack.Display{
			Name: clip(o.Name, mostAppName), Description: "Finds the ambassadors and groups near you, and the right person to ask.",
			BackgroundColor: "#20435c",
		},
		Settings: slack.Settings{
			EventSubscriptions: &slack.EventSubscriptions{RequestUrl: at("/slack/events"), BotEvents: events(o.Listen)},
			Interactivity:      &slack.Interactivity{IsEnabled: true, RequestUrl: at("/slack/interactions"), MessageMenuOptionsUrl: at("/slack/interactions")},
			SocketModeEnabled:  o.Mode == Socket,
		},
		Features: slack.Features{
			AppHome: slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser: slack.BotUser{DisplayName: clip(o.Name, mostBotName), AlwaysOnline: true},
			SlashCommands: []slack.ManifestSlashCommand{{
				Command: command(o.Name), Description: "Find people nearby, and whatever else help lists", ShouldEscape: true,
				Url: at("/slack/commands"), UsageHint: usage(table),
			}},
			Shortcuts: shortcuts(table),
		},
	}
	if n := len(m.Features.Shortcuts); n > mostShortcuts {
		return nil, fmt.Errorf("%d shortcuts are more than the %d that Slack takes of an app", n, mostShortcuts)
	}
	for _, s := range scopes(o.Listen) {
		m.OAuthConfig.Scopes.Bot = append(m.OAuthConfig.Scopes.Bot, s.name)
	}
	return written(m)
}

// command is the slash command for a bot of that name.
func command(name string) string {
	runes := []rune("/" + slug(name))
	return strings.TrimRight(string(runes[:min(len(runes), mostCommand)]), "-")
}

// usage hints at the first commands.
func usage(table *bot.Table) string {
	var names []string
	for _, c := range table.All() {
		if c.Needs == bot.Member && !strings.Contains(c.Name, " ") && len(names) < 5 {
			names = append(names, c.Name)
		}
	}
	return clip(strings.Join(names, ", ")+", …", mostUsage)
}

// shortcuts are the entries of Slack's menus: one for each command that has a name for it, and one more in the menu of
// messages where it takes one up.
func shortcuts(table *bot.Table) (all []slack.Shortcut) {
	for _, c := range table.Shortcuts() {
		description := clip(bot.Capital(c.Summary), mostDescription)
		all = append(all, slack.Shortcut{Name: c.Shortcut, CallbackID: "say:" + c.Name, Description: description, Type: slack.GlobalShortcut})
		if c.Takes != "" {
			all = append(all, slack.Shortcut{Name: c.Shortcut, CallbackID: "take:" + c.Name, Description: description, Type: slack.MessageShortcut})
		}
	}
	return all
}

// written is the manifest as JSON, with what the library leaves out because it is false and Slack takes for true.
func written(m slack.Manifest) ([]byte, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	var tree map[string]map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	tree["features"]["app_home"].(map[string]any)["messages_tab_read_only_enabled"] = false
	for _, key := range []string{"org_deploy_enabled", "token_rotation_enabled", "socket_mode_enabled"} {
		if _, told := tree["settings"][key]; !told {
			tree["settings"][key] = false
		}
	}
	data, err = json.MarshalIndent(tree, "", "  ")
	return append(data, '\n'), err
}
