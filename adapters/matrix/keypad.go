package matrix

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// pad is the buttons of a message: Matrix has none, so people react with a key's emoji, or type its number. It
// travels inside the message, encrypted where that is, so nothing needs to be remembered.
type pad struct {
	For  id.UserID `json:"for,omitempty"` // who alone may press; empty: everybody who reads it
	List []key     `json:"list"`
}

// key is one button.
type key struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Line  string `json:"line"`
}

// mostKeys is how many buttons a message has, for there are no more one-sign numbers; longestLine is how many bytes a
// button may stand for: what is longer has no place in a message beside its text.
const (
	mostKeys    = 10
	longestLine = 1000
)

// padOf are the buttons of a reply.
func padOf(actions []bot.Action, who id.UserID) *pad {
	actions = pressable(actions)
	if len(actions) == 0 {
		return nil
	}
	p := &pad{For: who}
	for i, a := range actions[:min(len(actions), mostKeys)] {
		p.List = append(p.List, key{Key: keySign(actions, i), Label: oneLine(a.Label), Line: a.Line})
	}
	return p
}

// pressable are the actions that can be buttons.
func pressable(actions []bot.Action) []bot.Action {
	return slices.DeleteFunc(slices.Clone(actions), func(a bot.Action) bool { return len(a.Line) > longestLine || len(a.Label) > longestLine })
}

// keySign is the emoji of a button: its number, or yes and no.
func keySign(actions []bot.Action, i int) string {
	if len(actions) == 2 && strings.EqualFold(actions[0].Label, "yes") && strings.EqualFold(actions[1].Label, "no") {
		return []string{"✅", "❌"}[i]
	}
	if i == 9 {
		return "🔟"
	}
	return string(rune('1'+i)) + "\ufe0f\u20e3"
}

// press is the button of that sign, typed or reacted with.
func (p *pad) press(sign string) (key, bool) {
	sign = strings.ReplaceAll(bare(sign), "\ufe0f", "")
	for _, k := range p.List {
		plain := strings.ReplaceAll(k.Key, "\ufe0f", "")
		if sign == plain || sign == strings.TrimSuffix(plain, "\u20e3") || plain == "🔟" && sign == "10" {
			return k, true
		}
	}
	return key{}, false
}

// pads are the buttons shown last, so that nearly no press has to ask the homeserver what it means.
type pads struct {
	mu    sync.Mutex
	of    map[id.EventID]shown
	order []id.EventID // oldest first
	last  map[bot.Address]shown
}

// shown is a message of the bot's.
type shown struct {
	room  id.RoomID
	words *words
	at    time.Time
	asks  bool // it is a question that takes other words, too
}

// mostShown is how many messages with buttons are remembered.
const mostShown = 1000

// show remembers what somebody was told. Where it replaces an earlier message, its buttons are that one's. A number that
// somebody types is of the last message with buttons, unless a question came behind it.
func (p *pads) show(to bot.Address, room id.RoomID, of id.EventID, w *words, asks bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of == nil {
		p.of = make(map[id.EventID]shown)
	}
	if p.last == nil || len(p.last) >= mostShown {
		p.last = make(map[bot.Address]shown)
	}
	now := shown{room, w, time.Now(), asks}
	if w.Pad != nil || asks || p.last[to].words == nil {
		p.last[to] = now
	}
	if w.Pad == nil {
		delete(p.of, of)
		return
	}
	if _, again := p.of[of]; !again {
		p.order = append(p.order, of)
	}
	p.of[of] = now
	if len(p.order) > mostShown {
		delete(p.of, p.order[0])
		p.order = p.order[1:]
	}
}

// doubt forgets what somebody was told last: the history of the room tells it.
func (p *pads) doubt(to bot.Address) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.last, to)
}

// get is what a message of the bot's said, if it is remembered.
func (p *pads) get(message id.EventID) (shown, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.of[message]
	return s, ok
}

// latest is what somebody was told last.
func (p *pads) latest(to bot.Address) (shown, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, told := p.last[to]
	return s, told
}

// readPress makes a message of a reaction to one of the bot's messages, if it presses a button there.
func (x *exchange) readPress(ctx context.Context, e *event.Event) (bool, error) {
	var reaction struct {
		Relates event.RelatesTo `json:"m.relates_to"`
	}
	if err := json.Unmarshal(e.Content.VeryRaw, &reaction); err != nil {
		x.a.counts.Add("matrix_malformed")
		return false, nil
	}
	on := reaction.Relates.GetAnnotationID()
	if on == "" {
		return false, nil
	}
	s, remembered := x.a.pads.get(on)
	w := s.words
	if !remembered {
		var err error
		if w, err = x.a.ownWords(ctx, x.room, on); w == nil || err != nil {
			return false, err
		}
	}
	if remembered && s.room != x.room {
		return false, nil // somebody reacts in one room to what stands in another
	}
	if w.Pad == nil || w.Pad.For != "" && w.Pad.For != e.Sender {
		return false, nil
	}
	k, ok := w.Pad.press(reaction.Relates.GetAnnotationKey())
	if !ok {
		return false, nil
	}
	f, err := x.a.facts(ctx, x.room)
	if err != nil {
		return false, err
	}
	x.place(e, f)
	x.m.From.Thread = string(w.Relates.GetThreadParent())
	x.cause = on
	x.pressed(k)
	return true, nil
}

// numberTime is how long after being shown buttons in a room a bare number presses one; later it is said to others.
const numberTime = 10 * time.Minute

// typedKey makes a press of a number that somebody types after having been shown buttons. In a room that has to be soon,
// to the bot, or in reply to it. done says that the number was none of the buttons', and that this was told.
func (x *exchange) typedKey(ctx context.Context, replyTo id.EventID) (done bool) {
	text := bare(x.m.Text)
	if text == "" || len(text) > len("1\ufe0f\u20e3") || !strings.ContainsAny(text[:1], "123456789") && text != "🔟" {
		return false
	}
	s, told := x.a.pads.latest(x.m.From)
	if named, ok := x.a.pads.get(replyTo); ok && named.room == x.room {
		s, told = named, true
	}
	w := s.words
	switch {
	case !told && x.m.From.Direct():
		w = x.a.lastWords(ctx, x.room) // the program was started anew since then
	case told && !x.m.From.Direct() && !x.m.Addressed && replyTo == "" && time.Since(s.at) > numberTime:
		return false
	}
	if w == nil || w.Pad == nil || w.Pad.For != "" && string(w.Pad.For) != x.m.From.User {
		return false
	}
	k, ok := w.Pad.press(text)
	if ok {
		x.pressed(k)
		return false
	}
	if number, err := strconv.Atoi(text); err != nil || len(w.Pad.List) < 2 || number < 1 || s.asks || !x.m.From.Direct() {
		return false
	}
	x.tell(ctx, fmt.Sprintf("Please choose a number from 1 to %d.", len(w.Pad.List)))
	return true
}

// pressed makes the message that a button stands for.
func (x *exchange) pressed(k key) {
	x.m.Text, x.m.Addressed, x.m.Pressed = k.Line, true, true
}
