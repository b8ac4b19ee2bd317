package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// seat is somebody in a direct conversation with the bot, who reads one message after the other.
type seat struct {
	*member
	secret bool
	bot    id.UserID
	room   id.RoomID
	read   int          // how many of the bot's messages
	files  int          // how many of the bot's files
	last   *event.Event // the newest of the messages
}

// sit begins the conversation. That the bot greets is not part of what follows.
func (s *seat) sit(bot id.UserID) {
	s.t.Helper()
	s.bot, s.room = bot, s.direct(s.secret, bot)
	s.next()
}

// next is the bot's next message, which may be still to come.
func (s *seat) next() *event.Event {
	s.t.Helper()
	late := time.After(patience)
	for {
		found, _, news := s.after(0, from(s.bot, s.room))
		if len(found) > s.read {
			s.last = found[s.read]
			s.read++
			return s.last
		}
		select {
		case <-news:
		case <-late:
			s.t.Fatalf("%s has been told nothing more within %s, after %q", s.UserID, patience, s.last.Content.AsMessage().Body)
		}
	}
}

// press presses a button of the newest message: with its sign, or by typing the number on that. For one that has no sign any
// more the message says what to say.
func (s *seat) press(label string, typing bool) {
	s.t.Helper()
	offered, _ := buttons(s.last)
	for n, b := range offered {
		switch {
		case b.Label != label:
			continue
		case typing:
			s.say(s.room, fmt.Sprint(n+1))
		default:
			s.react(s.room, s.last.ID, b.Key)
		}
		return
	}
	for line := range strings.Lines(s.last.Content.AsMessage().Body) {
		if m := beyond.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m != nil && m[1] == label {
			s.say(s.room, m[2])
			return
		}
	}
	s.t.Fatalf("%s was shown no button [%s]: %v", s.UserID, label, offered)
}

// leave holds that nothing more was said than what has been read, that no more files came than words named, and that in a
// conversation with encryption nothing is in the open.
func (s *seat) leave() {
	s.t.Helper()
	asked := s.say(s.room, ping)
	s.answer(asked)
	if e := s.next(); e.Content.AsMessage().RelatesTo.GetReplyTo() != asked {
		s.t.Errorf("%s is told besides: %q", s.UserID, e.Content.AsMessage().Body)
	}
	if n := len(s.all(filed(s.bot, s.room))); n != s.files {
		s.t.Errorf("%d files came to %s, and words named %d", n, s.UserID, s.files)
	}
	if s.secret {
		s.member.secret(s.t, s.room, s.bot)
	}
}

// beyond is the line for a button for which there are no more signs.
var beyond = regexp.MustCompile(`^• (.+): say “(.+)”$`)

// unbuttoned is what a message says without its buttons, their labels, and whether they are all listed below the text.
func unbuttoned(e *event.Event) (text string, labels []string, listed bool) {
	offered, _ := buttons(e)
	body := e.Content.AsMessage().Body
	if len(offered) == 0 {
		return body, nil, true
	}
	list := "\n"
	for _, b := range offered {
		list += "\n" + b.Key + " " + b.Label
		labels = append(labels, b.Label)
	}
	text, more, listed := strings.Cut(body, list)
	for line := range strings.Lines(strings.TrimPrefix(more, "\n")) {
		m := beyond.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			return body, labels, false
		}
		labels = append(labels, m[1])
	}
	return text, labels, listed
}
