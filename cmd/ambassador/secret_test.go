package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestSecretHidden prints a configuration in every way there is: its secrets never come out.
func TestSecretHidden(t *testing.T) {
	c := defaults()
	c.Slack.BotToken = NewSecret("xoxb-very-secret")
	c.Tickets.Hooks["tracker"] = Hook{URL: NewSecret("https://example.org/very-secret"), Secret: NewSecret("very-secret")}
	c.Tickets.Kinds = []Kind{{Kind: c.Tickets.builtIn(nil)[0]}}
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	asYAML, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "config", c, "token", c.Slack.BotToken)
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "config", c, "token", c.Slack.BotToken)
	shown := map[string]string{
		"pointer": fmt.Sprintf("%+v", &c), "error": fmt.Errorf("config: %v", c.Slack).Error(),
		"json": string(asJSON), "yaml": string(asYAML), "slog": logged.String(),
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		shown[verb+" of all"] = fmt.Sprintf(verb, c)
		shown[verb] = fmt.Sprintf(verb, c.Slack.BotToken)
	}
	for how, text := range shown {
		if strings.Contains(text, "very-secret") || strings.Contains(text, fmt.Sprintf("%x", "very-secret")) {
			t.Errorf("%s shows the secret: %s", how, text)
		}
		if !strings.Contains(text, hidden) && !strings.HasPrefix(how, "%x") {
			t.Errorf("%s does not show that there is a secret: %s", how, text)
		}
	}
	if c.Slack.BotToken.Reveal() != "xoxb-very-secret" || !c.Slack.BotToken.Set() || c.Slack.AppToken.Set() {
		t.Error("the secret itself is gone")
	}
}
