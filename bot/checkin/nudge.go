package checkin

import (
	"fmt"
	"slices"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// key names a word by its cause: the ask, and which of its words it is.
func (a Ask) key(n int) string {
	return fmt.Sprintf("nudge/%s/%s/%s/%d", a.Kind, a.Label, a.Person, n)
}

// nudge asks or reminds. Where nobody can be reached now, another day is tried until the round closes.
func (w watch) nudge(tx store.Tx, k Kind, a *Ask, to member, s step, at time.Time) error {
	account, ok, err := w.reach(tx, w.out, a.Who())
	if err != nil {
		return err
	}
	if !ok {
		a.Later = to.hours.Start(at, 1, to.zone)
		return nil
	}
	words, err := w.words(tx, k, *a, to, s)
	if err != nil {
		return err
	}
	e := bot.Envelope{Key: a.key(a.Words + 1), To: account, Reply: bot.Hush(words), Class: bot.Nudging, Deadline: a.Closes}
	if s.what == reminds {
		e.Deadline = to.hours.End(at, 0, to.zone) // another one comes; this one must not come at night
	}
	if err := w.out.Put(tx, e); err != nil {
		return fmt.Errorf("nudge: %w", err)
	}
	a.Words++
	a.On = account
	a.Sent = append(a.Sent, at)
	if a.State == Due {
		a.State = Asked
	}
	return nil
}

// reach is where somebody is written to: the account they prefer among those that there is a connection to.
func (e *Engine) reach(tx store.Tx, out *bot.Outbox, id string) (to bot.Address, ok bool, err error) {
	accounts, err := e.people.Reach(tx, id)
	if err != nil {
		return to, false, err
	}
	i := slices.IndexFunc(accounts, func(a bot.Address) bool { return a.User != "" && out.Reaches(a.Platform) })
	if i < 0 {
		return to, false, nil
	}
	return accounts[i], true, nil
}

// takeBack takes the last word to somebody out of the outbox, if it waits there still: they need not answer any more.
func (e *Engine) takeBackFrom(tx store.Tx, out *bot.Outbox, a Ask) error {
	if a.Words == 0 {
		return nil
	}
	if _, err := out.Withdraw(tx, a.On, a.key(a.Words)); err != nil {
		return fmt.Errorf("take back: %w", err)
	}
	return nil
}

// takeBack is takeBackFrom for the sweep.
func (w watch) takeBack(tx store.Tx, a Ask) error { return w.takeBackFrom(tx, w.out, a) }

// words are the question, or a reminder of it.
func (e *Engine) words(tx store.Tx, k Kind, a Ask, to member, s step) (bot.Reply, error) {
	until := day(a.Closes.Add(-1), to.zone)
	var text string
	switch n := len(a.Sent); {
	case a.To != "":
		name, err := e.name(tx, a.Person)
		if err != nil {
			return bot.Reply{}, err
		}
		text = fmt.Sprintf("%s has asked you to answer in their place: %s\nThere is time until %s.", bot.Capital(name), k.Ask, until)
	case s.what == asks:
		text = fmt.Sprintf("%s\nThere is time until %s. A few words will do.", k.Ask, until)
	case a.State == Late:
		text = fmt.Sprintf("Your %s has not come in yet; it can be given until %s. One line helps, and so does “nothing happened”.", k.called(a.Label), until)
	case len(a.Draft) > 0:
		text = fmt.Sprintf("Your %s is begun; I have kept what you wrote. There is time until %s.", k.called(a.Label), until)
	case n >= len(k.Reminders):
		text = fmt.Sprintf("A last word about your %s, and then I am quiet: there is time until %s.", k.called(a.Label), until)
	default:
		text = fmt.Sprintf("A kind reminder: your %s can be given until %s.", k.called(a.Label), until)
	}
	return bot.Say(text, k.actions(a)...), nil
}

// actions are the buttons below a question. The first leads to the form; with a choice of few words each is an answer.
func (k Kind) actions(a Ask) []bot.Action {
	ref := k.ref(a)
	var all []bot.Action
	if f := k.Fields[0]; f.Kind == bot.Choice && len(f.Choices) <= 4 {
		for _, choice := range f.Choices {
			all = append(all, bot.Action{Label: bot.Capital(choice), Line: k.line(a, choice)})
		}
	} else {
		all = append(all, bot.Action{Label: "Write it", Line: k.line(a, "")})
	}
	return append(all,
		bot.Action{Label: "Tomorrow", Line: "checkin later tomorrow for " + ref},
		bot.Action{Label: "On Monday", Line: "checkin later monday for " + ref},
		bot.Action{Label: "Another day", Line: "checkin later for " + ref},
		bot.Action{Label: "Skip it", Line: "checkin skip for " + ref},
		bot.Action{Label: "Somebody else", Line: "checkin pass for " + ref},
		bot.Action{Label: "I am away", Line: "away"},
	)
}

// line is the line that answers an ask, with the value of its first field if there is one. The round stands in it: a
// button is pressed long after it was shown.
func (k Kind) line(a Ask, choice string) string {
	line := "answer " + k.ref(a)
	if k.Command != "" {
		line = k.Command + " round=" + k.ref(a)
	}
	if choice != "" {
		line += ` "` + choice + `"`
	}
	return line
}

// name is how others call somebody.
func (e *Engine) name(tx store.Tx, id string) (string, error) {
	c, err := e.count(tx)
	if err != nil {
		return "", err
	}
	m, there := c.member(id)
	if !there {
		return "somebody who has left", nil
	}
	return m.name, nil
}

// tellCoordinators puts words for each coordinator, who read them in their own hours. They are worth nothing after a deadline.
func (w watch) tellCoordinators(tx store.Tx, key string, r bot.Reply, deadline time.Time) error {
	seats, err := w.people.Seats(tx, directory.Coordinators)
	if err != nil {
		return err
	}
	for _, s := range seats {
		if !w.out.Reaches(s.Account.Platform) {
			continue
		}
		e := bot.Envelope{Key: key + "/" + s.Account.String(), To: s.Account, Reply: bot.Hush(r), Class: bot.Nudging, Deadline: deadline}
		if err := w.out.Put(tx, e); err != nil {
			return fmt.Errorf("tell coordinators: %w", err)
		}
	}
	return nil
}
