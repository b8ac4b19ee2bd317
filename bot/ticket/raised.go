package ticket

import (
	"cmp"
	"slices"

	"ambassador/bot"
	"ambassador/store"
)

// raisedBy lists the latest tickets that the speaker raised, from all their accounts.
func (e *Engine) raisedBy(tx store.Tx, req *bot.Request) (bot.Reply, error) {
	s := shelf{e: e, tx: tx, me: me(req), who: req.Who, at: req.Message.At, page: 1}
	all, err := s.raised()
	if err != nil {
		return bot.Reply{}, err
	}
	if len(all) == 0 {
		return bot.Hush(bot.Say("You have asked nothing yet.", bot.Action{Label: "What can I ask?", Line: "help contact"})), nil
	}
	return bot.Hush(bot.Compose(
		bot.Block{Section: &bot.Section{Title: "What you asked lately", Text: s.lines(all)}},
		bot.Block{Actions: s.openers(all)},
	)), nil
}

// raised are the latest tickets that somebody raised, the newest first, a page of them.
func (s shelf) raised() ([]line, error) {
	keys, err := s.e.keysOf(s.tx, s.me)
	if err != nil {
		return nil, err
	}
	var all []line
	for _, key := range keys {
		read := 0
		for row, err := range s.e.lines.All(s.tx, store.K(ofAsker, key)) {
			if err != nil {
				return nil, err
			}
			all = append(all, row.Value)
			if read++; read == pageSize {
				break
			}
		}
	}
	slices.SortFunc(all, func(a, b line) int { return -cmp.Compare(a.Number, b.Number) })
	all = slices.CompactFunc(all, func(a, b line) bool { return a.Number == b.Number })
	all = all[:min(len(all), pageSize)]
	for i, l := range all {
		if l.State != Closed {
			continue
		}
		t, _, err := s.e.tickets.Get(s.tx, store.K(l.Number)) // a line does not say how it ended
		if err != nil {
			return nil, err
		}
		all[i].ended = t.Outcome
	}
	return all, nil
}

// mostAtHome is how many of their own requests somebody sees at home.
const mostAtHome = 3

// ownOpen are the blocks of what somebody has asked and is not over yet.
func (s shelf) ownOpen() ([]bot.Block, error) {
	all, err := s.raised()
	all = slices.DeleteFunc(all, func(l line) bool { return l.State == Closed })
	if err != nil || len(all) == 0 {
		return nil, err
	}
	all = all[:min(len(all), mostAtHome)]
	return []bot.Block{{Section: &bot.Section{Title: "What you asked", Text: s.lines(all)}}, {Actions: s.openers(all)}}, nil
}
