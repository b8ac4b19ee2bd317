package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const example = "../../config.example.yaml"

// noEnv is an environment without variables.
func noEnv(string) (string, bool) { return "", false }

// TestExample holds the example file against the defaults: it loads, every value in it is the default,
// and there is no key that it leaves out.
func TestExample(t *testing.T) {
	c, problems := loadConfig(example, noEnv)
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	want := defaults()
	want.DataDir = filepath.Join("../..", want.DataDir)
	if !reflect.DeepEqual(c, want) {
		t.Errorf("the example says\n%+v\nand the defaults are\n%+v", c, want)
	}
	root, err := readYAML(example)
	if err != nil {
		t.Fatal(err)
	}
	f := &source{path: example, env: noEnv, known: make(map[string][]string)}
	f.readSection("", root, c.read)
	for section, keys := range f.known {
		node := root
		for part := range strings.SplitSeq(strings.TrimSuffix(section, "."), ".") {
			if at := slices.IndexFunc(node.Content, func(n *yaml.Node) bool { return n.Value == part }); part != "" {
				node = node.Content[at+1]
			}
		}
		for _, key := range keys {
			shown := slices.ContainsFunc(node.Content, func(n *yaml.Node) bool { return n.Value == key })
			if !shown && !strings.HasSuffix(key, "_file") {
				t.Errorf("the example does not show %s%s", section, key)
			}
		}
	}
}

// configOf loads a configuration with this text.
func configOf(t *testing.T, text string, env map[string]string) (Config, []problem) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return loadConfig(path, func(name string) (string, bool) { v, ok := env[name]; return v, ok })
}

func TestConfigValues(t *testing.T) {
	c, problems := configOf(t, `
name: ${BOT} of ${TOWN}
data_dir: /var/lib/bot
slack: {bot_token: "${TOKEN}", app_token: "${APP}"}
matrix: &m
  invites: ["${SERVER}", "!room:${SERVER}"]
  password_file: secret
coordinators: ["matrix:@user:server", slack:T1/U2]
directory: {file: people.csv}
`, map[string]string{"BOT": "Bote", "TOWN": "${BOT}", "TOKEN": "xoxb-1", "APP": "xapp-1", "SERVER": "example.org"})
	if len(problems) != 1 || problems[0].line != 7 || !strings.Contains(problems[0].text, "password_file") {
		t.Errorf("problems %v, want the missing secret in line 7 only", problems)
	}
	if c.Name != "Bote of ${BOT}" { // what the environment holds is not expanded again
		t.Errorf("name %q", c.Name)
	}
	if c.Slack.BotToken.Reveal() != "xoxb-1" || !c.Slack.On() || c.Matrix.On() {
		t.Errorf("slack %+v, matrix %+v", c.Slack, c.Matrix)
	}
	if got := fmt.Sprint(c.Matrix.Invites); got != "[:example.org !room:example.org]" {
		t.Errorf("invites %s", got)
	}
	if c.DataDir != "/var/lib/bot" || filepath.Base(c.Directory.File) != "people.csv" || !filepath.IsAbs(c.Directory.File) {
		t.Errorf("data_dir %q, directory.file %q", c.DataDir, c.Directory.File)
	}
	if got := fmt.Sprint(c.Coordinators); got != "[matrix:@user:server slack:T1/U2]" {
		t.Errorf("coordinators %s", got)
	}
}

func TestSecretFile(t *testing.T) {
	dir := t.TempDir()
	token := filepath.Join(dir, "token")
	if err := os.WriteFile(token, []byte("xoxb-2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, problems := configOf(t, "slack: {mode: http, signing_secret: \"${S}\", bot_token_file: "+token+"}", map[string]string{"S": "s"})
	if len(problems) > 0 || c.Slack.BotToken.Reveal() != "xoxb-2" {
		t.Errorf("token %q, problems %v", c.Slack.BotToken.Reveal(), problems)
	}
	_, problems = configOf(t, "slack: {bot_token: \"${T}\", bot_token_file: "+token+"}", map[string]string{"T": "x"})
	if len(problems) != 1 || !strings.Contains(problems[0].text, "given twice") {
		t.Errorf("a secret from two places: %v", problems)
	}
}

// FuzzConfig reads arbitrary files: a problem is always told with the file, and secrets never appear.
func FuzzConfig(f *testing.F) {
	text, err := os.ReadFile(example)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add("a: &a [*a]\nname: *a")
	f.Add("slack: {bot_token: \"${T}\", bot_token: x}\nhttp: []\n? [a]\n: b")
	f.Add("name: ${")
	f.Add("---\n---\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		_, problems := configOf(t, text, map[string]string{"T": "very-secret-token"})
		for _, p := range problems {
			if !strings.Contains(p.String(), "config.yaml") || p.text == "" || strings.Contains(p.text, "very-secret-token") {
				t.Errorf("problem %q", p)
			}
		}
	})
}
