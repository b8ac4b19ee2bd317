package checkin

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// deskCommands are for coordinators, and for ambassadors who ask something in their own region.
func (e *Engine) deskCommands() []bot.Command {
	which := bot.Field{Name: "round", Label: "Which check-in?", Hint: "Such as report, or report-2026-q1.", Kind: bot.Key}
	maybe := which
	maybe.Optional = true
	return append([]bot.Command{{
		Name: "checkin status", Summary: "see who has answered a check-in, and who is missing", Needs: bot.Ambassador, Reads: true,
		Examples: []string{"checkin status", "checkin status report-2026-q1"}, Fields: []bot.Field{maybe}, Handle: e.status,
	}, {
		Name: "checkin rollup", Summary: "roll a check-in up as it stands, with files", Needs: bot.Ambassador, Reads: true,
		Examples: []string{"checkin rollup report-2026-q1"}, Fields: []bot.Field{which}, Handle: e.rollUpNow,
	}, {
		Name: "checkin list", Summary: "list what is asked, of whom and when", Needs: bot.Ambassador, Reads: true,
		Examples: []string{"checkin list"}, Handle: e.list,
	}, {
		Name: "checkin reopen", Summary: "let people answer a check-in after its close", Needs: bot.Ambassador,
		Examples: []string{"checkin reopen report-2026-q1 until friday", "checkin reopen report-2026-q1 ambassador-berlin"},
		Fields: []bot.Field{which, {Name: "person", Label: "Whose alone?", Kind: bot.Human, Optional: true},
			{Name: "until", Label: "Until when?", Hint: "A week from now, if you say nothing.", Kind: bot.Date, Word: "until", Optional: true}},
		Handle: e.reopen,
	}, {
		Name: "checkin end", Summary: "close a check-in that you have started, now", Needs: bot.Ambassador,
		Examples: []string{"checkin end upgrade-day"}, Fields: []bot.Field{which}, Handle: e.endNow,
	}, {
		Name: "checkin begin", Summary: "ask a check-in of the configuration now, without waiting for its day", Needs: bot.Coordinator,
		Examples: []string{"checkin begin report"},
		Fields:   []bot.Field{which, {Name: "sure", Label: "Really?", Kind: bot.YesNo, Optional: true, Hidden: true}}, Handle: e.begin,
	}}, e.startCommand())
}

// wanted finds the round that a coordinator names; without a label the last one.
func (e *Engine) wanted(tx store.Tx, words string) (Kind, Round, error) {
	k, label, known, err := e.named(tx, words)
	if err != nil {
		return k, Round{}, err
	}
	if !known {
		return k, Round{}, bot.Refuse("I know no check-in “%s”.", short(words)).Offer(bot.Action{Label: "List them", Line: "checkin list"})
	}
	rounds, err := e.Rounds(tx, k.Name)
	if err != nil {
		return k, Round{}, err
	}
	for _, r := range slices.Backward(rounds) {
		if label == "" || r.Label == label {
			return k, r, nil
		}
	}
	return k, Round{}, bot.Refuse("Nobody has been asked for the %s yet.", k.called(label)).Offer(bot.Action{Label: "List them", Line: "checkin list"})
}

// run finds the round that the speaker names, if it is theirs to look after: coordinators look after all, and whoever
// has started something after that.
func (e *Engine) run(tx store.Tx, req *bot.Request) (Kind, Round, error) {
	k, r, err := e.wanted(tx, req.Values["round"])
	if req.Who.Role >= bot.Coordinator || k.Name == "" {
		return k, r, err
	}
	s, there, failed := e.started.Get(tx, store.K(k.Name))
	switch {
	case failed != nil:
		return k, r, failed
	case !there || s.By != req.Who.ID:
		return k, Round{}, bot.Refuse("The %s is for coordinators to look after.", k.Noun).Offer(mineAction())
	}
	return k, r, err
}

