package newsletter

import (
	"context"

	"ambassador/bot"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// accept puts an item on the list for the next issue. Of two editors at the same moment the second
// is told of the first: their transactions follow one another.
func (r *Room) accept(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	t, err := r.Tickets.AtDesk(tx, req, Name, req.Values["ref"])
	if err != nil {
		return bot.Reply{}, err
	}
	ref := r.Tickets.Ref(t.Number)
	if t.Stage == Accepted {
		by, err := r.Tickets.Whose(tx, req, t, t.Last(Accepted))
		if err != nil {
			return bot.Reply{}, err
		}
		return bot.Reply{}, bot.Refuse("%s was accepted already, by %s.", ref, by).Offer(bot.Action{Label: "Open " + ref, Line: "status " + ref})
	}
	return bot.Hush(bot.Say("Accepted: "+r.Tickets.Called(t)+". Its author is told.",
		bot.Action{Label: "What else waits?", Line: "newsletter queue"})), r.move(tx, req, t, Accepted, "")
}

// returnable takes an item that is given back off the list for the next issue.
func returnable(t *ticket.Ticket) error {
	if t.Kind != Name {
		return bot.Refuse("That is no newsletter item; “ticket ask” asks back.")
	}
	t.Stage = ""
	return nil
}

// merge makes an item part of another one.
func (r *Room) merge(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	into, err := r.Tickets.AtDesk(tx, req, Name, req.Values["into"])
	if err != nil {
		return bot.Reply{}, err
	}
	from, err := r.Tickets.AtDesk(tx, req, Name, req.Values["ref"])
	if err != nil {
		return bot.Reply{}, err
	}
	if from.Number == into.Number {
		return bot.Reply{}, bot.Refuse("Both are %s: give the references of two different items.", r.Tickets.Ref(into.Number))
	}
	req.On["into"] = r.Tickets.Ref(into.Number)
	if err := r.Tickets.Merge(tx, req, from, into); err != nil {
		return bot.Reply{}, err
	}
	ref := r.Tickets.Ref(into.Number)
	return bot.Hush(bot.Say(r.Tickets.Ref(from.Number)+" is part of "+r.Tickets.Called(into)+" now. What it said stands in the history there; “ticket edit "+ref+"” takes it up.",
		bot.Action{Label: "Open " + ref, Line: "status " + ref}, bot.Action{Label: "Change " + ref, Line: "ticket edit " + ref})), nil
}
