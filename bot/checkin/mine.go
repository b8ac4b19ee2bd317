package checkin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ambassador/bot"
	"ambassador/store"
)

// forField names a round in a command about one.
func forField() bot.Field {
	return bot.Field{Name: "round", Label: "Which check-in?", Hint: "Such as report; what waits for you if you say none.", Word: "for", Optional: true, Hidden: true}
}

// Commands lists what can be said: one command for each kind that has its own, those for all kinds, and the coordinators'.
func (e *Engine) Commands() []bot.Command {
	var all []bot.Command
	for _, k := range e.kinds {
		if k.Command != "" {
			all = append(all, e.answerCommand(k))
		}
	}
	return slices.Concat(all, e.mineCommands(), e.deskCommands(), e.privacyCommands())
}

// mineCommands are for whoever is asked.
func (e *Engine) mineCommands() []bot.Command {
	return []bot.Command{{
		Name: "answer", Summary: "answer what the programme asks you", Needs: bot.Member, Alone: true,
		Examples: []string{"answer upgrade-day yes", `answer upgrade-day "no, we meet in May"`},
		Fields: []bot.Field{
			{Name: "check-in", Label: "Which check-in?", Hint: "As the question said, such as upgrade-day.", Kind: bot.Key},
			{Name: "answer", Label: "What is your answer?", Kind: bot.Long},
		},
		Handle: e.answerAny,
	}, {
		Name: "checkin mine", Summary: "see what the programme asks you, and what you answered", Needs: bot.Member, Reads: true,
		Examples: []string{"checkin mine"}, Handle: e.mine,
	}, {
		Name: "checkin show", Summary: "see an answer that you gave", Needs: bot.Member, Reads: true,
		Examples: []string{"checkin show report-2026-q1"},
		Fields: []bot.Field{{Name: "round", Label: "Which check-in?", Kind: bot.Key},
			{Name: "person", Label: "Whose?", Kind: bot.Human, Optional: true, Hidden: true}},
		Handle: e.showOne,
	}, {
		Name: "checkin later", Summary: "be reminded of a check-in on another day", Needs: bot.Member, Alone: true,
		Examples: []string{"checkin later tomorrow", "checkin later on 12 May for report"},
		Begin:    e.needsOne,
		Fields:   []bot.Field{{Name: "date", Label: "On which day?", Hint: "Such as tomorrow, Monday or 12 May.", Kind: bot.Date, Word: "on"}, forField()},
		Handle:   e.later,
	}, {
		Name: "checkin skip", Summary: "leave a check-in out this time, and say why", Needs: bot.Member, Alone: true,
		Examples: []string{`checkin skip "I was ill"`, `checkin skip "Nothing happened" for report`},
		Begin:    e.needsAlso,
		Fields:   []bot.Field{{Name: "reason", Label: "Why is it left out?", Hint: "A few words; the coordinators read them."}, forField()},
		Handle:   e.skip,
	}, {
		Name: "checkin pass", Summary: "have somebody else answer a check-in this time", Needs: bot.Member, Alone: true,
		Examples: []string{"checkin pass ambassador-berlin", "checkin pass me for report"},
		Begin:    e.needsAlso,
		Fields:   []bot.Field{{Name: "person", Label: "Who answers for you?", Hint: "Their name; or “me” to take it back.", Kind: bot.Human}, forField()},
		Handle:   e.pass,
	}}
}

// needsOne refuses a form about what is asked of somebody where nothing is, before they fill it in.
func (e *Engine) needsOne(tx store.Tx, req *bot.Request) (bot.Beginning, error) {
	o, err := e.pick(tx, req, req.Values["round"], true)
	return o.beginning(e.zoneFor(req)), err
}

// needsAlso is needsOne where it may be one that was passed on.
func (e *Engine) needsAlso(tx store.Tx, req *bot.Request) (bot.Beginning, error) {
	o, err := e.pickAlso(tx, req, false)
	return o.beginning(e.zoneFor(req)), err
}

// beginning is what stands above a form about an ask.
func (o owing) beginning(zone string) bot.Beginning {
	return bot.Beginning{Note: bot.Capital(o.k.called(o.Label)) + ", open until " + day(o.Closes.Add(-time.Second), zone) + "."}
}

