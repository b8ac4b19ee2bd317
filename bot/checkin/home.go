package checkin

import (
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// mostAtHome is how many open questions somebody's home shows.
const mostAtHome = 3

// Desk is what the engine has for somebody's home: what is asked of them and not answered yet.
func (e *Engine) Desk(tx store.Tx, who bot.Person, at time.Time) (blocks []bot.Block, err error) {
	all, err := e.owes(tx, who.ID)
	if err != nil {
		return nil, err
	}
	req := &bot.Request{Who: who, Message: bot.Message{At: at}}
	for _, o := range all[:min(len(all), mostAtHome)] {
		if !o.Open() || o.Who() != who.ID {
			break // what waits stands first
		}
		line, err := e.standing(tx, o, req)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, bot.Block{Section: &bot.Section{Title: line, Text: o.k.Ask}}, bot.Block{Actions: o.k.actions(o.Ask)})
	}
	return blocks, nil
}
