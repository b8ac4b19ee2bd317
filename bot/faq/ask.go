package faq

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"ambassador/bot"
	"ambassador/bot/faq/match"
	"ambassador/store"
)

// askCommand takes a question, and words that name no command.
func (r *Room) askCommand() bot.Command {
	return bot.Command{
		Name: "ask", Summary: "ask a question", Needs: bot.Member, Reads: true, Notes: true, Words: "question",
		Examples: []string{"ask What is an ambassador?", "ask How do I start a group?"},
		Fields:   []bot.Field{{Name: "question", Label: "What do you want to know?", Kind: bot.Long}},
		Handle:   r.ask,
	}
}

// ask answers a question where that is clear, asks back where it is nearly so, and else says that it does not
// know. What others read along is answered only where somebody wants that.
func (r *Room) ask(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	v, err := r.view(tx)
	if err != nil {
		return bot.Reply{}, err
	}
	mode, err := r.mode(tx, req.Message.From)
	if err != nil {
		return bot.Reply{}, err
	}
	text := spoken(req.Values["question"])
	if req.Message.Overheard {
		return r.unasked(tx, req, v, text)
	}
	public := inPublic(req.Message)
	if mode == modeOff && public && req.Plain {
		return bot.Reply{}, nil
	}
	if !worded(text) {
		return r.wordless(req), nil
	}
	l := v.lookInto(text)
	if len(l.answer) == 0 {
		return r.unsure(tx, req, v, l.whole)
	}
	for _, f := range l.rest {
		if _, err := r.miss(tx, req, v, f, ""); err != nil {
			return bot.Reply{}, err
		}
	}
	reply := r.answers(req, v, l)
	reply.Private = mode == modeOff && public
	return reply, nil
}

// inPublic says that others in the room read the answer, too.
func inPublic(m bot.Message) bool { return !m.Private && !m.From.Direct() }

// wordless is what somebody is told who sends signs, or nothing but code.
func (r *Room) wordless(req *bot.Request) bot.Reply {
	if inPublic(req.Message) && req.Plain && len(req.Offers) == 0 {
		return bot.Reply{}
	}
	if len(req.Offers) > 0 {
		return bot.Hush(bot.Say(notSure(req), req.Offers...))
	}
	return bot.Hush(bot.Say("I understand questions in words, such as “"+example+"”.", bot.Action{Label: "Help", Line: "help"}))
}

// example is a question of the kind that is asked.
const example = "How do I start a group?"

// unasked answers what people ask each other: only where it is very clear, once in a thread, and for all to see.
func (r *Room) unasked(tx store.Tx, req *bot.Request, v *view, text string) (bot.Reply, error) {
	f := v.look(text)
	if !worded(text) || !asks(text) || f.p() < match.Unasked {
		return bot.Reply{}, nil
	}
	thread := threadKey(req.Message)
	spoken, err := r.threads.Has(tx, thread)
	if err != nil || spoken {
		return bot.Reply{}, err
	}
	if err := r.threads.Put(tx, thread, today(req)); err != nil {
		return bot.Reply{}, fmt.Errorf("faq: %w", err)
	}
	return r.answers(req, v, looked{whole: f, answer: []found{f}}), nil
}

// threadKey names the thread of a message. One that stands alone begins its own.
func threadKey(m bot.Message) store.Key {
	thread := m.From.Thread
	if thread == "" {
		thread = m.ID
	}
	return store.K(m.From.Platform, m.From.Space, m.From.Room, thread)
}

// mark names one answer, so that what people say of it counts once. It tells the message, not who wrote it.
func mark(m bot.Message) string {
	id := m.ID
	if id == "" {
		id = fmt.Sprint(m.At.UnixNano())
	}
	sum := sha256.Sum256([]byte(m.From.Platform + "/" + m.From.Space + "/" + id))
	return hex.EncodeToString(sum[:6])
}
