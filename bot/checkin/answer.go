package checkin

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// roundField names the round that an answer is for, in the lines of buttons.
func roundField() bot.Field {
	return bot.Field{Name: "round", Label: "Which round?", Hint: "Such as report-2027-q1.", Optional: true, Hidden: true}
}

// answerCommand is the command of a kind that has one of its own.
func (e *Engine) answerCommand(k Kind) bot.Command {
	needs := k.Of.Role
	if needs == bot.None {
		needs = bot.Member
	}
	return bot.Command{
		Name: k.Command, Summary: k.Summary, Examples: k.Examples, Needs: needs, Alone: true,
		Fields: append(append([]bot.Field{}, k.Fields...), roundField()),
		Begin: func(tx store.Tx, req *bot.Request) (bot.Beginning, error) {
			return e.begins(tx, req, k)
		},
		Keep:   func(tx store.Tx, req *bot.Request) error { return e.keepDraft(tx, req, k) },
		Handle: func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) { return e.answer(tx, req, k) },
	}
}

// answer takes an answer to a kind in.
func (e *Engine) answer(tx store.Tx, req *bot.Request, k Kind) (bot.Reply, error) {
	a, err := e.meant(tx, req, k, cmp.Or(req.Values["round"], k.Name))
	if err != nil {
		return bot.Reply{}, err
	}
	values := make(map[string]string)
	for _, f := range k.Fields {
		if v := req.Values[f.Name]; v != "" {
			values[f.Name] = v
		}
	}
	return e.take(tx, req, k, a, values)
}

// meant is the ask that an answer is for. Who is among those who are asked may write at any time, before they are asked,
// too; then it is for the round that they are in. Words name the kind, the round, or whose it is, too.
func (e *Engine) meant(tx store.Tx, req *bot.Request, k Kind, words string) (Ask, error) {
	round, whose, passed := strings.Cut(words, of)
	named, label, known, err := e.named(tx, round)
	switch {
	case err != nil:
		return Ask{}, err
	case !known || named.Name != k.Name:
		return Ask{}, bot.Refuse("I know no %s “%s”.", k.Noun, short(words)).Offer(mineAction())
	}
	o, err := e.pick(tx, req, words, false)
	if err == nil {
		return o.Ask, nil
	}
	if !passed {
		whose = req.Who.ID
		a, mine, own := e.own(tx, req, k)
		if own != nil || mine && (label == "" || label == a.Label) {
			return a, own
		}
	}
	closed, there, get := e.asks.Get(tx, askKey(k.Name, label, whose))
	if get != nil || !there || whose != req.Who.ID && closed.Who() != req.Who.ID {
		return Ask{}, err
	}
	return closed, nil // take says what becomes of it
}

// own is the ask of whoever writes of their own accord: that of the round they are in, whatever has become of it. mine
// is false for those who are not asked.
func (e *Engine) own(tx store.Tx, req *bot.Request, k Kind) (a Ask, mine bool, err error) {
	c, err := e.count(tx)
	if err != nil {
		return a, false, err
	}
	m, there := c.member(req.Who.ID)
	if !there || !k.Of.has(m, req.Message.At) {
		return a, false, nil
	}
	p, begun := k.present(m, req.Message.At)
	if !begun {
		return a, false, nil
	}
	kept, there, err := e.asks.Get(tx, askKey(k.Name, p.Label, req.Who.ID))
	if err != nil || there { // passed on, or closed: take knows what becomes of it
		return kept, there, err
	}
	a = k.ask(m, p)
	a.Offered = true
	if !req.Message.At.Before(a.Closes) { // the window is over, and the next round has not come: that is when some find the time
		a.Closes = p.Ends
	}
	return a, true, nil
}

// mostVersions is how many earlier versions of an answer are kept.
const mostVersions = 5

