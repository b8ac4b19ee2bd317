package slackfake

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// These are Slack's limits (docs.slack.dev, "Block Kit"), and the rules of this project: nothing pings.

// pings finds what would ping: Slack's words for everybody, and groups.
var pings = regexp.MustCompile(`<!(channel|here|everyone|subteam)`)

// markup finds what may stand in angle brackets.
var markup = regexp.MustCompile(`<(@[A-Za-z0-9_.-]+|#[A-Z0-9]+|https?://[^<>|]+(\|[^<>|]*)?|!date\^[0-9]+\^[^<>|]+\|[^<>|]+)>`)

// entity finds the three entities.
var entity = regexp.MustCompile(`&(amp|lt|gt);`)

// check holds a message against the limits. mu is held.
func (s *Slack) check(text string, blocks []any, room bool, most int) {
	if text == "" {
		s.fault("a message without text")
	}
	if utf8.RuneCountInString(text) > 4000 {
		s.fault("a text of %d characters", utf8.RuneCountInString(text))
	}
	if len(blocks) > most {
		s.fault("%d blocks", len(blocks))
	}
	s.checkText("text", text, 40_000, room)
	ids := map[string]bool{}
	for _, b := range blocks {
		s.checkBlock(b.(map[string]any), room, ids)
	}
}

// checkText holds one text against a limit, and against pings. mu is held.
func (s *Slack) checkText(what, text string, most int, room bool) {
	if n := utf8.RuneCountInString(text); n > most {
		s.fault("%s of %d characters, and at most %d fit", what, n, most)
	}
	if pings.MatchString(text) {
		s.fault("%s pings: %.80q", what, text)
	}
	if room && strings.Contains(text, "<@") {
		s.fault("%s mentions somebody in a room: %.80q", what, text)
	}
	rest := markup.ReplaceAllString(text, "")
	if strings.ContainsAny(rest, "<>") || strings.Contains(entity.ReplaceAllString(rest, ""), "&") {
		s.fault("%s is not escaped once: %.120q", what, text)
	}
}

// object holds a text object against a limit. mu is held.
func (s *Slack) object(what string, v any, most int, room bool) {
	o, ok := v.(map[string]any)
	if !ok {
		s.fault("%s is missing", what)
		return
	}
	if str(o, "text") == "" {
		s.fault("%s is empty", what)
	}
	s.checkText(what, str(o, "text"), most, room)
}

// checkBlock holds a block against the limits. mu is held.
func (s *Slack) checkBlock(b map[string]any, room bool, ids map[string]bool) {
	switch kind := str(b, "type"); kind {
	case "section":
		fields, _ := b["fields"].([]any)
		if len(fields) > 10 {
			s.fault("%d fields", len(fields))
		}
		for _, f := range fields {
			s.object("a field", f, 2000, room)
		}
		if b["text"] != nil || len(fields) == 0 {
			s.object("a section", b["text"], 3000, room)
		}
	case "actions":
		elements, _ := b["elements"].([]any)
		if len(elements) == 0 || len(elements) > 25 {
			s.fault("%d buttons in a row", len(elements))
		}
		for _, e := range elements {
			s.checkButton(e.(map[string]any), ids)
		}
	case "image":
		if str(b, "alt_text") == "" || utf8.RuneCountInString(str(b, "alt_text")) > 2000 {
			s.fault("an image with a description of %d characters", utf8.RuneCountInString(str(b, "alt_text")))
		}
	case "input":
		s.object("a label", b["label"], 2000, false)
		if id := str(b, "block_id"); id == "" || ids[id] || len(id) > 255 {
			s.fault("an input with block_id %q", id)
		} else {
			ids[id] = true
		}
		s.checkInput(b["element"].(map[string]any))
	default:
		s.fault("a block of type %q", kind)
	}
}

// checkButton holds a button against the limits. mu is held.
func (s *Slack) checkButton(e map[string]any, ids map[string]bool) {
	s.object("a button", e["text"], 75, false)
	if utf8.RuneCountInString(str(e, "value")) > 2000 {
		s.fault("a button's value of %d characters", utf8.RuneCountInString(str(e, "value")))
	}
	if id := str(e, "action_id"); id == "" || ids[id] || len(id) > 255 {
		s.fault("a button with action_id %q, which is empty, long, or there twice", id)
	}
	ids[str(e, "action_id")] = true
}

// checkInput holds what is filled in against the limits. mu is held.
func (s *Slack) checkInput(e map[string]any) {
	options, _ := e["options"].([]any)
	if len(options) > 100 || str(e, "type") == "static_select" && len(options) == 0 {
		s.fault("a select with %d options", len(options))
	}
	for _, o := range options {
		option := o.(map[string]any)
		s.object("an option", option["text"], 75, false)
		if n := utf8.RuneCountInString(str(option, "value")); n == 0 || n > 75 {
			s.fault("an option's value of %d characters", n)
		}
	}
	if n := utf8.RuneCountInString(str(e, "initial_value")); n > 3000 {
		s.fault("an input that begins with %d characters", n)
	}
}

// checkView holds a view against the limits. mu is held.
func (s *Slack) checkView(body map[string]any, blocks []any) {
	if len(blocks) == 0 || len(blocks) > 100 {
		s.fault("a view of %d blocks", len(blocks))
	}
	if n := utf8.RuneCountInString(str(body, "private_metadata")); n > 3000 {
		s.fault("private metadata of %d characters", n)
	}
	inputs := 0
	ids := map[string]bool{}
	for _, b := range blocks {
		s.checkBlock(b.(map[string]any), false, ids)
		if str(b.(map[string]any), "type") == "input" {
			inputs++
		}
	}
	if str(body, "type") != "modal" {
		return
	}
	s.object("a title", body["title"], 24, false)
	if inputs > 0 {
		s.object("the button that sends", body["submit"], 24, false)
	}
}
