package newsletter

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// mostMine is how many of their items somebody is shown, the latest.
const mostMine = 10

// mine lists the speaker's items.
func (r *Room) mine(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	all, err := r.Tickets.RaisedBy(tx, req, Name, mostMine)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(all) == 0 {
		return bot.Hush(bot.Say("You have not submitted anything to the newsletter yet.", bot.Action{Label: "Submit an item", Line: "newsletter submit"})), nil
	}
	slices.SortFunc(all, func(a, b ticket.Ticket) int { return -cmp.Compare(a.Number, b.Number) })
	var lines []string
	var actions []bot.Action
	for _, t := range slices.CompactFunc(all, func(a, b ticket.Ticket) bool { return a.Number == b.Number }) {
		ref := r.Tickets.Ref(t.Number)
		how := r.Tickets.Stands(t, req.Who.Zone)
		if t.State == ticket.Asked {
			how = "waits for you"
		}
		line := ref + " · " + how + " · " + t.Title
		if out := t.Last(ticket.Published).Text; out != "" {
			line += "\n" + out
		}
		lines = append(lines, line)
		actions = append(actions, bot.Action{Label: ref, Line: "status " + ref})
	}
	return bot.Hush(bot.Compose(
		bot.Block{Section: &bot.Section{Title: "Your items", Text: strings.Join(lines, "\n")}},
		bot.Block{Actions: actions},
	)), nil
}
