package matrixfake

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"ambassador/adapters/matrix"
	"ambassador/bot"
	"ambassador/bot/bottest"
)

// button is a button below a message.
type button struct{ key, label, line string }

// showing is something that people see, with its buttons.
type showing struct {
	room, event, to string // to is the user ID of whom it speaks to
	only            string // who alone may press its buttons; empty for everybody
	text            string
	buttons         []button
	edits           bool
}

// buttonsOf are the buttons of a message.
func buttonsOf(content object) (all []button) {
	for _, v := range list(obj(content, "ambassador.buttons"), "list") {
		b, _ := v.(object)
		all = append(all, button{str(b, "key"), str(b, "label"), str(b, "line")})
	}
	return all
}

// said finds a line for a button that has no key, which is typed instead.
var said = regexp.MustCompile(`^• (.+): say “(.+)”$`)

// withoutButtons is a body without the lines for its buttons, those of them that have no key, and whether all lines were
// there.
func withoutButtons(body string, all []button) (text string, more []button, ok bool) {
	if len(all) == 0 {
		return body, nil, true
	}
	var lines []string
	for _, b := range all {
		lines = append(lines, b.key+" "+b.label)
	}
	keys := strings.Join(lines, "\n")
	at := strings.LastIndex(body, keys)
	if at < 0 {
		return body, nil, false
	}
	for _, line := range strings.Split(body[at+len(keys):], "\n") {
		m := said.FindStringSubmatch(line)
		if m == nil && line != "" {
			return body, nil, false
		}
		if m != nil {
			more = append(more, button{label: m[1], line: m[2]})
		}
	}
	return strings.TrimSuffix(body[:at], "\n\n"), more, true
}

// witness notes what everybody in a room sees of an event. mu is held.
func (s *Server) witness(r *room, e *Event) {
	thread := e.ID
	if kind, to := e.relation(); kind == "m.thread" {
		thread = to
	}
	switch {
	case e.Sender != Bot && (e.Type == "m.room.message" || e.Type == "m.reaction" || e.Type == "m.room.encrypted"):
		s.spoke[r.id], s.spoke[r.id+"/"+thread] = e.Sender, e.Sender
	case e.Sender == Bot && str(e.Content, "msgtype") == "m.file":
		s.showFile(r, e)
	case e.Sender == Bot && e.Type == "m.room.message" && str(e.Content, "msgtype") != "m.image": // the words beside it say the same
		s.show(r, e)
	}
}

// showFile notes a file that people see. mu is held.
func (s *Server) showFile(r *room, e *Event) {
	m, _ := s.mediumOf(e.Content)
	w := s.word(r, &showing{to: s.addressee(r, e)})
	w.Files = []bot.File{{Name: str(e.Content, "filename"), Type: m.kind, Data: m.data}}
	s.heard = append(s.heard, w)
}

// show notes a message of the bot that people see. mu is held.
func (s *Server) show(r *room, e *Event) {
	content, sh := e.Content, &showing{room: r.id, event: e.ID, to: s.addressee(r, e)}
	if kind, to := e.relation(); kind == "m.replace" && obj(content, "m.new_content") != nil {
		content, sh.event, sh.edits = obj(content, "m.new_content"), to, true
	}
	sh.buttons = buttonsOf(content)
	sh.only = str(obj(content, "ambassador.buttons"), "for")
	text, more, _ := withoutButtons(str(content, "body"), sh.buttons)
	text, asks := strings.CutSuffix(text, matrix.ReplyHint)
	sh.text, sh.buttons = plain(text, str(content, "formatted_body")), append(sh.buttons, more...)
	if kind, _ := e.relation(); !sh.edits {
		s.asked[r.id+"/"+sh.to] = e.ID
		if !asks && kind != "m.thread" {
			delete(s.asked, r.id+"/"+sh.to) // what they say next is for others, unless they call the bot
		}
	}
	if sh = s.joinParts(sh, obj(content, "ambassador.part")); sh == nil {
		return
	}
	delete(s.spoke, r.id) // once answered, the next word is for everybody
	s.unshow(sh.event)
	s.shown = append(s.shown, sh)
	s.heard = append(s.heard, s.word(r, sh))
}

// joinParts puts a word together that comes in several events; nil while some are missing. mu is held.
func (s *Server) joinParts(sh *showing, part object) *showing {
	n, of := number(part, "n", 1), number(part, "of", 1)
	if of <= 1 {
		return sh
	}
	before := s.pending[sh.room]
	switch {
	case n == 1 && before != nil:
		s.Blame("a word begins in %s while parts of another are missing", sh.room)
	case n > 1 && before == nil:
		s.Blame("part %d of %d in %s comes without those before", n, of, sh.room)
	case n > 1:
		sh.text, sh.to, sh.buttons = before.text+"\n"+sh.text, before.to, append(before.buttons, sh.buttons...)
		sh.only = cmp.Or(sh.only, before.only)
	}
	if n < of {
		s.pending[sh.room] = sh
		return nil
	}
	delete(s.pending, sh.room)
	return sh
}

// word is something shown, as a talk has it. mu is held.
func (s *Server) word(r *room, sh *showing) bottest.Word {
	w := bottest.Word{To: nick(sh.to), Text: sh.text}
	if other := r.partner(); other == "" {
		w.Room = strings.TrimSuffix(strings.TrimPrefix(r.id, "!"), ":"+Domain)
	} else {
		w.Room = s.aside[other]
	}
	for _, b := range sh.buttons {
		w.Actions = append(w.Actions, bot.Action{Label: b.label, Line: b.line})
	}
	return w
}

// partner is with whom the bot is alone in a room; empty when there are more, or nobody.
func (r *room) partner() string {
	here := slices.DeleteFunc(r.members("join", "invite"), func(id string) bool { return id == Bot })
	if len(here) == 0 && r.direct { // they have left
		here = slices.DeleteFunc(r.members("leave"), func(id string) bool { return id == Bot })
	}
	if len(here) != 1 || !r.direct && r.stateOf("m.room.name", "") != nil {
		return ""
	}
	return here[0]
}

// addressee is to whom a message of the bot speaks: its partner, or whom it answers, or whom it mentions, or who spoke
// since it spoke last; nobody is everybody. mu is held.
func (s *Server) addressee(r *room, e *Event) string {
	if other := r.partner(); other != "" {
		return other
	}
	if to := r.event(e.repliesTo()); to != nil && to.Sender != Bot {
		return to.Sender
	}
	for _, id := range texts(obj(e.Content, "m.mentions"), "user_ids") {
		if id != Bot {
			return id
		}
	}
	if kind, to := e.relation(); kind == "m.thread" && s.spoke[r.id+"/"+to] != "" {
		return s.spoke[r.id+"/"+to]
	}
	return s.spoke[r.id]
}

// unshow takes an event out of what can be pressed. mu is held.
func (s *Server) unshow(event string) {
	s.shown = slices.DeleteFunc(s.shown, func(sh *showing) bool { return sh.event == event })
}

// Heard implements bottest.Platform.
func (s *Server) Heard() []bottest.Word {
	s.mu.Lock()
	defer s.mu.Unlock()
	heard := s.heard
	s.heard = nil
	return heard
}
