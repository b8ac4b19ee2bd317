package directory

import (
	"context"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// awayCommands let people say that they are not there for a while, and that they are again.
func (d *Directory) awayCommands() []bot.Command {
	return []bot.Command{{
		Name: "away", Summary: "say that you are away for a while: nobody is sent to you, and I ask you nothing", Needs: bot.Member, Alone: true,
		Examples: []string{"away until 12 May", "away until monday"},
		Fields:   []bot.Field{{Name: "until", Label: "Until when?", Hint: "The last day away, such as 12 May.", Kind: bot.Date, Word: "until"}},
		Handle:   d.goAway,
	}, {
		Name: "back", Summary: "say that you are back", Needs: bot.Member, Alone: true, Examples: []string{"back"}, Handle: d.comeBack,
	}}
}

// mostAway is how many days somebody can be away by their own word; for longer, coordinators look for somebody else.
const mostAway = 366

// goAway puts the speaker on hold until a day.
func (d *Directory) goAway(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	p, ok, err := d.self(tx, req)
	until := req.Values["until"]
	switch {
	case err != nil:
		return bot.Reply{}, err
	case !ok:
		return bot.Reply{}, bot.Refuse("%s Nobody is sent to you, and I ask you nothing.", unknownToUs)
	case p.Status == Emeritus:
		return bot.Reply{}, bot.Refuse("You have stepped down, so nobody is sent to you, and I ask you nothing.")
	case until < today(req):
		return bot.Reply{}, bot.Refuse("%s is in the past.", day(until))
	case until > req.Message.At.AddDate(0, 0, mostAway).Format(time.DateOnly):
		return bot.Reply{}, bot.Refuse("That is more than a year. Please talk with the coordinators, who find somebody for the time.").
			Offer(bot.Action{Label: "Write to them", Line: "contact expert"})
	}
	p.Status, p.Until = Hold, until
	if err := d.putPerson(tx, p); err != nil {
		return bot.Reply{}, err
	}
	return bot.Hush(bot.Say(fmt.Sprintf("You are away until %s. I ask you nothing until then, and questions for you go to others. Enjoy the time!", day(until)),
		bot.Action{Label: "I am back", Line: "back"})), nil
}

// comeBack ends a hold of the speaker's.
func (d *Directory) comeBack(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	p, ok, err := d.self(tx, req)
	if err != nil || !ok || p.At(req.Message.At) != Hold || p.Gone {
		return bot.Hush(bot.Say("You are not away.")), err
	}
	p.Status, p.Until = Active, ""
	return bot.Hush(bot.Say("Welcome back! People are sent to you again.", bot.Action{Label: "What is asked of me", Line: "checkin mine"})), d.putPerson(tx, p)
}
