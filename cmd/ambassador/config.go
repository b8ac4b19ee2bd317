package main

import (
	"time"

	"ambassador/bot"
	"ambassador/bot/worktime"
)

// Config is all that can be configured. Each member says its key in the file; config.example.yaml
// explains them to people, and a test holds that file against [defaults].
type Config struct {
	Name         string        // name
	DataDir      string        // data_dir, relative to the file's folder
	HTTP         HTTPConfig    // http
	Limits       bot.Limit     // limits: how much one person may ask
	Log          LogConfig     // log
	Coordinators []bot.Address // coordinators
	Slack        SlackConfig   // slack
	Matrix       MatrixConfig  // matrix
	Directory    Directory     // directory
	FAQ          FAQ           // faq: answers to common questions
	Hours        Hours         // hours: when people work
	Tickets      Tickets       // tickets: what people ask for
	Checkins     Checkins      // checkins: what people are asked
}

// HTTPConfig is where the program listens.
type HTTPConfig struct {
	Listen string // host:port; empty means that it does not listen
}

// LogConfig is how the program logs.
type LogConfig struct {
	Level  string // debug, info, warn or error
	Format string // json or text
}

// SlackConfig is the connection to Slack workspaces. Socket mode needs BotToken and AppToken, http mode
// BotToken and SigningSecret (docs.slack.dev, "Comparing HTTP & Socket Mode").
type SlackConfig struct {
	Mode          string   // socket or http
	BotToken      Secret   // xoxb-…
	AppToken      Secret   // xapp-…, for socket mode
	SigningSecret Secret   // for http mode
	SecretLine    int      // of SigningSecret in the configuration, for whoever doubts it
	APIURL        string   // base of the Web API
	Sockets       int      // connections open at once, 1 to 4
	Welcome       bool     // greet people who join a workspace
	Listen        bool     // hear what people say to each other in channels
	Workspaces    []Secret // bot tokens of further workspaces that the app is installed in
}

// MatrixConfig is the account on a Matrix homeserver: either a token with its device, or a password with
// which the bot makes a device of its own.
type MatrixConfig struct {
	Homeserver     string // https://…
	UserID         string // @name:server
	AccessToken    Secret // with DeviceID; or Password
	DeviceID       string
	Password       Secret
	RecoveryKey    Secret   // for encrypted rooms
	Prefix         string   // what calls the bot in a room
	HomeserverLine int      // of Homeserver in the configuration, for whoever doubts it
	Invites        []string // whose invitations are accepted: @user:server, :server, or !room:server for its members
}

// Directory is the data that a new, empty store begins with.
type Directory struct {
	File    string // a file that "import directory" can read
	Line    int    // of File in the configuration, for whoever finds it wrong
	Contact string // whom to ask when nobody is found
}

// On says whether anything that only a Slack connection needs is configured.
func (c SlackConfig) On() bool {
	return c.BotToken.Set() || c.AppToken.Set() || c.SigningSecret.Set() || len(c.Workspaces) > 0
}

// On says whether anything that only a Matrix account needs is configured.
func (c MatrixConfig) On() bool {
	return c.Homeserver != "" || c.UserID != "" || c.AccessToken.Set() || c.Password.Set()
}

// defaults is the configuration of an empty file: a bot that listens to this machine only, writes to a
// folder beside its configuration, and connects nowhere.
func defaults() Config {
	return Config{
		Name:    "Ambassador",
		DataDir: "data",
		HTTP:    HTTPConfig{Listen: "127.0.0.1:8080"},
		Limits:  bot.DefaultLimit(),
		Log:     LogConfig{Level: "info", Format: "json"},
		Slack:   SlackConfig{Mode: "socket", APIURL: "https://slack.com/api/", Sockets: 2},
		Matrix:  MatrixConfig{Prefix: "!ambassador"},
		FAQ:     FAQ{Programme: true, Keep: 90},
		Hours:   Hours{From: worktime.DefaultFrom, To: worktime.DefaultTo, Zone: "UTC"},
		Tickets: Tickets{Desks: map[string][]string{"editors": nil}, DeskLines: make(map[string]int), Hooks: make(map[string]Hook)},
	}
}

// read fills the configuration from the file's top level. The order is that of config.example.yaml.
// Each line below is all there is to a key: name, place, check; whatever no line asks for is unknown.
func (c *Config) read(s *section) {
	s.checked("name", &c.Name, nameable)
	s.path("data_dir", &c.DataDir)
	s.section("http", func(s *section) {
		s.checked("listen", &c.HTTP.Listen, listenable)
	})
	s.section("log", func(s *section) {
		s.choice("level", &c.Log.Level, "debug", "info", "warn", "error")
		s.choice("format", &c.Log.Format, "json", "text")
	})
	s.section("limits", func(s *section) {
		s.number("burst", &c.Limits.Burst, 0, 100_000)
		s.duration("every", &c.Limits.Every, 10*time.Millisecond, time.Hour)
	})
	s.list("coordinators", func(account string) error {
		address, err := parseAccount(account)
		c.Coordinators = append(c.Coordinators, address)
		return err
	})
	s.section("slack", func(s *section) { c.Slack.read(s, c.HTTP.Listen) })
	s.section("matrix", c.Matrix.read)
	s.section("directory", func(s *section) {
		s.path("file", &c.Directory.File)
		if node, ok := s.node("file"); ok {
			c.Directory.Line = node.Line
		}
		s.text("contact", &c.Directory.Contact)
	})
	s.section("faq", c.FAQ.read)
	s.section("hours", c.Hours.read)
	s.section("tickets", c.Tickets.read)
	s.section("checkins", c.Checkins.read)
}
