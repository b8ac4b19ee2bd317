package slackfake

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// each holds blocks against the limits. A block of a kind that the app does not use is wrong, so that its limits are
// written here first.
func (s *sheet) each(blocks []any) {
	for _, v := range blocks {
		b := v.(map[string]any)
		if id := str(b, "block_id"); id != "" || str(b, "type") == "input" {
			s.new("block_id", id, s.blocks)
		}
		s.block(b)
	}
	if s.cursors > 1 {
		s.Blame("%d inputs want the cursor", s.cursors)
	}
}

// block holds a block against the limits.
func (s *sheet) block(b map[string]any) {
	switch kind := str(b, "type"); kind {
	case "section":
		s.section(b)
	case "actions":
		elements, _ := b["elements"].([]any)
		if len(elements) == 0 || len(elements) > 25 {
			s.Blame("%d buttons in a row", len(elements))
		}
		for _, e := range elements {
			s.button(e.(map[string]any))
		}
	case "image":
		if str(b, "alt_text") == "" {
			s.Blame("an image without a description")
		}
		s.long("the description of an image", str(b, "alt_text"), 2000)
		s.address("the address of an image", str(b, "image_url"))
	case "markdown":
		s.markdown(str(b, "text"))
	case "rich_text":
		s.richText(b)
	case "header":
		s.plain("a header", b["text"], 150)
		if n := number(b, "level"); n < 1 || n > 4 {
			s.Blame("a header of level %d", n)
		}
	case "divider":
	case "input":
		s.inputs++
		s.plain("a label", b["label"], 2000)
		if b["hint"] != nil {
			s.plain("a hint", b["hint"], 2000)
		}
		e, _ := b["element"].(map[string]any)
		s.input(e)
	default:
		s.Blame("a block of type %q", kind)
	}
}

// section holds a paragraph or a table against the limits.
func (s *sheet) section(b map[string]any) {
	fields, _ := b["fields"].([]any)
	if len(fields) > 10 {
		s.Blame("%d fields", len(fields))
	}
	for _, f := range fields {
		s.object("a field", f, 2000)
	}
	if b["text"] != nil || len(fields) == 0 {
		s.object("a section", b["text"], 3000)
	}
}

// address holds an address that stands outside of markup, where an ampersand is just that.
func (s *sheet) address(what, url string) {
	s.long(what, url, 3000)
	if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") || strings.Contains(url, "&amp;") {
		s.Blame("%s is %.80q", what, url)
	}
}

// button holds a button against the limits.
func (s *sheet) button(e map[string]any) {
	if kind := str(e, "type"); kind != "button" {
		s.Blame("an element of type %q among buttons", kind)
	}
	s.plain("a button", e["text"], 75)
	s.long("a button's value", str(e, "value"), 2000)
	s.new("action_id", str(e, "action_id"), s.actions)
}

// input holds what is filled in against the limits.
func (s *sheet) input(e map[string]any) {
	s.long("action_id", str(e, "action_id"), 255)
	if e["placeholder"] != nil {
		s.plain("a placeholder", e["placeholder"], 150)
	}
	if e["focus_on_load"] == true {
		s.cursors++
	}
	options, _ := e["options"].([]any)
	first, chosen := e["initial_option"].(map[string]any)
	switch kind := str(e, "type"); kind {
	case "plain_text_input":
		s.long("what an input begins with", str(e, "initial_value"), 3000)
	case "datepicker":
		if day := str(e, "initial_date"); day != "" {
			if _, err := time.Parse(time.DateOnly, day); err != nil {
				s.Blame("a day that begins with %q", day)
			}
		}
	case "static_select":
		if len(options) == 0 {
			s.Blame("a select without options")
		}
		s.checkOptions(options)
		if chosen && !slices.ContainsFunc(options, func(o any) bool { return str(o.(map[string]any), "value") == str(first, "value") }) {
			s.Blame("a select that begins with %q, which is no option of it", str(first, "value"))
		}
	case "external_select":
		if chosen {
			s.checkOptions([]any{first})
		}
	default:
		s.Blame("an input of type %q", kind)
	}
}

// checkOptions holds the options of a select against the limits. mu is held.
func (s *Slack) checkOptions(options []any) {
	if len(options) > 100 {
		s.Blame("a select with %d options", len(options))
	}
	sh := s.sheet(false)
	for _, v := range options {
		o, _ := v.(map[string]any)
		sh.plain("an option", o["text"], 75)
		if n := utf8.RuneCountInString(str(o, "value")); n == 0 || n > 75 {
			s.Blame("an option's value of %d characters", n)
		}
	}
}
