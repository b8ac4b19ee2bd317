package slackfake

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// These are Slack's limits (docs.slack.dev, "Block Kit"), in characters, and the rules of this project: nothing pings.

// pings finds what would ping: Slack's words for everybody, and groups.
var pings = regexp.MustCompile(`<!(channel|here|everyone|subteam)`)

// markup finds what may stand in angle brackets.
var markup = regexp.MustCompile(`<(@[A-Za-z0-9_.-]+|#[A-Z0-9]+|https?://[^<>|]+(\|[^<>|]*)?|!date\^[0-9]+\^[^<>|]+\|[^<>|]+)>`)

// entity finds the three entities.
var entity = regexp.MustCompile(`&(amp|lt|gt);`)

// sheet is a message or view under inspection, and the ids met so far.
type sheet struct {
	*Slack
	room            bool // many people read it
	view            bool // a modal or home
	blocks, actions map[string]bool
	inputs, cursors int
	passages, drawn int // of Markdown: characters, and what becomes a block
}

func (s *Slack) sheet(room bool) *sheet {
	return &sheet{Slack: s, room: room, blocks: map[string]bool{}, actions: map[string]bool{}}
}

// check holds a message against the limits. mu is held.
func (s *Slack) check(text string, blocks []any, room bool) {
	if text == "" {
		s.Blame("a message without text")
	}
	if utf8.RuneCountInString(text) > 4000 {
		s.Blame("a text of %d characters", utf8.RuneCountInString(text))
	}
	if len(blocks) > 50 {
		s.Blame("%d blocks", len(blocks))
	}
	sh := s.sheet(room)
	sh.text("text", text, 40_000)
	sh.each(blocks)
}

// checkManners holds a post against what would reach further than it should. mu is held.
func (s *Slack) checkManners(args map[string]any) {
	for _, forbidden := range []string{"link_names", "parse", "as_user"} {
		if args[forbidden] != nil {
			s.Blame("chat.postMessage with %s", forbidden)
		}
	}
	if str(args, "unfurl_links") != "false" || str(args, "unfurl_media") != "false" {
		s.Blame("chat.postMessage unfurls links")
	}
}

// checkView holds a view against the limits. mu is held.
func (s *Slack) checkView(body map[string]any) {
	blocks, _ := body["blocks"].([]any)
	if len(blocks) == 0 || len(blocks) > 100 {
		s.Blame("a view of %d blocks", len(blocks))
	}
	sh := s.sheet(false)
	sh.view = true
	sh.long("private metadata", str(body, "private_metadata"), 3000)
	sh.long("callback_id", str(body, "callback_id"), 255)
	sh.long("external_id", str(body, "external_id"), 255)
	sh.each(blocks)
	switch kind := str(body, "type"); kind {
	case "modal":
		sh.plain("a title", body["title"], 24)
		if body["submit"] != nil || sh.inputs > 0 {
			sh.plain("the button that sends", body["submit"], 24)
		}
		if body["close"] != nil {
			sh.plain("the button that closes", body["close"], 24)
		}
	case "home":
		if body["title"] != nil || body["submit"] != nil || body["close"] != nil {
			s.Blame("a home with what only a modal has")
		}
	default:
		s.Blame("a view of type %q", kind)
	}
}

// long holds the length of something against a limit.
func (s *sheet) long(what, text string, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		s.Blame("%s of %d characters, and at most %d fit", what, n, most)
	}
}

// text holds one text against a limit, and against pings.
func (s *sheet) text(what, text string, most int) {
	s.long(what, text, most)
	if pings.MatchString(text) {
		s.Blame("%s pings: %.80q", what, text)
	}
	if s.room && strings.Contains(text, "<@") {
		s.Blame("%s mentions somebody in a room: %.80q", what, text)
	}
	rest := markup.ReplaceAllString(text, "")
	if strings.ContainsAny(rest, "<>") || strings.Contains(entity.ReplaceAllString(rest, ""), "&") {
		s.Blame("%s is not escaped once: %.120q", what, text)
	}
}

// object holds a text object against a limit.
func (s *sheet) object(what string, v any, most int) {
	o, ok := v.(map[string]any)
	if !ok {
		s.Blame("%s is missing", what)
		return
	}
	if kind := str(o, "type"); kind != "plain_text" && kind != "mrkdwn" {
		s.Blame("%s of type %q", what, kind)
	}
	if str(o, "text") == "" {
		s.Blame("%s is empty", what)
	}
	s.text(what, str(o, "text"), most)
}

// plain holds a text object where Slack takes no markup.
func (s *sheet) plain(what string, v any, most int) {
	s.object(what, v, most)
	if o, ok := v.(map[string]any); ok && str(o, "type") == "mrkdwn" {
		s.Blame("%s has markup, and only plain_text fits", what)
	}
}

// new holds an id against the limit, and against those met before.
func (s *sheet) new(what, id string, met map[string]bool) {
	s.long(what, id, 255)
	if id == "" || met[id] {
		s.Blame("%s %q is empty, or there twice", what, id)
	}
	met[id] = true
}
