package slack

import (
	"slices"
	"strings"
)

// scope is a permission, and what does not work without it.
type scope struct{ name, feature string }

// scopes are the permissions that the app asks for: each has a feature that exists. Only one that listens may read channels.
func scopes(listen bool) []scope {
	all := []scope{
		{"app_mentions:read", "hearing its name in channels"},
		{"chat:write", "writing anything at all"},
		{"commands", "slash commands and shortcuts"},
		{"files:write", "sending files, such as an issue of a newsletter"},
		{"im:history", "hearing direct messages, and looking there before it repeats itself"},
		{"im:write", "writing to people who have not written first"},
		{"users:read", "time zones, guests, and who has left"},
	}
	if listen {
		all = append(all,
			scope{"channels:history", "hearing what is said in public channels, and looking there before it repeats itself"},
			scope{"groups:history", "hearing what is said in private channels that it is in, and looking there before it repeats itself"})
	}
	slices.SortFunc(all, func(a, b scope) int { return strings.Compare(a.name, b.name) })
	return all
}

// events are what the app subscribes to.
func events(listen bool) []string {
	all := []string{"app_home_opened", "app_mention", "app_uninstalled", "message.im", "team_join", "tokens_revoked"}
	if listen {
		all = append(all, "message.channels", "message.groups")
	}
	slices.Sort(all)
	return all
}