// take keeps an answer, stops the reminders, and shows it to those who are to see it.
func (e *Engine) take(tx store.Tx, req *bot.Request, k Kind, a Ask, values map[string]string) (bot.Reply, error) {
	at := req.Message.At
	if !at.Before(a.Closes) {
		return e.tooLate(tx, req, k, a, values)
	}
	again := a.State == Answered
	if again {
		a.Before = append(a.Before, a.Values)
		a.Before = a.Before[max(0, len(a.Before)-mostVersions):]
		if req.Message.Values == nil { // a line changes what it tells, a form is all of it
			merged := maps.Clone(a.Values)
			maps.Copy(merged, values)
			values = merged
		}
	} else {
		a.At = at
	}
	a.State, a.Values, a.Draft, a.Reason, a.By, a.Changed = Answered, values, nil, "", req.Who.ID, at
	a.Look, a.Versions = time.Time{}, a.Versions+1
	if err := e.about(tx, &a); err != nil {
		return bot.Reply{}, err
	}
	if err := e.keepAsk(tx, a); err != nil {
		return bot.Reply{}, err
	}
	if err := e.takeBackFrom(tx, req.Outbox, a); err != nil {
		return bot.Reply{}, err
	}
	if err := e.show(tx, req.Outbox, k, a); err != nil {
		return bot.Reply{}, err
	}
	if err := e.relieve(tx, req.Outbox, k, a); err != nil {
		return bot.Reply{}, err
	}
	note(req, k, a)
	whose, err := e.whose(tx, req, k, a)
	if err != nil {
		return bot.Reply{}, err
	}
	said := fmt.Sprintf("Thank you. %s is in. You can change it until %s.", bot.Capital(whose), day(a.Closes.Add(-time.Second), e.zoneFor(req)))
	if again {
		said = fmt.Sprintf("Changed: %s.", whose)
	}
	o := owing{a, k}
	return bot.Hush(bot.Say(said, o.showAction(), bot.Action{Label: "Change it", Line: k.line(a, "")})), nil
}

// whose is an ask in a sentence to somebody who answers it: “your regional report for March”, or that of whoever
// has passed it on to them.
func (e *Engine) whose(tx store.Tx, req *bot.Request, k Kind, a Ask) (string, error) {
	if a.Person == req.Who.ID {
		return "your " + k.called(a.Label), nil
	}
	name, err := e.name(tx, a.Person)
	return "the " + k.calledOf(a.Label, name), err
}

// keepAsk writes an ask, with its round where it is the first of it.
func (e *Engine) keepAsk(tx store.Tx, a Ask) error {
	r, err := e.round(tx, a.Kind, a.Label)
	if err != nil {
		return err
	}
	if next := r.with(a); next != r {
		if err := e.putRound(tx, next); err != nil {
			return err
		}
	}
	return e.put(tx, a)
}

// relieve tells, where one of two could answer, the other one that it is done.
func (e *Engine) relieve(tx store.Tx, out *bot.Outbox, k Kind, a Ask) error {
	other, words := a.Person, "%s has written the %s in your place."
	if a.By == a.Person {
		other, words = a.To, "%s has written the %s; you need not do it any more."
	}
	if a.To == "" || other == a.To && a.Words == 0 {
		return nil
	}
	to, ok, err := e.reach(tx, out, other)
	if err != nil || !ok {
		return err
	}
	name, err := e.name(tx, a.By)
	if err != nil {
		return err
	}
	r := bot.Hush(bot.Say(fmt.Sprintf(words, bot.Capital(name), k.called(a.Label))))
	return out.Put(tx, bot.Envelope{Key: fmt.Sprintf("relieved/%s/%s/%s", a.Kind, a.Label, a.Person), To: to, Reply: r, Deadline: a.Closes})
}

// tooLate keeps the words of an answer that comes after the close, and tells the coordinators, who can open the round again.
func (e *Engine) tooLate(tx store.Tx, req *bot.Request, k Kind, a Ask, values map[string]string) (bot.Reply, error) {
	a.Draft = values
	if err := e.put(tx, a); err != nil {
		return bot.Reply{}, err
	}
	name, err := e.name(tx, a.Person)
	if err != nil {
		return bot.Reply{}, err
	}
	ref := k.Ref(a.Label)
	w := watch{Engine: e, out: req.Outbox}
	words := bot.Say(fmt.Sprintf("%s has written their %s after its close. The words are kept; if you open it again for them, they can send them.", bot.Capital(name), k.called(a.Label)),
		bot.Action{Label: "Open it again", Line: "checkin reopen " + ref + " " + a.Person})
	if err := w.tellCoordinators(tx, "checkin/afterwards/"+ref+"/"+a.Person, words, req.Message.At.AddDate(0, 0, 30)); err != nil {
		return bot.Reply{}, err
	}
	note(req, k, a)
	return bot.Hush(bot.Say(fmt.Sprintf("Your %s closed on %s. I have kept your words and told the coordinators, who can open it again for you.",
		k.called(a.Label), day(a.Closes.Add(-time.Second), e.zoneFor(req))))), nil
}

