package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"ambassador/adapters/slack"
)

// read fills the section slack, and says what cannot work whatever Slack says.
func (c *SlackConfig) read(s *section, listen string) {
	s.choice("mode", &c.Mode, slack.Socket, slack.HTTP)
	s.secret("bot_token", &c.BotToken)
	s.secret("app_token", &c.AppToken)
	s.secret("signing_secret", &c.SigningSecret)
	s.checked("api_url", &c.APIURL, apiAddress)
	s.number("sockets", &c.Sockets, 1, 4)
	s.flag("welcome", &c.Welcome)
	s.sections("workspaces", func(s *section) {
		var token Secret
		s.secret("bot_token", &token)
		s.token("bot_token", token, "xoxb-")
		if token.Set() {
			c.Workspaces = append(c.Workspaces, token)
		}
	})
	s.token("bot_token", c.BotToken, "xoxb-")
	s.token("app_token", c.AppToken, "xapp-")
	if !c.On() {
		return
	}
	line := 0
	if node, ok := s.node("mode"); ok {
		line = node.Line
	}
	switch {
	case !c.BotToken.Set() && len(c.Workspaces) == 0:
		s.wrong(line, "slack.bot_token: missing; it is under OAuth & Permissions of the app, and begins with xoxb-")
	case c.Mode == slack.Socket && !c.AppToken.Set():
		s.wrong(line, "slack.app_token: mode socket needs an app-level token; make one under Basic Information of the app, with the scope connections:write")
	case c.Mode == slack.HTTP && !c.SigningSecret.Set():
		s.wrong(line, "slack.signing_secret: mode http needs it; it is under Basic Information of the app, App Credentials")
	case c.Mode == slack.HTTP && listen == "":
		s.wrong(line, "slack.mode: mode http needs http.listen, where Slack's requests arrive")
	}
}

// token says when a secret is of another kind than the key wants, as when two were swapped. It shows no more of it
// than the kind.
func (s *section) token(key string, value Secret, prefix string) {
	if !value.Set() || strings.HasPrefix(value.Reveal(), prefix) {
		return
	}
	line := 0
	for _, k := range []string{key, key + "_file"} {
		if node, ok := s.node(k); ok {
			line = node.Line
		}
	}
	s.wrong(line, "%s%s: want a token that begins with %s; this is %s", s.name, key, prefix, tokenKind(value.Reveal()))
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
		Sockets: s.Sockets, Welcome: s.Welcome, Name: c.Name, Log: log,
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
		all = append(all, finding{what: fmt.Sprintf("slack: %s", f.Text), remedy: f.Remedy})
	}
	return all
}
