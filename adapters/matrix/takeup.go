package matrix

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// Elsewhere a message has a menu of shortcuts. On Matrix people reply to it with a command, and its words become the value
// of the field that the command takes it up for.
//
// The message is not asked for by its id, but looked for in the room's history, back from its end. That is the order in
// which things happened: a person who came later, or has no keys for what was said before, gets nothing read out to them
// by way of the bot; and edits are met before what they edit.

// How far back a message is looked for, how long that may take, and how often it is tried before the command goes on
// without: a page has a hundred events.
const (
	pastPages = 5
	pastTime  = 20 * time.Second
	pastTries = 3
)

// unreadWords is what somebody is told whose command goes on without the message.
const unreadWords = "I could not read the message that you replied to, so please tell me yourself."

// errUnread is the error of a message that is not there for the asker, or has no words. errOwn is that of one of the bot's
// own: a reply to it answers the bot, and takes up nothing.
var (
	errUnread = errors.New("matrix: no words to take up")
	errOwn    = errors.New("matrix: the bot's own words")
)

// takeUp fills the field of a command that takes up the message which the words reply to; the rest is asked for. Where that
// cannot be done, the command is as it would be without the reply, and its first question says so. An error means that it
// may go well another time.
func (x *exchange) takeUp(ctx context.Context, f facts, w *words) error {
	of := w.Relates.GetNonFallbackReplyTo()
	c, takes := x.taking()
	if of == "" || !takes || x.a.inbox.deeds.get(string(of)).who == x.a.self() {
		return nil
	}
	text, err := x.quoted(ctx, f, of)
	field, _ := c.Field(c.Takes)
	most := mostRunes(field.Kind)
	switch {
	case errors.Is(err, errOwn):
	case errors.Is(err, errUnread), hopeless(err), err != nil && x.it.tries+1 >= pastTries:
		x.a.log.Info("matrix: a message is not taken up", "err", plain(err))
		x.regret = unreadWords
	case err != nil:
		return err
	case utf8.RuneCountInString(text) > most:
		x.regret = fmt.Sprintf("The message that you replied to is too long to take up: at most %d characters fit.", most)
	default:
		x.m.Values, x.m.Open = map[string]string{c.Takes: text}, true
	}
	return nil
}

// taking is the command that the message is, if that takes up others.
func (x *exchange) taking() (c bot.Command, takes bool) {
	table := x.a.table.Load()
	if table == nil || !x.m.Addressed && !x.m.From.Direct() {
		return c, false
	}
	c, _, found := table.Find(x.m.Text)
	return c, found && c.Takes != ""
}

// mostRunes is how many characters a field of words takes, as [bot.Kind] has it.
func mostRunes(k bot.Kind) int {
	if k == bot.Long {
		return 4000
	}
	return 300
}

// quoted are the words of a message of the room, as they are now.
func (x *exchange) quoted(ctx context.Context, f facts, of id.EventID) (string, error) {
	e, err := x.past(ctx, f, of)
	switch {
	case err != nil:
		return "", err
	case e.Sender == x.a.self():
		return "", errOwn
	case e.StateKey != nil, x.a.ignores(e.Sender), (e.Type.Type == event.EventEncrypted.Type) != f.encrypted:
		return "", errUnread // what stands unsealed in an encrypted room, nobody vouches for
	}
	w := x.a.opened(ctx, x.room, e)
	if w != nil && w.NewContent != nil {
		w = w.NewContent
	}
	if w == nil || !slices.Contains([]event.MessageType{event.MsgText, event.MsgNotice, event.MsgEmote}, w.MsgType) {
		return "", errUnread
	}
	text := strings.TrimSpace(w.spoken())
	if text == "" {
		return "", errUnread
	}
	return text, nil
}

// past looks for a message in the room's history, and returns the event that has its newest words.
func (x *exchange) past(ctx context.Context, f facts, of id.EventID) (*event.Event, error) {
	ctx, cancel := context.WithTimeout(ctx, pastTime)
	defer cancel()
	s := search{of: of, who: id.UserID(x.m.From.User), hidden: f.encrypted || f.hidden}
	from := ""
	for range pastPages {
		p, err := x.a.history(ctx, x.room, from, "")
		if err != nil {
			return nil, err
		}
		for _, h := range p.Chunk {
			if h.Event == nil {
				continue
			}
			if found, over := s.pass(h.Event); over {
				return found, nil
			}
			if s.came && s.hidden {
				return nil, errUnread
			}
		}
		if p.End == "" || p.End == from {
			break
		}
		from = p.End
	}
	return nil, errUnread
}

// search goes back through a room's history for a message that somebody replied to.
type search struct {
	of     id.EventID
	who    id.UserID      // who replied
	hidden bool           // who comes into the room cannot read what was said before
	came   bool           // who replied came into the room behind where the search is
	edits  []*event.Event // of the message, newest first
}

// pass looks at the next older event; found is the newest form of the message, when the search is over.
func (s *search) pass(e *event.Event) (found *event.Event, over bool) {
	switch {
	case e.ID == s.of:
		return s.newest(e), true
	case e.Type.Type == event.StateHistoryVisibility.Type && e.StateKey != nil:
		s.hidden = true // what is older was said under other rules
	case e.Type.Type == event.StateMember.Type && e.GetStateKey() == string(s.who):
		s.came = s.came || membership(e) == event.MembershipJoin && formerly(e) != event.MembershipJoin
	case replaces(e) == s.of:
		s.edits = append(s.edits, e)
	}
	return nil, false
}

// newest is the last edit of a message by its author, or the message; of one that was taken back the edits do not count.
func (s *search) newest(e *event.Event) *event.Event {
	if e.Unsigned.RedactedBecause != nil || len(e.Content.Raw) == 0 {
		return e
	}
	for _, edit := range s.edits {
		if edit.Sender == e.Sender && edit.Type.Type == e.Type.Type {
			return edit
		}
	}
	return e
}

// replaces is the event that another one edits; relations are never encrypted.
func replaces(e *event.Event) id.EventID {
	relates, _ := e.Content.Raw["m.relates_to"].(map[string]any)
	if kind, _ := relates["rel_type"].(string); kind != string(event.RelReplace) {
		return ""
	}
	of, _ := relates["event_id"].(string)
	return id.EventID(of)
}

// regretting is a reply whose question has words before it.
func regretting(r bot.Reply, words string) bot.Reply {
	if words == "" || r.Ask == nil {
		return r
	}
	if len(r.Blocks) > 0 {
		r.Blocks = append([]bot.Block{{Section: &bot.Section{Text: words}}}, r.Blocks...)
	}
	r.Text = words + "\n\n" + r.Text
	return r
}