// note names the round for the audit log.
func note(req *bot.Request, k Kind, a Ask) {
	if req.On == nil {
		req.On = make(map[string]string)
	}
	req.On["round"] = k.Ref(a.Label)
}

// zoneFor is the zone in which days are told to a speaker.
func (e *Engine) zoneFor(req *bot.Request) string {
	if req.Who.Zone != "" {
		return req.Who.Zone
	}
	return e.zone
}

// begins fills the form of a kind in: with a draft, or the answer as it stands, or what was carried over from the last
// one; above it what the rooms have seen of the person since the round before.
func (e *Engine) begins(tx store.Tx, req *bot.Request, k Kind) (bot.Beginning, error) {
	a, err := e.meant(tx, req, k, cmp.Or(req.Values["round"], k.Name))
	if err != nil {
		return bot.Beginning{}, err
	}
	known := a.Draft
	if len(known) == 0 {
		known = a.Values
	}
	var note []string
	if a.Person != req.Who.ID {
		whose, err := e.whose(tx, req, k, a)
		if err != nil {
			return bot.Beginning{}, err
		}
		note = append(note, "This is "+whose+".")
	}
	if !req.Message.At.Before(a.Closes) {
		note = append(note, "This round is closed. What you write is kept, and the coordinators can open it again for you.")
	}
	if len(known) == 0 {
		last, there, err := e.lastAnswer(tx, a)
		if err != nil {
			return bot.Beginning{}, err
		}
		known = make(map[string]string)
		for _, name := range k.Carries {
			if v := last.Values[name]; there && v != "" {
				known[name] = v
			}
		}
		if there {
			said := map[bool]string{true: "Last time you wrote: ", false: "Last time it was: "}[last.By == req.Who.ID]
			note = append(note, said+short(k.title(last.Values)))
		}
		seen, err := e.seen(tx, a, req.Message.At)
		if err != nil {
			return bot.Beginning{}, err
		}
		if len(seen) > 0 {
			note = append(note, "I have seen: "+strings.Join(seen, "; ")+".")
		}
	}
	return bot.Beginning{Known: known, Note: strings.Join(note, "\n")}, nil
}

// lastAnswer is the last answer of the same person to an earlier round.
func (e *Engine) lastAnswer(tx store.Tx, a Ask) (last Ask, there bool, err error) {
	rounds, err := e.Rounds(tx, a.Kind)
	for i := len(rounds) - 1; i >= 0 && err == nil; i-- {
		if !rounds[i].Began.Before(a.Due) || rounds[i].Label == a.Label {
			continue
		}
		if last, there, err = e.asks.Get(tx, askKey(a.Kind, rounds[i].Label, a.Person)); there && last.State == Answered {
			return last, true, err
		}
	}
	return Ask{}, false, err
}

// title is the first words of an answer.
func (k Kind) title(values map[string]string) string {
	for _, f := range k.Fields {
		if v := values[f.Name]; v != "" {
			return v
		}
	}
	return ""
}

// keepDraft keeps what was typed so far.
func (e *Engine) keepDraft(tx store.Tx, req *bot.Request, k Kind) error {
	a, err := e.meant(tx, req, k, cmp.Or(req.Values["round"], k.Name))
	if _, refused := err.(*bot.Refusal); refused { // nothing that a draft could be of; whoever asks for it hears so
		return nil
	}
	if err != nil || !req.Message.At.Before(a.Closes) {
		return err
	}
	draft := maps.Clone(req.Values)
	delete(draft, "round")
	a.Draft = draft
	if a.State == Asked || a.State == Due && a.Offered {
		a.State = Draft
	}
	return e.keepAsk(tx, a)
}
