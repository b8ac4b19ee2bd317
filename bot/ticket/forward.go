package ticket

import (
	"encoding/json"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// Forwarded is what a hook is given of a ticket: nothing of who asked.
type Forwarded struct {
	Reference string            `json:"reference"`
	Kind      string            `json:"kind"`
	Title     string            `json:"title"`
	Stage     string            `json:"stage"`
	Opened    time.Time         `json:"opened"`
	Voices    int               `json:"voices"` // how many people raised it
	Values    map[string]string `json:"values"` // by field name; places and languages as words
}

// forward puts a ticket for a hook into the outbox, which delivers it until the other side
// has it.
func (e *Engine) forward(tx store.Tx, out *bot.Outbox, t Ticket, hook string) error {
	k := e.kindOf(t)
	if k.Secret {
		return bot.Refuse("%s was said in confidence, so it is not passed on.", e.Ref(t.Number))
	}
	f := Forwarded{
		Reference: e.Ref(t.Number), Kind: t.Kind, Title: t.Title, Stage: t.Stage, Opened: t.Opened.UTC(),
		Voices: len(t.raised()), Values: make(map[string]string),
	}
	for _, field := range k.Fields {
		shown, err := e.Shown(tx, field, t.Values[field.Name])
		if err != nil {
			return err
		}
		if shown != "" {
			f.Values[field.Name] = shown
		}
	}
	text, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("ticket: forward %s: %w", f.Reference, err)
	}
	to := bot.Address{Platform: e.hooks, Room: hook}
	if !out.Reaches(e.hooks) {
		return bot.Refuse("There is no connection to pass it on by; “%s” is not configured.", hook)
	}
	return out.Put(tx, bot.Envelope{Key: e.key(t, "forward", hook), To: to, Reply: bot.Reply{Text: string(text)}, Class: bot.Bulk})
}
