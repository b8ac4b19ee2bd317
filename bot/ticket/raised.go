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
	keys, err := e.keysOf(tx, s.me)
	if err != nil {
		return bot.Reply{}, err
	}
	var all []line
	for _, key := range keys {
		read := 0
		for row, err := range e.lines.All(tx, store.K(ofAsker, key)) {
			if err != nil {
				return bot.Reply{}, err
			}
			all = append(all, row.Value)
			if read++; read == pageSize {
				break
			}
		}
	}
	slices.SortFunc(all, func(a, b line) int { return -cmp.Compare(a.Number, b.Number) })
	all = slices.CompactFunc(all, func(a, b line) bool { return a.Number == b.Number })
	if all = all[:min(len(all), pageSize)]; len(all) == 0 {
		return bot.Hush(bot.Say("You have asked nothing yet.", bot.Action{Label: "What can I ask?", Line: "help contact"})), nil
	}
	return bot.Hush(bot.Compose(
		bot.Block{Section: &bot.Section{Title: "What you asked lately", Text: s.lines(all)}},
		bot.Block{Actions: s.openers(all)},
	)), nil
}