// answerAny answers a kind without a command of its own. What is behind the choice is a comment.
func (e *Engine) answerAny(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	round, _, _ := strings.Cut(req.Values["check-in"], of)
	k, _, known, err := e.named(tx, round)
	if err != nil {
		return bot.Reply{}, err
	}
	if !known {
		return bot.Reply{}, bot.Refuse("I know no check-in “%s”.", short(req.Values["check-in"])).Offer(mineAction())
	}
	a, err := e.meant(tx, req, k, req.Values["check-in"])
	if err != nil {
		return bot.Reply{}, err
	}
	values, err := k.read(req, req.Values["answer"])
	if err != nil {
		return bot.Reply{}, err
	}
	return e.take(tx, req, k, a, values)
}

// read makes values of one text: the first field is what it begins with, if that is a choice, and a comment the rest.
func (k Kind) read(req *bot.Request, text string) (map[string]string, error) {
	f := k.Fields[0]
	if f.Kind != bot.Choice {
		v, err := req.Check(f, text)
		return map[string]string{f.Name: v}, err
	}
	longest := func(a, b string) int { return cmp.Compare(len(b), len(a)) } // “no way” before “no”
	for _, choice := range slices.SortedFunc(slices.Values(f.Choices), longest) {
		more, begins := behind(text, choice)
		if !begins {
			continue
		}
		values := map[string]string{f.Name: choice}
		if len(k.Fields) > 1 && more != "" {
			v, err := req.Check(k.Fields[1], more)
			if err != nil {
				return nil, err
			}
			values[k.Fields[1].Name] = v
		}
		return values, nil
	}
	no := bot.Refuse("I do not understand “%s” here. %s", short(text), k.Ask)
	for _, choice := range f.Choices[:min(len(f.Choices), 5)] {
		no.Offer(bot.Action{Label: bot.Capital(choice), Line: `answer ` + k.Name + ` "` + choice + `"`})
	}
	return nil, no
}

// behind is what stands behind a choice that a text begins with, in whatever case.
func behind(text, choice string) (more string, begins bool) {
	const between = " ,.;:!?–—-\n"
	runes, n := []rune(text), utf8.RuneCountInString(choice)
	if len(runes) < n || !strings.EqualFold(string(runes[:n]), choice) || len(runes) > n && !strings.ContainsRune(between, runes[n]) {
		return "", false
	}
	return strings.Trim(string(runes[n:]), between), true
}

// mine lists what is asked of the speaker.
func (e *Engine) mine(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	return e.Standing(tx, req, "")
}

// Standing tells the speaker how far they are with what is asked of them: of one kind, or of all where kind is empty.
func (e *Engine) Standing(tx store.Tx, req *bot.Request, kind string) (bot.Reply, error) {
	all, err := e.owes(tx, req.Who.ID)
	if err != nil {
		return bot.Reply{}, err
	}
	passed, err := e.passedOn(tx, req.Who.ID)
	if err != nil {
		return bot.Reply{}, err
	}
	all = slices.Concat(passed, all)
	all = slices.DeleteFunc(all, func(o owing) bool { return kind != "" && o.Kind != kind })
	if len(all) == 0 {
		offers, err := e.offers(tx, req, kind)
		return bot.Hush(bot.Say("The programme has asked you nothing yet.", offers...)), err
	}
	var blocks []bot.Block
	for _, o := range all[:min(len(all), 8)] {
		line, err := e.standing(tx, o, req)
		if err != nil {
			return bot.Reply{}, err
		}
		actions := []bot.Action{o.showAction()}
		switch {
		case o.Open() && o.Who() != req.Who.ID:
			actions = []bot.Action{o.backAction()}
		case o.Open():
			actions = o.k.actions(o.Ask)
		}
		blocks = append(blocks, bot.Block{Section: &bot.Section{Text: line}}, bot.Block{Actions: actions})
	}
	return bot.Hush(bot.Compose(blocks...)), nil
}

