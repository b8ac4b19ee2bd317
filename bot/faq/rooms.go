package faq

import (
	"context"
	"fmt"

	"ambassador/bot"
	"ambassador/store"
)

// How questions are answered in a room.
const (
	modeOff       = "off"       // not at all for others to read
	modeAddressed = "addressed" // when the bot is called; so it is where nobody has said
	modeAuto      = "auto"      // also when people ask each other, where the answer is very clear
)

// modes lists how questions can be answered in a room.
func modes() []string { return []string{modeOff, modeAddressed, modeAuto} }

// settingsCommand says how questions are answered in the room it is said in.
func (r *Room) settingsCommand() bot.Command {
	return bot.Command{
		Name: "settings faq", Summary: "say whether I answer questions in this room: off, addressed, or auto", Needs: bot.Coordinator,
		Examples: []string{"settings faq auto", "settings faq"},
		Fields:   []bot.Field{{Name: "mode", Label: "When shall I answer?", Kind: bot.Choice, Choices: modes(), Optional: true}},
		Handle:   r.settings,
	}
}

// roomKey names the room of an address, whatever the thread.
func roomKey(a bot.Address) store.Key { return store.K(a.Platform, a.Space, a.Room) }

// mode is how questions are answered in the room of an address; alone with somebody they always are.
func (r *Room) mode(tx store.Tx, a bot.Address) (string, error) {
	if a.Direct() {
		return modeAddressed, nil
	}
	mode, set, err := r.rooms.Get(tx, roomKey(a))
	if !set {
		mode = modeAddressed
	}
	return mode, err
}

// Hears says whether a room wants answers to what people ask each other there.
func (r *Room) Hears(tx store.Tx, room bot.Address) (bool, error) {
	mode, err := r.mode(tx, room)
	return mode == modeAuto && r.hears(room.Platform), err
}

// settings shows or sets how questions are answered in the room it is said in.
func (r *Room) settings(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	from, mode := req.Message.From, req.Values["mode"]
	if from.Direct() {
		return bot.Reply{}, bot.Refuse("Here I always answer. Say “settings faq” in the room that you mean; I must be a member of it.")
	}
	now, err := r.mode(tx, from)
	switch {
	case err != nil:
		return bot.Reply{}, err
	case mode == "": // a refusal is in no log: nothing was changed
		refusal := bot.Refuse("%s", bot.Capital(describe(now)))
		for _, m := range modes() {
			if m != now {
				refusal.Offer(bot.Action{Label: bot.Capital(m), Line: "settings faq " + m})
			}
		}
		return bot.Reply{}, refusal
	case mode == modeAuto && !r.hears(from.Platform):
		return bot.Reply{}, bot.Refuse("I cannot hear what people say to each other here: whoever runs me must allow it in the configuration first (“listen”), and in the app's permissions.")
	case mode == modeAddressed:
		err = r.rooms.Delete(tx, roomKey(from))
	default:
		err = r.rooms.Put(tx, roomKey(from), mode)
	}
	if err != nil {
		return bot.Reply{}, fmt.Errorf("faq: settings: %w", err)
	}
	req.On["room"] = from.Room
	return bot.Hush(bot.Say("From now on: " + describe(mode))), nil
}

// describe says how questions are answered in a room.
func describe(mode string) string {
	switch mode {
	case modeOff:
		return "I answer no questions in this room for others to read. Whoever asks with “ask” is answered alone."
	case modeAuto:
		return "in this room I answer when I am called, and also when people ask each other something that I know very surely: once in a thread."
	}
	return "in this room I answer questions when I am called, and else keep quiet."
}
