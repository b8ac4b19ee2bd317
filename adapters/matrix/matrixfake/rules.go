package matrixfake

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// These are the rules of the specification for what clients send, and of this project: nothing calls everybody, and nobody
// is called who is not told so.

// held notes something that a good citizen does not do, if it is the bot who did. mu is held.
func (s *Server) held(user, format string, args ...any) {
	if user == Bot {
		s.Blame(format, args...)
	}
}

// checkEvent holds an event of the bot against the rules. mu is held.
func (s *Server) checkEvent(r *room, e *Event) {
	s.checkRelations(r, e)
	switch e.Type {
	case "m.room.message":
		if r.encrypted() {
			s.Blame("a message in plain text into the encrypted room %s", r.id)
		}
		s.checkMessage(e.Content)
		if fresh := obj(e.Content, "m.new_content"); fresh != nil {
			s.checkMessage(fresh)
			s.checkButtons(fresh)
		} else {
			s.checkButtons(e.Content)
		}
	case "m.room.encrypted":
		if str(e.Content, "algorithm") != "m.megolm.v1.aes-sha2" || str(e.Content, "ciphertext") == "" || str(e.Content, "session_id") == "" {
			s.Blame("an encrypted event without algorithm, session or text: %.200v", e.Content)
		}
	case "m.reaction":
		if kind, to := e.relation(); kind != "m.annotation" || to == "" || relationKey(e) == "" {
			s.Blame("a reaction to nothing, or with nothing: %.200v", e.Content)
		}
	}
}

// checkMessage holds the content of a message against the rules. mu is held.
func (s *Server) checkMessage(content object) {
	body, html := str(content, "body"), str(content, "formatted_body")
	switch kind := str(content, "msgtype"); kind {
	case "m.notice", "m.text":
	case "m.image":
		s.checkImage(content)
	case "m.file":
		s.checkImage(content)
		s.checkFile(content)
	default:
		s.Blame("a message of type %q", kind)
	}
	if strings.TrimSpace(body) == "" {
		s.Blame("a message without text")
	}
	s.checkControls("a text", body)
	s.checkControls("a formatted text", html)
	mentions := obj(content, "m.mentions")
	if mentions == nil {
		s.Blame("a message without m.mentions: %.80q", body)
	}
	if mentions["room"] != nil {
		s.Blame("a message calls the whole room: %.80q", body)
	}
	if html != "" || content["format"] != nil {
		s.checkFormat(content, html, texts(mentions, "user_ids"))
	}
}

// checkImage holds a picture against what was uploaded. mu is held.
func (s *Server) checkImage(content object) {
	at := cmp.Or(str(content, "url"), str(obj(content, "file"), "url"))
	id, ok := strings.CutPrefix(at, "mxc://"+Domain+"/")
	if !ok || !s.media[id].done {
		s.Blame("a picture that nobody uploaded: %q", at)
	}
	if info := obj(content, "info"); str(info, "mimetype") == "" {
		s.Blame("a picture without what is known of it: %v", info)
	}
}

// checkFile holds the name and the size of a file against what was uploaded. mu is held.
func (s *Server) checkFile(content object) {
	name, body := str(content, "filename"), str(content, "body")
	if name == "" || name != body || strings.ContainsAny(name, "/\\\n") {
		s.Blame("a file is called %q, and in other words %q", name, body)
	}
	info := obj(content, "info")
	if m, open := s.mediumOf(content); open && number(info, "size", -1) != len(m.data) || open && str(info, "mimetype") != m.kind {
		s.Blame("a file of %d bytes, %s, is said to be %v", len(m.data), m.kind, info)
	}
}

// checkFormat holds the formatted text of a message against the rules. mu is held.
func (s *Server) checkFormat(content object, html string, mentioned []string) {
	if format := str(content, "format"); format != "org.matrix.custom.html" {
		s.Blame("a formatted text of format %q", format)
	}
	if html == "" {
		s.Blame("a format without a formatted text")
	}
	for _, what := range checkHTML(html) {
		s.Blame("%s: %.200q", what, html)
	}
	for _, id := range pills(html) {
		if !slices.Contains(mentioned, id.user) {
			s.Blame("a link to %s, who is not in m.mentions: %.200q", id.user, html)
		}
	}
}

// checkControls notes control characters. mu is held.
func (s *Server) checkControls(what, text string) {
	if i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }); i >= 0 {
		s.Blame("%s with a control character: %.80q", what, text[i:])
	}
}

// checkRelations holds what an event says of others against what there is. mu is held.
func (s *Server) checkRelations(r *room, e *Event) {
	if to := e.repliesTo(); to != "" && r.event(to) == nil {
		s.Blame("a reply to %s, which is not in room %s", to, r.id)
	}
	kind, to := e.relation()
	if kind == "" {
		return
	}
	other := r.event(to)
	if other == nil {
		s.Blame("%s of %q, which is not in room %s", kind, to, r.id)
		return
	}
	above, _ := other.relation()
	switch {
	case kind == "m.thread" && above != "":
		s.Blame("a thread below an event that is %s of another", above)
	case kind == "m.replace" && other.Sender != Bot:
		s.Blame("an edit of an event of %s", other.Sender)
	case kind == "m.replace" && (above == "m.replace" || other.RedactedBy != "" || other.StateKey != nil):
		s.Blame("an edit of what cannot be edited: %s", to)
	case kind == "m.replace" && other.Type == "m.room.message" && obj(e.Content, "m.new_content") == nil:
		s.Blame("an edit without new content")
	}
}

// checkButtons holds the buttons of a message against what can be pressed. mu is held.
func (s *Server) checkButtons(content object) {
	all := buttonsOf(content)
	met := map[string]bool{}
	for _, b := range all {
		s.checkControls("a button", b.label+b.key)
		if b.key == "" || b.label == "" || met[b.key] {
			s.Blame("the button %q has no key of its own: %q", b.label, b.key)
		}
		met[b.key] = true
	}
	if _, _, ok := withoutButtons(str(content, "body"), all); !ok {
		s.Blame("a message does not end with a line for each button: %.400q", str(content, "body"))
	}
}