// offers are what somebody may answer before they are asked: of one kind, or of all where kind is empty.
func (e *Engine) offers(tx store.Tx, req *bot.Request, kind string) (actions []bot.Action, err error) {
	c, err := e.count(tx)
	if err != nil {
		return nil, err
	}
	m, there := c.member(req.Who.ID)
	for _, k := range e.kinds {
		if there && k.Command != "" && len(k.Silence) == 0 && (kind == "" || k.Name == kind) && k.Of.has(m, req.Message.At) {
			actions = append(actions, bot.Action{Label: bot.Capital(k.Noun), Line: k.Command})
		}
	}
	return actions, nil
}

// standing says how far an ask has come, for whoever is to answer.
func (e *Engine) standing(tx store.Tx, o owing, req *bot.Request) (string, error) {
	called, zone := bot.Capital(o.k.called(o.Label)), e.zoneFor(req)
	if o.Person != req.Who.ID {
		name, err := e.name(tx, o.Person)
		if err != nil {
			return "", err
		}
		called = bot.Capital(o.k.calledOf(o.Label, name))
	}
	switch {
	case o.Open() && o.To != "" && o.To != req.Who.ID:
		name, err := e.name(tx, o.To)
		return fmt.Sprintf("%s: %s answers it for you, until %s.", called, name, day(o.Closes.Add(-time.Second), zone)), err
	case o.Open():
		return fmt.Sprintf("%s: not answered yet; there is time until %s.", called, day(o.Closes.Add(-time.Second), zone)), nil
	case o.State == Answered:
		return fmt.Sprintf("%s: answered on %s.", called, day(o.At, zone)), nil
	case o.Reason != "":
		return fmt.Sprintf("%s: left out (%s).", called, o.Reason), nil
	}
	return called + ": closed without an answer.", nil
}

// later puts off the next word.
func (e *Engine) later(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	o, err := e.pick(tx, req, req.Values["round"], true)
	if err != nil {
		return bot.Reply{}, err
	}
	c, err := e.count(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	m, _ := c.member(req.Who.ID)
	on, err := time.ParseInLocation(time.DateOnly, req.Values["date"], m.loc)
	if err != nil {
		return bot.Reply{}, err
	}
	at := m.hours.Next(later(on, req.Message.At.Add(time.Minute)), m.zone)
	switch {
	case req.Values["date"] < req.Message.At.In(m.loc).Format(time.DateOnly):
		return bot.Reply{}, bot.Refuse("%s is in the past.", on.Format("2 January 2006"))
	case !at.Before(o.Closes):
		return bot.Reply{}, bot.Refuse("Your %s closes on %s, before that.", o.k.called(o.Label), day(o.Closes.Add(-time.Second), m.zone)).Offer(o.k.actions(o.Ask)[:2]...)
	}
	a := o.Ask
	a.Later = at
	if len(a.Sent) > 0 && !a.Later.After(a.Sent[len(a.Sent)-1]) {
		a.Later = a.Sent[len(a.Sent)-1].Add(time.Minute)
	}
	a.Look = o.k.next(a, m).at
	if err := e.takeBackFrom(tx, req.Outbox, a); err != nil {
		return bot.Reply{}, err
	}
	note(req, o.k, a)
	return bot.Hush(bot.Say(fmt.Sprintf("I come back to it on %s.", day(at, m.zone)))), e.put(tx, a)
}

// skip leaves a round out.
func (e *Engine) skip(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	o, err := e.pickAlso(tx, req, false)
	if err != nil {
		return bot.Reply{}, err
	}
	a := o.Ask
	a.end(Skipped, req.Values["reason"])
	a.By = req.Who.ID
	if err := e.takeBackFrom(tx, req.Outbox, a); err != nil {
		return bot.Reply{}, err
	}
	note(req, o.k, a)
	return bot.Hush(bot.Say(fmt.Sprintf("All right: your %s is left out this time. If you find the time after all, it can be written until %s.",
		o.k.called(a.Label), day(a.Closes.Add(-time.Second), e.zoneFor(req))), bot.Action{Label: "Write it", Line: o.k.line(a, "")})), e.put(tx, a)
}
