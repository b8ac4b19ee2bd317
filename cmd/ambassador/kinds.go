package main

import (
	"fmt"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/contact"
	"ambassador/bot/directory"
	"ambassador/bot/feedback"
	"ambassador/bot/newsletter"
	"ambassador/bot/ticket"
)

// Kind is a kind of request as it is configured: a built-in one that is changed, or a new one.
type Kind struct {
	ticket.Kind `json:"-" yaml:"-"` // it holds functions, which nothing can write down
	Off         bool                // off: a built-in kind that people cannot ask for
}

// builtIn lists the kinds that are there without any configuration. To look at them, people may be nil. Those without a
// command have a room of their own.
func (t Tickets) builtIn(people *directory.Directory) []ticket.Kind {
	return append(contact.Kinds(people), feedback.Kind(t.FeedbackHook), newsletter.Kind(newsletter.Options{Categories: t.Newsletter.Categories}))
}

// kinds are the built-in kinds as the configuration has changed them, and its own behind them.
func (t Tickets) kinds(people *directory.Directory) (all []ticket.Kind) {
	given := t.builtIn(people)
	for _, k := range given {
		at := slices.IndexFunc(t.Kinds, func(c Kind) bool { return c.Name == k.Name })
		if at < 0 {
			all = append(all, k)
			continue
		}
		changed := t.Kinds[at]
		changed.Before = k.Before // that of the configuration knows no directory
		if !changed.Off {
			all = append(all, changed.Kind)
		}
	}
	for _, c := range t.Kinds {
		if _, there := kindNamed(given, c.Name); !there {
			all = append(all, c.Kind)
		}
	}
	return all
}

// kindNamed finds a kind among others.
func kindNamed(kinds []ticket.Kind, name string) (ticket.Kind, bool) {
	for _, k := range kinds {
		if k.Name == name {
			return k, true
		}
	}
	return ticket.Kind{}, false
}

// readKinds fills the section kinds, whose keys are the names of kinds.
func (t *Tickets) readKinds(s *section) {
	given := t.builtIn(nil)
	for _, name := range s.names() {
		line := s.line(name)
		s.section(name, func(s *section) {
			before := len(s.problems)
			known, there := kindNamed(given, name)
			k := Kind{Kind: known}
			if !there {
				k.Kind = ticket.Kind{Name: name, Command: "contact " + name, Examples: []string{"contact " + name}}
			}
			k.read(s, t)
			if there && known.Command == "" {
				s.onlyThese("noun", "desk", "days", "keep", "off")
			}
			if why := k.differs(known, there, given); why != "" {
				s.wrong(line, "%s: %s", strings.TrimSuffix(s.name, "."), why)
			}
			if len(s.problems) == before && !k.Off {
				k.try(s, line)
			}
			t.Kinds = append(t.Kinds, k)
		})
	}
}

// onlyThese tells of keys that are there and make no difference.
func (s *section) onlyThese(keys ...string) {
	for _, name := range s.names() {
		if slices.Contains(s.known[s.name], name) && !slices.Contains(keys, name) {
			s.wrong(s.line(name), "%s%s: this cannot be changed here; %s can", s.name, name, strings.Join(keys, ", "))
		}
	}
}

// differs says what is wrong with how a kind differs from those that are built in.
func (k Kind) differs(known ticket.Kind, there bool, given []ticket.Kind) string {
	taken := func(b ticket.Kind) bool { return b.Command == k.Command }
	switch {
	case there && known.Secret && !k.Secret:
		return "it is said in confidence, and people were promised that; secret cannot be taken away"
	case there:
		return ""
	case !isName(k.Name):
		return "want a name of small letters, which becomes the command “contact NAME”"
	case slices.ContainsFunc(given, taken):
		return fmt.Sprintf("there is a command “%s” already; choose another name", k.Command)
	case k.Off:
		return "there is no such built-in kind that could be off; leave the whole entry out"
	case k.Summary == "":
		return "summary is missing: say in half a sentence what one asks for, such as “ask for hardware”"
	}
	return ""
}

