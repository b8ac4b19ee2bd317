package matrix

import (
	"context"
	"encoding/json"
	"strings"
	"sync"

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

// mostKeys is how many buttons a message has; there are no more one-sign numbers.
const mostKeys = 10

// padOf are the buttons of a reply.
func padOf(actions []bot.Action, who id.UserID) *pad {
	if len(actions) == 0 {
		return nil
	}
	p := &pad{For: who}
	for i, a := range actions[:min(len(actions), mostKeys)] {
		p.List = append(p.List, key{Key: keySign(actions, i), Label: oneLine(a.Label), Line: a.Line})
	}
	return p
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
	shown map[id.EventID]*words      // by message, bounded
	order []id.EventID               // oldest first
	last  map[bot.Address]*words     // by who was told, and where
	known map[bot.Address]id.EventID // which message that was
}

// mostShown is how many messages with buttons are remembered.
const mostShown = 1000

// show remembers what somebody was told. Where it replaces an earlier message, its buttons are that one's.
func (p *pads) show(to bot.Address, of id.EventID, w *words) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown == nil || len(p.last) > mostShown {
		p.last, p.known = make(map[bot.Address]*words), make(map[bot.Address]id.EventID)
	}
	if p.shown == nil {
		p.shown = make(map[id.EventID]*words)
	}
	p.last[to], p.known[to] = w, of
	if w.Pad == nil {
		delete(p.shown, of)
		return
	}
	if _, again := p.shown[of]; !again {
		p.order = append(p.order, of)
	}
	p.shown[of] = w
	if len(p.order) > mostShown {
		delete(p.shown, p.order[0])
		p.order = p.order[1:]
	}
}

// of is what a message of the bot's said, if it is remembered.
func (p *pads) of(message id.EventID) *words {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown[message]
}

// latest is what somebody was told last.
func (p *pads) latest(to bot.Address) (w *words, told bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w, told = p.last[to]
	return w, told
}

// readPress makes a message of a reaction to one of the bot's messages, if it presses a button there.
func (x *exchange) readPress(ctx context.Context, e *event.Event) (bool, error) {
	var reaction struct {
		Relates event.RelatesTo `json:"m.relates_to"`
	}
	if err := json.Unmarshal(e.Content.VeryRaw, &reaction); err != nil {
		x.a.counts.add("matrix_malformed")
		return false, nil
	}
	on := reaction.Relates.GetAnnotationID()
	if on == "" {
		return false, nil
	}
	w := x.a.pads.of(on)
	if w == nil {
		var err error
		if w, err = x.a.ownWords(ctx, x.room, on); w == nil || err != nil {
			return false, err
		}
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

// typedKey makes a press of a number that somebody types after having been shown buttons.
func (x *exchange) typedKey(ctx context.Context, f facts) {
	text := bare(x.m.Text)
	if text == "" || len(text) > len("1\ufe0f\u20e3") || !strings.ContainsAny(text[:1], "123456789") {
		return
	}
	w, told := x.a.pads.latest(x.m.From)
	if !told && f.people == 2 {
		w = x.a.lastWords(ctx, x.room) // the program was started anew since then
	}
	if w == nil || w.Pad == nil || w.Pad.For != "" && string(w.Pad.For) != x.m.From.User {
		return
	}
	if k, ok := w.Pad.press(text); ok {
		x.pressed(k)
	}
}

// pressed makes the message that a button stands for.
func (x *exchange) pressed(k key) {
	x.m.Text, x.m.Addressed, x.m.Pressed = k.Line, true, true
}
