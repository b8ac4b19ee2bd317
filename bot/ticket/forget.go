package ticket

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// forgetCommand deletes what somebody has asked.
func (e *Engine) forgetCommand() bot.Command {
	return bot.Command{
		Name: "privacy delete", Summary: "delete what you have asked", Needs: bot.Member, Alone: true,
		Examples: []string{"privacy delete", "privacy delete yes"},
		Fields: []bot.Field{{
			Name: "sure", Label: "Delete all that you have asked?", Hint: "What is open is withdrawn; what is published stays, without you.", Kind: bot.YesNo,
		}},
		Handle: e.forgetMe,
	}
}

// forgetMe deletes the speaker's tickets.
func (e *Engine) forgetMe(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	if req.Values["sure"] != "yes" {
		return bot.Hush(bot.Say("Nothing is deleted.")), nil
	}
	keys, err := e.keysOf(tx, me(req))
	if err != nil {
		return bot.Reply{}, err
	}
	var numbers []uint64
	for _, key := range keys {
		more, err := e.numbers(tx, store.K(ofAsker, key), -1)
		if err != nil {
			return bot.Reply{}, err
		}
		numbers = append(numbers, more...)
	}
	for _, number := range numbers {
		if err := e.forgetIn(tx, req, number); err != nil {
			return bot.Reply{}, err
		}
	}
	done := "There is nothing that you have asked."
	if n := len(numbers); n > 0 {
		done = "Done: " + requests(n) + " deleted."
	}
	return bot.Hush(bot.Say(done + " The directory is another matter; a coordinator takes you out of it.")), nil
}

// requests says how many, with their verb.
func requests(n int) string {
	if n == 1 {
		return "1 request of yours is"
	}
	return fmt.Sprintf("%d requests of yours are", n)
}

// forgetIn takes the speaker out of a ticket, or the ticket out of the world.
func (e *Engine) forgetIn(tx store.Tx, req *bot.Request, number uint64) error {
	t, ok, err := e.load(tx, number)
	if err != nil || !ok {
		return err
	}
	who := me(req)
	if who.is(t.Asker) {
		if err := e.forgetMerged(tx, t); err != nil {
			return err
		}
	}
	t.Voices = slices.DeleteFunc(t.Voices, who.is)
	switch {
	case !who.is(t.Asker):
	case t.Stage == Published || len(t.Voices) > 0:
		t.Asker = Party{}
	default:
		if t.State == Closed {
			return e.remove(tx, t)
		}
		words := bot.Say(e.Ref(t.Number) + " was withdrawn, and is deleted. There is nothing more to do.")
		return errors.Join(e.tellOwner(tx, req.Outbox, t, who, "deleted", words), e.remove(tx, t))
	}
	for i, d := range t.Deeds {
		if d.By.is(who) {
			t.Deeds[i].By, t.Deeds[i].Text = Party{}, ""
		}
	}
	return e.put(tx, t)
}

// forgetMerged takes the words of a ticket out of the one that it has become part of.
func (e *Engine) forgetMerged(tx store.Tx, t Ticket) error {
	if !t.merged() {
		return nil
	}
	into, err := e.ByRef(tx, strings.TrimPrefix(t.Outcome, mergedInto))
	if err != nil {
		if errors.Is(err, ErrNoTicket) {
			return nil // it is deleted already
		}
		return err
	}
	links := e.kindOf(t).leads(t)
	into.Also = slices.DeleteFunc(into.Also, func(address string) bool { return slices.Contains(links, address) })
	for i, d := range into.Deeds {
		if d.What == took+e.Ref(t.Number) {
			into.Deeds[i].Text = ""
		}
	}
	return e.put(tx, into)
}

// Published is the stage of what stands where everybody can read it: it stays when its
// asker is forgotten, without them.
const Published = "published"
