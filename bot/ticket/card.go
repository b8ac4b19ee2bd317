package ticket

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// card shows the ticket to whoever speaks, with what they can do.
func (h *hand) card() (bot.Reply, error) {
	facts, err := h.facts()
	if err != nil {
		return bot.Reply{}, err
	}
	story, err := h.story()
	if err != nil {
		return bot.Reply{}, err
	}
	blocks := []bot.Block{{Section: &bot.Section{Title: h.ref() + ": " + h.k.Noun}}}
	blocks = append(blocks, spread(facts)...)
	blocks = append(blocks, bot.Block{Section: &bot.Section{Text: story}})
	if h.office && h.t.State != Closed {
		fits, err := h.fitting()
		if err != nil {
			return bot.Reply{}, err
		}
		if fits != "" {
			blocks = append(blocks, bot.Block{Section: &bot.Section{Title: "May fit", Text: fits}})
		}
	}
	if actions := h.actions(); len(actions) > 0 {
		blocks = append(blocks, bot.Block{Actions: actions})
	}
	return bot.Compose(blocks...), nil
}

// mostFact is how many characters of a value stand beside others. What is longer has a
// section of its own: platforms cut long facts off, and nobody could read the end.
const mostFact = 600

// spread are facts, and behind them those too long to be one.
func spread(facts []bot.Fact) []bot.Block {
	var brief []bot.Fact
	var long []bot.Block
	for _, f := range facts {
		if utf8.RuneCountInString(f.Value) > mostFact {
			long = append(long, bot.Block{Section: &bot.Section{Title: f.Label, Text: f.Value}})
			continue
		}
		brief = append(brief, f)
	}
	if len(brief) == 0 {
		return long
	}
	return append([]bot.Block{{Facts: brief}}, long...)
}

// facts are what was asked, who has it and how it stands. Somebody who has only joined in
// sees the title and the state.
func (h *hand) facts() ([]bot.Fact, error) {
	var all []bot.Fact
	add := func(label, value string) {
		if value != "" {
			all = append(all, bot.Fact{Label: label, Value: value})
		}
	}
	if h.voice && !h.office {
		add("About", h.t.Title)
	} else {
		for _, f := range h.k.Fields {
			add(label(f), h.shown(f))
		}
	}
	if h.office && !h.asker {
		name, err := h.askerName(h.tx, h.t)
		if err != nil {
			return nil, err
		}
		add("From", name)
		if n := len(h.t.Voices); n > 0 {
			add("Me, too", fmt.Sprint(n))
		}
	}
	where := ""
	if h.t.State != Closed {
		where = theDesk(h.t.Desk)
		if !h.t.Owner.nobody() {
			var err error
			if where, err = h.speaker(h.tx, h.t, h.t.Owner); err != nil {
				return nil, err
			}
		}
	}
	add("With", where)
	state, err := h.stands()
	add("State", state)
	return all, err
}

// label is a field as the name of a fact: its label asks, and what stands beside is an answer.
func label(f bot.Field) string { return bot.Capital(f.Name) }

// stands says in words how the ticket stands.
func (h *hand) stands() (string, error) {
	zone, err := h.req.Who.Zone, error(nil)
	if h.t.running() { // the day of a deadline is that of whoever has to keep it
		zone, err = h.zoneOf(h.tx, h.t.Owner)
	}
	return stands(h.t, zone), err
}

// stands says in words how a ticket stands, to somebody in a zone.
func stands(t Ticket, zone string) string {
	words := ""
	switch {
	case t.State == Closed:
		return t.Outcome + ", " + day(t.Changed, zone)
	case t.State == Asked:
		words = "waits for the asker"
	case t.State == Answered:
		words = "answered"
	case t.State == Taken:
		words = "in hand, due " + day(t.Due, zone)
	default:
		words = "waits, due " + day(t.Due, zone)
	}
	if t.Stage != "" && t.State == Answered {
		return t.Stage
	}
	if t.Stage != "" {
		words = t.Stage + "; " + words
	}
	return words
}

// shown is a value of the ticket in words.
func (h *hand) shown(f bot.Field) string {
	shown, err := h.Shown(h.tx, f, h.t.Values[f.Name])
	if err != nil || f.Kind == bot.Long && h.k.Secret && !h.office && !h.asker {
		return ""
	}
	return shown
}

// Shown is a canonical value in words: a place by its label, a person by name.
func (e *Engine) Shown(tx store.Tx, f bot.Field, value string) (string, error) {
	var m bot.Meaning
	var err error
	switch {
	case value == "":
		return "", nil
	case f.Kind == bot.Place:
		m, err = e.people.Place(tx, bot.Person{}, value)
		if _, unknown := errors.AsType[*bot.Refusal](err); unknown && isPlace(value) { // it has left the gazetteer
			return "a place", nil
		}
	case f.Kind == bot.Human:
		name, err := e.name(tx, Party{ID: value})
		return name, err
	case f.Name == "language":
		return directory.LanguageName(value), nil
	default:
		return value, nil
	}
	return m.Label, err
}

// notice is what whoever has a ticket is told of it. What is said in confidence is not in
// it: a notice lies in a conversation, and may be read by whoever looks over a shoulder.
func (e *Engine) notice(tx store.Tx, t Ticket) (bot.Reply, error) {
	k, ref := e.kindOf(t), e.Ref(t.Number)
	if k.Secret {
		return bot.Say(ref+": something was said in confidence.", bot.Action{Label: "Open " + ref, Line: "status " + ref}), nil
	}
	from, err := e.askerName(tx, t)
	if err != nil {
		return bot.Reply{}, err
	}
	zone, err := e.zoneOf(tx, t.Owner)
	if err != nil {
		return bot.Reply{}, err
	}
	words := "From " + from + ". They hear from you through me."
	if t.running() {
		words = "From " + from + ". Please answer by " + day(t.Due, zone) + "; they hear from you through me."
	}
	if k.To == ToPerson && t.Owner.nobody() {
		words = "From " + from + ". I cannot reach who was asked for; please pass it on, or answer by " + day(t.Due, zone) + "."
	}
	var facts []bot.Fact
	for _, f := range k.Fields {
		shown, err := e.Shown(tx, f, t.Values[f.Name])
		if err != nil {
			return bot.Reply{}, err
		}
		if shown != "" && !(f.Kind == bot.Human && t.Owner.ID == t.Values[f.Name]) {
			facts = append(facts, bot.Fact{Label: label(f), Value: shown})
		}
	}
	blocks := append([]bot.Block{{Section: &bot.Section{Title: ref + ": " + k.Noun, Text: words}}}, spread(facts)...)
	return bot.Compose(append(blocks, bot.Block{Actions: e.ownerActions(t, k)})...), nil
}
