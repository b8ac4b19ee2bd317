package main

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"ambassador/adapters/matrix"
	"ambassador/adapters/slack"
	"ambassador/adapters/webhook"
	"ambassador/bot"
	"ambassador/bot/directory"
)

// Tickets is what people can ask for, who looks after it, and where it is passed on to.
type Tickets struct {
	Desks        map[string][]string // desks: who sits at each, by id of the directory or by account as bot.Address writes it
	DeskLines    map[string]int      // where each desk with seats stands in the configuration, for whoever doubts it
	Hooks        map[string]Hook     // hooks: the other programs that are told, by name
	Kinds        []Kind              // kinds, in the order of the file
	FeedbackHook string              // feedback.hook: the name of the hook that forwarded feedback goes to; empty: none
	Newsletter   Newsletter          // newsletter
}

// Hook is another program that is told of what happens. Its address may hold a secret of its own.
type Hook struct {
	URL          Secret // url
	Secret       Secret // secret: the key of the signatures
	AllowPrivate bool   // allow_private: it may be on this machine or in a private network, and without TLS
}

// Newsletter is how the newsletter is called and where it is published.
type Newsletter struct {
	Name       string        // name; empty: the newsletter room's own
	Categories []string      // categories, in their order; none: the newsletter room's own
	Rooms      []bot.Address // rooms: where an issue is published; Room is set, User is not
	RoomsLine  int           // of Rooms in the configuration, for whoever doubts them
}

// read fills the section tickets.
func (t *Tickets) read(s *section) {
	s.section("desks", t.readDesks)
	s.section("hooks", t.readHooks)
	s.section("feedback", func(s *section) { s.checked("hook", &t.FeedbackHook, t.hookName) })
	s.section("newsletter", t.Newsletter.read)
	s.section("kinds", t.readKinds)
}

// readDesks fills the section desks, whose keys are the names of desks.
func (t *Tickets) readDesks(s *section) {
	for _, name := range s.names() {
		switch {
		case name == directory.Coordinators:
			s.wrong(s.line(name), "%s%s: this desk is always there; name who sits at it in coordinators, at the top of the file", s.name, name)
		case !isName(name):
			s.wrong(s.line(name), "%s%s: want a name of small letters", s.name, printable(name))
		}
		t.Desks[name] = nil
		s.list(name, func(word string) error {
			seat, err := parseSeat(word)
			t.Desks[name], t.DeskLines[name] = append(t.Desks[name], seat), s.line(name)
			return err
		})
	}
}

// isName says whether the text is a name as people type it in commands: small letters alone.
func isName(text string) bool {
	return text != "" && len(text) <= 30 && !strings.ContainsFunc(text, func(r rune) bool { return r < 'a' || r > 'z' })
}

// parseSeat reads who sits at a desk: an account, or an id of the directory.
func parseSeat(word string) (string, error) {
	word = strings.TrimSpace(word)
	switch {
	case strings.HasPrefix(word, "@") || strings.Contains(word, ":"):
		account, err := parseAccount(word)
		return account.String(), err
	case word == "" || strings.ContainsAny(word, " \t\n/"):
		return word, fmt.Errorf("%q: want an account, or the id of somebody in the directory", printable(word))
	}
	return word, nil
}

// parseAccount reads the account of a person, and says what is wrong with it in the words of its platform.
func parseAccount(text string) (bot.Address, error) {
	account, err := bot.ParseAccount(text)
	if strings.HasPrefix(text, "@") {
		return account, fmt.Errorf("account %q: want the platform before it, such as \"matrix:%s\"", text, text)
	}
	if err == nil && account.Platform == matrix.Platform {
		err = matrixUser(account.User)
	}
	return account, err
}

// readHooks fills the section hooks, whose keys are the names of hooks.
func (t *Tickets) readHooks(s *section) {
	for _, name := range s.names() {
		line := s.line(name)
		if !isName(name) {
			s.wrong(line, "%s%s: want a name of small letters", s.name, printable(name))
		}
		s.section(name, func(s *section) {
			var h Hook
			before := len(s.problems)
			h.read(s)
			// A secret that was meant to be there, and was told of above, is not told of once more as missing.
			if err := h.options().Check(); err != nil && len(s.problems) == before {
				s.wrong(line, "%s: %v", strings.TrimSuffix(s.name, "."), err)
			}
			t.Hooks[name] = h
		})
	}
}

// read fills the section of one hook.
func (h *Hook) read(s *section) {
	var url string
	s.text("url", &url)
	h.URL = NewSecret(url)
	s.secret("secret", &h.Secret)
	s.flag("allow_private", &h.AllowPrivate)
}

// options are the hook as the adapter wants it.
func (h Hook) options() webhook.Hook {
	return webhook.Hook{URL: h.URL.Reveal(), Secret: h.Secret.Reveal(), AllowPrivate: h.AllowPrivate}
}

// hookName says what is wrong with the name of a hook that somebody wants to use.
func (t *Tickets) hookName(name string) error {
	if _, ok := t.Hooks[name]; ok || name == "" {
		return nil
	}
	var names []string
	for n := range t.Hooks {
		names = append(names, n)
	}
	slices.Sort(names)
	return fmt.Errorf("there is no hook %q in tickets.hooks%s", printable(name), didYouMean(name, names))
}

// webhooks is the adapter that passes tickets on; none where no hook is configured.
func (t Tickets) webhooks(log *slog.Logger) (adapters []bot.Adapter) {
	if len(t.Hooks) == 0 {
		return nil
	}
	o := webhook.Options{Hooks: make(map[string]webhook.Hook), Log: log}
	for name, h := range t.Hooks {
		o.Hooks[name] = h.options()
	}
	return []bot.Adapter{webhook.New(o)}
}

// read fills the section newsletter.
func (n *Newsletter) read(s *section) {
	s.checked("name", &n.Name, nameable)
	s.list("categories", func(word string) error {
		word = strings.Join(strings.Fields(word), " ")
		switch {
		case word == "":
			return fmt.Errorf("want the name of a category")
		case slices.ContainsFunc(n.Categories, func(c string) bool { return strings.EqualFold(c, word) }):
			return fmt.Errorf("%q: given twice", printable(word))
		}
		n.Categories = append(n.Categories, word)
		return nil
	})
	s.list("rooms", func(text string) error {
		room, err := parseRoom(text)
		n.Rooms, n.RoomsLine = append(n.Rooms, room), s.line("rooms")
		return err
	})
}

// parseRoom reads the address of a room: slack:TEAM/CHANNEL, matrix:!room:server, or that of any other platform.
func parseRoom(text string) (bot.Address, error) {
	platform, room, ok := strings.Cut(strings.TrimSpace(text), ":")
	a := bot.Address{Platform: platform, Room: room}
	switch platform {
	case slack.Platform:
		a.Space, a.Room, ok = strings.Cut(room, "/")
		if !ok || a.Space == "" || a.Room == "" {
			return a, fmt.Errorf("%q: want the team and the channel by their ids, such as slack:T123/C456", printable(text))
		}
	case matrix.Platform:
		if !matrixRoom.MatchString(room) {
			return a, fmt.Errorf("%q: want the id of a room, such as \"matrix:!room:server\"", printable(text))
		}
	}
	if !ok || platform == "" || a.Room == "" {
		return a, fmt.Errorf("%q: want a room such as slack:T123/C456 or \"matrix:!room:server\"", printable(text))
	}
	return a, nil
}
