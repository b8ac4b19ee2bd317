package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/directory"
)

// fieldKinds are the kinds of field that can be configured, by name. A language is a text that directory.CheckLanguage looks at.
func fieldKinds() map[string]bot.Kind {
	return map[string]bot.Kind{
		"text": bot.Text, "long": bot.Long, "choice": bot.Choice, "place": bot.Place, "person": bot.Human, "date": bot.Date,
		"link": bot.Link, "number": bot.Number, "yesno": bot.YesNo, "language": bot.Text,
	}
}

// meanings are the names of fields that the bot itself looks at, and the kind that each must be.
func meanings() map[string]string {
	return map[string]string{"place": "place", "person": "person", "date": "date", "language": "language", "anonymous": "yesno"}
}

// mostChoices is how many choices the menus of all platforms have room for (docs.slack.dev, "Select menu element").
const mostChoices = 100

// readFields reads the list fields, which takes the place of a built-in kind's own.
func (k *Kind) readFields(s *section) {
	if _, ok := s.node("fields"); ok {
		k.Fields, k.Examples, k.Takes, k.Shortcut = nil, []string{k.Command}, "", ""
	}
	s.sections("fields", func(s *section) {
		f := k.readField(s)
		k.Fields = append(k.Fields, f)
	})
}

// readField reads an entry of the list fields.
func (k Kind) readField(s *section) (f bot.Field) {
	kind := "text"
	s.checked("name", &f.Name, k.fieldName)
	s.text("label", &f.Label)
	s.text("hint", &f.Hint)
	s.choice("kind", &kind, slices.Sorted(maps.Keys(fieldKinds()))...)
	s.list("choices", func(choice string) error {
		choice = strings.Join(strings.Fields(choice), " ")
		if choice == "" || len(choice) > 75 || len(f.Choices) == mostChoices || slices.ContainsFunc(f.Choices, func(c string) bool { return strings.EqualFold(c, choice) }) {
			return fmt.Errorf("%q: want at most %d choices of 1 to 75 characters, each one once", printable(choice), mostChoices)
		}
		f.Choices = append(f.Choices, choice)
		return nil
	})
	s.flag("optional", &f.Optional)
	s.checked("word", &f.Word, func(word string) error {
		if !isName(word) {
			return fmt.Errorf("%q: want one small word, such as for or in", printable(word))
		}
		return nil
	})
	if f.Kind = fieldKinds()[kind]; kind == "language" {
		f.Check = directory.CheckLanguage
	}
	s.fieldWhole(f, kind)
	return f
}

// fieldWhole says what a field lacks, or has too much of.
func (s *section) fieldWhole(f bot.Field, kind string) {
	first := s.line(s.names()...)
	if s.line("name") == 0 {
		s.wrong(first, "%sname: missing; a field is called by one small word", s.name)
	}
	if strings.TrimSpace(f.Label) == "" {
		s.wrong(max(s.line("label"), first), "%slabel: missing; it is the question that people are asked", s.name)
	}
	if want, special := meanings()[f.Name]; special && want != kind {
		s.wrong(max(s.line("kind"), first), "%skind: a field called %s is always of the kind %s; write that, or choose another name", s.name, f.Name, want)
	}
	_, given := s.node("choices")
	switch {
	case kind == "language" && f.Name != "language" && f.Name != "":
		s.wrong(s.line("kind"), "%skind: a field of the kind language is called language", s.name)
	case kind == "choice" && !given:
		s.wrong(s.line("kind"), "%schoices: missing; a field of the kind choice lists them, such as [small, large]", s.name)
	case kind == "choice" && len(f.Choices) < 2:
		s.wrong(s.line("choices"), "%schoices: want two at least", s.name)
	case kind != "choice" && given:
		s.wrong(s.line("choices"), "%schoices: only a field of the kind choice has them", s.name)
	}
}

// fieldName says what is wrong with the name of one more field.
func (k Kind) fieldName(name string) error {
	switch {
	case !isName(name):
		return fmt.Errorf("%q: want one word of small letters", printable(name))
	case slices.ContainsFunc(k.Fields, func(f bot.Field) bool { return f.Name == name }):
		return fmt.Errorf("%q: there are two fields of this name", name)
	}
	return nil
}
