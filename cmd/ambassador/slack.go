package main

import (
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"unicode"

	"ambassador/adapters/slack"
)

// read fills the section slack, and says what cannot work whatever Slack says.
func (c *SlackConfig) read(s *section, listen string) {
	s.choice("mode", &c.Mode, slack.Socket, slack.HTTP)
	before := len(s.problems)
	s.secret("bot_token", &c.BotToken)
	s.secret("app_token", &c.AppToken)
	s.secret("signing_secret", &c.SigningSecret)
	s.token("bot_token", c.BotToken, "xoxb-")
	s.token("app_token", c.AppToken, "xapp-")
	s.sections("workspaces", c.readWorkspace)
	// A secret that was meant to be there, and was told of above, is not told of once more as missing.
	if len(s.problems) == before && c.On() {
		c.complete(s, listen)
	}
	if c.SigningSecret.Set() {
		c.SecretLine = s.line("signing_secret")
	}
	s.checked("api_url", &c.APIURL, apiAddress)
	s.number("sockets", &c.Sockets, 1, 4)
	s.flag("welcome", &c.Welcome)
	s.flag("listen", &c.Listen)
}

// readWorkspace reads an entry of the list workspaces.
func (c *SlackConfig) readWorkspace(s *section) {
	var token Secret
	before := len(s.problems)
	s.secret("bot_token", &token)
	s.token("bot_token", token, "xoxb-")
	switch {
	case token.Set():
		c.Workspaces = append(c.Workspaces, token)
	case len(s.problems) == before && s.line("bot_token") > 0: // without the key, another one is there, and is told of
		s.wrong(s.line("bot_token"), "%sbot_token: missing; each workspace that the app is installed in has one of its own", s.name)
	}
}

// complete says which part of a connection is missing, and where to find it. Each is told where it would stand.
func (c *SlackConfig) complete(s *section, listen string) {
	missing := func(key, format string) {
		s.wrong(s.line(key, "mode", "bot_token", "app_token", "signing_secret", "workspaces"), "slack.%s: "+format, key)
	}
	if !c.BotToken.Set() {
		missing("bot_token", "missing; it is under OAuth & Permissions of the app, and begins with xoxb-")
	}
	switch {
	case c.Mode == slack.Socket && !c.AppToken.Set():
		missing("app_token", "mode socket needs an app-level token; make one under Basic Information of the app, with the scope connections:write")
	case c.Mode == slack.HTTP && !c.SigningSecret.Set():
		missing("signing_secret", "mode http needs it; it is under Basic Information of the app, App Credentials")
	}
	if c.Mode == slack.HTTP && listen == "" {
		missing("mode", "mode http needs http.listen, where Slack's requests arrive")
	}
}

// signing is the form of every signing secret that Slack has made so far.
var signing = regexp.MustCompile(`^[0-9a-f]{32}$`)

// doubtful tells of a signing secret that does not look like one. Nobody but Slack knows for certain.
func (c SlackConfig) doubtful(file string) []finding {
	if c.Mode != slack.HTTP || !c.SigningSecret.Set() || signing.MatchString(c.SigningSecret.Reveal()) {
		return nil
	}
	p := problem{file, c.SecretLine, "slack.signing_secret: this does not look like Slack's, which have 32 characters, 0 to 9 and a to f"}
	return []finding{{what: p.String(), remedy: "copy it again: Basic Information of the app → App Credentials → Signing Secret → Show", mild: true}}
}

// token says when a secret is of another kind than the key wants, as when two were swapped. It shows no more of it
// than the kind.
func (s *section) token(key string, value Secret, prefix string) {
	text := value.Reveal()
	switch {
	case !value.Set():
	case strings.ContainsFunc(text, unicode.IsSpace) || strings.ContainsAny(text, "\"'`“”"):
		s.wrong(s.line(key), "%s%s: it has a space, a line break or a quotation mark in it; want the token alone", s.name, key)
	case !strings.HasPrefix(text, prefix):
		s.wrong(s.line(key), "%s%s: want a token that begins with %s; this is %s", s.name, key, prefix, tokenKind(text))
	}
}

// tokenKind names the kind of a token by its beginning (docs.slack.dev, "Tokens").
func tokenKind(token string) string {
	for _, kind := range [][2]string{
		{"xoxb-", "a bot token (xoxb-)"}, {"xapp-", "an app-level token (xapp-)"}, {"xoxp-", "a user token (xoxp-)"},
		{"xoxe.", "a token that expires (xoxe.); switch token rotation off"}, {"xoxe-", "a refresh token (xoxe-)"}, {"xoxc-", "a token of a browser (xoxc-)"},
	} {
		if strings.HasPrefix(token, kind[0]) {
			return kind[1]
		}
	}
	return "no token of Slack's"
}

// apiAddress says what is wrong with the base of the Web API.
func apiAddress(text string) error {
	if err := webAddress(text); err != nil {
		return err
	}
	if !strings.HasSuffix(text, "/") {
		return errors.New("want an address that ends with a slash")
	}
	return nil
}

// slackOptions are the configuration as the adapter wants it.
func (c Config) slackOptions(log *slog.Logger) slack.Options {
	s := c.Slack
	o := slack.Options{
		Mode: s.Mode, AppToken: s.AppToken.Reveal(), SigningSecret: s.SigningSecret.Reveal(), APIURL: s.APIURL,
		Sockets: s.Sockets, Welcome: s.Welcome, Listen: s.Listen, Name: c.Name, Log: log,
	}
	for _, token := range append([]Secret{s.BotToken}, s.Workspaces...) {
		if token.Set() {
			o.BotTokens = append(o.BotTokens, token.Reveal())
		}
	}
	return o
}

// slackFindings are the answers of Slack as findings.
func slackFindings(found []slack.Finding) (all []finding) {
	for _, f := range found {
		all = append(all, finding{what: "slack: " + f.Text, remedy: f.Remedy})
	}
	return all
}