// status tells how one round stands, or all that are open.
func (e *Engine) status(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	if words := req.Values["round"]; words != "" {
		k, r, err := e.run(tx, req)
		if err != nil {
			return bot.Reply{}, err
		}
		return e.statusOf(tx, req, k, r)
	}
	kinds, err := e.Kinds(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	var blocks []bot.Block
	for _, k := range kinds {
		if mine, err := e.runs(tx, req, k); err != nil || !mine {
			if err != nil {
				return bot.Reply{}, err
			}
			continue
		}
		rounds, err := e.Rounds(tx, k.Name)
		if err != nil {
			return bot.Reply{}, err
		}
		for _, r := range slices.Backward(rounds) {
			if r.Closed || len(blocks) > 20 {
				continue
			}
			t, err := e.tallyOf(tx, k, r)
			if err != nil {
				return bot.Reply{}, err
			}
			blocks = append(blocks, bot.Block{Section: &bot.Section{Title: bot.Capital(k.called(r.Label)), Text: t.line(e.zoneFor(req))}},
				bot.Block{Actions: []bot.Action{{Label: "Who", Line: "checkin status " + k.Ref(r.Label)}}})
		}
	}
	if len(blocks) == 0 {
		return bot.Hush(bot.Say("No check-in is open that you look after.", bot.Action{Label: "When is the next?", Line: "checkin list"})), nil
	}
	return bot.Hush(bot.Compose(blocks...)), nil
}

// runs says whether somebody looks after a kind.
func (e *Engine) runs(tx store.Tx, req *bot.Request, k Kind) (bool, error) {
	s, there, err := e.started.Get(tx, store.K(k.Name))
	return req.Who.Role >= bot.Coordinator || there && s.By == req.Who.ID, err
}

// statusOf tells how one round stands, by region.
func (e *Engine) statusOf(tx store.Tx, req *bot.Request, k Kind, r Round) (bot.Reply, error) {
	t, err := e.tallyOf(tx, k, r)
	if err != nil {
		return bot.Reply{}, err
	}
	blocks := []bot.Block{{Section: &bot.Section{Title: bot.Capital(k.called(r.Label)), Text: t.line(e.zoneFor(req))}}}
	choices, err := e.choices(tx, t)
	if err != nil {
		return bot.Reply{}, err
	}
	for _, lines := range [][]string{choices, t.byRegion()} {
		if len(lines) > 0 {
			blocks = append(blocks, bot.Block{Section: &bot.Section{Text: strings.Join(lines, "\n")}})
		}
	}
	actions := []bot.Action{{Label: "Roll-up", Line: "checkin rollup " + k.Ref(r.Label)}}
	if r.Closed {
		actions = append(actions, bot.Action{Label: "Open it again", Line: "checkin reopen " + k.Ref(r.Label)})
	}
	for _, a := range t.asks {
		if a.State == Answered && len(actions) < 8 {
			name, err := e.name(tx, a.Person)
			if err != nil {
				return bot.Reply{}, err
			}
			actions = append(actions, bot.Action{Label: bot.Capital(name), Line: "checkin show " + k.Ref(r.Label) + " person=" + a.Person})
		}
	}
	return bot.Hush(bot.Compose(append(blocks, bot.Block{Actions: actions})...)), nil
}

// rollUpNow rolls a round up as it stands.
func (e *Engine) rollUpNow(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	k, r, err := e.run(tx, req)
	if err != nil {
		return bot.Reply{}, err
	}
	c, err := e.count(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	reply, err := e.digest(tx, c, k, r, req.Message.At)
	return bot.Hush(reply), err
}

// list tells what is asked, of whom and when.
func (e *Engine) list(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	kinds, err := e.Kinds(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	c, err := e.count(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	var blocks []bot.Block
	for _, k := range kinds {
		if ended, err := e.over(tx, k); err != nil || ended {
			if err != nil {
				return bot.Reply{}, err
			}
			continue
		}
		text := fmt.Sprintf("%s\nAsked of %s: %s now.\n%s", k.Ask, k.Of, people(len(c.of(k.Of, req.Message.At))), k.when(req.Message.At, e.zoneFor(req)))
		blocks = append(blocks, bot.Block{Section: &bot.Section{Title: bot.Capital(k.Noun) + " (" + k.Name + ")", Text: text}})
		runs, err := e.runs(tx, req, k)
		if err != nil {
			return bot.Reply{}, err
		}
		if runs {
			blocks = append(blocks, bot.Block{Actions: []bot.Action{{Label: "How it stands", Line: "checkin status " + k.Name}}})
		}
	}
	if len(blocks) == 0 {
		return bot.Hush(bot.Say("Nothing is asked.", bot.Action{Label: "Ask something", Line: "checkin start"})), nil
	}
	return bot.Hush(bot.Compose(blocks...)), nil
}

// over says that a kind that is asked once has been.
func (e *Engine) over(tx store.Tx, k Kind) (bool, error) {
	if k.Once == "" {
		return false, nil
	}
	r, there, err := e.rounds.Get(tx, store.K(k.Name, k.Once))
	return there && r.Closed, err
}

// mostRuns is how many of the next times are told.
const mostRuns = 5

// when says when a kind is asked, with the next times.
func (k Kind) when(at time.Time, zone string) string {
	switch {
	case k.Once != "":
		return "Asked once, on " + k.Once + "."
	case len(k.Silence) > 0:
		return fmt.Sprintf("Asked after %s days without a word.", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(k.Silence)), " and "), "[]"))
	}
	var days []string
	for _, p := range k.Schedule.Upcoming(at, location(zone), mostRuns) {
		days = append(days, p.At.In(location(zone)).Format("2 January 2006"))
	}
	if len(days) == 0 {
		return "Nobody is asked by the clock."
	}
	return fmt.Sprintf("Asked %s, each in their own time: %s. Open for %d days; reminders after %s working days.",
		k.Schedule.Words(), strings.Join(days, ", "), k.Window, strings.Trim(strings.Join(strings.Fields(fmt.Sprint(k.Reminders)), ", "), "[]"))
}

// String says in words who is asked.
func (a Audience) String() string {
	words := map[bot.Role]string{bot.None: "everybody", bot.Member: "members", bot.Leader: "leaders", bot.Ambassador: "ambassadors", bot.Coordinator: "coordinators"}[a.Role]
	if len(a.Groups) > 0 {
		words += " of groups that are " + strings.Trim(strings.Join(strings.Fields(fmt.Sprint(a.Groups)), " or "), "[]")
	}
	if a.Older > 0 {
		words += fmt.Sprintf(" of groups at least %d months old", a.Older)
	}
	if a.Younger > 0 {
		words += fmt.Sprintf(" of groups younger than %d months", a.Younger)
	}
	if len(a.Regions) > 0 {
		words += " in " + strings.Join(a.Regions, ", ")
	}
	if len(a.Languages) > 0 {
		words += " who speak " + strings.Join(a.Languages, " or ")
	}
	return words
}

// people says how many.
func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}
