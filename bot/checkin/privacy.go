package checkin

import (
	"context"
	"encoding/json"
	"fmt"

	"ambassador/bot"
	"ambassador/store"
)

// privacyCommands give people what they answered, and delete it.
func (e *Engine) privacyCommands() []bot.Command {
	return []bot.Command{{
		Name: "privacy answers", Summary: "get all that you answered in check-ins, as a file", Needs: bot.Member, Reads: true,
		Examples: []string{"privacy answers"}, Handle: e.myAnswers,
	}, {
		Name: "privacy forget", Summary: "delete what you answered in check-ins", Needs: bot.Member, Alone: true,
		Examples: []string{"privacy forget", "privacy forget yes"},
		Fields:   []bot.Field{{Name: "sure", Label: "Delete all that you answered in check-ins?", Hint: "That you were asked stays; your words go, and what was posted of them.", Kind: bot.YesNo}},
		Handle:   e.forgetMine,
	}}
}

// written lists what somebody has answered, or begun to, for themselves and for others.
func (e *Engine) written(tx store.Tx, who string) (all []Ask, err error) {
	if who == "" {
		return nil, nil
	}
	for row, err := range e.asks.All(tx, nil) {
		if err != nil {
			return nil, err
		}
		a := row.Value
		if mine := a.By == who || a.By == "" && a.Who() == who; mine && len(a.Values)+len(a.Draft)+len(a.Before)+len(a.Reason) > 0 {
			all = append(all, a)
		}
	}
	return all, nil
}

// myAnswers gives the speaker what they answered.
func (e *Engine) myAnswers(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	all, err := e.written(tx, req.Who.ID)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(all) == 0 {
		return bot.Hush(bot.Say("Nothing is kept that you answered in check-ins.")), nil
	}
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return bot.Reply{}, fmt.Errorf("privacy answers: %w", err)
	}
	words := bot.Block{Section: &bot.Section{Text: "This is all that is kept of what you answered in check-ins."}}
	return bot.Hush(bot.Compose(words, bot.Block{File: &bot.File{Name: "answers.json", Type: "application/json", Data: append(data, '\n')}})), nil
}

// forgetMine deletes the speaker's words. What was posted of them is taken back where the platform can.
func (e *Engine) forgetMine(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	if req.Values["sure"] != "yes" {
		return bot.Hush(bot.Say("Nothing is deleted.")), nil
	}
	all, err := e.written(tx, req.Who.ID)
	if err != nil {
		return bot.Reply{}, err
	}
	for _, a := range all {
		posted := a.Versions > 0
		a.Values, a.Draft, a.Before, a.Reason = nil, nil, nil, ""
		if posted {
			a.Versions++
		}
		if err := e.put(tx, a); err != nil {
			return bot.Reply{}, err
		}
		k, err := e.kindOf(tx, a)
		if err != nil {
			return bot.Reply{}, err
		}
		if posted {
			if err := e.show(tx, req.Outbox, k, a); err != nil {
				return bot.Reply{}, err
			}
		}
	}
	if len(all) == 0 {
		return bot.Hush(bot.Say("Nothing is kept that you answered in check-ins.")), nil
	}
	words := "Done: your words in one check-in are deleted."
	if len(all) > 1 {
		words = fmt.Sprintf("Done: your words in %d check-ins are deleted.", len(all))
	}
	return bot.Hush(bot.Say(words + " What others have quoted or saved is theirs.")), nil
}
