package checkin

import (
	"context"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/bot/worktime"
	"ambassador/store"
)

// reopenDays is how long a round is open again where nobody says.
const reopenDays = 7

// reopen lets people answer after the close: all who have not, or one.
func (e *Engine) reopen(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	k, r, err := e.run(tx, req)
	if err != nil {
		return bot.Reply{}, err
	}
	closes, err := e.until(req, reopenDays)
	if err != nil {
		return bot.Reply{}, err
	}
	asks, err := e.Asks(tx, r.Kind, r.Label)
	if err != nil {
		return bot.Reply{}, err
	}
	c, err := e.count(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	n, change := 0, 0
	for _, a := range asks {
		m, there := c.answerer(a)
		if only := req.Values["person"]; !there || only != "" && a.Person != only || !closes.After(a.Closes) {
			continue
		}
		if m.person.ID == a.Person {
			a.To = ""
		}
		if a.again(k, m, closes, req.Message.At) {
			n++
		} else {
			change++
		}
		if err := e.put(tx, a); err != nil {
			return bot.Reply{}, err
		}
	}
	if n+change == 0 {
		return bot.Reply{}, bot.Refuse("Nobody was asked for the %s who could answer it until %s.", k.called(r.Label), day(closes.Add(-time.Second), e.zoneFor(req)))
	}
	r.Closed, r.Escalated, r.Times, r.Closes = false, true, r.Times+1, later(r.Closes, closes)
	note(req, k, Ask{Label: r.Label})
	words := fmt.Sprintf("The %s is open again until %s.", k.called(r.Label), day(closes.Add(-time.Second), e.zoneFor(req)))
	if n > 0 {
		words += " " + bot.Capital(people(n)) + " without an answer will hear from me in their next working hours."
	}
	if change > 0 {
		words += " " + bot.Capital(people(change)) + " can change their answer."
	}
	return bot.Hush(bot.Say(words)), e.putRound(tx, r.looked())
}

// again lets an ask be answered until an instant, and says whether an answer is awaited now. Whoever has answered can
// change the answer, and is not asked.
func (a *Ask) again(k Kind, m member, closes, at time.Time) bool {
	a.Closes, a.LateAt = closes, closes
	if a.State == Answered {
		return false
	}
	a.Reason, a.State = "", Asked
	if len(a.Draft) > 0 {
		a.State = Draft
	}
	if len(a.Sent) == 0 {
		a.State = Due
	}
	a.Later = m.hours.Next(at, m.zone)
	if n := len(a.Sent); n > 0 && !a.Later.After(a.Sent[n-1]) {
		a.Later = a.Sent[n-1].Add(time.Minute)
	}
	a.Look = k.next(*a, m).at
	return true
}

// until is the end of the day that a coordinator names, or of one some days from now.
func (e *Engine) until(req *bot.Request, days int) (time.Time, error) {
	loc := location(e.zoneFor(req))
	y, m, d := req.Message.At.In(loc).Date()
	on := time.Date(y, m, d+days, 0, 0, 0, 0, time.UTC)
	if words := req.Values["until"]; words != "" {
		var err error
		if on, err = time.Parse(time.DateOnly, words); err != nil {
			return time.Time{}, err
		}
	}
	closes := worktime.Instant(on.AddDate(0, 0, 1), loc)
	switch {
	case !closes.After(req.Message.At):
		return closes, bot.Refuse("%s is in the past.", on.Format("2 January 2006"))
	case closes.After(req.Message.At.AddDate(0, 0, MostWindow+1)):
		return closes, bot.Refuse("%s is more than a year away.", on.Format("2 January 2006"))
	}
	return closes, nil
}

// endNow closes what somebody has started: the next look rolls it up.
func (e *Engine) endNow(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	k, r, err := e.run(tx, req)
	if err != nil {
		return bot.Reply{}, err
	}
	switch {
	case k.Once == "":
		return bot.Reply{}, bot.Refuse("The %s comes from the configuration and closes by itself on %s.", k.called(r.Label), day(r.Closes.Add(-time.Second), e.zoneFor(req)))
	case r.Closed:
		return bot.Reply{}, bot.Refuse("%s is closed already.", bot.Capital(k.called(r.Label))).Offer(bot.Action{Label: "Roll-up", Line: "checkin rollup " + k.Ref(r.Label)})
	}
	asks, err := e.Asks(tx, r.Kind, r.Label)
	if err != nil {
		return bot.Reply{}, err
	}
	at := req.Message.At
	for _, a := range asks {
		if a.Closes = at; a.Open() {
			a.Look = at
		}
		if err := e.put(tx, a); err != nil {
			return bot.Reply{}, err
		}
	}
	s, _, err := e.started.Get(tx, store.K(k.Name))
	if err != nil {
		return bot.Reply{}, err
	}
	s.Ended = at
	if err := e.started.Put(tx, store.K(k.Name), s); err != nil {
		return bot.Reply{}, err
	}
	r.Closes, r.Look = at, at
	note(req, k, Ask{Label: r.Label})
	return bot.Hush(bot.Say(fmt.Sprintf("%s closes now; the roll-up follows in a moment.", bot.Capital(k.called(r.Label))))), e.putRound(tx, r)
}
