package ticket

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// retire deletes tickets that have been over for as long as their kind is kept, in small
// batches, and forgets who said the same twice.
func (w watch) retire(ctx context.Context, at time.Time) error {
	var from store.Key
	for {
		err := w.db.Update(ctx, w.space, func(tx store.Tx) (err error) {
			from, err = w.retireSome(tx, from, at)
			return err
		})
		if err != nil {
			return fmt.Errorf("tickets to delete: %w", err)
		}
		if from == nil {
			return nil
		}
	}
}

// retireSome looks at a batch of closed tickets from a key on, the longest closed first,
// and returns where to go on.
func (w watch) retireSome(tx store.Tx, from store.Key, at time.Time) (next store.Key, err error) {
	if from == nil {
		if err := w.forgetTwins(tx, at); err != nil {
			return nil, err
		}
	}
	var numbers []uint64
	for key := range w.closed.Keys(tx, from, store.K(at)) {
		if len(numbers) == batch {
			next = key.Clone()
			break
		}
		parts, err := key.Parts()
		if err != nil || len(parts) != 2 {
			return nil, fmt.Errorf("closed %s: %w", key, store.ErrDamaged)
		}
		number, _ := parts[1].(uint64)
		numbers = append(numbers, number)
	}
	for _, number := range numbers {
		t, ok, err := w.tickets.Get(tx, store.K(number))
		if err != nil {
			return nil, err
		}
		if ok && at.Sub(t.Changed) > time.Duration(w.kindOf(t).Keep)*24*time.Hour {
			if err := w.remove(tx, t); err != nil {
				return nil, err
			}
		}
	}
	return next, nil
}

// forgetTwins forgets what people said long enough ago to say it again.
func (w watch) forgetTwins(tx store.Tx, at time.Time) error {
	var old []store.Key
	for row, err := range w.twins.All(tx, nil) {
		if err != nil || !fresh(row.Value.At, at, twinTime) {
			old = append(old, row.Key.Clone())
		}
	}
	for _, key := range old {
		if err := w.twins.Delete(tx, key); err != nil {
			return err
		}
	}
	return nil
}

// forgetCommand deletes what somebody has asked.
func (e *Engine) forgetCommand() bot.Command {
	return bot.Command{
		Name: "privacy delete", Summary: "delete what you have asked", Needs: bot.Member,
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
		return hush(bot.Say("Nothing is deleted.")), nil
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
	return hush(bot.Say(fmt.Sprintf("Done: %d of your requests are deleted. The directory is another matter; a coordinator takes you out of it.", len(numbers)))), nil
}

// forgetIn takes the speaker out of a ticket, or the ticket out of the world.
func (e *Engine) forgetIn(tx store.Tx, req *bot.Request, number uint64) error {
	t, ok, err := e.tickets.Get(tx, store.K(number))
	if err != nil || !ok {
		return err
	}
	who := me(req)
	t.Voices = slices.DeleteFunc(t.Voices, who.is)
	switch {
	case !who.is(t.Asker):
	case t.Stage == Published || len(t.Voices) > 0:
		t.Asker = Party{}
	default:
		if t.State == Closed {
			return e.remove(tx, t)
		}
		words := bot.Say(e.called(t) + " was withdrawn, and is deleted. There is nothing more to do.")
		return errors.Join(e.tellOwner(tx, req.Outbox, t, who, "deleted", words), e.remove(tx, t))
	}
	for i, d := range t.Deeds {
		if d.By.is(who) {
			t.Deeds[i].By, t.Deeds[i].Text = Party{}, ""
		}
	}
	return e.put(tx, t)
}

// Published is the stage of what stands where everybody can read it: it stays when its
// asker is forgotten, without them.
const Published = "published"