// read fills the section of one kind. What the file does not say stays as it is.
func (k *Kind) read(s *section, t *Tickets) {
	s.flag("off", &k.Off)
	s.text("noun", &k.Noun)
	s.text("summary", &k.Summary)
	role := ""
	if s.choice("needs", &role, "member", "leader", "ambassador", "coordinator"); role != "" {
		k.Needs, _ = bot.ParseRole(role) // one of the words above
	}
	to := ""
	if s.choice("to", &to, "region", "person", "desk"); to != "" {
		k.To = ticket.Route(strings.TrimPrefix(to, "desk"))
	}
	s.checked("desk", &k.Desk, t.deskName)
	s.number("days", &k.Days, 1, 250)
	s.number("approvals", &k.Approvals, 0, 20)
	s.number("keep", &k.Keep, 1, 36_500)
	s.text("receipt", &k.Receipt)
	s.text("match", &k.Match)
	s.flag("alike", &k.Alike)
	s.flag("edited", &k.Edited)
	s.flag("secret", &k.Secret)
	k.readStages(s, t)
	k.readFields(s)
	if _, asked := s.node("desk"); asked && k.Secret && k.Desk != directory.Coordinators {
		s.wrong(s.line("desk"), "%sdesk: what is said in confidence is for coordinators alone; leave this out", s.name)
	}
}

// deskName says what is wrong with the name of a desk that somebody wants to use.
func (t *Tickets) deskName(name string) error {
	names := []string{directory.Coordinators}
	for n := range t.Desks {
		names = append(names, n)
	}
	if slices.Contains(names, name) {
		return nil
	}
	slices.Sort(names)
	return fmt.Errorf("there is no desk %q in tickets.desks%s", printable(name), didYouMean(name, names))
}

// try makes the commands of the kind, and tells what they are refused for.
func (k Kind) try(s *section, line int) {
	engine, err := ticket.New(ticket.Options{Kinds: []ticket.Kind{k.Kind}})
	if err == nil {
		_, err = bot.NewTable(engine.Commands()...)
	}
	if err == nil {
		return
	}
	for _, why := range strings.Split(err.Error(), "\n") {
		s.wrong(line, "%s: %s", strings.TrimSuffix(s.name, "."), printable(why))
	}
}

// readStages reads the list stages, which takes the place of a built-in kind's own.
func (k *Kind) readStages(s *section, t *Tickets) {
	if node, ok := s.node("stages"); ok && node != nil {
		k.Stages = nil
	}
	s.sections("stages", func(s *section) {
		var stage ticket.Stage
		s.checked("name", &stage.Name, func(name string) error { return k.stageName(name) })
		s.text("tell", &stage.Tell)
		s.flag("ends", &stage.Ends)
		s.flag("rests", &stage.Rests)
		s.checked("forward", &stage.Forward, t.hookName)
		switch {
		case stage.Name == "" && s.line("name") == 0:
			s.wrong(s.line(s.names()...), "%sname: missing; a stage is a word such as shipped", s.name)
		case stage.Ends && stage.Rests:
			s.wrong(s.line("rests"), "%srests: it ends the request already; leave one of the two out", s.name)
		case stage.Forward != "" && k.Secret:
			s.wrong(s.line("forward"), "%sforward: what is said in confidence is not passed on", s.name)
		}
		k.Stages = append(k.Stages, stage)
	})
}

// commonDeeds are the words that are said of requests of any kind.
func commonDeeds() []string {
	return []string{"opened", "taken", "asked", "answered", "added", "joined", "helped", "approved", "declined", "withdrawn", "overdue", "closed", "merged"}
}

// stageName says what is wrong with the name of one more stage. People type it, and a ticket keeps it beside how it ended.
func (k Kind) stageName(name string) error {
	switch {
	case !isName(name):
		return fmt.Errorf("%q: want one word of small letters, such as shipped", printable(name))
	case slices.Contains(commonDeeds(), name):
		return fmt.Errorf("%q: this word is said of any request; choose another one", name)
	case slices.ContainsFunc(k.Stages, func(s ticket.Stage) bool { return s.Name == name }):
		return fmt.Errorf("%q: given twice", name)
	}
	return nil
}
