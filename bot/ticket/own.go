package ticket

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// own is what somebody gets of a request of theirs: what they said, and what was said to
// them.
type own struct {
	Reference string            `json:"reference"`
	Kind      string            `json:"kind"`
	State     State             `json:"state"`
	Opened    time.Time         `json:"opened"`
	Values    map[string]string `json:"values"`
	Story     []ownDeed         `json:"story"`
}

// ownDeed is a line of its story; of the others the names are left out.
type ownDeed struct {
	At   time.Time `json:"at"`
	Mine bool      `json:"mine"`
	What string    `json:"what"`
	Text string    `json:"text,omitempty"`
}

// requestsCommand gives people all that is kept of what they asked.
func (e *Engine) requestsCommand() bot.Command {
	return bot.Command{
		Name: "privacy requests", Summary: "get all that is kept of what you asked, as a file", Needs: bot.Member, Reads: true,
		Examples: []string{"privacy requests"},
		Handle: func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
			all, err := e.ownRequests(tx, req)
			if err != nil {
				return bot.Reply{}, err
			}
			if len(all) == 0 {
				return bot.Hush(bot.Say("You have asked nothing yet.")), nil
			}
			data, err := json.MarshalIndent(all, "", "  ")
			if err != nil {
				return bot.Reply{}, fmt.Errorf("ticket: own requests: %w", err)
			}
			return bot.Hush(bot.Compose(
				bot.Block{Section: &bot.Section{Text: fmt.Sprintf("This is all that is kept of what you asked: %d.", len(all))}},
				bot.Block{File: &bot.File{Name: "requests.json", Type: "application/json", Data: data}},
			)), nil
		},
	}
}

// ownRequests lists the speaker's requests of all kinds and accounts.
func (e *Engine) ownRequests(tx store.Tx, req *bot.Request) (all []own, err error) {
	who := me(req)
	keys, err := e.keysOf(tx, who)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		numbers, err := e.numbers(tx, store.K(ofAsker, key), -1)
		if err != nil {
			return nil, err
		}
		for _, number := range numbers {
			t, ok, err := e.load(tx, number)
			if err != nil || !ok {
				return nil, err
			}
			if who.is(t.Asker) {
				all = append(all, e.owned(t, who))
			}
		}
	}
	return all, nil
}

// owned is the ticket as its asker gets it.
func (e *Engine) owned(t Ticket, who Party) own {
	o := own{e.Ref(t.Number), t.Kind, t.State, t.Opened, t.Values, nil}
	for _, d := range t.Deeds {
		o.Story = append(o.Story, ownDeed{d.At, d.By.is(who), d.What, d.Text})
	}
	return o
}
