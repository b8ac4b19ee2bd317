package checkin

import (
	"fmt"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// rollUp tells what has come of a round that has ended: in its rooms, or where there are none to the coordinators.
func (w watch) rollUp(tx store.Tx, c *census, k Kind, r Round, at time.Time) error {
	r.Closed = true
	reply, err := w.digest(tx, c, k, r, at)
	if err != nil {
		return err
	}
	key, reached := fmt.Sprintf("checkin/rollup/%s/%s/%d", r.Kind, r.Label, r.Times), false
	for _, room := range k.Rooms {
		if !w.out.Reaches(room.Platform) {
			continue
		}
		reached = true
		if err := w.out.Put(tx, bot.Envelope{Key: key + "/" + room.Platform + "/" + room.Space + "/" + room.Room, To: room, Reply: reply, Class: bot.Bulk}); err != nil {
			return fmt.Errorf("roll-up: %w", err)
		}
	}
	if err := w.tellStarter(tx, k, key, reply); err != nil || reached {
		return err
	}
	return w.tellCoordinators(tx, key, reply, at.AddDate(0, 0, 30))
}

// tellStarter tells whoever has started a check-in what has come of it, unless they are told as a coordinator.
func (w watch) tellStarter(tx store.Tx, k Kind, key string, r bot.Reply) error {
	s, there, err := w.started.Get(tx, store.K(k.Name))
	if err != nil || !there {
		return err
	}
	to, ok, err := w.reach(tx, w.out, s.By)
	if err != nil || !ok {
		return err
	}
	return w.out.Put(tx, bot.Envelope{Key: key + "/" + to.String(), To: to, Reply: bot.Hush(r), Class: bot.Nudging})
}

// What a roll-up shows in its message; the rest is in its files.
const (
	mostAnswers = 12  // answers
	mostRegions = 20  // regions
	mostWords   = 280 // characters of one field of an answer
)

// digest is what has come of a round, with files.
func (e *Engine) digest(tx store.Tx, c *census, k Kind, r Round, at time.Time) (bot.Reply, error) {
	t, err := e.tallyOf(tx, k, r)
	if err != nil {
		return bot.Reply{}, err
	}
	blocks := []bot.Block{{Section: &bot.Section{Title: bot.Capital(k.called(r.Label)), Text: t.line(e.zone)}}}
	add := func(title string, lines []string) {
		if len(lines) > 0 {
			blocks = append(blocks, bot.Block{Section: &bot.Section{Title: title, Text: strings.Join(lines, "\n")}})
		}
	}
	choices, err := e.choices(tx, t)
	if err != nil {
		return bot.Reply{}, err
	}
	add("Answers", choices)
	answers, err := e.answers(tx, t)
	if err != nil {
		return bot.Reply{}, err
	}
	blocks = append(blocks, answers...)
	add("By region", t.byRegion())
	left, err := e.leftOut(tx, t)
	if err != nil {
		return bot.Reply{}, err
	}
	add("Why some are missing", left)
	if k.Of.Role == bot.Ambassador {
		nobody, err := e.nobodyIn(tx, c, at)
		if err != nil {
			return bot.Reply{}, err
		}
		if len(nobody) > 0 {
			add("Regions with nobody to ask", []string{some(nobody, mostRegions)})
		}
	}
	trend, err := e.trend(tx, k, r)
	if err != nil {
		return bot.Reply{}, err
	}
	if trend != "" {
		blocks = append(blocks, bot.Block{Section: &bot.Section{Text: trend}})
	}
	files, err := e.files(tx, t)
	if err != nil {
		return bot.Reply{}, err
	}
	return bot.Compose(append(blocks, files...)...), nil
}

// answers are the first answers of a round, cut short. Of questions with choices only the comments are worth a line.
func (e *Engine) answers(tx store.Tx, t tally) (blocks []bot.Block, err error) {
	more := 0
	for _, a := range t.asks {
		var lines []string
		for i, f := range t.k.Fields {
			v := a.Values[f.Name]
			if v == "" || i == 0 && f.Kind == bot.Choice {
				continue
			}
			if runes := []rune(v); len(runes) > mostWords {
				v = string(runes[:mostWords-1]) + "…"
			}
			if i > 0 && f.Kind != bot.Choice {
				v = strings.TrimRight(f.Label, ":") + " " + v
			}
			lines = append(lines, v)
		}
		switch {
		case a.State != Answered || len(lines) == 0:
			continue
		case len(blocks) == mostAnswers:
			more++
			continue
		}
		who, err := e.signature(tx, a)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, bot.Block{Section: &bot.Section{Title: who, Text: strings.Join(lines, "\n")}})
	}
	if more > 0 {
		blocks = append(blocks, bot.Block{Section: &bot.Section{Text: fmt.Sprintf("%d more answers are in the files.", more)}})
	}
	return blocks, nil
}

// byRegion is a line for each region, those with somebody missing first; none where nobody has a region and all have answered.
func (t tally) byRegion() (lines []string) {
	if len(t.regions) == 1 && t.regions[0].name == noRegion && len(t.regions[0].missing) == 0 {
		return nil
	}
	var whole []string
	for _, r := range t.regions {
		line := fmt.Sprintf("%s: %d of %d", bot.Capital(r.name), r.answered, r.all)
		if len(r.missing) == 0 {
			whole = append(whole, line)
			continue
		}
		lines = append(lines, line+"; missing: "+some(r.missing, 5))
	}
	lines = append(lines, whole...)
	if n := len(lines); n > mostRegions {
		lines = append(lines[:mostRegions], fmt.Sprintf("and %d more regions", n-mostRegions))
	}
	return lines
}

// leftOut says who left a round out, and why: a line for each reason.
func (e *Engine) leftOut(tx store.Tx, t tally) (lines []string, err error) {
	who := make(map[string][]string)
	var reasons []string
	for _, a := range t.asks {
		if a.Reason == "" || a.State != Skipped && a.State != Closed {
			continue
		}
		name, err := e.name(tx, a.Person)
		if err != nil {
			return nil, err
		}
		if len(who[a.Reason]) == 0 {
			reasons = append(reasons, a.Reason)
		}
		who[a.Reason] = append(who[a.Reason], bot.Capital(name))
	}
	for i, reason := range reasons {
		if i == mostRegions {
			return append(lines, fmt.Sprintf("and %d more reasons", len(reasons)-i)), nil
		}
		if names := who[reason]; len(names) == 1 {
			lines = append(lines, names[0]+": "+short(reason))
		} else {
			lines = append(lines, bot.Capital(short(reason))+": "+some(names, 5))
		}
	}
	return lines, nil
}
