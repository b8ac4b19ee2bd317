package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/bot/checkin"
	"ambassador/bot/checkin/period"
	"ambassador/bot/directory"
	"ambassador/bot/reports"
	"ambassador/bot/ticket"

	"go.yaml.in/yaml/v3"
)

// Checkins is what the programme asks its people, in the order of the file.
type Checkins []Checkin

// Checkin is a kind of check-in as it is configured: the built-in report, changed, or a new one.
type Checkin struct {
	checkin.Kind `json:"-" yaml:"-"` // it holds functions, which nothing can write down
	Off          bool                // off: a built-in kind that nobody is asked
	Lines        map[string]int      // where its keys stand in the configuration, and under "" itself, for whoever doubts them
}

// builtInCheckins are there without any configuration.
func builtInCheckins() []checkin.Kind { return []checkin.Kind{reports.Kind()} }

// kinds are the built-in kinds as the configuration has changed them, and its own behind them.
func (c Checkins) kinds() (all []checkin.Kind) {
	for _, k := range builtInCheckins() {
		if !slices.ContainsFunc(c, func(own Checkin) bool { return own.Name == k.Name }) {
			all = append(all, k)
		}
	}
	for _, own := range c {
		if !own.Off {
			all = append(all, own.Kind)
		}
	}
	return all
}

// read fills the section checkins, whose keys are the names of kinds.
func (c *Checkins) read(s *section) {
	given := builtInCheckins()
	for _, name := range s.names() {
		line := s.line(name)
		s.section(name, func(s *section) {
			before := len(s.problems)
			k := Checkin{Kind: checkin.Kind{Name: name, Command: "answer " + name, Of: checkin.Audience{Role: bot.Ambassador}}, Lines: map[string]int{"": line}}
			at := slices.IndexFunc(given, func(k checkin.Kind) bool { return k.Name == name })
			if at >= 0 {
				k.Kind = given[at]
			}
			k.read(s)
			switch {
			case k.Off && at < 0:
				s.wrong(s.line("off"), "%soff: there is no such built-in check-in that could be off; leave the whole entry out", s.name)
			case !k.Off:
				k.try(s, len(s.problems) == before)
			}
			k.Off = k.Off || len(s.problems) > before // what is wrong with it is told; nobody is asked by it
			*c = append(*c, k)
		})
	}
}

// read fills the section of one kind. What the file does not say stays as it is.
func (k *Checkin) read(s *section) {
	s.flag("off", &k.Off)
	s.text("noun", &k.Noun)
	s.text("ask", &k.Ask)
	s.text("summary", &k.Summary)
	if k.Summary == "" { // only a new kind has none
		k.Summary = "give your " + cmp.Or(k.Noun, k.Name)
	}
	k.readAudience(s)
	k.readTimes(s)
	s.list("rooms", func(text string) error {
		room, err := parseRoom(text)
		k.Rooms = append(k.Rooms, room)
		return err
	})
	k.readFields(s)
	for _, key := range s.names() {
		k.Lines[key] = s.line(key)
	}
}

// readAudience reads who is asked.
func (k *Checkin) readAudience(s *section) {
	whom := ""
	if s.choice("for", &whom, "ambassadors", "leaders", "members", "coordinators", "everybody"); whom != "" {
		k.Of.Role, _ = bot.ParseRole(strings.TrimSuffix(whom, "s")) // None for everybody
	}
	s.list("regions", func(id string) error { k.Of.Regions = append(k.Of.Regions, id); return nil })
	s.list("languages", func(word string) error {
		code, err := directory.CheckLanguage(word)
		k.Of.Languages = append(k.Of.Languages, code)
		return readable(err)
	})
	s.list("groups", func(word string) error {
		standing := directory.Standing(word)
		if !slices.Contains([]directory.Standing{directory.Official, directory.Fresh, directory.Lapsed}, standing) {
			return fmt.Errorf("%q: want official, new or lapsed", printable(word))
		}
		k.Of.Groups = append(k.Of.Groups, standing)
		return nil
	})
	s.number("older", &k.Of.Older, 1, 600)
	s.number("younger", &k.Of.Younger, 1, 600)
}

// readFields reads what an answer tells, as kinds of requests do, and which of it the next form begins with.
func (k *Checkin) readFields(s *section) {
	fields := Kind{Kind: ticket.Kind{Command: k.Command, Fields: k.Fields, Examples: k.Examples}}
	fields.readFields(s)
	k.Fields, k.Examples = fields.Fields, fields.Examples
	there := func(name string) bool { _, ok := bot.Command{Fields: k.Fields}.Field(name); return ok }
	if there("round") {
		s.wrong(s.line("fields"), "%sfields: a field called round would be taken for the name of a round; choose another name", s.name)
	}
	k.Carries = slices.DeleteFunc(slices.Clone(k.Carries), func(name string) bool { return !there(name) })
	if _, given := s.node("carries"); given {
		k.Carries = nil
	}
	s.list("carries", func(name string) error {
		if !there(name) {
			return fmt.Errorf("%q: there is no such field", printable(name))
		}
		k.Carries = append(k.Carries, name)
		return nil
	})
}

// readTimes reads when a kind is asked, and how patiently.
func (k *Checkin) readTimes(s *section) {
	s.checked("schedule", new(string), func(text string) error {
		schedule, err := period.Parse(text)
		k.Schedule = schedule
		return readable(err)
	})
	s.days("silence", &k.Silence)
	s.number("window", &k.Window, 1, checkin.MostWindow)
	s.number("late", &k.Late, 1, 250)
	s.days("reminders", &k.Reminders)
	s.number("keep", &k.Keep, 1, 36_500)
	_, scheduled := s.node("schedule")
	switch {
	case len(k.Silence) > 0 && scheduled:
		s.wrong(s.line("silence"), "%ssilence: people are asked after silence or on a schedule; leave one of the two out", s.name)
	case len(k.Silence) > 0:
		k.Schedule = period.Schedule{}
	case k.Schedule == period.Schedule{} && !scheduled && !k.Off:
		s.wrong(k.Lines[""], "%sschedule: missing; say when people are asked, such as monthly, or after which days of silence", s.name)
	}
}

// readable is an error of somebody's words, as a line of a list of problems shows it.
func readable(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(printable(err.Error()))
}

// days reads a list of numbers of days.
func (s *section) days(key string, to *[]int) {
	all := []int{} // not nil: an empty list is one
	s.list(key, func(word string) error {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 {
			return fmt.Errorf("%q: want a number of days, such as 5", printable(word))
		}
		all = append(all, n)
		return nil
	})
	if node, ok := s.node(key); ok && node.Kind == yaml.SequenceNode {
		*to = all
	}
}

// try makes the engine with the kind, and tells what it is refused for, by the line of the key that is to blame.
//
// Where its section has mistakes already its fields are not looked at again.
func (k Checkin) try(s *section, whole bool) {
	engine, err := checkin.New(checkin.Options{Kinds: []checkin.Kind{k.Kind}})
	if err == nil && whole {
		_, err = bot.NewTable(engine.Commands()...)
	}
	if err == nil {
		return
	}
	for _, why := range strings.Split(err.Error(), "\n") {
		_, why, _ = strings.Cut(why, ": ") // the engine names the kind, as the section does
		name := s.name
		key, _, keyed := strings.Cut(why, ":")
		if !keyed { // it is about the kind itself
			name = strings.TrimSuffix(name, ".") + ": "
		}
		s.wrong(cmp.Or(k.Lines[key], k.Lines[""]), "%s%s", name, printable(why))
	}
}
