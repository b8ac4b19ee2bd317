package bot

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// Plain words are those that name no command. Where one command takes them (Command.Words), they are a
// question to it, once small talk and slips of the pen are out of the way; where none does, turn.unknown answers.

// asks is the command that plain words are for, if the speaker may use it.
func (t *turn) asks() (Command, bool) {
	c, ok := t.router.table.Plain()
	return c, ok && t.who.May(c)
}

// nameless deals with words that name no command and answer no question.
func (t *turn) nameless() (found bool, reply Reply, err error) {
	if _, ok := t.asks(); !ok || t.m.Pressed || t.m.Text == "" {
		reply, err := t.unknown()
		return false, reply, err
	}
	open := !t.m.Private && !t.m.From.Direct()
	if reply, ok := t.small(); ok {
		if open && thanks(t.m.Text) {
			reply = Reply{} // to be thanked among others needs no word behind their backs
		}
		return false, reply, nil
	}
	near := t.near()
	if slip, err := t.slip(near); err != nil || slip {
		return false, t.didYouMean(near), err
	}
	offers, err := t.offersBeside(near, open)
	return err == nil && t.takeWords(offers), Reply{}, err
}

// offersBeside are what plain words may be meant for beside a question. What the strays offer is the business of one person,
// so they are not asked where others read along.
func (t *turn) offersBeside(near string, open bool) (offers []Action, err error) {
	for _, guess := range t.router.strays {
		if open {
			break
		}
		more, err := guess(t.tx, t.who, t.m)
		if err != nil {
			return nil, err
		}
		offers = append(offers, more...)
	}
	return append(offers, t.related(near)...), nil
}

// takeWords makes the draft of the command that plain words are for; false where there is none.
func (t *turn) takeWords(offers []Action) bool {
	c, ok := t.asks()
	if !ok {
		return false
	}
	t.draft = draft{command: c, typed: map[string]string{c.Words: t.m.Text}}
	t.plain, t.offers = true, offers
	t.glance = true // who names no command leaves no question: one may be open in another thread
	return true
}

// mostSlip is how many words a mistyped command has at most: what is longer is a question that begins like one.
const mostSlip = 4

// slip says whether words are a command that was only mistyped: short, no question, and what stands behind the
// name is what the command takes. “Mind the gap” is no way to find a place.
func (t *turn) slip(line string) (bool, error) {
	c, rest, ok := t.router.table.Find(line)
	long := len(strings.Fields(t.m.Text)) > mostSlip && !strings.ContainsAny(rest, `="`)
	if !ok || c.Words != "" || long || strings.ContainsAny(t.m.Text, "?？¿؟") {
		return false, nil
	}
	typed, err := readLine(c, rest, lineContext{today: t.today, known: t.known})
	if err != nil {
		return false, nil
	}
	_, wrong, err := draft{command: c, typed: typed}.check(t.checker())
	return len(wrong) == 0, err
}

// related are the commands that plain words come near to: one that is spelled nearly so, or all that begin like them.
func (t *turn) related(near string) (actions []Action) {
	if c, rest, ok := t.router.table.Find(near); ok && c.Words == "" {
		if _, err := readLine(c, rest, lineContext{today: t.today, known: t.known}); err == nil { // else the button would lead to a refusal
			actions = append(actions, Action{Label: "Did you mean “" + short(near) + "”?", Line: near})
		}
	}
	if first, _ := cutWord(t.m.Text); len(t.router.under(first, t.who)) > 0 {
		line := "help " + strings.ToLower(first)
		actions = append(actions, Action{Label: "Help on “" + strings.ToLower(first) + "”", Line: line})
	}
	return actions
}

// finish looks over what a turn has come to.
func (t *turn) finish(reply Reply, err error) (Reply, error) {
	if t.m.Overheard {
		return t.unbidden(reply, err)
	}
	return t.orAsk(reply, err)
}

// orAsk offers to ask words as a question that were taken for a command because of their first one, as those of “is
// an ambassador paid?” are, where the command did not know what to do with them.
func (t *turn) orAsk(reply Reply, err error) (Reply, error) {
	action, ok := t.question()
	if !ok {
		return reply, err
	}
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		better := *refusal
		better.Actions = append(slices.Clone(refusal.Actions), action)
		return reply, &better
	case err != nil || !reply.Refused && !reply.Unknown:
		return reply, err
	case len(reply.Blocks) == 0:
		reply.Blocks = []Block{{Section: &Section{Text: reply.Text}}}
	}
	reply.Blocks = append(slices.Clone(reply.Blocks), Block{Actions: []Action{action}})
	return reply, nil
}

// fewest is how many words a question has at least that begins like a command.
const fewest = 3

// question is the button that asks a typed line as a question.
func (t *turn) question() (Action, bool) {
	taken := t.draft.command
	c, ok := t.asks()
	if !ok || t.plain || t.open != nil || t.m.Values != nil || t.m.Pressed {
		return Action{}, false
	}
	if !taken.Reads || taken.Name == c.Name || strings.Contains(taken.Name, " ") || len(strings.Fields(t.m.Text)) < fewest {
		return Action{}, false
	}
	line := c.Line(map[string]string{c.Words: t.m.Text})
	return Action{Label: "Ask it as a question", Line: line}, len(line) < buttonLine
}

// chatterTime is how old words may be that people said to each other: nobody wants an answer to what was
// talked about earlier.
const chatterTime = 3 * time.Minute

// listens says whether what is overheard is looked at: the room wants it, it was said just now, and it is no command for
// another bot.
func (t *turn) listens() (bool, error) {
	r, words := t.router, t.m.Text
	if _, ok := r.table.Plain(); !ok || r.hears == nil || !t.m.Overheard || t.m.Late > chatterTime {
		return false, nil
	}
	if words == "" || strings.HasPrefix(words, "!") || strings.HasPrefix(words, "/") {
		return false, nil
	}
	return r.hears(t.tx, Address{Platform: t.m.From.Platform, Space: t.m.From.Space, Room: t.m.From.Room})
}

// errUnsaid says that an answer stays unsaid, and that nothing is kept of it.
var errUnsaid = errors.New("an answer nobody asked for")

// unbidden lets an answer pass that nobody has asked for: only one for the room, which refuses nothing and asks nothing,
// and no more of them than people may ask for. Others are kept silent about, as if nothing had been said.
func (t *turn) unbidden(reply Reply, err error) (Reply, error) {
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		return Reply{}, errUnsaid
	case err != nil || reply.empty():
		return Reply{}, err
	case reply.Private || reply.Refused || reply.Ask != nil || t.router.limiter.unbidden(t.m) != within:
		return Reply{}, errUnsaid
	}
	return reply, nil
}

// passOver ends a message that was overheard and cannot be answered. Nobody waits for an answer, so nobody is told, the
// words are not kept, and they need not come again.
func (r *Router) passOver(m Message, err error) error {
	if !errors.Is(err, errUnsaid) {
		r.log.Error("words overheard could not be looked at", "platform", m.From.Platform, "err", err)
	}
	return nil
}
