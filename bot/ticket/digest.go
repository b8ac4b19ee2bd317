package ticket

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// digest is somebody who wants to hear once a week what waits for them.
type digest struct {
	To   Party
	Week string // the last one they heard of, as 2026-W49 in their zone
}

// digestCommand turns the weekly word on or off.
func (e *Engine) digestCommand() bot.Command {
	return bot.Command{
		Name: "desk digest", Summary: "hear once a week what waits for you", Needs: bot.Leader, Desk: bot.AnyDesk,
		Examples: []string{"desk digest on", "desk digest off"},
		Fields:   []bot.Field{{Name: "weekly", Label: "Every week?", Kind: bot.Choice, Choices: []string{"on", "off"}}},
		Handle: func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
			who := me(req)
			if req.Values["weekly"] == "off" {
				return bot.Hush(bot.Say("You will not hear of it weekly. “desk” tells at any time.")), e.noDigest(tx, who)
			}
			zone, err := e.zoneOf(tx, who)
			if err != nil {
				return bot.Reply{}, err
			}
			if err := e.noDigest(tx, who); err != nil {
				return bot.Reply{}, err
			}
			d := digest{To: who, Week: week(req.Message.At, zone)}
			return bot.Hush(bot.Say("From next week on I tell you on the first working day what waits for you, if anything does.")), e.digests.Put(tx, store.K(who.key()), d)
		},
	}
}

// noDigest forgets that somebody wants to hear weekly, by whichever account they said so.
func (e *Engine) noDigest(tx store.Tx, p Party) error {
	keys, err := e.keysOf(tx, p)
	for _, key := range keys {
		err = errors.Join(err, e.digests.Delete(tx, store.K(key)))
	}
	return err
}

// week is the ISO week of an instant in a zone: 2026-W49.
func week(at time.Time, zone string) string {
	year, n := at.In(location(zone)).ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, n)
}

// digest tells everybody who wants it what waits for them, once a week, in the first
// working hours of the week.
func (w watch) digest(ctx context.Context, at time.Time) error {
	var due []digest
	err := w.db.View(ctx, w.space, func(tx store.Tx) error {
		due = due[:0]
		for row, err := range w.digests.All(tx, nil) {
			if err != nil {
				return err
			}
			zone, err := w.zoneOf(tx, row.Value.To)
			if err != nil {
				return err
			}
			if row.Value.Week < week(at, zone) && w.hours.Open(at, zone) {
				due = append(due, row.Value)
			}
		}
		return nil
	})
	for _, d := range due {
		err = errors.Join(err, w.db.Update(ctx, w.space, func(tx store.Tx) error { return w.digestFor(tx, d, at) }))
	}
	if len(due) > 0 {
		w.out.Wake()
	}
	if err != nil {
		return fmt.Errorf("digests: %w", err)
	}
	return nil
}

// digestFor writes the weekly word for one person, unless nothing waits, or they are away.
func (w watch) digestFor(tx store.Tx, d digest, at time.Time) error {
	key := store.K(d.To.key())
	if still, err := w.digests.Has(tx, key); err != nil || !still {
		return err // they have just said that they do not want it any more
	}
	zone, err := w.zoneOf(tx, d.To)
	if err != nil {
		return err
	}
	d.Week = week(at, zone)
	if err := w.digests.Put(tx, key, d); err != nil {
		return err
	}
	if there, err := w.there(tx, w.out, d.To, at); err != nil || !there {
		return err
	}
	to, ok, err := w.reach(tx, w.out, d.To)
	if err != nil || !ok {
		return err
	}
	who, err := w.people.Who(tx, bot.Message{From: to})
	if err != nil {
		return err
	}
	s := shelf{e: w.Engine, tx: tx, me: d.To, who: who, at: at, page: 1, aloud: true}
	page, more, err := s.waiting()
	if err != nil || len(page) == 0 {
		return err
	}
	reply := s.reply(listMine, page, more)
	return w.out.Put(tx, bot.Envelope{Key: "digest/" + d.Week + "/" + d.To.key(), To: to, Reply: bot.Hush(reply), Class: bot.Nudging, Deadline: at.Add(5 * 24 * time.Hour)})
}

// Desk is what the engine has for somebody's home: what waits for them, and what they have
// asked themselves.
func (e *Engine) Desk(tx store.Tx, who bot.Person, at time.Time) ([]bot.Block, error) {
	s := shelf{e: e, tx: tx, me: Party{ID: who.ID, Account: who.Account}, who: who, at: at, page: 1}
	own, err := s.ownOpen()
	if err != nil || who.Role < bot.Leader && len(who.Desks) == 0 {
		return own, err
	}
	page, more, err := s.waiting()
	if err != nil || len(page) == 0 {
		return own, err
	}
	return append(s.reply(listMine, page, more).Blocks, own...), nil
}
