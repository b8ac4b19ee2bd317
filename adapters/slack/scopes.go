package slack

// scope is a permission, and what does not work without it.
type scope struct{ name, feature string }

// scopes are the permissions that the app asks for: each has a feature that exists.
func scopes() []scope {
	return []scope{
		{"app_mentions:read", "hearing its name in channels"},
		{"chat:write", "writing anything at all"},
		{"commands", "slash commands and shortcuts"},
		{"files:write", "sending files, such as an issue of a newsletter"},
		{"im:history", "hearing direct messages, and looking there before it repeats itself"},
		{"im:write", "writing to people who have not written first"},
		{"users:read", "time zones, guests, and who has left"},
	}
}

// events are what the app subscribes to.
func events() []string {
	return []string{"app_home_opened", "app_mention", "app_uninstalled", "message.im", "team_join", "tokens_revoked"}
}
