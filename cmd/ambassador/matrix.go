package main

import (
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"unicode"

	"ambassador/adapters/matrix"
)

// read fills the section matrix, and says what cannot work whatever the homeserver says.
func (c *MatrixConfig) read(s *section) {
	before := len(s.problems)
	s.checked("homeserver", &c.Homeserver, webAddress)
	s.checked("user_id", &c.UserID, matrixUser)
	s.secret("access_token", &c.AccessToken)
	s.text("device_id", &c.DeviceID)
	s.secret("password", &c.Password)
	s.secret("recovery_key", &c.RecoveryKey)
	s.checked("prefix", &c.Prefix, callable)
	s.list("invites", func(rule string) error {
		if serverName.MatchString(rule) { // a server as people write it
			rule = ":" + rule
		}
		c.Invites = append(c.Invites, rule)
		return inviting(rule)
	})
	if c.Homeserver != "" {
		c.HomeserverLine = s.line("homeserver")
	}
	if len(s.problems) > before || !c.On() {
		return
	}
	if c.Homeserver == "" {
		s.wrong(s.line("homeserver", "user_id", "access_token", "password"), "matrix.homeserver: missing; it is the base address of the homeserver's client API, such as https://matrix.example.org")
	}
	if c.UserID == "" {
		s.wrong(s.line("user_id", "homeserver", "access_token", "password"), "matrix.user_id: missing; it is the bot's whole account, such as \"@ambassador:example.org\"")
	}
}

var (
	matrixAccount = regexp.MustCompile(`^@[^\s:/]+:[^\s/]+$`)
	matrixRoom    = regexp.MustCompile(`^![^\s]+$`)
	serverName    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?$`)
)

// matrixUser says what is wrong with an account.
func matrixUser(text string) error {
	if !matrixAccount.MatchString(text) {
		return fmt.Errorf("%q: want a whole account, such as \"@ambassador:example.org\"", text)
	}
	return nil
}

// inviting says what is wrong with a rule about who may invite.
func inviting(rule string) error {
	server, ok := strings.CutPrefix(rule, ":")
	if ok && serverName.MatchString(server) || matrixAccount.MatchString(rule) || matrixRoom.MatchString(rule) {
		return nil
	}
	return fmt.Errorf("%q: want @user:server, :server, or !room:server for the members of that room", rule)
}

// callable says what is wrong with a prefix.
func callable(prefix string) error {
	if len(prefix) < 2 || len(prefix) > 80 || strings.ContainsFunc(prefix, unicode.IsSpace) {
		return errors.New("want one word such as !ambassador")
	}
	return nil
}

// doubtful tells what will probably not do what was meant.
func (c MatrixConfig) doubtful(file string) (all []finding) {
	if !c.On() {
		return nil
	}
	if strings.HasPrefix(c.Homeserver, "http://") && !local.MatchString(c.Homeserver) {
		p := problem{file, c.HomeserverLine, "matrix.homeserver: over http everybody on the way can read the bot's token"}
		all = append(all, finding{what: p.String(), remedy: "write https://", mild: true})
	}
	return all
}

// local is an address on this machine.
var local = regexp.MustCompile(`^http://(localhost|127\.|\[::1\])`)

// matrixOptions are the configuration as the adapter wants it.
func (c Config) matrixOptions(log *slog.Logger) matrix.Options {
	m := c.Matrix
	o := matrix.Options{
		Homeserver: m.Homeserver, UserID: m.UserID, AccessToken: m.AccessToken.Reveal(), DeviceID: m.DeviceID, Password: m.Password.Reveal(),
		RecoveryKey: m.RecoveryKey.Reveal(), Prefix: m.Prefix, Invites: m.Invites, Greet: true, Name: c.Name, Folder: c.DataDir, Log: log,
	}
	for _, coordinator := range c.Coordinators {
		if coordinator.Platform == matrix.Platform {
			o.Friends = append(o.Friends, coordinator.User)
		}
	}
	return o
}

// matrixFindings are the answers of the homeserver as findings.
func matrixFindings(found []matrix.Finding) (all []finding) {
	for _, f := range found {
		all = append(all, finding{what: "matrix: " + f.Text, remedy: f.Remedy})
	}
	return all
}
